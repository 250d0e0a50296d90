/**
 * Lays the running VMs of a Cpool on its hosts: memory and GPUs per host, VMs tied together on one host, VMs kept apart on
 * different ones. Pure: rules ask whether it is possible, a platform asks where each VM goes.
 */
import { floorTimes } from '../../core/units';
import { PLACEMENT_SEARCH_NODES_MAX } from './advice';
import { bladeClass } from './blades';
import { cannotFit } from './placement-bounds';
import { fillHosts } from './placement-fill';
import type { Group } from './placement-groups';
import { type Item, Loads, type Space } from './placement-loads';
import { searchPlacement } from './placement-search';

/** A host; memory in GiB. */
export interface PlacementHost {
  readonly id: string;
  readonly memory_gib: number;
  readonly gpu_count: number;
}

/** larger: than any host · torn: together and apart at once · memory, gpus, apart: what every host lacked when the group's turn came. */
export type Obstacle = 'larger' | 'torn' | 'memory' | 'gpus' | 'apart';

export interface LeftOut {
  readonly group: Group;
  readonly obstacle: Obstacle;
}

/** `hostOf`: host id by VM id. `leftOut`: what the fullest packing found leaves out, first the group that met the obstacle first. */
export type Placement =
  | { readonly outcome: 'fits'; readonly hostOf: ReadonlyMap<string, string> }
  | { readonly outcome: 'overflows'; readonly leftOut: readonly [LeftOut, ...LeftOut[]] }
  | { readonly outcome: 'undecided' };

/** What one host of a Cpool holds: the RAM of the blade times what overcommitting promises, and its GPUs. */
export const hostCapacity = (cpool: { readonly blade_class: string; readonly memory_overcommit_ratio: number }): Omit<PlacementHost, 'id'> => ({
  memory_gib: floorTimes(bladeClass(cpool.blade_class).ram_gib, cpool.memory_overcommit_ratio),
  gpu_count: bladeClass(cpool.blade_class).gpus,
});

/** Hosts that differ in their number only. */
export const identicalHosts = (count: number, each: Omit<PlacementHost, 'id'>): PlacementHost[] =>
  Array.from({ length: count }, (_, index) => ({ ...each, id: `host ${index + 1}` }));

/** Groups and hosts by index, as the packing works on them. */
interface Puzzle {
  readonly groups: readonly Group[];
  readonly items: readonly Item[];
  readonly spaces: readonly Space[];
  readonly tieCount: number;
}

