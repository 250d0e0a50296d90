/** How a snapshot closes: what is left after each time over it, and who is frozen for how long. */

import { SNAPSHOT_CLOSING_MB_PER_S, SNAPSHOT_ITERATIONS_MAX, SNAPSHOT_LAST_DELTA_GIB } from '../../../lib/catalogue/facts/advice';
import { closing, gibPerDayOf } from '../../../lib/catalogue/facts/snapshot-closing';
import { fraction } from '../../../lib/core/units';

/** What is written in a day at a share of the rate at which snapshots close. */
const writing = (percent: number) => gibPerDayOf((SNAPSHOT_CLOSING_MB_PER_S * percent) / 100);
/** 1,000 MB/s, so that a GiB takes 1.073741824 seconds. */
const fast = 1000;

test('a snapshot that nobody writes to is copied once', () => {
  expect(closing({ deltaGib: 10, writtenGibPerDay: fraction(0), closedMbPerS: fast })).toEqual({
    outcome: 'closes',
    iterations: 1,
    seconds: 11,
    frozenSeconds: 0,
  });
});

test('half as much is left each time where the guest writes half as fast: 8 GiB, 4, 2, 1 … 0.0625', () => {
  const half = gibPerDayOf(fast / 2);
  expect(closing({ deltaGib: 8, writtenGibPerDay: half, closedMbPerS: fast })).toEqual({
    outcome: 'closes',
    iterations: 7,
    seconds: Math.ceil((16 - 0.0625) * 1.073741824),
    frozenSeconds: 1,
  });
});

test('what is small enough is copied at once, while the VM is frozen', () => {
  const small = closing({ deltaGib: SNAPSHOT_LAST_DELTA_GIB, writtenGibPerDay: writing(50) });
  expect(small).toEqual({ outcome: 'closes', iterations: 0, seconds: 2, frozenSeconds: 2 });
  expect(closing({ deltaGib: SNAPSHOT_LAST_DELTA_GIB * 1.01, writtenGibPerDay: writing(50) }).iterations).toBe(1);
});

test.each([
  [99, 'closes'],
  [100, 'freezes'],
  [101, 'freezes'],
])('a guest that writes at %d percent of the closing rate: it %s', (percent, outcome) => {
  expect(closing({ deltaGib: 500, writtenGibPerDay: writing(percent) }).outcome).toBe(outcome);
});

test('a VM whose snapshot cannot close is frozen until all of it is copied: an hour and a half for 500 GiB', () => {
  expect(closing({ deltaGib: 500, writtenGibPerDay: writing(100) })).toEqual({
    outcome: 'freezes',
    iterations: 0,
    seconds: 5369,
    frozenSeconds: 5369,
  });
});

test('a guest that writes almost as fast as it closes meets the bound of iterations, and is frozen for the rest', () => {
  const slow = closing({ deltaGib: 500, writtenGibPerDay: writing(99) });
  expect(slow.iterations).toBe(SNAPSHOT_ITERATIONS_MAX);
  expect(slow.frozenSeconds).toBe(Math.ceil(500 * 0.99 ** SNAPSHOT_ITERATIONS_MAX * 10.73741824));
  expect(slow.seconds).toBeGreaterThan(slow.frozenSeconds);
});

test('an empty snapshot closes in no time, however much is written', () => {
  expect(closing({ deltaGib: 0, writtenGibPerDay: writing(10) })).toEqual({ outcome: 'closes', iterations: 0, seconds: 0, frozenSeconds: 0 });
  expect(closing({ deltaGib: 0, writtenGibPerDay: writing(1000) }).frozenSeconds).toBe(0);
});
