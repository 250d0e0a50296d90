/**
 * What a standby Cpool would have to run after a failover: its own running VMs, and those that mirrors and replications bring
 * to it. Shared by the rules on every mechanism that names the Cpool.
 */
import { soFar } from '../../core/remedy';
import type { Follow, Node, Outcome, Problem, RuleContext } from '../../core/rule';
import { ceilDivide, exceeds } from '../../core/units';
import { bladeClass, CPOOL_HOSTS_MAX, cpoolMemoryRange } from './blades';
import { hostCapacity, identicalHosts, type Placement, place } from './placement';
import { groupsOf, type PlacedVm } from './placement-groups';

const running = ['power_state', 'memory_gib', 'gpu_count'] as const;

/** The Cpool as rules see it. Neighbours are found by its id, so that all mechanisms that name it share one search. */
export const standbyCpool = {
  of: 'cpool',
  reads: ['blade_class', 'host_count', 'memory_gib', 'memory_overcommit_ratio'],
  gathers: {
    own: { of: 'virtual_machine', via: 'cpool_id', equals: 'id', reads: running },
    ties: { of: 'affinity_rule', via: 'cpool_id', equals: 'id', reads: ['kind', 'enabled', 'virtual_machine_ids'] },
    mirrors: {
      of: 'global_mirror_lun',
      via: 'standby_cpool_id',
      equals: 'id',
      reads: [],
      gathers: { vms: { of: 'virtual_machine', via: 'disks[].datastore_id', equals: 'datastore_id', reads: running } },
    },
    replications: {
      of: 'vm_replication',
      via: 'target_cpool_id',
      equals: 'id',
      reads: ['paused'],
      follows: { vm: { of: 'virtual_machine', via: 'virtual_machine_id', reads: running } },
    },
  },
} as const satisfies Omit<Follow, 'via'>;

type Standby = Node<typeof standbyCpool>;

export interface StandbyLoad {
  readonly vms: readonly PlacedVm[];
  readonly memory_gib: number;
  readonly brought: number;
}

/** Every VM once, whatever brings it: its own VMs, those with a disk on a mirrored LUN, those replicated (paused ones are not). */
export function standbyLoad(standby: Pick<Standby, 'own' | 'mirrors' | 'replications'>): StandbyLoad {
  const own = standby.own.filter((vm) => vm.power_state === 'on');
  const mirrored = standby.mirrors.flatMap((mirror) => mirror.vms);
  const replicated = standby.replications.flatMap((replication) => (replication.paused ? [] : [replication.vm]));
  const all = new Map<string, PlacedVm>(own.map((vm) => [vm.id, vm]));
  for (const vm of [...mirrored, ...replicated]) if (vm.power_state === 'on') all.set(vm.id, vm);
  const vms = [...all.values()];
  return { vms, memory_gib: vms.reduce((sum, vm) => sum + vm.memory_gib, 0), brought: vms.length - own.length };
}

const laid = (standby: Standby, vms: readonly PlacedVm[], hostCount: number): Placement =>
  place({
    groups: groupsOf(
      vms,
      standby.ties.filter((tie) => tie.enabled),
    ),
    hosts: identicalHosts(hostCount, hostCapacity(standby)),
  });

type Verdict = Pick<Problem, 'message' | 'fix'> | 'fits' | 'undecided';

/** Verdicts of one judgement, by the list of a Cpool's own VMs, which is made once for all mechanisms that name it. */
const verdicts = new WeakMap<object, Verdict>();

function verdictOn(standby: Standby): Verdict {
  let verdict = verdicts.get(standby.own);
  if (verdict === undefined) verdicts.set(standby.own, (verdict = judged(standby)));
  return verdict;
}

function judged(standby: Standby): Verdict {
  const load = standbyLoad(standby);
  const what = `${standby.id} would run ${load.vms.length} VMs, ${load.brought} of them brought here`;
  if (exceeds(load.memory_gib, standby.memory_gib, standby.memory_overcommit_ratio)) {
    const ratio = standby.memory_overcommit_ratio === 1 ? '' : `, ${standby.memory_overcommit_ratio} times over`;
    return { message: `${what}: ${load.memory_gib} GiB of memory; it has ${standby.memory_gib}${ratio}`, fix: enough(standby, load) };
  }
  const placement = laid(standby, load.vms, standby.host_count);
  if (placement.outcome !== 'overflows') return placement.outcome;
  const { group } = placement.leftOut[0];
  return { message: `${what}; ${group.vms.map((vm) => vm.id).join(', ')} would find room on none of its hosts`, fix: enough(standby, load) };
}

/** The fewest hosts and the least memory with which the Cpool holds everything. */
function enough(standby: Standby, load: StandbyLoad): string {
  const memory = ceilDivide(load.memory_gib, standby.memory_overcommit_ratio);
  const least = Math.max(standby.host_count, Math.ceil(memory / bladeClass(standby.blade_class).ram_gib));
  for (let hosts = least; hosts <= CPOOL_HOSTS_MAX; hosts++) {
    if (laid(standby, load.vms, hosts).outcome !== 'fits') continue;
    const gib = Math.max(memory, standby.memory_gib, cpoolMemoryRange(standby.blade_class, hosts).min_gib);
    const changes = [hosts > standby.host_count ? `host_count = ${hosts}` : [], gib > standby.memory_gib ? `memory_gib = ${gib}` : []].flat();
    return `${changes.join(' and ')} on ${standby.id}, or accept_degraded = true`;
  }
  return `spread the VMs over several standby Cpools, or use larger blades than ${standby.blade_class}; or accept_degraded = true`;
}

/** REPLICATION-008 for one mechanism that names the Cpool at `at`. */
export function standbyOutcome(
  standby: Standby,
  mechanism: { readonly at: string; readonly accept_degraded: boolean },
  context: Pick<RuleContext, 'partial'>,
): Outcome {
  const verdict = verdictOn(standby);
  if (verdict === 'fits') return undefined;
  if (verdict === 'undecided') return { undecided: `whether ${standby.id} can be packed: the search was given up at its bound` };
  return { at: mechanism.at, ...verdict, fix: soFar(verdict.fix, context), ...(mechanism.accept_degraded ? { class: 'advice' as const } : {}) };
}
