import { keptGib } from '../../../lib/catalogue/protection/kept-backups';
import { compare, fraction } from '../../../lib/core/units';

const none = { keep_daily: 0, keep_weekly: 0, keep_monthly: 0, keep_yearly: 0 };
const disk = { size_gib: 1000, exclude_from_backup: false, mode: 'persistent' } as const;

test('seven daily points at 5 % keep 1.35 times the VM', () => {
  expect(compare(keptGib({ ...none, keep_daily: 7 }, [{ change_rate_percent_per_day: 5, disks: [disk] }]), fraction(1350))).toBe(0);
});

test('a weekly point keeps what a week has changed: 1 - 0.95^7', () => {
  const kept = keptGib({ ...none, keep_weekly: 1 }, [{ change_rate_percent_per_day: 5, disks: [disk] }]);
  expect(compare(kept, fraction(1301.66270390625))).toBe(0);
});

test('points of a disk that never changes take nothing, of one that always does a full copy each', () => {
  const all = { keep_daily: 1, keep_weekly: 1, keep_monthly: 1, keep_yearly: 1 };
  expect(compare(keptGib(all, [{ change_rate_percent_per_day: 0, disks: [disk] }]), fraction(1000))).toBe(0);
  expect(compare(keptGib(all, [{ change_rate_percent_per_day: 100, disks: [disk] }]), fraction(5000))).toBe(0);
});

test('a thousand policies of every kind are summed without growing', () => {
  const all = { keep_daily: 30, keep_weekly: 12, keep_monthly: 12, keep_yearly: 10 };
  const vms = Array.from({ length: 1000 }, (_, i) => ({ change_rate_percent_per_day: (i % 10) + 0.5, disks: [disk] }));
  expect(keptGib(all, vms).denominator.toString().length).toBeLessThan(1200);
});
