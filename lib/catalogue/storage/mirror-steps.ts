/** The steps of a Global Mirror relationship and of its consistency group, by the table of its life. */
import type { Deed, Site } from '../../core/behaviour';
import { after } from '../../core/lifecycle';
import type { Nouns } from '../../core/resource';
import { isArrayOut } from '../facts/array-outages';
import { whyCopyIsLost, whyPrimaryIsLost } from '../facts/datastore-outages';
import { consistentPoint } from '../facts/mirror-lag';
import { areAlike, isCopying, isDisconnected, isUsable, type MirrorStep, mirrorLife } from '../facts/mirror-life';
import { groupOf, type MirrorRuntime, mirrorRuntime } from '../facts/mirror-serving';
import { isLinkCut } from '../facts/outages';
import { become, type Changes, gapNow } from './mirror-pace';

type Mirror = Nouns['global_mirror_lun'];

/** What is remembered about a mirror that stands. */
export function keptOf(site: Site, mirror: Pick<Mirror, 'id'>): MirrorRuntime {
  const kept = mirrorRuntime(site, mirror.id);
  if (!kept) throw new Error(`nothing is remembered about ${mirror.id}`);
  return kept;
}

/** Takes a mirror one step through its life; it stays as it is where its state does not know the step. */
export function step(deed: Deed, mirror: Mirror, action: MirrorStep, changes: Changes = {}): void {
  const state = after(mirrorLife, keptOf(deed, mirror).state, action);
  if (state !== undefined) become(deed, mirror, { ...changes, state });
}

/** The sides do not reach each other: nothing passes between their zones, or the array of one of them does not answer. */
export function isApart(site: Site, mirror: Mirror): boolean {
  const lun = site.get('datastore', mirror.datastore_id);
  const array = site.runtime('datastore', mirror.datastore_id)?.array;
  if (!lun || array === undefined) return true;
  const [from, to] = [lun.availability_zone, mirror.secondary_availability_zone];
  if (!site.world.links.some(({ between }) => between.includes(from) && between.includes(to))) return true;
  if (site.faults.length === 0) return false;
  return isLinkCut(site, from, to) || isArrayOut(site, from, array) || isArrayOut(site, to, keptOf(site, mirror).array);
}

/** Why there is nothing to copy from; undefined where there is. */
export const whySourceIsLost = (site: Site, mirror: Mirror): string | undefined =>
  keptOf(site, mirror).source === 'primary' ? whyPrimaryIsLost(site, mirror.datastore_id) : whyCopyIsLost(site, mirror);

/** The point at which all that are alike of a group stand still together: that of the one that lags most. */
export function commonPoint(site: Site, members: readonly Mirror[]): number {
  const points = members.flatMap((each) => {
    const kept = keptOf(site, each);
    return areAlike(kept.state) ? (consistentPoint(site, each, kept) ?? []) : [];
  });
  return Math.min(site.now, ...points);
}

/** The group stops: those that are alike stand still at one point in time, those that copy keep what they have. */
export function stopGroup(deed: Deed, mirror: Mirror): undefined {
  const members = groupOf(deed, mirror);
  const frozen = commonPoint(deed, members);
  for (const each of members) {
    const { state } = keptOf(deed, each);
    if (isCopying(state)) step(deed, each, 'stop', areAlike(state) ? { frozen } : {});
  }
}

/** The sides lose each other: what was alike stands still, for its whole group. What copied goes on by itself once they find each other. */
export function lose(deed: Deed, mirror: Mirror): void {
  const members = groupOf(deed, mirror);
  const frozen = commonPoint(deed, members);
  for (const each of members) {
    const { state, resumes } = keptOf(deed, each);
    const point = areAlike(state) ? { frozen } : {};
    if (isApart(deed, each)) step(deed, each, 'lose', { ...point, resumes: resumes || isCopying(state) });
    else if (isCopying(state)) step(deed, each, 'stop', { ...point, resumes: true });
  }
}

/**
 * Sides find each other. What was alike goes on only where nothing was written meanwhile, to none of its group: else somebody has
 * to restart it. What never was, or no longer is, copies on.
 */
export function find(deed: Deed, mirrors: readonly Mirror[]): void {
  const resuming: Mirror[] = [];
  for (const each of mirrors) {
    const { state, resumes } = keptOf(deed, each);
    if (isApart(deed, each)) continue;
    if (isDisconnected(state)) step(deed, each, 'find');
    if (!resumes || groupOf(deed, each).some((member) => isApart(deed, member))) continue;
    deed.remember('global_mirror_lun', each.id, { resumes: false });
    if (whySourceIsLost(deed, each) === undefined) resuming.push(each);
  }
  for (const each of resuming) {
    if (!isUsable(keptOf(deed, each).state)) restart(deed, each);
    else if (!groupOf(deed, each).some((member) => isBehind(deed, member))) start(deed, each);
  }
}

/** It has stopped, and something was written since that its copy lacks. */
function isBehind(site: Site, mirror: Mirror): boolean {
  const kept = keptOf(site, mirror);
  return isUsable(kept.state) && !isCopying(kept.state) && gapNow(site, mirror, kept) > 0;
}

/** Goes on where both sides hold the same. */
export const start = (deed: Deed, mirror: Mirror): void => step(deed, mirror, 'start', { ...ALIKE, since: deed.now, resumes: false });

/** Copies what one side lacks. What was usable is not until that is done. */
export function restart(deed: Deed, mirror: Mirror, changes: Changes = {}): void {
  const gib = gapNow(deed, mirror, keptOf(deed, mirror));
  const whole_gib = Math.max(gib, keptOf(deed, mirror).state === 'inconsistent_stopped' ? keptOf(deed, mirror).whole_gib : 0);
  step(deed, mirror, 'restart', { ...changes, whole_gib, frozen: null, resumes: false });
}

export const ALIKE = { gib: 0, whole_gib: 0, frozen: null } as const;
