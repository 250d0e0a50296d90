/** Running a recovery plan: all failovers are requested at once, then one priority after another is started where its copies are. */
import type { Stage } from '../../core/stage';
import { DAY_MS, MINUTE_MS } from '../../core/virtual-time';
import { VM_START_MINUTES } from '../facts/advice';
import type { Cast, Named, Vm, Way } from './drill-cast';
import type { TimeLine } from './drill-moments';
import { Requests, reasonOf } from './drill-requests';

/** A copy that is not presented by then is not waited for any longer. */
const GIVE_UP_MS = DAY_MS;
const VM_START_MS = VM_START_MINUTES * MINUTE_MS;

/** What became of a VM that the plan was to bring back. */
interface Fate {
  /** How it came back; undefined where no way was left. */
  readonly way: Way | undefined;
  /** When it ran, and where; null where it does not. */
  readonly running: number | null;
  readonly place: string | null;
  readonly reason: string | null;
}

interface Started {
  readonly named: Named;
  readonly way: Way;
  readonly at: number;
}

export class PlanRun {
  readonly requests: Requests;
  readonly fates = new Map<string, Fate>();
  private readonly begun: number;

  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
    private readonly line: TimeLine,
    private now: number,
  ) {
    this.begun = now;
    this.requests = new Requests(stage, line);
  }

  /** Brings back what was lost. */
  async bringBack(lost: readonly Named[]): Promise<void> {
    const coming = lost.filter(({ ways }) => ways.length > 0);
    for (const { vm, without } of lost.filter(({ ways }) => ways.length === 0)) this.fail(vm, without);
    const mirrors = this.cast.mirrors.filter((mirror) =>
      coming.some(({ ways }) => ways.some((way) => way.kind === 'mirrors' && way.mirrors.includes(mirror))),
    );
    // Each waits for its turn: nothing that lies on the same LUNs starts by itself and takes the room of what the plan starts first.
    const lying = new Set(mirrors.map((mirror) => mirror.datastore_id));
    const beside = this.cast.others.filter((vm) => vm.disks.some((disk) => lying.has(disk.datastore_id)));
    for (const vm of [...coming.map((each) => each.vm), ...beside]) if (vm.power_state === 'on') await this.switchTo('off', vm);
    await this.requests.file(mirrors, this.now);
    const priorities = [...new Set(coming.map(({ priority }) => priority))].sort((a, b) => a - b);
    for (const priority of priorities)
      await this.start(
        priority,
        coming.filter((each) => each.priority === priority),
      );
  }

  /** Starts the VMs of one priority side by side, and waits until those run that can. */
  private async start(priority: number, group: readonly Named[]): Promise<void> {
    this.line.note(this.now, `priority ${priority} begins`);
    const begins = this.now;
    const started: Started[] = [];
    let waiting = [...group];
    for (;;) {
      const still: Named[] = [];
      for (const named of waiting) if (!(await this.attempt(named, begins, started))) still.push(named);
      waiting = still;
      if (waiting.length === 0) break;
      const next = await this.nextMoment(waiting.map(({ delayMs }) => begins + delayMs));
      if (next === undefined || next - this.begun > GIVE_UP_MS) this.requests.giveUp(this.now);
      if (next !== undefined) await this.wait(next);
    }
    if (started.length === 0) return;
    await this.wait(Math.max(...started.map(({ at }) => at)) + VM_START_MS);
    for (const each of started) await this.arrive(each);
  }

  /** Starts a VM where its turn has come and its copy is there; true where nothing is left to wait for. */
  private async attempt(named: Named, begins: number, started: Started[]): Promise<boolean> {
    const { vm, ways, delayMs } = named;
    const refusals: string[] = [];
    for (const way of ways) {
      const refused = way.kind === 'mirrors' ? this.requests.refusal(way.mirrors) : undefined;
      if (refused === undefined && (this.now < begins + delayMs || (way.kind === 'mirrors' && this.requests.readyAt(way.mirrors) === null)))
        return false;
      const problem = refused ?? (await this.tryStart(vm, way));
      if (problem === undefined) {
        this.line.note(this.now, 'started', vm.id);
        started.push({ named, way, at: this.now });
        return true;
      }
      refusals.push(problem);
    }
    this.fail(vm, refusals.join('; '));
    return true;
  }

  /** Starts a VM; gives the reason where that is refused. */
  private async tryStart(vm: Vm, way: Way): Promise<string | undefined> {
    try {
      if (way.kind === 'replication') {
        const { id } = way.replication;
        const { state, reason } = await this.stage.act({ type: 'vm_replication', id, action: 'start_copy', input: {} });
        if (state === 'failed') return `${id}: ${reason ?? 'its copy does not start'}`;
      }
      await this.switchTo('on', vm);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Looks whether a VM that was started runs in the standby zone by now. */
  private async arrive({ named: { vm }, way, at }: Started): Promise<void> {
    const seen = await this.stage.observe(vm.id);
    const place = typeof seen['running_cpool_id'] === 'string' ? seen['running_cpool_id'] : null;
    const zone = this.cast.plan.standby_availability_zone;
    if (seen['state'] === 'running' && place !== null && this.cast.zoneOf.get(place) === zone) {
      this.line.note(at + VM_START_MS, `runs in ${place}`, vm.id);
      this.fates.set(vm.id, { way, running: at + VM_START_MS, place, reason: null });
    } else
      this.fail(vm, typeof seen['state_reason'] === 'string' ? seen['state_reason'] : `no Cpool of ${zone} runs it: it is ${String(seen['state'])}`);
  }

  private fail(vm: Vm, reason: string): void {
    this.line.note(this.now, `does not come back: ${reason}`, vm.id);
    this.fates.set(vm.id, { way: undefined, running: null, place: null, reason });
  }

  private async switchTo(power_state: 'on' | 'off', { id }: Vm): Promise<void> {
    const stored = await this.stage.get(id);
    await this.stage.dispatch({ kind: 'update', type: 'virtual_machine', id, values: { ...stored?.values, power_state } });
  }

  /** The next moment at which something may have changed: a delay is over, or something that is under way ends. */
  private async nextMoment(delays: readonly number[]): Promise<number | undefined> {
    const ends = (await this.stage.activities()).flatMap(({ state, ends_at }) => (state === 'running' || state === 'waiting' ? [ends_at] : []));
    const ahead = [...delays, ...ends].filter((at) => at > this.now);
    return ahead.length > 0 ? Math.min(...ahead) : undefined;
  }

  private async wait(until: number): Promise<void> {
    this.now = (await this.stage.advance(Math.max(0, until - this.now))).now;
    await this.requests.look(this.now);
  }

  /** When the plan was carried out. */
  get ended(): number {
    return this.now;
  }
}
