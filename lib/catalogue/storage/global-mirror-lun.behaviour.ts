import { type Deed, defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { wholeTib } from '../../core/units';
import type { Values } from '../../core/unknown';
import { hasLostItsData } from '../facts/array-outages';
import { copyGib, leftOn, type Place, roomInWords, roomiest, uncoveredOn } from '../facts/array-room';
import { copySize } from '../facts/array-stock';
import { whyCopyIsLost } from '../facts/datastore-outages';
import { consistentPoint, rpoMinutes } from '../facts/mirror-lag';
import { areAlike, isCopying, isDisconnected, isUsable, mirrorLife } from '../facts/mirror-life';
import { type MirrorRuntime, presentedTo, servingOf } from '../facts/mirror-serving';
import { runningOn, runningPlace } from '../facts/running-place';
import { storageClass } from '../facts/storage-classes';
import { dropRequests } from './failover-request';
import { lunUid } from './lun-uid';
import { mirrorActs } from './mirror-actions';
import { become, gapNow, pace, paceOthers } from './mirror-pace';
import { askForPresentation, awaitPresentation, copied, failBack, moveVms, presented, roleTypes, takeRole } from './mirror-role';
import { find, isApart, keptOf, lose, restart, step } from './mirror-steps';

type Mirror = Nouns['global_mirror_lun'];

/** A mirror carves a copy in the other zone and keeps it alike; after a failover the VMs of its datastore run there. */
export const globalMirrorLunBehaviour = defineBehaviour('global_mirror_lun', {
  looksAt: [...roleTypes, 'backup_storage'],
  create: (self, deed) => {
    deed.remember('global_mirror_lun', self.id, begun(arrayFor(self, deed), self, deed));
    restart(deed, self);
    if (isApart(deed, self)) lose(deed, self);
    return { secondary_lun_uid: lunUid(deed) };
  },
  update: (self, prior, deed) => {
    checkGrown(self, prior, deed);
    if (self.desired_role !== prior.desired_role) takeRole(self, deed);
    else if (isElsewhere(self, deed)) askForPresentation(self, deed);
    else if (self.cycle_period_seconds !== prior.cycle_period_seconds) changeCycle(self, prior, deed);
    return undefined;
  },
  remove: (prior, deed) => {
    paceOthers(deed, prior);
    moveVms(prior, deed);
    dropRequests(prior, deed);
  },
  neededBy: (self, site) => {
    const place = presentedTo(site, self);
    const away = place === null ? [] : runningOn(site, self.datastore_id).filter((vm) => runningPlace(site, vm) === place);
    return away.map((vm) => vm.id);
  },
  observe: (self, site) => observed(self, site),
  due: { copied, presented },
  acts: mirrorActs,
  shaken: (deed) => {
    const mirrors = deed.all('global_mirror_lun').sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const each of mirrors) noteLosses(each, deed);
    for (const each of mirrors) if (isApart(deed, each) && !isDisconnected(keptOf(deed, each).state)) lose(deed, each);
    find(deed, mirrors);
    for (const each of mirrors) if (each.desired_role === 'primary' && keptOf(deed, each).serves === 'copy') failBack(each, deed);
    for (const each of mirrors) if (isOverdue(each, deed)) awaitPresentation(each, deed);
    for (const each of mirrors) pace(deed, each);
  },
  uncovered: (self, site) => uncoveredOn(site, placeOf(self, site), site.runtime('global_mirror_lun', self.id)?.array),
});

function begun(array: string, self: Mirror, deed: Deed): MirrorRuntime {
  const gib = copyGib(deed, self);
  return {
    array,
    state: mirrorLife.initial,
    serves: 'primary',
    source: 'primary',
    presented_to: null,
    since: deed.now,
    carry_ms: 0,
    frozen: null,
    gap: { gib, at: deed.now, gib_per_day: 0 },
    whole_gib: gib,
    resumes: false,
    copy_lost: false,
  };
}

/** Its copy is presented to another Cpool than the one that is to have it now. Whoever goes home takes no such way round. */
const isElsewhere = (self: Mirror, site: Site): boolean => {
  const place = presentedTo(site, self);
  return self.desired_role === 'failed_over' && place !== null && place !== self.standby_cpool_id;
};

