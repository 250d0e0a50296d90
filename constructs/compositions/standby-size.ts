/** How large a standby Cpool must be to run what is recovered in it. */
import { type BladeClassName, cpoolMemoryRange, MEMORY_ADVISED_PERCENT } from '../../lib/catalogue/facts/blades';
import { smallestCpool } from '../../lib/catalogue/facts/cpool-size';
import { groupsOf, type PlacedVm } from '../../lib/catalogue/facts/placement-groups';
import { ceilDivide } from '../../lib/core/units';

/** Hosts below which nothing restarts a VM whose host is lost. */
const HOSTS_MIN = 2;

/** What of a standby Cpool is decided already. */
export interface StandbyFrame {
  /** Class of its blades. */
  readonly blades: BladeClassName;
  /** Memory promised to VMs per GiB activated. */
  readonly overcommitRatio: number;
  /** Hypervisors, where somebody has decided. */
  readonly hosts: number | undefined;
  /** Activated memory in GiB, where somebody has decided. */
  readonly memoryGib: number | undefined;
}

export interface StandbySize {
  /** Hypervisors. */
  readonly hosts: number;
  /** Activated memory in GiB. */
  readonly memoryGib: number;
}

/**
 * The fewest hosts on which all VMs have a place, and the least memory of which they take the advised share at most. What was
 * decided stays as it is. Undefined where no Cpool of these blades is large enough.
 */
export function standbySize(vms: readonly PlacedVm[], { blades, overcommitRatio, hosts, memoryGib }: StandbyFrame): StandbySize | undefined {
  const used = vms.reduce((sum, vm) => sum + vm.memory_gib, 0);
  const least = { host_count: HOSTS_MIN, memory_gib: memoryGib ?? ceilDivide(used * 100, MEMORY_ADVISED_PERCENT) };
  const pool = { ...least, blade_class: blades, memory_overcommit_ratio: overcommitRatio, ha_enabled: true, max_vcpu_per_thread: null };
  // Until a failover the Cpool runs none of them: they are all brought to it.
  const load = { memory_gib: 0, gpus: 0, vcpus: 0, groups: [], brought: { groups: groupsOf(vms, []), memory_gib: 0 } };
  const count = hosts ?? smallestCpool(pool, load, least)?.host_count;
  if (count === undefined) return undefined;
  return { hosts: count, memoryGib: memoryGib ?? Math.max(least.memory_gib, cpoolMemoryRange(blades, count).min_gib) };
}
