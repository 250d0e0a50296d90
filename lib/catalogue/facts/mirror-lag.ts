/** How far the copy of a LUN lies behind its primary, and what a link between zones carries for it. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { ceilOf, compare, type Fraction, fraction, numberOf, plus, times } from '../../core/units';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../core/virtual-time';
import { linkMbitPerS } from '../../core/world';
import { isDatastoreLost } from './datastore-outages';
import { areAlike, isCopying, isUsable, mirrorLife } from './mirror-life';
import { type MirrorRuntime, mirrorRuntime, mirrorsBetween } from './mirror-serving';
import { runningOn } from './running-place';
import { startedCopy } from './started-copies';
import { carriedGibPerDay, writtenGibPerDay } from './write-rate';

type Mirror = Nouns['global_mirror_lun'];

const ONE: Fraction = { numerator: 1n, denominator: 1n };
const ZERO: Fraction = { numerator: 0n, denominator: 1n };
const MINUTE_SECONDS = 60;

/**
 * Minutes of writes that the loss of what is copied costs at worst, as things stand: none where every write is forwarded and the
 * link keeps up, a cycle and the time to carry it otherwise. Null where no bound holds: the link does not keep up, or there is no
 * usable copy.
 */
export function lagMinutes(site: Site, mirror: Mirror): number | null {
  const kept = mirrorRuntime(site, mirror.id);
  if (!kept || !areAlike(kept.state)) return rpoMinutes(site, mirror);
  const busy = busyShare(site, mirror);
  if (busy === undefined || compare(busy, ONE) >= 0) return null;
  if (mirror.cycle_period_seconds === null || isBehind(kept, site.now)) return rpoMinutes(site, mirror);
  const seconds = times(fraction(mirror.cycle_period_seconds), plus(ONE, busy));
  return ceilOf(times(seconds, { numerator: 1n, denominator: BigInt(MINUTE_SECONDS) }));
}

/** Minutes of writes that the loss of what is copied would cost now; null where there is no usable copy. */
export function rpoMinutes(site: Site, mirror: Mirror): number | null {
  const kept = mirrorRuntime(site, mirror.id);
  const point = kept && consistentPoint(site, mirror, kept);
  if (!kept || point === undefined || point === null) return null;
  if (!areAlike(kept.state)) return Math.floor((site.now - point) / MINUTE_MS);
  if (mirror.cycle_period_seconds !== null && !isBehind(kept, site.now)) return lagMinutes(site, mirror);
  return Math.ceil((site.now - point) / MINUTE_MS);
}

/** The last point in time at which the copy was consistent, in milliseconds since 1970 in UTC; null where there is no usable copy. */
export function consistentPoint(site: Site, mirror: Mirror, kept: MirrorRuntime): number | null {
  if (!isUsable(kept.state)) return null;
  if (!areAlike(kept.state)) return kept.frozen;
  if (mirror.cycle_period_seconds === null) return Math.max(kept.since, site.now - lagMs(site, mirror, kept));
  if (isBehind(kept, site.now)) return kept.frozen ?? kept.since;
  const cycle = mirror.cycle_period_seconds * SECOND_MS;
  // Cycles begin at the same times for all mirrors of one period, so that a consistency group has them in common.
  return Math.max(kept.since, Math.floor((site.now - kept.carry_ms) / cycle) * cycle);
}

/** Milliseconds in which what is written in a cycle is carried over the link; none without a cycle, since writes are carried as they come. */
export const carryMs = (site: Site, mirror: Mirror): number =>
  mirror.cycle_period_seconds === null ? 0 : Math.ceil(mirror.cycle_period_seconds * SECOND_MS * numberOf(busyShare(site, mirror) ?? ZERO));

/** GiB that one side lacks at a time of what the other holds. */
export const gapAt = ({ gap }: Pick<MirrorRuntime, 'gap'>, now: number): number => Math.max(0, gap.gib + (gap.gib_per_day * (now - gap.at)) / DAY_MS);

/** More was written than the link carries, and not all of it has been carried yet. */
const isBehind = (kept: MirrorRuntime, now: number): boolean => kept.gap.gib_per_day > 0 || gapAt(kept, now) > 0;

function lagMs(site: Site, mirror: Mirror, kept: MirrorRuntime): number {
  const gib = gapAt(kept, site.now);
  const share = gib > 0 ? shareGibPerDay(site, mirror) : undefined;
  return share === undefined ? 0 : Math.ceil((gib / numberOf(share)) * DAY_MS);
}

/** GiB that are written to a mirrored LUN in a day, on the side that serves; none where it is out of service. */
export function writesOn(site: Site, datastoreId: string): Fraction {
  const vms = runningOn(site, datastoreId);
  if (vms.length === 0 || isDatastoreLost(site, datastoreId)) return ZERO;
  // Hundreds of VMs change at few rates: their disks are summed first, since exact fractions are dear.
  const gibAt = new Map<number, number>();
  for (const vm of vms) {
    if (startedCopy(site, vm.id)) continue;
    const rate = vm.change_rate_percent_per_day;
    for (const disk of vm.disks) if (disk.datastore_id === datastoreId) gibAt.set(rate, (gibAt.get(rate) ?? 0) + disk.size_gib);
  }
  return writtenGibPerDay([...gibAt].map(([change_rate_percent_per_day, size_gib]) => ({ size_gib, change_rate_percent_per_day })));
}

/** Mbit/s that a mirror has of its link: relationships that copy between two zones, in either direction, share it. */
export function shareMbitPerS(site: Site, mirror: Mirror): number | undefined {
  const link = linkOf(site, mirror);
  return link && link.mbit_per_s / link.sharers;
}

const shareGibPerDay = (site: Site, mirror: Mirror): Fraction | undefined => {
  const link = linkOf(site, mirror);
  return link && carriedGibPerDay(link.mbit_per_s, link.sharers);
};

function linkOf(site: Site, mirror: Mirror): { readonly mbit_per_s: number; readonly sharers: number } | undefined {
  const from = site.get('datastore', mirror.datastore_id)?.availability_zone;
  const to = mirror.secondary_availability_zone;
  const mbit_per_s = from === undefined ? undefined : linkMbitPerS(site.world, from, to);
  if (from === undefined || mbit_per_s === undefined) return undefined;
  const copying = mirrorsBetween(site, from, to).filter(({ id }) => isCopying(mirrorRuntime(site, id)?.state ?? mirrorLife.initial));
  return { mbit_per_s, sharers: Math.max(1, copying.length) };
}

/** What is written, as a part of what the mirror's share of the link carries; undefined where there is no link. */
function busyShare(site: Site, mirror: Mirror): Fraction | undefined {
  const share = shareGibPerDay(site, mirror);
  return share && times(writesOn(site, mirror.datastore_id), { numerator: share.denominator, denominator: share.numerator });
}
