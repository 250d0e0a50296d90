/** Proofs that a packing cannot exist, or must, cheap enough to try before any search. */
import { type Group, groupsOf, type PlacedVm, type Tie } from './placement-groups';
import type { Item, Space } from './placement-loads';

/** Into how many parts a host is divided, at most, when items are rounded to parts of it. */
const PARTS_MAX = 32;

/** Whether sums alone show that the items do not fit. False proves nothing. */
export function cannotFit(items: readonly Item[], hosts: readonly Space[], ruleCount: number): boolean {
  const total = (of: readonly Space[], what: keyof Space): number => of.reduce((sum, each) => sum + each[what], 0);
  if (total(items, 'memory') > total(hosts, 'memory') || total(items, 'gpus') > total(hosts, 'gpus')) return true;
  if (apartCounts(items, ruleCount).some((count) => count > hosts.length)) return true;
  const capacity = hosts[0]?.memory ?? 0;
  return hosts.every((host) => host.memory === capacity) && weighsTooMuch(items, hosts.length, capacity);
}

function apartCounts(items: readonly Item[], ruleCount: number): number[] {
  const counts = new Array<number>(ruleCount).fill(0);
  for (const item of items) for (const rule of item.apart) counts[rule]! += 1; // Rule indexes are below ruleCount.
  return counts;
}

/**
 * Dual feasible functions: weights under which no host can hold more than its own weight, whatever lies on it, so that items
 * that weigh more than all hosts do not fit (Martello and Toth; Fekete and Schepers).
 */
function weighsTooMuch(items: readonly Item[], hosts: number, capacity: number): boolean {
  const heavier = (weight: (memory: number) => number, perHost: number): boolean =>
    items.reduce((sum, item) => sum + weight(item.memory), 0) > hosts * perHost;
  for (let parts = 1; parts <= PARTS_MAX; parts++) {
    const rounded = (memory: number): number =>
      ((parts + 1) * memory) % capacity === 0 ? memory * parts : Math.floor(((parts + 1) * memory) / capacity) * capacity;
    if (heavier(rounded, parts * capacity)) return true;
  }
  const small = [...new Set(items.map((item) => item.memory))].filter((memory) => memory * 2 <= capacity);
  return small.some((least) => heavier((memory) => (memory > capacity - least ? capacity : memory < least ? 0 : memory), capacity));
}

/** One kind of need of all that is laid down: their sum, and the largest. */
interface Need {
  readonly total: number;
  readonly largest: number;
}

/** Running VMs before they are joined into groups; their enabled ties tell which belong together. */
export interface Unsorted {
  readonly memories: Iterable<number>;
  readonly gpus: Iterable<number>;
  readonly ties: readonly Tie[];
  /** The VMs themselves: asked for only where a rule ties some of them together. */
  readonly vms: () => readonly PlacedVm[];
}

/**
 * Whether sums alone show that VMs fit on so many hosts alike, in whatever order they are laid down. False proves nothing.
 *
 * A host refuses a VM of s GiB only where more than its capacity less s lies on it already, and all others together suffice for
 * so many of such hosts; likewise for GPUs, and for the VMs that rules keep apart from it. What is left over takes it.
 */
export function mustFit(unsorted: Unsorted, hosts: number, each: { readonly memory_gib: number; readonly gpu_count: number }): boolean {
  const { memories, gpus, ties } = unsorted;
  const groups = joinedIn(unsorted);
  if (groups.some((group) => group.torn !== undefined)) return false;
  const memory = needOf(memories, groups, 'memory_gib');
  const cards = needOf(gpus, groups, 'gpu_count');
  return refusalsBy(memory, each.memory_gib) + refusalsBy(cards, each.gpu_count) + refusalsByRules(ties, groups) < hosts;
}

/** Groups of VMs that must lie together; VMs that no affinity rule names are no part of them. */
function joinedIn({ ties, vms }: Unsorted): readonly Group[] {
  const joined = new Set(ties.flatMap((tie) => (tie.kind === 'affinity' ? tie.virtual_machine_ids : [])));
  if (joined.size === 0) return [];
  const members = vms().filter((vm) => joined.has(vm.id));
  return groupsOf(members, ties);
}

/** How many hosts can hold VMs that rules keep apart from one and the same group, at most. */
function refusalsByRules(ties: readonly Tie[], groups: readonly Group[]): number {
  const others = new Map<string, number>();
  const ofVm = new Map<string, number>();
  for (const { id, kind, virtual_machine_ids: vms } of ties) {
    if (kind === 'affinity') continue;
    others.set(id, vms.length - 1);
    for (const vm of vms) ofVm.set(vm, (ofVm.get(vm) ?? 0) + vms.length - 1);
  }
  const ofGroups = groups.map(({ apart }) => apart.reduce((sum, tie) => sum + (others.get(tie) ?? 0), 0));
  return [...ofVm.values(), ...ofGroups].reduce((most, count) => Math.max(most, count), 0);
}

/** The need of all VMs one by one; the largest may be a group of them. */
function needOf(singles: Iterable<number>, groups: readonly Group[], what: 'memory_gib' | 'gpu_count'): Need {
  let [total, largest] = [0, 0];
  for (const need of singles) {
    total += need;
    if (need > largest) largest = need;
  }
  return { total, largest: groups.reduce((most, group) => Math.max(most, group[what]), largest) };
}

/** How many hosts can refuse the largest for what lies on them, at most. */
function refusalsBy({ total, largest }: Need, capacity: number): number {
  if (largest > capacity) return Number.POSITIVE_INFINITY;
  if (total <= capacity) return 0;
  return largest === capacity ? Number.POSITIVE_INFINITY : Math.ceil((total - largest) / (capacity - largest)) - 1;
}
