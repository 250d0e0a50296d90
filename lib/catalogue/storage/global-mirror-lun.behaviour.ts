import { type Deed, defineBehaviour } from '../../core/behaviour';
import { after, lifecycle, settled } from '../../core/lifecycle';
import type { Nouns } from '../../core/resource';
import { wholeTib } from '../../core/units';
import { copyGib, leftOn, type Place, roomiest, uncoveredOn } from '../facts/array-room';
import { copySize } from '../facts/array-stock';
import { relocate } from '../facts/hosting';
import { lagMinutes } from '../facts/mirror-lag';
import { runningOn, runningPlace } from '../facts/running-place';
import { storageClass } from '../facts/storage-classes';
import { lunUid } from './lun-uid';

type Mirror = Nouns['global_mirror_lun'];

declare module '../../core/behaviour' {
  interface Runtimes {
    /** The array of the copy; when it began to follow its primary, and when it stopped, in milliseconds since 1970 in UTC. */
    global_mirror_lun: { readonly array: string; readonly since: number; readonly frozen: number | null };
  }
}

/** With change volumes a healthy mirror is always copying: its last cycle is the consistent one. */
const mirrorLife = lifecycle({
  initial: 'inconsistent_copying',
  settle: { inconsistent_copying: 'consistent_synchronized' },
  on: { fail_over: { consistent_synchronized: 'idling', consistent_copying: 'idling' }, cycle: { consistent_synchronized: 'consistent_copying' } },
});

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** A mirror carves a copy in the other zone, and after a failover the VMs of its datastore run there. */
export const globalMirrorLunBehaviour = defineBehaviour('global_mirror_lun', {
  looksAt: ['datastore', 'backup_storage', 'virtual_machine', 'cpool', 'affinity_rule'],
  create: (self, deed) => {
    deed.remember('global_mirror_lun', self.id, { array: arrayFor(self, deed), since: deed.now, frozen: frozenAt(self, deed) });
    moveVms(self, deed);
    return { secondary_lun_uid: lunUid(deed) };
  },
  update: (self, prior, deed) => {
    const kept = deed.runtime('global_mirror_lun', self.id);
    checkGrown(self, prior, deed);
    if (kept && self.desired_role !== prior.desired_role)
      deed.remember('global_mirror_lun', self.id, { ...kept, since: deed.now, frozen: frozenAt(self, deed) });
    moveVms(self, deed);
    return undefined;
  },
  remove: moveVms,
  neededBy: (self, site) =>
    self.desired_role === 'primary'
      ? []
      : runningOn(site, self.datastore_id)
          .filter((vm) => runningPlace(site, vm) === self.standby_cpool_id)
          .map((vm) => vm.id),
  observe: (self, site) => {
    const kept = site.runtime('global_mirror_lun', self.id);
    const frozen = kept?.frozen ?? null;
    const consistent = frozen ?? lastCycle(self, kept?.since ?? site.now, site.now);
    return {
      licence_tib: wholeTib(site.get('datastore', self.datastore_id)?.size_gib ?? 0),
      state: stateOf(self),
      sync_progress_percent: 100,
      freeze_time: consistent === null ? null : new Date(consistent).toISOString(),
      rpo_minutes: frozen === null ? lagMinutes(site, self) : Math.floor((site.now - frozen) / MINUTE_MS),
    };
  },
  uncovered: (self, site) => uncoveredOn(site, placeOf(self, site), site.runtime('global_mirror_lun', self.id)?.array),
});

function stateOf(self: Mirror): string {
  const copied = settled(mirrorLife, mirrorLife.initial);
  const healthy = self.cycle_period_seconds === null ? copied : (after(mirrorLife, copied, 'cycle') ?? copied);
  return self.desired_role === 'primary' ? healthy : (after(mirrorLife, healthy, 'fail_over') ?? healthy);
}

const frozenAt = (self: Mirror, deed: Deed): number | null => (self.desired_role === 'failed_over' ? deed.now : null);

/** When the last whole cycle ended; null where every write is forwarded as it comes. */
function lastCycle(self: Mirror, since: number, now: number): number | null {
  if (self.cycle_period_seconds === null) return null;
  const cycle = self.cycle_period_seconds * SECOND_MS;
  return since + Math.floor(Math.max(0, now - since) / cycle) * cycle;
}

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
  return refuseFull(`the copy takes ${gib} GiB; the ${media} arrays of ${zone} have ${best?.free ?? 0} GiB left for one LUN`, deed);
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

/** VMs with a disk on the primary run where their disks are presented now. */
function moveVms(self: Mirror, deed: Deed): void {
  relocate(deed, runningOn(deed, self.datastore_id));
}
