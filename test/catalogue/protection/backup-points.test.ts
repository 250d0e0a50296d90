import { type BackupPoint, chainGib, notOutlived, ownGib, retained } from '../../../lib/catalogue/protection/backup-points';
import { keptGib, type PointKind } from '../../../lib/catalogue/protection/kept-backups';
import { compare, numberOf } from '../../../lib/core/units';
import { DAY_MS } from '../../../lib/core/virtual-time';

const NONE = { keep_daily: 0, keep_weekly: 0, keep_monthly: 0, keep_yearly: 0 };
const point = (kind: PointKind, day: number, size_gib = 100, rate = 5): BackupPoint => ({
  id: `${kind}-${day}`,
  policy: 'p',
  kind,
  taken: day * DAY_MS,
  disks: [{ name: 'd0', size_gib }],
  change_rate_percent_per_day: rate,
  key_provider_id: null,
  consistent: true,
});
const ids = (points: readonly BackupPoint[]): string[] => points.map(({ id }) => id);

describe('what is retained', () => {
  const points = [point('monthly', 1), point('daily', 1), point('daily', 2), point('weekly', 2), point('daily', 3)];

  test('are the newest of each kind, in their order', () => {
    expect(ids(retained(points, { ...NONE, keep_daily: 2, keep_monthly: 1 }))).toEqual(['monthly-1', 'daily-2', 'daily-3']);
  });
  test('are all, where as many are kept', () => {
    expect(ids(retained(points, { keep_daily: 3, keep_weekly: 1, keep_monthly: 1, keep_yearly: 1 }))).toEqual(ids(points));
  });
  test('is none, where none is kept', () => expect(retained(points, NONE)).toEqual([]));
});

describe.each([
  ['daily', 'keep_daily', 3, 3],
  ['weekly', 'keep_weekly', 2, 14],
  ['monthly', 'keep_monthly', 1, 30],
  ['yearly', 'keep_yearly', 1, 365],
] as const)('a %s point of a VM that has left, with %s %i', (kind, key, count, days) => {
  test(`stays for ${days} days, and no moment longer`, () => {
    const keep = { ...NONE, [key]: count };
    expect(notOutlived([point(kind, 0)], keep, days * DAY_MS)).toHaveLength(1);
    expect(notOutlived([point(kind, 0)], keep, days * DAY_MS + 1)).toHaveLength(0);
  });
});

describe('the room of points', () => {
  test('is what BACKUP-006 estimates, where all are there', () => {
    const keep = { keep_daily: 7, keep_weekly: 4, keep_monthly: 12, keep_yearly: 1 };
    const all = (['daily', 'weekly', 'monthly', 'yearly'] as const).flatMap((kind) =>
      Array.from({ length: keep[`keep_${kind}`] }, (_, day) => point(kind, day)),
    );
    const estimate = keptGib(keep, [
      { change_rate_percent_per_day: 5, disks: [{ size_gib: 100, exclude_from_backup: false, mode: 'persistent' as const }] },
    ]);
    expect(compare(chainGib(all), estimate)).toBe(0);
  });
  test('is nothing without points', () => expect(numberOf(chainGib([]))).toBe(0));
  test('is a full copy and what changed: a disk that changes entirely takes twice its size', () => {
    expect(numberOf(chainGib([point('daily', 1, 100, 100)]))).toBe(200);
  });
  test('holds the largest full copy for as long as a point needs it', () => {
    expect(numberOf(chainGib([point('daily', 1, 100), point('daily', 2, 50)]))).toBe(100 + 5 + 2.5);
  });
  test('of a point grows with its days', () => {
    expect(numberOf(ownGib(point('daily', 1)))).toBe(5);
    expect(numberOf(ownGib(point('weekly', 1)))).toBeCloseTo(100 * (1 - 0.95 ** 7), 9);
  });
});
