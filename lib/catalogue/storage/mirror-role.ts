/** Failing over and back: what `desired_role` asks for, step by step, with the service request that presents the copy. */
import type { Ending } from '../../core/activity';
import type { Deed, Site } from '../../core/behaviour';
import { settled } from '../../core/lifecycle';
import type { Nouns } from '../../core/resource';
import { MINUTE_MS } from '../../core/virtual-time';
import { copyGib } from '../facts/array-room';
import { whyCopyIsLost } from '../facts/datastore-outages';
import { hostingTypes, relocate } from '../facts/hosting';
import { failoverMinutes } from '../facts/mirror-failover';
import { areAlike, isCopying, isUsable, mirrorLife } from '../facts/mirror-life';
import { groupOf } from '../facts/mirror-serving';
import { runningOn } from '../facts/running-place';
import { fileRequest } from './failover-request';
import { become, gapNow } from './mirror-pace';
import { ALIKE, isApart, keptOf, restart, start, step, stopGroup, whySourceIsLost } from './mirror-steps';

type Mirror = Nouns['global_mirror_lun'];

/** Types that whoever lets a mirror go its way looks at. */
export const roleTypes = [...hostingTypes, 'service_request', 'backup_policy'] as const;

/** VMs with a disk on the datastore run where their disks are presented now. */
export const moveVms = (self: Mirror, deed: Deed): void => relocate(deed, runningOn(deed, self.datastore_id));

/** Takes the way to the role that is asked for. */
export function takeRole(self: Mirror, deed: Deed): void {
  const { serves } = keptOf(deed, self);
  if (self.desired_role === 'primary') {
    if (serves === 'nothing') callOff(self, deed);
    else if (serves === 'copy') failBack(self, deed);
  } else if (serves !== 'copy') failOver(self, deed);
}

/** Why the copy cannot take over now, and what to do about it; undefined where it can. */
export function whyNotUsable(self: Mirror, site: Site): { readonly message: string; readonly fix: string } | undefined {
  const { state, source } = keptOf(site, self);
  if (source === 'primary' && !isUsable(state)) {
    const fix = isApart(site, self)
      ? 'wait until the sides reach each other again and the copying is done'
      : 'wait until it is consistent (action start goes on)';
    return { message: `the copy is ${state}: it holds parts of different times, and nothing can start from it`, fix };
  }
  const lost = whyCopyIsLost(site, self);
  return lost === undefined ? undefined : { message: lost, fix: 'wait until it is mended, or restore from a backup' };
}

/** The copy stops at a consistent point, and a service request asks for its presentation. Until then the VMs run nowhere. */
export function failOver(self: Mirror, deed: Deed): void {
  const why = whyNotUsable(self, deed);
  if (why) deed.refuse({ code: 'SHAPE', path: 'desired_role', message: `desired_role is failed_over, and ${why.message}`, fix: why.fix });
  if (keptOf(deed, self).source === 'primary') {
    stopGroup(deed, self);
    step(deed, self, 'open', { resumes: false });
  }
  askForPresentation(self, deed);
}

export function askForPresentation(self: Mirror, deed: Deed): void {
  become(deed, self, { serves: 'nothing' });
  moveVms(self, deed);
  fileRequest(self, deed);
  awaitPresentation(self, deed);
}

export const awaitPresentation = (self: Mirror, deed: Deed): void =>
  deed.settle('global_mirror_lun', self.id, 'presented', failoverMinutes(deed.world) * MINUTE_MS);

/** The copy is presented to the standby Cpool: what is written there from now on is what counts. */
export function presented(self: Mirror, deed: Deed): Ending | undefined {
  if (self.desired_role !== 'failed_over' || keptOf(deed, self).serves !== 'nothing') return { failed: 'it was called off' };
  const lost = whyCopyIsLost(deed, self);
  if (lost !== undefined) return { failed: `${lost}; it is presented when that is mended` };
  // A primary that has lost its data lacks everything, not only what is written from now on.
  const all = deed.runtime('datastore', self.datastore_id)?.data_lost === true ? { gib: copyGib(deed, self) } : {};
  become(deed, self, { serves: 'copy', source: 'copy', presented_to: self.standby_cpool_id, ...all });
  moveVms(self, deed);
  return undefined;
}

