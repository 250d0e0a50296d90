import { daysBetween } from '../../../lib/catalogue/facts/dates';

test('days are counted over the end of February, and backwards', () => {
  expect([daysBetween('2028-02-28', '2028-03-01'), daysBetween('2026-02-28', '2026-03-01')]).toEqual([2, 1]);
  expect(daysBetween('2026-03-01', '2026-02-28T23:59:59Z')).toBe(-1);
});
