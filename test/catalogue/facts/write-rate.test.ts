import { carriedGibPerDay, writtenGibPerDay } from '../../../lib/catalogue/facts/write-rate';
import { compare, floorOf, fraction } from '../../../lib/core/units';

test('a link of 10 Gbit/s carries 100,582 GiB a day, and half of it for each of two', () => {
  expect([floorOf(carriedGibPerDay(10_000, 1)), floorOf(carriedGibPerDay(10_000, 2))]).toEqual([100_582, 50_291]);
});

test('what is written is the share of the disks that changes', () => {
  const written = writtenGibPerDay([
    { size_gib: 1000, change_rate_percent_per_day: 5 },
    { size_gib: 30, change_rate_percent_per_day: 0.1 },
  ]);
  expect(compare(written, fraction(50.03))).toBe(0);
});
