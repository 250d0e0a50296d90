/** How far the copy of a LUN lies behind its primary. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { ceilOf, compare, type Fraction, fraction, plus, times } from '../../core/units';
import { linkMbitPerS } from '../../core/world';
import { runningOn } from './running-place';
import { carriedGibPerDay, writtenGibPerDay } from './write-rate';

type Mirror = Nouns['global_mirror_lun'];

const MINUTE_SECONDS = 60;

/**
 * Minutes of writes that the loss of the primary costs at worst: none where every write is forwarded and the link keeps up, a
 * cycle and the time to carry it otherwise. Null where the link does not keep up, since no bound holds then.
 */
export function lagMinutes(site: Site, mirror: Mirror): number | null {
  const from = site.get('datastore', mirror.datastore_id)?.availability_zone;
  const to = mirror.secondary_availability_zone;
  const link = from === undefined ? undefined : linkMbitPerS(site.world, from, to);
  if (from === undefined || link === undefined) return null;
  const written = writesOn(site, mirror.datastore_id);
  const carried = carriedGibPerDay(link, Math.max(1, sharers(site, from, to)));
  if (compare(written, carried) >= 0) return null;
  if (mirror.cycle_period_seconds === null) return 0;
  const busy = times(written, { numerator: carried.denominator, denominator: carried.numerator });
  const seconds = times(fraction(mirror.cycle_period_seconds), plus({ numerator: 1n, denominator: 1n }, busy));
  return ceilOf(times(seconds, { numerator: 1n, denominator: BigInt(MINUTE_SECONDS) }));
}

const writesOn = (site: Site, datastoreId: string): Fraction =>
  writtenGibPerDay(
    runningOn(site, datastoreId).flatMap(({ disks, change_rate_percent_per_day }) =>
      disks.filter((disk) => disk.datastore_id === datastoreId).map(({ size_gib }) => ({ size_gib, change_rate_percent_per_day })),
    ),
  );

/** Mirrors that copy between two zones, in either direction: they share the link. */
function sharers(site: Site, one: string, other: string): number {
  const between = (from: string, to: string): number =>
    site
      .holding('global_mirror_lun', 'secondary_availability_zone', to)
      .filter((each) => each.desired_role === 'primary' && site.get('datastore', each.datastore_id)?.availability_zone === from).length;
  return between(one, other) + between(other, one);
}
