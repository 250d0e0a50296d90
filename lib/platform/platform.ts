/** The embedded platform: one way in, every command durable before it is acknowledged. */

import type { Activity } from '../core/activity';
import type { Behaviours } from '../core/behaviour';
import type { Catalogue } from '../core/catalogue';
import { definitionOfId } from '../core/catalogue';
import type { Command, Order, Stored } from '../core/command';
import type { Fault, FaultOrder } from '../core/fault';
import type { Finding, Judgement } from '../core/finding';
import type { Values } from '../core/unknown';
import type { Advanced, ClockMode, ClockState } from '../core/virtual-time';
import type { World } from '../core/world';
import { act } from './act';
import { activitiesOf } from './activities';
import { checkAdvance, checkDone, stepTowards } from './advance';
import { faultsOf } from './broken';
import { carryOut } from './carry-out';
import { type Begun, begin } from './charter';
import { setClock } from './clock';
import { storedOf } from './create';
import { settleAll, settleAwaited } from './due';
import { mend, strike } from './faults';
import { Ground } from './ground';
import { hashOf } from './hash';
import { judgeAll } from './judge-all';
import { lineOf } from './line';
import { type Contents, memoryStore } from './memory-store';
import { newScene } from './new-scene';
import { previewOf } from './preview';
import { authorise, owner, type Principal } from './principal';
import { PlatformSite } from './site';
import type { Event, Store, Turn } from './store';

export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  readonly now: () => number;
}

export interface PlatformOptions {
  readonly catalogue: Catalogue;
  readonly behaviours: Behaviours;
  /** The platform closes it. */
  readonly store: Store;
  readonly clock: Clock;
  /** A number from 0 up to 1, as Math.random gives it. Asked only when a store is begun: all serial numbers follow from the seed kept in it. */
  readonly random: () => number;
  /** The stock that the user asked for. What the store began with stays where this is left out. */
  readonly world?: World | undefined;
  /** The edition of the offer that this opening follows; that of the last commands where this is left out. */
  readonly edition?: string | undefined;
  /** The stock of a store that is begun without one. */
  readonly defaultWorld: World;
}

type By = Turn & { readonly principal?: Principal };

/** The log, the copies and the hash that only whoever holds a platform in process can ask for, beside what every client asks. */
export interface Platform {
  get(id: string, options?: Turn): Promise<Stored | undefined>;
  list(type: string, options?: Turn & { readonly tenant?: string }): Promise<readonly Stored[]>;
  observe(id: string): Promise<Values>;
  dispatch(command: Command, options?: By): Promise<Stored | undefined>;
  dispatchAll(commands: readonly Command[], options?: By): Promise<readonly (Stored | undefined)[]>;
  act(order: Order, options?: By): Promise<Activity>;
  activity(id: string): Promise<Activity | undefined>;
  activities(): Promise<readonly Activity[]>;
  preview(commands: readonly Command[]): Promise<readonly Finding[]>;
  findings(): Promise<Judgement>;
  world(): Promise<World>;
  /** The edition of the offer by which commands are judged. */
  edition(): Promise<string>;
  clock(): Promise<ClockState>;
  setClock(mode: ClockMode, options?: By): Promise<ClockState>;
  /** `onStep` hears of the time that is reached after every durable step. */
  advance(ms: number, options?: By & { readonly onStep?: (now: number) => void }): Promise<Advanced>;
  faults(): Promise<readonly Fault[]>;
  /** Faults as this opening saw them last, without a look at the store: none before its first. */
  faultsSeen(): readonly Fault[];
  strike(order: FaultOrder, options?: By): Promise<Fault>;
  mend(id: string, options?: By): Promise<void>;
  /** The log after a revision, oldest first. */
  events(after: number, limit: number): Promise<readonly Event[]>;
  /** The same state has the same hash, wherever and however it came about. */
  hash(): Promise<string>;
  /** Everything that stands, as another store may begin with it. */
  contents(): Promise<Contents>;
  /** A throw-away copy in memory: what happens to it does not happen here. It follows the same wall clock unless another is given. */
  fork(options?: { readonly clock: Clock }): Promise<Platform>;
  close(): Promise<void>;
}

/** Opens a platform on a store, and begins it where the store is empty. Throws `Unavailable` where its stock no longer covers what stands. */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  return new EmbeddedPlatform(options, await begin(options));
}

class EmbeddedPlatform implements Platform {
  private readonly ground: Ground;

  constructor(
    private readonly options: PlatformOptions,
    begun: Begun,
  ) {
    this.ground = new Ground(options, begun);
  }

  async get(id: string, { signal }: Turn = {}): Promise<Stored | undefined> {
    signal?.throwIfAborted();
    const definition = definitionOfId(this.options.catalogue, id);
    const row = definition && (await this.options.store.read({ type: definition.type, id }));
    return row && storedOf(row);
  }

  async list(type: string, { tenant, signal }: Turn & { readonly tenant?: string } = {}): Promise<readonly Stored[]> {
    signal?.throwIfAborted();
    const rows = await this.options.store.collection(type);
    return rows.filter((row) => tenant === undefined || row.values['tenant'] === tenant).map(storedOf);
  }

  async observe(id: string): Promise<Values> {
    const definition = definitionOfId(this.options.catalogue, id);
    if (!definition) return {};
    return this.ground.look([definition.type], async (scene) => {
      const row = scene.standing.row(id);
      const observed = row ? scene.behaviours[row.type]?.observe?.(row.values, new PlatformSite(scene)) : undefined;
      return observed ?? {};
    });
  }

  async dispatch(command: Command, by: By = {}): Promise<Stored | undefined> {
    return (await this.dispatchAll([command], by))[0];
  }

