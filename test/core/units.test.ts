import * as fc from 'fast-check';
import { ceilDivide, ceilOf, compare, exceeds, floorOf, floorTimes, fraction, plus, times, wholeTib } from '../../lib/core/units';

test('330 times 1.4 is 462, exactly', () => {
  expect(exceeds(462, 330, 1.4)).toBe(false);
  expect(exceeds(463, 330, 1.4)).toBe(true);
  expect(floorTimes(330, 1.4)).toBe(462);
  expect(ceilDivide(462, 1.4)).toBe(330);
});

test('a decimal ratio is the fraction its digits say', () => {
  expect(fraction(1.25)).toEqual({ numerator: 125n, denominator: 100n });
  expect(fraction(0.000001)).toEqual({ numerator: 1n, denominator: 1000000n });
  expect(fraction(1e21)).toEqual({ numerator: 10n ** 21n, denominator: 1n });
});

test('a GiB over a TiB is billed as two', () => {
  expect([wholeTib(1024), wholeTib(1025)]).toEqual([1, 2]);
});

const hundredths = fc.integer({ min: 100, max: 200 });
const gib = fc.integer({ min: 1, max: 1_000_000 });

test('products with ratios of hundredths agree with whole-number arithmetic', () => {
  fc.assert(
    fc.property(gib, hundredths, (value, percent) => {
      const ratio = percent / 100;
      expect(floorTimes(value, ratio)).toBe(Math.floor((value * percent) / 100));
      expect(exceeds(floorTimes(value, ratio) + 1, value, ratio)).toBe(true);
      expect(exceeds(floorTimes(value, ratio), value, ratio)).toBe(false);
      expect(floorTimes(ceilDivide(value, ratio), ratio)).toBeGreaterThanOrEqual(value);
    }),
  );
});

test('a long sum of decimals is exact and its denominator stays', () => {
  const tenth = fraction(0.1);
  const sum = Array.from({ length: 30 }, () => tenth).reduce(plus);
  expect(compare(sum, fraction(3))).toBe(0);
  expect(sum.denominator).toBe(10n);
});

test('fractions are added, multiplied and compared as what they are', () => {
  const half = { numerator: 1n, denominator: 2n };
  const third = { numerator: 1n, denominator: 3n };
  expect(compare(plus(half, third), { numerator: 5n, denominator: 6n })).toBe(0);
  expect([compare(third, half), compare(half, third), compare(times(half, half), fraction(0.25))]).toEqual([-1, 1, 0]);
  expect([floorOf(fraction(2.5)), ceilOf(fraction(2.5)), floorOf(fraction(2)), ceilOf(fraction(2))]).toEqual([2, 3, 2, 2]);
});
