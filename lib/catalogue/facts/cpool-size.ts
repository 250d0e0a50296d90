/** How large a Cpool has to be, so that every rule about its hosts and its memory holds at once. */
import type { Follow, Node } from '../../core/rule';
import { ceilDivide, exceeds } from '../../core/units';
import { bladeClass, CPOOL_HOSTS_MAX, cpoolMemoryRange, MEMORY_ADVISED_PERCENT } from './blades';
import { hostCapacity, identicalHosts, type Placement, place } from './placement';
import { type Group, groupsOf } from './placement-groups';
import { standbyCpool, standbyLoad } from './standby';

/** Steps of each search that looks for the number of hosts to advise. */
const ADVICE_NODES_MAX = 2000;

/** A Cpool with all that it has to hold: its own VMs, and those that mirrors and replications would bring. */
export const neededCpool = {
  of: 'cpool',
  reads: ['blade_class', 'host_count', 'memory_gib', 'memory_overcommit_ratio', 'ha_enabled', 'max_vcpu_per_thread'],
  gathers: {
    ...standbyCpool.gathers,
    vcpus: { of: 'virtual_machine', via: 'cpool_id', equals: 'id', reads: ['vcpus', 'power_state'] },
  },
} as const satisfies Omit<Follow, 'via'>;

export type NeededCpool = Node<typeof neededCpool>;

export interface CpoolSize {
  readonly host_count: number;
  readonly memory_gib: number;
}

export interface CpoolLoad {
  readonly memory_gib: number;
  readonly gpus: number;
  readonly vcpus: number;
  /** Own running VMs, joined by the enabled affinity rules. */
  readonly groups: readonly Group[];
  /** The same with what would be brought here; undefined where nothing is. */
  readonly brought: { readonly groups: readonly Group[]; readonly memory_gib: number } | undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

export function loadOfCpool(cpool: NeededCpool): CpoolLoad {
  const ties = cpool.ties.filter((tie) => tie.enabled);
  const own = cpool.own.filter((vm) => vm.power_state === 'on');
  const standby = standbyLoad(cpool);
  return {
    memory_gib: sum(own.map((vm) => vm.memory_gib)),
    gpus: sum(own.map((vm) => vm.gpu_count)),
    vcpus: sum(cpool.vcpus.map((vm) => (vm.power_state === 'on' ? vm.vcpus : 0))),
    groups: groupsOf(own, ties),
    brought: standby.brought > 0 ? { groups: groupsOf(standby.vms, ties), memory_gib: standby.memory_gib } : undefined,
  };
}

type Pool = Omit<NeededCpool, keyof (typeof neededCpool)['gathers'] | 'id'>;

/** The groups on that many hosts of the Cpool's class. */
export const laidOn = (hosts: number, pool: Pick<Pool, 'blade_class' | 'memory_overcommit_ratio'>, groups: readonly Group[]): Placement =>
  place({ groups, hosts: identicalHosts(hosts, hostCapacity(pool)), nodesMax: ADVICE_NODES_MAX });

/**
 * The fewest hosts, and the least memory on them, with which COMPUTE-002, 006, 007, 008 and 009, PLACEMENT-001 and 002 and
 * REPLICATION-008 hold; nothing below `least`. Undefined where 32 hosts are too few, or a VM is larger than a blade.
 */
export function smallestCpool(pool: Pool, load: CpoolLoad, least: CpoolSize): CpoolSize | undefined {
  const { ram_gib, threads, gpus } = bladeClass(pool.blade_class);
  const advised = Math.ceil((load.memory_gib * 100) / MEMORY_ADVISED_PERCENT);
  const promised = ceilDivide(load.brought?.memory_gib ?? 0, pool.memory_overcommit_ratio);
  const memory = Math.max(least.memory_gib, advised, promised);
  const limit = pool.max_vcpu_per_thread;
  for (let hosts = Math.max(1, least.host_count, Math.ceil(memory / ram_gib)); hosts <= CPOOL_HOSTS_MAX; hosts++) {
    if (load.gpus > hosts * gpus || (limit !== null && exceeds(load.vcpus, hosts * threads, limit))) continue;
    const spare = pool.ha_enabled && hosts > 1 ? 1 : 0;
    if (laidOn(hosts - spare, pool, load.groups).outcome !== 'fits') continue;
    if (load.brought && laidOn(hosts, pool, load.brought.groups).outcome !== 'fits') continue;
    return { host_count: hosts, memory_gib: Math.max(memory, cpoolMemoryRange(pool.blade_class, hosts).min_gib) };
  }
  return undefined;
}

/** What to write for a size, as far as it differs from what is given; undefined where it does not. */
export function cpoolFix(given: CpoolSize, size: CpoolSize | undefined): string | undefined {
  if (!size) return undefined;
  const memory = size.memory_gib === given.memory_gib ? undefined : `memory_gib = ${size.memory_gib}`;
  if (size.host_count === given.host_count) return memory;
  return `host_count = ${size.host_count}${memory === undefined ? '' : ` with ${memory}`}`;
}

/** The fix that keeps all rules about a Cpool, growing what is given no more than needed; undefined where no size does. */
export const growCpool = (cpool: NeededCpool): string | undefined => cpoolFix(cpool, smallestCpool(cpool, loadOfCpool(cpool), cpool));

/**
 * The same for rules about sums: where a group of VMs is larger than any blade, another rule says so, and the sums are kept
 * without it being placed.
 */
export function growSums(cpool: NeededCpool): string | undefined {
  const load = loadOfCpool(cpool);
  const unplaced: CpoolLoad = { ...load, groups: [], brought: load.brought && { ...load.brought, groups: [] } };
  return cpoolFix(cpool, smallestCpool(cpool, load, cpool) ?? smallestCpool(cpool, unplaced, cpool));
}

/** `growCpool` for a Cpool that others name as their standby. */
export function growStandby(standby: NeededCpool): string | undefined {
  const more = growCpool(standby);
  return more === undefined ? undefined : `${more} on ${standby.id}, or accept_degraded = true`;
}
