/** How large a standby Cpool must be to run what is recovered in it. */
import { bladeClass, CPOOL_HOSTS_MAX, cpoolMemoryRange, MEMORY_ADVISED_PERCENT } from '../../lib/catalogue/facts/blades';
import { hostCapacity, identicalHosts, place } from '../../lib/catalogue/facts/placement';
import { groupsOf, type PlacedVm } from '../../lib/catalogue/facts/placement-groups';
import { ceilDivide } from '../../lib/core/units';

/** Hosts below which nothing restarts a VM whose host is lost. */
const HOSTS_MIN = 2;

/** What of a standby Cpool is decided already. */
export interface StandbyFrame {
  /** Class of its blades. */
  readonly blades: string;
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
  const advised = memoryGib ?? ceilDivide(used * 100, MEMORY_ADVISED_PERCENT);
  const sized = (count: number): StandbySize => ({
    hosts: count,
    memoryGib: memoryGib ?? Math.max(advised, cpoolMemoryRange(blades, count).min_gib),
  });
  if (hosts !== undefined) return sized(hosts);
  const groups = groupsOf(vms, []);
  const capacity = hostCapacity({ blade_class: blades, memory_overcommit_ratio: overcommitRatio });
  const least = Math.max(HOSTS_MIN, Math.ceil(advised / bladeClass(blades).ram_gib));
  for (let count = least; count <= CPOOL_HOSTS_MAX; count += 1)
    if (place({ groups, hosts: identicalHosts(count, capacity) }).outcome === 'fits') return sized(count);
  return undefined;
}
