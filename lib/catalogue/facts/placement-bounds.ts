/** Proofs that a packing cannot exist, cheap enough to try before any search. */
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
