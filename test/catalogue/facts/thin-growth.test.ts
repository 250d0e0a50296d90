/** When a datastore is full of what grows on it. */
import fc from 'fast-check';
import { fullAfterMs, takenGib } from '../../../lib/catalogue/facts/thin-growth';
import { DAY_MS } from '../../../lib/core/virtual-time';

const disk = (used_gib: number, gib_per_day: number, most_gib: number) => ({ datastore_id: 'x', used_gib, gib_per_day, most_gib });

test('a disk grows by its rate, and not beyond its size', () => {
  expect([0, DAY_MS / 2, DAY_MS, 9 * DAY_MS].map((ms) => takenGib(disk(10, 20, 50), ms))).toEqual([10, 20, 30, 50]);
});

test.each<[string, number, ReturnType<typeof disk>[], number | undefined]>([
  ['nothing grows', 10, [], undefined],
  ['a disk rests', 10, [disk(0, 0, 100)], undefined],
  ['a disk is grown already', 0, [disk(100, 5, 100)], undefined],
  ['a disk has the room that it needs, to the GiB', 100, [disk(0, 10, 100)], undefined],
  ['a disk lacks a GiB', 99, [disk(0, 10, 100)], 9.9 * DAY_MS],
  ['two share the room', 100, [disk(0, 10, 1000), disk(0, 15, 1000)], 4 * DAY_MS],
  ['one ends on the way', 100, [disk(40, 10, 50), disk(0, 10, 1000)], 9 * DAY_MS],
  ['there is no room', 0, [disk(0, 10, 100)], 0],
  ['there is less than none', -1, [disk(0, 10, 100)], 0],
])('where %s', (_, free, disks, ms) => {
  expect(fullAfterMs(free, disks)).toEqual(ms);
});

test('at that moment what grew is what was free, and a little before there was room', () => {
  const disks = fc.array(
    fc.record({ used: fc.integer({ min: 0, max: 100 }), rate: fc.integer({ min: 0, max: 50 }), more: fc.integer({ min: 0, max: 100 }) }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), disks, (free, given) => {
      const growing = given.map(({ used, rate, more }) => disk(used, rate, used + more));
      const grown = (ms: number) => growing.reduce((sum, each) => sum + takenGib(each, ms) - each.used_gib, 0);
      const full = fullAfterMs(free, growing);
      if (full === undefined) return grown(1000 * DAY_MS) <= free + 1e-9;
      return Math.abs(grown(full) - free) < 1e-6 && grown(full * 0.99) <= free + 1e-9;
    }),
    { seed: 20_260_301 },
  );
});
