/** The exact search for a packing: depth first over the items, with what cannot matter left out. */
import { type Item, Loads, type Space } from './placement-loads';

export type Search = readonly number[] | 'none' | 'undecided';

/**
 * Finds a host for every item, in the order given; `none` is a proof that no packing exists. `nodesMax` bounds the items laid
 * down in all, beyond it the answer is `undecided`.
 *
 * Left out: a host just like one that was tried at the same step; for an item just like the one before it, the hosts on which
 * that one already failed; and whatever leaves less room than the rest needs.
 */
export function searchPlacement(items: readonly Item[], hosts: readonly Space[], ruleCount: number, nodesMax: number): Search {
  const loads = new Loads(hosts, ruleCount);
  const rest = restOf(items);
  /** For each item, how far into its own order of hosts it is; the host is `hostAt(item, turn)`. */
  const turns: number[] = [0];
  let nodes = 0;
  for (let depth = 0; depth >= 0; ) {
    if (depth === items.length) return items.map((item, index) => hostAt(item, turns[index]!)); // Every item has its turn by now.
    const item = items[depth]!; // depth < items.length.
    const turn = nextTurn(item, turns[depth]!, loads); // Set when the search came down to this depth.
    if (turn === undefined || !roomFor(rest[depth]!, loads)) {
      depth--;
      if (depth < 0) break;
      loads.take(items[depth]!, hostAt(items[depth]!, turns[depth]!));
      turns[depth]!++;
      continue;
    }
    if (++nodes > nodesMax) return 'undecided';
    turns[depth] = turn;
    loads.put(item, hostAt(item, turn));
    depth++;
    const next = items[depth];
    turns[depth] = next && same(item, next) ? turn : 0;
  }
  return 'none';
}

/** An item tries its home first, then every other host in order. */
const hostAt = (item: Item, turn: number): number => (item.home < 0 ? turn : turn === 0 ? item.home : turn <= item.home ? turn - 1 : turn);

function nextTurn(item: Item, from: number, loads: Loads): number | undefined {
  for (let turn = from; turn < loads.hosts.length; turn++) {
    const host = hostAt(item, turn);
    if (loads.fits(item, host) && !likeAnEarlier(item, turn, host, loads)) return turn;
  }
  return undefined;
}

function likeAnEarlier(item: Item, turn: number, host: number, loads: Loads): boolean {
  for (let earlier = 0; earlier < turn; earlier++) if (loads.alike(hostAt(item, earlier), host)) return true;
  return false;
}

const same = (a: Item, b: Item): boolean =>
  a.memory === b.memory &&
  a.gpus === b.gpus &&
  a.home === b.home &&
  a.apart.length === b.apart.length &&
  a.apart.every((rule, index) => rule === b.apart[index]);

interface Rest extends Space {
  /** Memory of the smallest item: a host with less is of no use any more. */
  readonly smallest: number;
}

/** What is still to be laid down, from each item on. */
function restOf(items: readonly Item[]): Rest[] {
  const rest: Rest[] = [];
  let [memory, gpus, smallest] = [0, 0, Number.POSITIVE_INFINITY];
  for (const item of [...items].reverse()) {
    memory += item.memory;
    gpus += item.gpus;
    smallest = Math.min(smallest, item.memory);
    rest.push({ memory, gpus, smallest });
  }
  return rest.reverse();
}

function roomFor(rest: Rest, loads: Loads): boolean {
  let [memory, gpus] = [0, 0];
  for (let host = 0; host < loads.hosts.length; host++) {
    if (loads.memory[host]! < rest.smallest) continue; // A host's index is one of `hosts`.
    memory += loads.memory[host]!;
    gpus += loads.gpus[host]!;
  }
  return memory >= rest.memory && gpus >= rest.gpus;
}