/** Another cycle has its consistent points at other times; the last one of the cycle before stays reached. */
function changeCycle(self: Mirror, prior: Mirror, deed: Deed): void {
  const kept = keptOf(deed, self);
  if (areAlike(kept.state)) become(deed, self, { since: consistentPoint(deed, prior, kept) ?? kept.since });
}

function observed(self: Mirror, site: Site): Values {
  const kept = keptOf(site, self);
  const point = consistentPoint(site, self, kept);
  const goesOn = areAlike(kept.state) && self.cycle_period_seconds === null;
  return {
    licence_tib: wholeTib(site.get('datastore', self.datastore_id)?.size_gib ?? 0),
    // With change volumes a healthy mirror is always copying: its last cycle is the consistent one.
    state: areAlike(kept.state) && self.cycle_period_seconds !== null ? 'consistent_copying' : kept.state,
    sync_progress_percent: progress(self, site, kept),
    freeze_time: point === null || goesOn ? null : new Date(point).toISOString(),
    rpo_minutes: rpoMinutes(site, self),
  };
}

/** Only what is copied wholly is a hundred percent. */
function progress(self: Mirror, site: Site, kept: MirrorRuntime): number {
  if (isUsable(kept.state)) return 100;
  return kept.whole_gib === 0 ? 0 : Math.min(99, Math.floor((1 - gapNow(site, self, kept) / kept.whole_gib) * 100));
}

/** An array that has lost its data takes one side with it: everything is lacking there, and is copied anew once the array is back. */
function noteLosses(self: Mirror, deed: Deed): void {
  const kept = keptOf(deed, self);
  const lun = deed.get('datastore', self.datastore_id);
  const lunArray = deed.runtime('datastore', self.datastore_id)?.array;
  const copyIsGone = hasLostItsData(deed, self.secondary_availability_zone, kept.array);
  const primaryIsGone = lun !== undefined && lunArray !== undefined && hasLostItsData(deed, lun.availability_zone, lunArray);
  if (copyIsGone) deed.remember('global_mirror_lun', self.id, { copy_lost: true });
  const gib = copyGib(deed, self);
  const overwritten = kept.source === 'primary' ? copyIsGone : primaryIsGone;
  if (overwritten) step(deed, self, 'wipe', { gib, whole_gib: gib, frozen: null, resumes: kept.resumes || isCopying(kept.state) });
}

/** Its copy could not be presented, and can be now. */
const isOverdue = (self: Mirror, site: Site): boolean =>
  self.desired_role === 'failed_over' &&
  servingOf(site, self) === 'nothing' &&
  site.dueAt('global_mirror_lun', self.id, 'presented') === undefined &&
  whyCopyIsLost(site, self) === undefined;

function placeOf(self: Mirror, site: Pick<Deed, 'get'>): Place {
  const primary = site.get('datastore', self.datastore_id);
  const className = self.secondary_storage_class ?? primary?.storage_class;
  return { zone: self.secondary_availability_zone, media: className === undefined ? 'flash' : storageClass(className).media };
}

function arrayFor(self: Mirror, deed: Deed): string {
  const primary = deed.get('datastore', self.datastore_id);
  if (!primary) throw new Error(`${self.id} mirrors nothing: the reference was checked before`);
  const { gib, media } = copySize(self, primary);
  const zone = self.secondary_availability_zone;
  const best = roomiest(deed, { zone, media });
  if (best && best.free >= gib) return best.array;
  return refuseFull(`the copy takes ${gib} GiB; ${roomInWords(deed, { zone, media })}`, deed);
}

function checkGrown(self: Mirror, prior: Mirror, deed: Deed): void {
  const gib = copyGib(deed, self);
  const more = gib - copyGib(deed, prior);
  const { array } = deed.runtime('global_mirror_lun', self.id) ?? {};
  const left = more > 0 ? (leftOn(deed, placeOf(self, deed), array) ?? -more) : 0;
  if (left < 0) refuseFull(`the copy grows by ${more} GiB; array ${array ?? 'that held it'} has ${left + more} GiB left`, deed);
}

const refuseFull = (message: string, deed: Deed): never =>
  deed.refuse({
    code: 'CAPACITY-002',
    path: 'secondary_availability_zone',
    message,
    fix: 'name another zone of the region, or ask support for more arrays',
  });
