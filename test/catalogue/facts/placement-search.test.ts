import fc from 'fast-check';
import { cannotFit } from '../../../lib/catalogue/facts/placement-bounds';
import { fillHosts } from '../../../lib/catalogue/facts/placement-fill';
import { type Item, Loads, type Space } from '../../../lib/catalogue/facts/placement-loads';
import { searchPlacement } from '../../../lib/catalogue/facts/placement-search';

const TIES = 3;
const ENOUGH = 1_000_000;

/** Few sizes, so that items and hosts are often alike: there the search leaves most out. */
const item = fc.record({
  memory: fc.integer({ min: 1, max: 6 }),
  gpus: fc.integer({ min: 0, max: 1 }),
  apart: fc.uniqueArray(fc.integer({ min: 0, max: TIES - 1 }), { maxLength: 2 }).map((ties) => ties.sort()),
  home: fc.integer({ min: -1, max: 1 }),
});
const puzzle = fc.record({
  items: fc.array(item, { maxLength: 7 }),
  hosts: fc.array(fc.record({ memory: fc.constantFrom(7, 9), gpus: fc.constantFrom(1, 2) }), { minLength: 2, maxLength: 3 }),
});

function fits(items: readonly Item[], hosts: readonly Space[], assignment: readonly number[]): boolean {
  const loads = new Loads(hosts, TIES);
  return items.every((each, index) => {
    const host = assignment[index] as number;
    if (!loads.fits(each, host)) return false;
    loads.put(each, host);
    return true;
  });
}

function packable(items: readonly Item[], hosts: readonly Space[]): boolean {
  for (let code = 0; code < hosts.length ** items.length; code++) {
    const assignment = items.map((_, index) => Math.floor(code / hosts.length ** index) % hosts.length);
    if (fits(items, hosts, assignment)) return true;
  }
  return false;
}

test('the search finds a packing exactly where there is one', () => {
  fc.assert(
    fc.property(puzzle, ({ items, hosts }) => {
      const found = searchPlacement(items, hosts, TIES, ENOUGH);
      if (typeof found === 'string') expect([found, packable(items, hosts)]).toEqual(['none', false]);
      else expect(fits(items, hosts, found)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('a packing that fills host by host is valid', () => {
  fc.assert(
    fc.property(puzzle, ({ items, hosts }) => {
      const found = fillHosts(items, hosts, TIES);
      if (found) expect(fits(items, hosts, found)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('what is proved not to fit does not fit', () => {
  fc.assert(
    fc.property(puzzle, ({ items, hosts }) => {
      if (cannotFit(items, hosts, TIES)) expect(packable(items, hosts)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

const plain = (...memory: readonly number[]): Item[] => memory.map((each) => ({ memory: each, gpus: 0, apart: [], home: -1 }));

test.each([
  { says: 'more than half a host each', items: plain(5, 6, 5), hosts: 2, proved: true },
  { says: 'more than a third of a host each', items: plain(4, 4, 4, 4, 4), hosts: 2, proved: true },
  { says: 'a third of a host each', items: plain(3, 3, 3, 3, 3, 3), hosts: 2, proved: false },
  { says: 'a whole host, and a bit', items: plain(9, 9, 1), hosts: 2, proved: true },
])('sums show it: $says', ({ items, hosts, proved }) => {
  expect(cannotFit(items, Array<Space>(hosts).fill({ memory: 9, gpus: 0 }), 0)).toBe(proved);
});

test('the bound counts items laid down: as many as there are find the first packing', () => {
  const hosts = Array<Space>(3).fill({ memory: 9, gpus: 0 });
  expect(searchPlacement(plain(5, 4, 3), hosts, 0, 3)).toEqual([0, 0, 1]);
  expect(searchPlacement(plain(5, 4, 3), hosts, 0, 2)).toBe('undecided');
});
