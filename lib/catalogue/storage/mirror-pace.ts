/** What one side of a mirror lacks of the other, followed from change to change: while it stands, while it copies, while it lags. */
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { numberOf } from '../../core/units';
import { DAY_MS } from '../../core/virtual-time';
import { MIRROR_COPY_MBIT_PER_S } from '../facts/advice';
import { copyGib } from '../facts/array-room';
import { carryMs, consistentPoint, gapAt, shareMbitPerS, writesOn } from '../facts/mirror-lag';
import { areAlike, isCopying } from '../facts/mirror-life';
import { type MirrorRuntime, mirrorRuntime, mirrorsBetween } from '../facts/mirror-serving';
import { carriedGibPerDay } from '../facts/write-rate';

type Mirror = Nouns['global_mirror_lun'];

/** What is noted about a mirror; `gib` is what one side lacks from now on, where that is not what it lacked before. */
export type Changes = Partial<Omit<MirrorRuntime, 'gap'>> & { readonly gib?: number };

/** Notes what has changed about a mirror, and what follows for its pace and for that of those who share its link. */
export function become(deed: Deed, mirror: Mirror, { gib, ...changes }: Changes): void {
  const before = mirrorRuntime(deed, mirror.id);
  if (!before) return;
  const lacking = gib ?? gapNow(deed, mirror, before);
  // Its state decides its share of the link, so it is noted first.
  deed.remember('global_mirror_lun', mirror.id, { ...changes, gap: { gib: lacking, at: deed.now, gib_per_day: before.gap.gib_per_day } });
  pace(deed, mirror, 'anew');
  const state = changes.state ?? before.state;
  if (isCopying(state) !== isCopying(before.state)) paceOthers(deed, mirror);
}

/** Those who share the link of a mirror go faster or slower. */
export function paceOthers(deed: Deed, mirror: Mirror): void {
  const zone = deed.get('datastore', mirror.datastore_id)?.availability_zone;
  if (zone === undefined) return;
  for (const each of mirrorsBetween(deed, zone, mirror.secondary_availability_zone)) if (each.id !== mirror.id) pace(deed, each);
}

/** Follows what a mirror lacks at the rate that holds from now on; nothing is noted where that is the rate that held. */
export function pace(deed: Deed, mirror: Mirror, how: 'anew' | 'where-it-differs' = 'where-it-differs'): void {
  const kept = mirrorRuntime(deed, mirror.id);
  if (!kept) return;
  const gib = gapNow(deed, mirror, kept);
  const rate = rateOf(deed, mirror, kept.state, gib);
  const carry_ms = areAlike(kept.state) ? carryMs(deed, mirror) : 0;
  if (how === 'where-it-differs' && rate === kept.gap.gib_per_day && carry_ms === kept.carry_ms) return;
  const gap = { gib, at: deed.now, gib_per_day: rate };
  deed.remember('global_mirror_lun', mirror.id, { gap, carry_ms, ...(areAlike(kept.state) ? pointFrom(deed, mirror, kept, gap) : {}) });
  const copies = kept.state === 'inconsistent_copying' && rate < 0;
  if (copies) deed.settle('global_mirror_lun', mirror.id, 'copied', Math.ceil((gib * DAY_MS) / -rate));
  else if (deed.dueAt('global_mirror_lun', mirror.id, 'copied') !== undefined) deed.plan('global_mirror_lun', mirror.id, 'copied', null);
}

/** The point that the copy has reached holds whatever the pace is from now on; while a cycle cannot be carried in time, it stands still there. */
function pointFrom(site: Site, mirror: Mirror, kept: MirrorRuntime, gap: MirrorRuntime['gap']): Pick<MirrorRuntime, 'since' | 'frozen'> {
  const point = mirror.cycle_period_seconds === null ? kept.since : (consistentPoint(site, mirror, kept) ?? kept.since);
  return { since: point, frozen: gap.gib > 0 || gap.gib_per_day > 0 ? point : null };
}

/** GiB that one side lacks now; it never lacks more than there is. */
export const gapNow = (site: Site, mirror: Mirror, kept: MirrorRuntime): number => Math.min(copyGib(site, mirror), gapAt(kept, site.now));

/** GiB by which the gap grows in a day. */
function rateOf(site: Site, mirror: Mirror, state: MirrorRuntime['state'], gib: number): number {
  const share = shareMbitPerS(site, mirror) ?? 0;
  if (state === 'inconsistent_copying') return share === 0 ? 0 : -perDay(Math.min(MIRROR_COPY_MBIT_PER_S, share));
  const written = numberOf(writesOn(site, mirror.datastore_id));
  if (!areAlike(state)) return written;
  const growth = written - (share === 0 ? 0 : perDay(share));
  return gib > 0 ? growth : Math.max(0, growth);
}

const perDay = (mbitPerS: number): number => numberOf(carriedGibPerDay(mbitPerS, 1));
