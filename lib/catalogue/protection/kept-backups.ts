/** How much room kept backups take. Shared by the rule on quotas and by the platform. */
import { type Fraction, fraction, plus, times } from '../../core/units';
import { isLeftOut } from './left-out';

/** Days that lie before a point of each kind: what has changed since is kept with it. */
export const DAYS = { daily: 1, weekly: 7, monthly: 30, yearly: 365 } as const;
export type PointKind = keyof typeof DAYS;
export const POINT_KINDS: readonly PointKind[] = ['daily', 'weekly', 'monthly', 'yearly'];

export type KeptPoints = { readonly [K in PointKind as `keep_${K}`]: number };
interface BackedUpVm {
  readonly change_rate_percent_per_day: number;
  readonly disks: readonly (Parameters<typeof isLeftOut>[0] & { readonly size_gib: number })[];
}

/** How many points of a kind a policy keeps. */
export const keptOf = (policy: KeptPoints, kind: PointKind): number => policy[`keep_${kind}`];

const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** What one GiB takes with a point of a kind: 1 − (1 − rate)^days, exactly. */
export function changedShare(kind: PointKind, ratePercent: number): Fraction {
  const rate = times(fraction(ratePercent), { numerator: 1n, denominator: 100n });
  const days = BigInt(DAYS[kind]);
  const denominator = rate.denominator ** days;
  return { numerator: denominator - (rate.denominator - rate.numerator) ** days, denominator };
}

/** What one GiB takes with all its points, and its full copy. */
const perGib = (points: KeptPoints, ratePercent: number): Fraction =>
  POINT_KINDS.reduce((sum, kind) => {
    const count = keptOf(points, kind);
    return count === 0 ? sum : plus(sum, times(fraction(count), changedShare(kind, ratePercent)));
  }, ONE);

/** GiB that a backup holds of a VM. Excluded and independent disks do not count. */
export const backedUpGib = ({ disks }: Pick<BackedUpVm, 'disks'>): number =>
  disks.reduce((sum, disk) => (isLeftOut(disk) ? sum : sum + disk.size_gib), 0);

/** GiB that a policy keeps of its VMs, exactly. */
export function keptGib(points: KeptPoints, vms: readonly BackedUpVm[]): Fraction {
  const fullByRate = new Map<number, number>();
  for (const vm of vms) {
    const rate = vm.change_rate_percent_per_day;
    fullByRate.set(rate, (fullByRate.get(rate) ?? 0) + backedUpGib(vm));
  }
  return [...fullByRate].reduce((sum, [rate, full]) => plus(sum, times(fraction(full), perGib(points, rate))), { numerator: 0n, denominator: 1n });
}
