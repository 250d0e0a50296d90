/** The points that policies keep of a VM: what each holds, which of them stay, and how much room they take. */
import type { Deed, Site } from '../../core/behaviour';
import { type Fraction, fraction, plus, times } from '../../core/units';
import { DAY_MS } from '../../core/virtual-time';
import { changedShare, DAYS, type KeptPoints, keptOf, POINT_KINDS, type PointKind } from './kept-backups';

export interface BackupPoint {
  readonly id: string;
  /** Policy that keeps it. */
  readonly policy: string;
  readonly kind: PointKind;
  /** The moment of the VM that it holds, in milliseconds since 1970 in UTC. */
  readonly taken: number;
  /** Disks that it holds, as large as they were. */
  readonly disks: readonly { readonly name: string; readonly size_gib: number }[];
  readonly change_rate_percent_per_day: number;
  /** Where the key of an encrypted VM came from: its copies keep that protection. */
  readonly key_provider_id: string | null;
  /** No disk was left out: all of the VM is of one moment. */
  readonly consistent: boolean;
}

declare module '../../core/behaviour' {
  interface VirtualMachineRuntime {
    /** Points that are kept of it, oldest first. */
    readonly points?: readonly BackupPoint[];
    /** When its last backup was completed, in milliseconds since 1970 in UTC. */
    readonly backed_up?: number;
  }
}

export const pointsOf = (site: Site, vmId: string): readonly BackupPoint[] => site.runtime('virtual_machine', vmId)?.points ?? [];

export const gibOf = (point: Pick<BackupPoint, 'disks'>): number => point.disks.reduce((sum, disk) => sum + disk.size_gib, 0);

/** The newest points of each kind, as many as the policy keeps. */
export function retained(points: readonly BackupPoint[], keep: KeptPoints): readonly BackupPoint[] {
  const left = new Map(POINT_KINDS.map((kind) => [kind, keptOf(keep, kind)]));
  const stay = [...points].reverse().filter(({ kind }) => {
    const more = left.get(kind) ?? 0;
    left.set(kind, more - 1);
    return more > 0;
  });
  return stay.reverse();
}

/** Points of a VM that has left its policy: each stays for as long as it would have, had others followed it. */
export const notOutlived = (points: readonly BackupPoint[], keep: KeptPoints, now: number): readonly BackupPoint[] =>
  points.filter(({ kind, taken }) => now - taken <= keptOf(keep, kind) * DAYS[kind] * DAY_MS);

/** GiB that the points of one VM under one policy take, exactly: a full copy, and what changed before each. */
export const chainGib = (points: readonly BackupPoint[]): Fraction =>
  points.reduce((sum, point) => plus(sum, ownGib(point)), fraction(fullGib(points)));

/** GiB of the full copy that the points of one VM under one policy share: it has room for the largest of them. */
export const fullGib = (points: readonly BackupPoint[]): number => Math.max(0, ...points.map(gibOf));

/** GiB that a point adds to the full copy. */
export const ownGib = (point: BackupPoint): Fraction => times(fraction(gibOf(point)), changedShare(point.kind, point.change_rate_percent_per_day));

/** GiB that all points take which some policies keep, exactly. */
export function keptBy(site: Site, policies: ReadonlySet<string>): Fraction {
  let sum: Fraction = { numerator: 0n, denominator: 1n };
  for (const vm of site.all('virtual_machine')) for (const chain of chainsOf(pointsOf(site, vm.id), policies)) sum = plus(sum, chainGib(chain));
  return sum;
}

function chainsOf(points: readonly BackupPoint[], policies: ReadonlySet<string>): readonly (readonly BackupPoint[])[] {
  const chains = new Map<string, BackupPoint[]>();
  for (const point of points) {
    if (!policies.has(point.policy)) continue;
    const chain = chains.get(point.policy);
    if (chain) chain.push(point);
    else chains.set(point.policy, [point]);
  }
  return [...chains.values()];
}

/** Keeps fewer points of a policy; gives the number of those that are left. */
export function purge(
  deed: Deed,
  policy: { readonly id: string },
  stay: (points: readonly BackupPoint[], vmId: string) => readonly BackupPoint[],
): number {
  let left = 0;
  for (const { id } of deed.all('virtual_machine')) {
    const points = pointsOf(deed, id);
    const own = points.filter((point) => point.policy === policy.id);
    if (own.length === 0) continue;
    const kept = new Set(stay(own, id));
    left += kept.size;
    if (kept.size < own.length)
      deed.remember('virtual_machine', id, { points: points.filter((point) => point.policy !== policy.id || kept.has(point)) });
  }
  return left;
}