/** Which of the hosts that fit an item takes, where it cannot stay at home. */
type Choice = 'first' | 'fullest' | 'emptiest';
interface Attempt {
  readonly hosts: readonly number[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Lays every group on a host. First fit decreasing answers most cases; where it fails, proofs, a tighter packing and then an
 * exact search of at most `nodesMax` steps decide, and beyond that the outcome is undecided.
 *
 * With `stay` (host id by VM id) groups stay where they are as far as possible, and newcomers go where most memory is free.
 */
export function place(ask: {
  readonly groups: readonly Group[];
  readonly hosts: readonly PlacementHost[];
  readonly stay?: ReadonlyMap<string, string>;
  readonly nodesMax?: number;
}): Placement {
  const { groups, hosts, stay, nodesMax = PLACEMENT_SEARCH_NODES_MAX } = ask;
  const hopeless = groups.filter((group) => group.torn !== undefined || !hosts.some((host) => holds(host, group)));
  const [first, ...others] = hopeless.map((group): LeftOut => ({ group, obstacle: group.torn === undefined ? 'larger' : 'torn' }));
  if (first) return { outcome: 'overflows', leftOut: [first, ...others] };
  const puzzle = puzzleOf(groups, hosts, stay);
  const found = (at: readonly number[]): Placement => ({ outcome: 'fits', hostOf: named(puzzle, at, hosts) });
  let fullest: Attempt | undefined;
  for (const [order, choice] of attemptsAt(puzzle, stay !== undefined)) {
    const attempt = lay(puzzle, order, choice);
    if (attempt.leftOut.length === 0) return found(attempt.hosts);
    if (!fullest || attempt.leftOut.length < fullest.leftOut.length) fullest = attempt;
  }
  const [culprit, ...rest] = fullest?.leftOut ?? [];
  if (!culprit) return found([]);
  const searched = cannotFit(puzzle.items, puzzle.spaces, puzzle.tieCount) ? 'none' : search(puzzle, nodesMax);
  if (searched === 'undecided') return { outcome: 'undecided' };
  return searched === 'none' ? { outcome: 'overflows', leftOut: [culprit, ...rest] } : found(searched);
}

const holds = (host: PlacementHost, group: Group): boolean => group.memory_gib <= host.memory_gib && group.gpu_count <= host.gpu_count;

function puzzleOf(groups: readonly Group[], hosts: readonly PlacementHost[], stay: ReadonlyMap<string, string> | undefined): Puzzle {
  const ties = new Map<string, number>();
  const indexOf = (tie: string): number => {
    const index = ties.get(tie) ?? ties.size;
    ties.set(tie, index);
    return index;
  };
  const items = groups.map((group) => ({
    memory: group.memory_gib,
    gpus: group.gpu_count,
    apart: group.apart.map(indexOf),
    home: stay ? homeOf(group, hosts, stay) : -1,
  }));
  return { groups, items, spaces: hosts.map((host) => ({ memory: host.memory_gib, gpus: host.gpu_count })), tieCount: ties.size };
}

/** The host that has most of a group's memory already; -1 where it lies nowhere. */
function homeOf(group: Group, hosts: readonly PlacementHost[], stay: ReadonlyMap<string, string>): number {
  const there = new Map<string, number>();
  for (const vm of group.vms) {
    const host = stay.get(vm.id);
    if (host !== undefined) there.set(host, (there.get(host) ?? 0) + vm.memory_gib);
  }
  const most = Math.max(...there.values());
  return hosts.findIndex((host) => there.get(host.id) === most);
}

type Measure = (item: Item) => number;
const memory: Measure = (item) => item.memory;
const gpus: Measure = (item) => item.gpus;
const apart: Measure = (item) => item.apart.length;
const settled: Measure = (item) => (item.home < 0 ? 0 : 1);

/** Indexes of the items, the greatest first by the first measure in which two differ. */
const decreasing = (puzzle: Puzzle, ...measures: readonly Measure[]): number[] =>
  puzzle.items
    .map((item, index) => ({ index, by: measures.map((measure) => measure(item)) }))
    .sort((a, b) => {
      const differing = a.by.findIndex((value, at) => value !== b.by[at]);
      return differing < 0 ? a.index - b.index : b.by[differing]! - a.by[differing]!; // Both have a value for every measure.
    })
    .map(({ index }) => index);

/** Orders worth trying: by memory, and with what makes items awkward first. */
const awkwardFirst = (puzzle: Puzzle): boolean => puzzle.items.some((item) => item.gpus > 0 || item.apart.length > 0);

function* attemptsAt(puzzle: Puzzle, staying: boolean): Generator<readonly [readonly number[], Choice]> {
  if (staying) yield [decreasing(puzzle, settled, memory), 'emptiest'];
  const byMemory = decreasing(puzzle, memory);
  yield [byMemory, 'first'];
  yield [byMemory, 'fullest'];
  if (!awkwardFirst(puzzle)) return;
  for (const order of [decreasing(puzzle, gpus, apart, memory), decreasing(puzzle, apart, gpus, memory)]) {
    yield [order, 'first'];
    yield [order, 'fullest'];
  }
}

function lay(puzzle: Puzzle, order: readonly number[], choice: Choice): Attempt {
  const loads = new Loads(puzzle.spaces, puzzle.tieCount);
  const hosts: number[] = [];
  const leftOut: LeftOut[] = [];
  for (const index of order) {
    const item = puzzle.items[index]!; // An order holds indexes of items, and items stand beside their groups.
    const host = item.home >= 0 && loads.fits(item, item.home) ? item.home : chosen(item, loads, choice);
    if (host === undefined) leftOut.push({ group: puzzle.groups[index]!, obstacle: obstacleOf(item, loads) });
    else {
      loads.put(item, host);
      hosts[index] = host;
    }
  }
  return { hosts, leftOut };
}

function chosen(item: Item, loads: Loads, choice: Choice): number | undefined {
  let best: number | undefined;
  for (let host = 0; host < loads.hosts.length; host++) {
    if (!loads.fits(item, host)) continue;
    if (choice === 'first') return host;
    const gain = best === undefined ? 1 : loads.memory[host]! - loads.memory[best]!; // A host's index is one of `hosts`.
    if (choice === 'emptiest' ? gain > 0 : best === undefined || gain < 0) best = host;
  }
  return best;
}

function obstacleOf(item: Item, loads: Loads): Obstacle {
  if (loads.hosts.some((_, host) => loads.hasRoom(item, host))) return 'apart';
  return item.gpus > 0 && !loads.gpus.some((free) => free >= item.gpus) ? 'gpus' : 'memory';
}

/** Tighter packing, then the exact search, in each order that may end it soon; the steps are shared out between them. */
function search(puzzle: Puzzle, nodesMax: number): readonly number[] | 'none' | 'undecided' {
  const orders = [decreasing(puzzle, memory), ...(awkwardFirst(puzzle) ? [decreasing(puzzle, apart, gpus, memory)] : [])];
  for (const order of orders) {
    const items = order.map((index) => puzzle.items[index]!); // An order holds indexes of items.
    const answer =
      fillHosts(items, puzzle.spaces, puzzle.tieCount) ??
      searchPlacement(items, puzzle.spaces, puzzle.tieCount, Math.floor(nodesMax / orders.length));
    if (answer === 'undecided') continue;
    if (answer === 'none') return 'none';
    const hosts: number[] = [];
    for (const [turn, index] of order.entries()) hosts[index] = answer[turn]!; // One host for each item of the order.
    return hosts;
  }
  return 'undecided';
}

const named = (puzzle: Puzzle, at: readonly number[], hosts: readonly PlacementHost[]): Map<string, string> =>
  new Map(puzzle.groups.flatMap((group, index) => group.vms.map((vm) => [vm.id, hosts[at[index]!]!.id] as const))); // Every group was laid on a host.