/** The request is called off before anything was written on the copy: the primary serves again. */
function callOff(self: Mirror, deed: Deed): void {
  deed.plan('global_mirror_lun', self.id, 'presented', null);
  become(deed, self, { serves: 'primary', source: 'primary' });
  moveVms(self, deed);
  goOn(self, deed);
}

/** What was written at the standby is copied to the primary, then the VMs go home. While the sides are apart that waits. */
export function failBack(self: Mirror, deed: Deed): void {
  if (isApart(deed, self)) return;
  const kept = keptOf(deed, self);
  if (kept.copy_lost) return abandonCopy(self, deed);
  if (areAlike(kept.state)) return goHome(self, deed);
  if (kept.state === 'inconsistent_copying') return;
  if (gapNow(deed, self, kept) > 0) return restart(deed, self, { source: 'copy' });
  start(deed, self);
  goHome(self, deed);
}

/** The sides have become alike. */
export function copied(self: Mirror, deed: Deed): Ending | undefined {
  const kept = keptOf(deed, self);
  if (kept.state !== 'inconsistent_copying') return { failed: `it is ${kept.state}` };
  if (kept.source === 'primary') deed.remember('global_mirror_lun', self.id, { copy_lost: false });
  else deed.remember('datastore', self.datastore_id, { data_lost: false });
  become(deed, self, { ...ALIKE, state: settled(mirrorLife, kept.state), since: deed.now });
  if (self.desired_role === 'primary' && kept.serves === 'copy') goHome(self, deed);
  if (self.desired_role === 'failed_over' && kept.serves === 'primary') failOver(self, deed);
  return undefined;
}

function goHome(self: Mirror, deed: Deed): void {
  step(deed, self, 'switch', { serves: 'primary', source: 'primary', since: deed.now });
  moveVms(self, deed);
  for (const each of groupOf(deed, self)) if (each.id !== self.id) goOn(each, deed);
}

/** The copy that served is gone: the primary serves as it was when it was left, unless it was being overwritten. */
function abandonCopy(self: Mirror, deed: Deed): void {
  const { state } = keptOf(deed, self);
  if (!isUsable(state)) deed.remember('datastore', self.datastore_id, { data_lost: true });
  become(deed, self, { serves: 'primary', source: 'primary', state: 'inconsistent_stopped', frozen: null, gib: copyGib(deed, self) });
  moveVms(self, deed);
  goOn(self, deed);
}

/** Copies again, from the primary, what stopped on the way: whoever wants the primary back wants a copy too. */
function goOn(self: Mirror, deed: Deed): void {
  const kept = keptOf(deed, self);
  if (self.desired_role !== 'primary' || kept.serves !== 'primary' || whySourceIsLost(deed, self) !== undefined) return;
  if (isApart(deed, self)) return deed.remember('global_mirror_lun', self.id, { resumes: true });
  if (kept.state !== 'inconsistent_stopped' && gapNow(deed, self, kept) === 0) start(deed, self);
  else restart(deed, self);
}

/** The primary was replaced under the mirror: the copy holds nothing of the new one, which lacks everything where the copy serves in its place. */
export function copyAnew(self: Mirror, deed: Deed): void {
  const { state, source } = keptOf(deed, self);
  const whole = copyGib(deed, self);
  if (state.startsWith('idling')) return become(deed, self, { gib: whole });
  step(deed, self, 'wipe', { gib: whole, whole_gib: whole, frozen: null });
  if (source === 'primary') goOn(self, deed);
  else if (isCopying(state) && !isApart(deed, self)) restart(deed, self);
}
