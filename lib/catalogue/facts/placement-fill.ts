/** Fills one host after the other, each as full as it goes. Where little memory is left over, this finds what first fit misses. */
import { type Item, Loads, type Space } from './placement-loads';

/** Items tried for one host before the fullest choice so far is taken. */
const TRIES_PER_HOST = 5000;

/**
 * A host for every item, or undefined where this way of packing leaves some out, which proves nothing. Items come largest first:
 * each host takes the largest item that is left, and the others that leave it least memory (minimum bin slack, Gupta and Ho).
 */
export function fillHosts(items: readonly Item[], hosts: readonly Space[], tieCount: number): readonly number[] | undefined {
  const loads = new Loads(hosts, tieCount);
  const hostOf: number[] = [];
  let left = items.map((_, index) => index);
  for (let host = 0; host < hosts.length && left.length > 0; host++) {
    const first = left.find((index) => loads.fits(items[index]!, host)); // `left` holds indexes of items.
    if (first === undefined) continue;
    loads.put(items[first]!, host);
    const others = left.filter((index) => index !== first);
    const taken = [first, ...fullest(items, others, loads, host)];
    for (const index of taken) hostOf[index] = host;
    for (const index of taken.slice(1)) loads.put(items[index]!, host);
    const gone = new Set(taken);
    left = left.filter((index) => !gone.has(index));
  }
  return left.length === 0 ? hostOf : undefined;
}

/** Those of the items left that together leave the host least memory. The loads are as before when it returns. */
function fullest(items: readonly Item[], left: readonly number[], loads: Loads, host: number): readonly number[] {
  let best: readonly number[] = [];
  let least = loads.memory[host]!; // The caller gives a host of `loads`.
  let tries = 0;
  const chosen: number[] = [];
  const from = (start: number): void => {
    let refused = -1;
    for (let at = start; at < left.length && least > 0 && tries < TRIES_PER_HOST; at++) {
      const index = left[at]!;
      const item = items[index]!; // `left` holds indexes of items.
      if (item.memory === refused || !loads.fits(item, host)) continue;
      tries++;
      loads.put(item, host);
      chosen.push(index);
      if (loads.memory[host]! < least) {
        least = loads.memory[host]!;
        best = [...chosen];
      }
      from(at + 1);
      chosen.pop();
      loads.take(item, host);
      // Items of one size are tried once at each place; GPUs and rules may set them apart, but then the search decides.
      refused = item.memory;
    }
  };
  from(0);
  return best;
}
