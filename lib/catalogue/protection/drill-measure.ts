/** What a drill measures of a VM: whether it came back, with which point in time, after how long, and what was promised. */
import type { Mechanism, Recovery } from '../../core/drill';
import type { Value } from '../../core/unknown';
import { HOUR_MS, MINUTE_MS } from '../../core/virtual-time';
import { offer } from '../facts/offer';
import type { Cast, Named, Vm, Way } from './drill-cast';
import { isoOf } from './drill-moments';
import type { PlanRun } from './drill-run';

/** What could be seen of a VM at a moment. */
export interface Sight {
  readonly state: string;
  readonly reason: string | null;
  readonly place: string | null;
  /** Its last backup, in milliseconds since 1970 in UTC. */
  readonly backup: number | null;
}

type Sights = ReadonlyMap<string, Sight>;

export interface Measuring {
  readonly cast: Cast;
  /** When the loss came, and until when high availability had its time. */
  readonly moment: number;
  readonly restarted: number;
  /** VMs before the loss, right after it, and when the plan began. */
  readonly before: Sights;
  readonly struck: Sights;
  readonly after: Sights;
  readonly run: PlanRun;
  readonly mechanisms: readonly Mechanism[];
}

/** Milliseconds since 1970 of an ISO text; null where there is none. */
export const timeIn = (value: Value | undefined): number | null => (typeof value === 'string' ? Date.parse(value) : null);

/** Whole minutes between two moments, rounded up: a promise that is broken by a second is broken. */
const minutes = (from: number, to: number): number => Math.ceil((to - from) / MINUTE_MS);

/** A VM that the plan names. */
export function named(each: Named, measuring: Measuring): Recovery {
  const { vm } = each;
  const { moment, struck, after, run, restarted } = measuring;
  const common = commonOf(vm, each.priority, measuring);
  const stays = { consistent_at: isoOf(moment), rpo_minutes: 0, runs_in: after.get(vm.id)?.place ?? null };
  if (vm.power_state === 'off') return judged({ ...common, outcome: 'stopped', reason: 'it did not run before the loss' });
  if (struck.get(vm.id)?.state === 'running' && after.get(vm.id)?.state === 'running')
    return judged({ ...common, ...stays, outcome: 'unaffected', reason: 'it was not lost', running_at: isoOf(moment), rto_minutes: 0 });
  const fate = run.fates.get(vm.id);
  if (!fate) {
    const back = { running_at: isoOf(restarted), rto_minutes: minutes(moment, restarted), by: ['high availability'] };
    return judged({ ...common, ...stays, ...back, outcome: 'recovered', reason: null });
  }
  if (fate.way === undefined || fate.running === null)
    return judged({ ...common, outcome: each.without === '' ? 'down' : 'left_behind', reason: fate.reason });
  return brought(common, { way: fate.way, running: fate.running, place: fate.place }, vm, measuring);
}

/** A VM that runs in the standby zone. */
function brought(
  common: Unjudged,
  { way, running, place }: { readonly way: Way; readonly running: number; readonly place: string | null },
  vm: Vm,
  { moment, mechanisms, cast }: Measuring,
): Recovery {
  const by = way.kind === 'mirrors' ? way.mirrors.map(({ id }) => id) : [way.replication.id];
  const points = by.flatMap((id) => timeIn(mechanisms.find(({ resource }) => resource === id)?.consistent_at) ?? []);
  if (points.length < by.length)
    return judged({ ...common, outcome: 'down', reason: `nobody knows of which moment the copy of ${by.join(', ')} is`, by });
  const point = Math.min(...points);
  const [rpo_minutes, rto_minutes] = [minutes(point, moment), minutes(moment, running)];
  const promised =
    way.kind === 'mirrors'
      ? { service: 'Global Mirror', rpo_minutes: offer.global_mirror.rpo_minutes, rto_minutes: offer.global_mirror.rto_minutes }
      : {
          service: 'VM replication',
          rpo_minutes: (way.replication.interval_hours * HOUR_MS) / MINUTE_MS,
          rto_minutes: offer.vm_replication.rto_minutes,
        };
  const zone = cast.plan.standby_availability_zone;
  const missing_networks = [...new Set((vm.network_interfaces ?? []).map(({ network_id }) => network_id))].filter(
    (id) => !cast.reach.get(id)?.includes(zone),
  );
  return judged({
    ...common,
    outcome: missing_networks.length > 0 ? 'unreachable' : 'recovered',
    reason: missing_networks.length > 0 ? `${missing_networks.join(', ')} does not exist in ${zone}` : null,
    by,
    runs_in: place,
    consistent_at: isoOf(point),
    rpo_minutes,
    running_at: isoOf(running),
    rto_minutes,
    promise: { ...promised, kept: rpo_minutes <= promised.rpo_minutes && rto_minutes <= promised.rto_minutes },
    missing_networks,
  });
}

