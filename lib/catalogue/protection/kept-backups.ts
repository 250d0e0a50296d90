/** How much room kept backups take. Shared by the rule on quotas and by the platform. */
import { type Fraction, fraction, plus, times } from '../../core/units';
import { isLeftOut } from './left-out';

/** Days that lie before a point of each kind: what has changed since is kept with it. */
const DAYS = { keep_daily: 1, keep_weekly: 7, keep_monthly: 30, keep_yearly: 365 } as const;
const ONE: Fraction = { numerator: 1n, denominator: 1n };

export type KeptPoints = { readonly [K in keyof typeof DAYS]: number };
export interface BackedUpVm {
  readonly change_rate_percent_per_day: number;
  readonly disks: readonly (Parameters<typeof isLeftOut>[0] & { readonly size_gib: number })[];
}

/** What one GiB takes with all its points: 1 + the sum over points of 1 − (1 − rate)^days, exactly. */
function perGib(points: KeptPoints, ratePercent: number): Fraction {
  const rate = times(fraction(ratePercent), { numerator: 1n, denominator: 100n });
  const stays = { numerator: rate.denominator - rate.numerator, denominator: rate.denominator };
  return (Object.keys(DAYS) as (keyof typeof DAYS)[]).reduce((sum, kind) => {
    const days = BigInt(DAYS[kind]);
    const denominator = stays.denominator ** days;
    const changed = { numerator: denominator - stays.numerator ** days, denominator };
    return points[kind] === 0 ? sum : plus(sum, times(fraction(points[kind]), changed));
  }, ONE);
}

/** GiB that a policy keeps of its VMs, exactly. Excluded and independent disks do not count. */
export function keptGib(points: KeptPoints, vms: readonly BackedUpVm[]): Fraction {
  const fullByRate = new Map<number, number>();
  for (const { change_rate_percent_per_day: rate, disks } of vms) {
    const full = disks.reduce((sum, disk) => (isLeftOut(disk) ? sum : sum + disk.size_gib), 0);
    fullByRate.set(rate, (fullByRate.get(rate) ?? 0) + full);
  }
  return [...fullByRate].reduce((sum, [rate, full]) => plus(sum, times(fraction(full), perGib(points, rate))), { numerator: 0n, denominator: 1n });
}