  async dispatchAll(commands: readonly Command[], { principal = owner, signal }: By = {}): Promise<readonly (Stored | undefined)[]> {
    for (const command of commands) authorise(principal, command);
    await this.ground.noteEdition();
    const types = commands.map((command) => command.type);
    return this.ground.write(types, { signal }, ({ sceneAt, now }) => {
      const lines: Event[] = [];
      const result = commands.map((command) => {
        const scene = sceneAt(lines.length, now);
        const since = scene.standing.mark();
        const stored = carryOut(scene, command);
        settleAll(scene);
        const id = command.kind === 'create' ? (stored?.id ?? '') : command.id;
        lines.push(...lineOf(scene, since, { principal: principal.name, kind: command.kind, subject: { type: command.type, id } }));
        return stored;
      });
      return { result, lines };
    });
  }

  act(order: Order, { principal = owner, signal }: By = {}): Promise<Activity> {
    const { type, id, action } = order;
    return this.ground.write(this.ground.types(), { signal }, ({ sceneAt, now }) => {
      authorise(principal, { kind: 'act', ...order });
      const scene = sceneAt(0, now);
      const result = act(scene, order);
      return { result, lines: lineOf(scene, 0, { principal: principal.name, kind: 'act', what: action, subject: { type, id } }) };
    });
  }

  activity(id: string): Promise<Activity | undefined> {
    return this.ground.look([], async (scene) => activitiesOf(scene).find((activity) => activity.id === id));
  }

  activities(): Promise<readonly Activity[]> {
    return this.ground.look([], async (scene) => activitiesOf(scene));
  }

  preview(commands: readonly Command[]): Promise<readonly Finding[]> {
    const types = commands.map((command) => command.type);
    return this.ground.look(types, async (scene) => previewOf(scene, commands));
  }

  findings(): Promise<Judgement> {
    return this.ground.look(this.ground.types(), async (scene) => judgeAll(scene));
  }

  world(): Promise<World> {
    return this.ground.look([], async (scene) => scene.world);
  }

  edition(): Promise<string> {
    return this.ground.look([], async (scene) => scene.edition);
  }

  clock(): Promise<ClockState> {
    return this.ground.look([], async ({ mode, now }) => ({ mode, now }));
  }

  setClock(mode: ClockMode, { principal = owner, signal }: By = {}): Promise<ClockState> {
    return this.ground.write(this.ground.types(), { signal }, ({ sceneAt, now, mode: before }) => {
      authorise(principal, { kind: 'simulate' });
      const result = { mode, now };
      if (mode === before) return { result, lines: [] };
      const scene = newScene({ ...sceneAt(0, now), mode });
      setClock(scene, result, this.options.clock.now());
      if (mode === 'automatic') settleAwaited(scene);
      return { result, lines: lineOf(scene, 0, { principal: principal.name, kind: 'clock', what: mode, subject: { type: '', id: '' } }) };
    });
  }

  async advance(ms: number, { principal = owner, signal, onStep }: By & { readonly onStep?: (now: number) => void } = {}): Promise<Advanced> {
    authorise(principal, { kind: 'simulate' });
    checkAdvance(ms);
    let until: number | undefined;
    let done = 0;
    for (;;) {
      const stepped = await this.ground.write(this.ground.types(), { signal }, ({ sceneAt, now, mode }) => {
        // The clock shows whole milliseconds, whatever a number of seconds comes to.
        until ??= now + Math.round(ms);
        const { lines, ...result } = stepTowards({ until, present: now, wall: this.options.clock.now() }, sceneAt);
        return { lines, result: { ...result, mode, reached: lines.at(-1)?.at ?? now } };
      });
      done += stepped.done;
      onStep?.(stepped.reached);
      if (stepped.arrived) return { mode: stepped.mode, now: stepped.reached, done };
      checkDone(done);
    }
  }

  faults(): Promise<readonly Fault[]> {
    return this.ground.look([], async (scene) => faultsOf(scene));
  }

  faultsSeen(): readonly Fault[] {
    return this.ground.faultsSeen();
  }

  strike(order: FaultOrder, { principal = owner, signal }: By = {}): Promise<Fault> {
    return this.ground.write(this.ground.types(), { signal }, ({ sceneAt, now }) => {
      authorise(principal, { kind: 'simulate' });
      const scene = sceneAt(0, now);
      const result = strike(scene, order);
      settleAll(scene);
      const subject = { type: '.fault', id: result.id };
      return { result, lines: lineOf(scene, 0, { principal: principal.name, kind: 'strike', what: order.kind, subject }) };
    });
  }

  mend(id: string, { principal = owner, signal }: By = {}): Promise<void> {
    return this.ground.write(this.ground.types(), { signal }, ({ sceneAt, now }) => {
      authorise(principal, { kind: 'simulate' });
      const scene = sceneAt(0, now);
      mend(scene, id);
      settleAll(scene);
      return { result: undefined, lines: lineOf(scene, 0, { principal: principal.name, kind: 'mend', subject: { type: '.fault', id } }) };
    });
  }

  events(after: number, limit: number): Promise<readonly Event[]> {
    return this.options.store.events(after, limit);
  }

  hash(): Promise<string> {
    return this.ground.look(this.ground.types(), async (scene) => hashOf(scene.standing.all()));
  }

  contents(): Promise<Contents> {
    return this.ground.look(this.ground.types(), async ({ standing }, last) => ({
      charter: this.ground.charter,
      rows: [...standing.all()],
      revision: standing.revision,
      at: last,
    }));
  }

  async fork({ clock }: { readonly clock: Clock } = this.options): Promise<Platform> {
    return createPlatform({ ...this.options, clock, store: memoryStore(await this.contents()), world: undefined });
  }

  close(): Promise<void> {
    return this.options.store.close();
  }
}
