import { kindsDue, nextNight } from '../../../lib/catalogue/protection/backup-night';
import type { BackupPoint } from '../../../lib/catalogue/protection/backup-points';
import type { PointKind } from '../../../lib/catalogue/protection/kept-backups';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../lib/core/virtual-time';

const at = (text: string): number => Date.parse(text);
const point = (kind: PointKind, taken: string): BackupPoint => ({
  id: `${kind}-${taken}`,
  policy: 'p',
  kind,
  taken: at(taken),
  disks: [{ name: 'd0', size_gib: 100 }],
  change_rate_percent_per_day: 5,
  key_provider_id: null,
  consistent: true,
});
const ALL = { keep_daily: 7, keep_weekly: 4, keep_monthly: 12, keep_yearly: 1 };

describe('the next night of a policy', () => {
  const night = nextNight('tenants/main/backup-policies/nightly', at('2026-03-01T12:00:00Z'));

  test('is between one and three, and the same every day', () => {
    expect(night % DAY_MS).toBeGreaterThanOrEqual(HOUR_MS);
    expect(night % DAY_MS).toBeLessThan(3 * HOUR_MS);
    expect(nextNight('tenants/main/backup-policies/nightly', night)).toBe(night + DAY_MS);
  });

  test('is after the moment, never at it', () => {
    expect(nextNight('tenants/main/backup-policies/nightly', night - 1)).toBe(night);
    expect(nextNight('tenants/main/backup-policies/nightly', night)).toBe(night + DAY_MS);
  });

  test('is spread over whole seconds by the id', () => {
    const nights = Array.from({ length: 200 }, (_, index) => nextNight(`tenants/main/backup-policies/p${index}`, at('2026-03-01T12:00:00Z')));
    expect(nights.every((each) => each % SECOND_MS === 0)).toBe(true);
    expect(new Set(nights).size).toBeGreaterThan(180);
  });
});

describe('what a job brings', () => {
  const due = (points: readonly BackupPoint[], when: string, occasion: 'nightly' | 'asked' = 'nightly', keep = ALL) =>
    kindsDue(points, keep, { occasion, at: at(when) });

  test('is everything at first', () => expect(due([], '2026-03-04T02:00:00Z')).toEqual(['daily', 'weekly', 'monthly', 'yearly']));

  test.each([
    ['weekly', '2026-03-02T00:00:00Z', '2026-03-08T23:59:59Z', '2026-03-09T00:00:00Z'],
    ['monthly', '2026-03-01T00:00:00Z', '2026-03-31T23:59:59Z', '2026-04-01T00:00:00Z'],
    ['yearly', '2026-01-01T00:00:00Z', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'],
  ] as const)('is one %s point from %s to %s, and another at %s', (kind, first, last, next) => {
    const points = [point(kind, first)];
    expect(due(points, last)).not.toContain(kind);
    expect(due(points, next)).toContain(kind);
  });

  test('is a daily point each night, whoever asked for one meanwhile', () => {
    expect(due([point('daily', '2026-03-04T00:30:00Z')], '2026-03-04T02:00:00Z')).toContain('daily');
  });

  test('is nothing of a kind that is not kept', () => {
    expect(due([], '2026-03-04T02:00:00Z', 'nightly', { ...ALL, keep_daily: 0, keep_yearly: 0 })).toEqual(['weekly', 'monthly']);
  });

  test('is the shortest kind that is kept, where somebody asks', () => {
    const keep = { ...ALL, keep_daily: 0, keep_weekly: 0 };
    const points = [point('monthly', '2026-03-04T02:00:00Z'), point('yearly', '2026-03-04T02:00:00Z')];
    expect(due(points, '2026-03-04T02:00:01Z', 'nightly', keep)).toEqual([]);
    expect(due(points, '2026-03-04T02:00:01Z', 'asked', keep)).toEqual(['monthly']);
  });
});
