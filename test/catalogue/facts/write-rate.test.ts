import { carriedGibPerDay, changedGib, copyMs, mbPerSOf, writtenGibPerDay } from '../../../lib/catalogue/facts/write-rate';
import { compare, floorOf, fraction } from '../../../lib/core/units';
import { DAY_MS, HOUR_MS } from '../../../lib/core/virtual-time';

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

test('what differs grows with time, and never beyond the disks', () => {
  const writer = { size_gib: 1000, change_rate_percent_per_day: 24 };
  expect([0, HOUR_MS, DAY_MS, 4 * DAY_MS, 5 * DAY_MS].map((elapsed) => changedGib(writer, elapsed))).toEqual([0, 10, 240, 960, 1000]);
});

test('copying takes whole seconds: 1,000 GiB over 10 Gbit/s 859, a byte one', () => {
  expect([copyMs(1000, mbPerSOf(10_000)), copyMs(2 ** -30, mbPerSOf(10_000)), copyMs(0, mbPerSOf(10_000))]).toEqual([859_000, 1000, 0]);
});
