/** A drill, as a story on a copy of a platform: something is lost, the recovery plan is run, and what came back is measured. */
import { type DrillOrder, type DrillTold, lossOf, type Mechanism } from '../../core/drill';
import type { Stage } from '../../core/stage';
import { MINUTE_MS } from '../../core/virtual-time';
import { type Cast, castOf, type Vm } from './drill-cast';
import { leftBehind, type Measuring, named, type Sight, timeIn } from './drill-measure';
import { isoOf, TimeLine } from './drill-moments';
import { momentOf, planOf } from './drill-order';
import { PlanRun } from './drill-run';
import { summaryOf } from './drill-summary';

/** What is left to high availability before the plan is run, where hosts are left on which it can restart something. */
const HIGH_AVAILABILITY_MS = MINUTE_MS;
/** Faults after which no host is left beside those that are lost. */
const WHOLE: readonly string[] = ['zone', 'region'];

/** Tells the drill of an order. Throws `Refusal` where the order cannot be carried out. */
export async function drill(stage: Stage, order: DrillOrder): Promise<DrillTold> {
  const plan = await planOf(stage, order.plan);
  const lost = order.lose ?? { kind: 'zone', target: { zone: plan.primary_availability_zone } };
  const began = (await stage.clock()).now;
  const moment = momentOf(order, began);
  await stage.advance(moment - began);
  const cast = await castOf(stage, plan);
  const estimated = await stage.observe(plan.id);
  const before = await lookAtAll(stage, cast);
  const line = new TimeLine();
  line.note(moment, `${lossOf(lost)} is lost`);
  await stage.strike(lost);
  const struck = await lookAtAll(stage, cast);
  if (!WHOLE.includes(lost.kind) && [...struck.values()].some(({ state }) => state === 'down')) await stage.advance(HIGH_AVAILABILITY_MS);
  const { now } = await stage.clock();
  const after = now === moment ? struck : await lookAtAll(stage, cast);
  for (const { vm } of cast.named)
    if (struck.get(vm.id)?.state === 'down' && after.get(vm.id)?.state === 'running') line.note(now, 'runs again, by high availability', vm.id);
  const run = new PlanRun(stage, cast, line, now);
  await run.bringBack(cast.named.filter(({ vm }) => vm.power_state === 'on' && after.get(vm.id)?.state !== 'running'));
  const mechanisms = await mechanismsOf(stage, cast, run);
  const measuring: Measuring = { cast, moment, before, struck, after, run, mechanisms, restarted: now };
  const recoveries = cast.named.map((each) => named(each, measuring));
  const behind = cast.others.flatMap((vm) => leftBehind(vm, measuring) ?? []);
  return {
    plan: plan.id,
    lost,
    began_at: isoOf(began),
    lost_at: isoOf(moment),
    ended_at: isoOf(run.ended),
    ...summaryOf(recoveries, behind, estimated),
    recoveries,
    left_behind: behind,
    mechanisms,
    timeline: line.told(),
  };
}

/** What can be seen of every VM that takes part. */
async function lookAtAll(stage: Stage, { named: players, others }: Cast): Promise<ReadonlyMap<string, Sight>> {
  const sights = new Map<string, Sight>();
  const look = async ({ id }: Vm): Promise<void> => {
    const { state, state_reason, running_cpool_id, last_backup_at } = await stage.observe(id);
    sights.set(id, {
      state: String(state),
      reason: typeof state_reason === 'string' ? state_reason : null,
      place: typeof running_cpool_id === 'string' ? running_cpool_id : null,
      backup: timeIn(last_backup_at),
    });
  };
  for (const { vm } of players) await look(vm);
  for (const vm of others) await look(vm);
  return sights;
}

/** What the mirrors and replications of the plan did, and of which moment their copies are. */
async function mechanismsOf(stage: Stage, { mirrors, replications }: Cast, run: PlanRun): Promise<Mechanism[]> {
  const all: Mechanism[] = [];
  for (const { id } of [...mirrors, ...replications]) {
    const { state, freeze_time, consistent_at } = await stage.observe(id);
    const { ready, refused } = run.requests.of(id);
    const consistent = timeIn(freeze_time) ?? timeIn(consistent_at);
    all.push({
      resource: id,
      state: typeof state === 'string' ? state : null,
      consistent_at: consistent === null ? null : isoOf(consistent),
      ready_at: ready === null ? null : isoOf(ready),
      reason: refused,
    });
  }
  return all;
}