/** A VM that was lost and that no group names; undefined where it was not lost. */
export function leftBehind(vm: Vm, measuring: Measuring): Recovery | undefined {
  const { before, after, cast } = measuring;
  if (before.get(vm.id)?.state !== 'running' || after.get(vm.id)?.state === 'running') return undefined;
  const common = commonOf(vm, null, measuring);
  const elsewhere = cast.otherPlans.get(vm.id);
  // What another plan starts is that plan's to prove.
  if (elsewhere !== undefined) return { ...judged({ ...common, outcome: 'left_behind', reason: `${elsewhere} starts it` }), misses: [] };
  const way = wayOf(vm, cast);
  return judged({ ...common, outcome: 'left_behind', reason: way ?? backedUp(common.last_backup_at) });
}

function wayOf(vm: Vm, { mirrors, replications }: Cast): string | undefined {
  const replication = replications.find((each) => each.virtual_machine_id === vm.id);
  if (replication) return `${replication.id} copies it, and no group of the plan starts it`;
  const lying = mirrors.filter((mirror) => vm.disks.some((disk) => disk.datastore_id === mirror.datastore_id));
  return lying.length > 0 ? `${lying.map(({ id }) => id).join(', ')} copies its LUN, and no group of the plan starts it` : undefined;
}

const backedUp = (last: string | null): string =>
  last === null ? 'no group of the plan names it, and it has no backup' : 'no group of the plan names it: only a restore brings it back';

type Unjudged = Omit<Recovery, 'misses'>;

function commonOf(vm: Vm, priority: number | null, { before, moment }: Measuring): Unjudged {
  const backup = before.get(vm.id)?.backup ?? null;
  return {
    resource: vm.id,
    priority,
    outcome: 'down',
    reason: null,
    by: [],
    runs_in: null,
    consistent_at: null,
    rpo_minutes: null,
    rpo_objective_minutes: vm.rpo_minutes,
    running_at: null,
    rto_minutes: null,
    rto_objective_minutes: vm.rto_minutes,
    promise: null,
    last_backup_at: backup === null ? null : isoOf(backup),
    backup_rpo_minutes: backup === null ? null : minutes(backup, moment),
    missing_networks: [],
  };
}

/** Says what a VM misses. What no plan names misses its objectives, where it has some; what is stopped misses nothing. */
function judged(recovery: Unjudged): Recovery {
  const { outcome, priority, rpo_minutes: rpo, rto_minutes: rto, rpo_objective_minutes: wanted, rto_objective_minutes: within } = recovery;
  if (outcome === 'stopped') return { ...recovery, misses: [] };
  const isBack = outcome === 'recovered' || outcome === 'unaffected';
  const misses: Recovery['misses'][number][] = [];
  if (!isBack && priority !== null) misses.push('recovery');
  if (wanted !== null && (!isBack || rpo === null || rpo > wanted)) misses.push('rpo');
  if (within !== null && (!isBack || rto === null || rto > within)) misses.push('rto');
  return { ...recovery, misses };
}
