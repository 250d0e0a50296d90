/** Downtime by calendar month in UTC, and the edge of what the offer promises. */
import fc from 'fast-check';
import { availabilityIn, counted, type Downtime, monthOf } from '../../../lib/catalogue/facts/availability';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/virtual-time';

const APRIL = Date.UTC(2026, 3, 1);
const MAY = Date.UTC(2026, 4, 1);

/** Downtime of a VM that was down in these spans, one after another. */
const down = (...spans: readonly (readonly [number, number])[]): Downtime | undefined =>
  spans.reduce<Downtime | undefined>((before, [from, until]) => counted(counted(before, 'down', from), 'up', until), undefined);

test('a VM that never ceased to run is remembered with nothing, and was there all month', () => {
  expect(counted(undefined, 'up', APRIL)).toBeUndefined();
  expect(availabilityIn(undefined, '2026-04', APRIL)).toEqual({ minutes_down: 0, percent: 100, kept: true });
});

test('99.99 % of thirty days are missed after four minutes and 19.2 seconds, to the millisecond', () => {
  const edge = APRIL + 259_200;
  expect(availabilityIn(down([APRIL, edge]), '2026-04', MAY)).toEqual({ minutes_down: 4.32, percent: 99.99, kept: true });
  expect(availabilityIn(down([APRIL, edge + 1]), '2026-04', MAY)).toMatchObject({ percent: 99.989, kept: false });
});

test('what lasts still counts up to now, and neither beginning nor end is counted twice', () => {
  const begun = counted(undefined, 'down', APRIL + HOUR_MS);
  expect(counted(begun, 'down', APRIL + 2 * HOUR_MS)).toBe(begun);
  expect(availabilityIn(begun, '2026-04', APRIL + 2 * HOUR_MS).minutes_down).toBe(60);
  const ended = counted(begun, 'up', APRIL + 2 * HOUR_MS);
  expect(counted(ended, 'up', APRIL + 3 * HOUR_MS)).toBe(ended);
  expect(availabilityIn(ended, '2026-04', MAY).minutes_down).toBe(60);
});

test('downtime over the end of a month counts in both', () => {
  const over = down([MAY - HOUR_MS, MAY + 2 * HOUR_MS]);
  expect(['2026-03', '2026-04', '2026-05'].map((month) => availabilityIn(over, month, MAY + DAY_MS).minutes_down)).toEqual([0, 60, 120]);
  const lasting = counted(undefined, 'down', MAY - HOUR_MS);
  expect(availabilityIn(lasting, '2026-04', MAY + DAY_MS).minutes_down).toBe(60);
  expect(availabilityIn(lasting, '2026-05', MAY + DAY_MS).minutes_down).toBe(24 * 60);
});

test('a month that is lost as a whole is nothing, and no less', () => {
  expect(availabilityIn(down([APRIL - DAY_MS, MAY + DAY_MS]), '2026-04', MAY + DAY_MS)).toEqual({ minutes_down: 43_200, percent: 0, kept: false });
});

test('ten years leave thirteen months behind', () => {
  const kept = down([APRIL, APRIL + 3650 * DAY_MS]);
  expect(Object.keys(kept?.months ?? {})).toHaveLength(13);
  expect(Object.keys(kept?.months ?? {}).at(-1)).toBe('2036-03');
});

test('a month is that of UTC', () => {
  expect([monthOf(MAY - 1), monthOf(MAY)]).toEqual(['2026-04', '2026-05']);
});

test('whatever the spans, a month has from 0 to 100 %, and its minutes are those of the spans within it', () => {
  const gap = fc.integer({ min: 0, max: 20 * DAY_MS });
  fc.assert(
    fc.property(fc.array(fc.tuple(gap, gap), { maxLength: 12 }), (drawn) => {
      const spans: [number, number][] = [];
      let at = APRIL - 15 * DAY_MS;
      for (const [before, lasting] of drawn) {
        spans.push([at + before, at + before + lasting]);
        at += before + lasting;
      }
      const { minutes_down, percent } = availabilityIn(down(...spans), '2026-04', at);
      const within = spans.reduce((sum, [from, until]) => sum + Math.max(0, Math.min(until, MAY) - Math.max(from, APRIL)), 0);
      expect(minutes_down).toBeCloseTo(within / MINUTE_MS, 6);
      expect(percent).toBeGreaterThanOrEqual(0);
      expect(percent).toBeLessThanOrEqual(100);
    }),
  );
});
