import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { copyGib, leftOn, type Place, roomInWords, roomiest, uncoveredOn } from '../facts/array-room';
import { copySize } from '../facts/array-stock';
import { swapGib } from '../facts/datastore-usage';
import { relocate } from '../facts/hosting';
import { runningOn } from '../facts/running-place';
import { storageClass } from '../facts/storage-classes';
import { lunUid } from './lun-uid';
import { copyAnew, roleTypes } from './mirror-role';

type Datastore = Nouns['datastore'];

/** A datastore is a LUN on one array of its zone: it takes real GiB, grows there, its copy with it, and gives all of them back. */
export const datastoreBehaviour = defineBehaviour('datastore', {
  looksAt: [...roleTypes, 'backup_storage'],
  create: (self, deed) => {
    deed.remember('datastore', self.id, { array: arrayFor(self, deed) });
    growCopies(self, self.size_gib, deed);
    for (const mirror of deed.holding('global_mirror_lun', 'datastore_id', self.id)) copyAnew(mirror, deed);
    relocate(deed, runningOn(deed, self.id));
    return { lun_uid: lunUid(deed) };
  },
  update: (self, prior, deed) => {
    const more = self.size_gib - prior.size_gib;
    if (more <= 0) return undefined;
    const { array } = deed.runtime('datastore', self.id) ?? {};
    // The new size counts already: what is left is less than nothing where it does not fit.
    const left = leftOn(deed, placeOf(self), array) ?? -more;
    if (left < 0) refuseFull(self, `array ${array ?? 'that held it'} has ${left + more} GiB left to grow by; ${more} more are asked for`, deed);
    growCopies(self, more, deed);
    return undefined;
  },
  remove: (prior, deed) => relocate(deed, runningOn(deed, prior.id)),
  observe: (self, site) => {
    const vms = site.holding('virtual_machine', 'disks[].datastore_id', self.id);
    const disks = vms.flatMap((vm) => vm.disks.filter((disk) => disk.datastore_id === self.id));
    return {
      swap_gib: swapGib(self.id, vms),
      array: site.runtime('datastore', self.id)?.array ?? null,
      used_iops: disks.reduce((sum, disk) => sum + (disk.peak_iops ?? 0), 0),
    };
  },
  uncovered: (self, site) => uncoveredOn(site, placeOf(self), site.runtime('datastore', self.id)?.array),
});

const placeOf = (self: Datastore): Place => ({ zone: self.availability_zone, media: storageClass(self.storage_class).media });

function arrayFor(self: Datastore, deed: Deed): string {
  const place = placeOf(self);
  const best = roomiest(deed, place);
  if (best && best.free >= self.size_gib) return best.array;
  return refuseFull(self, `${roomInWords(deed, place)}; ${self.size_gib} are asked for`, deed);
}

/** A copy grows with its primary, in the same command, on the array where it lies. */
function growCopies(self: Datastore, more: number, deed: Deed): void {
  for (const copy of deed.holding('global_mirror_lun', 'datastore_id', self.id)) {
    const place = { zone: copy.secondary_availability_zone, media: copySize(copy, self).media };
    const { array } = deed.runtime('global_mirror_lun', copy.id) ?? {};
    const left = leftOn(deed, place, array) ?? -copyGib(deed, copy);
    if (left < 0)
      refuseFull(
        self,
        `its copy ${copy.id} lies on array ${array ?? 'that held it'} of ${place.zone}, which has ${left + more} GiB left to grow by; ${more} more are asked for`,
        deed,
      );
  }
}

const refuseFull = (self: Datastore, message: string, deed: Deed): never =>
  deed.refuse({
    code: 'CAPACITY-002',
    path: 'size_gib',
    message,
    fix: `a smaller size, or a datastore in another zone than ${self.availability_zone}; or ask support for more arrays`,
  });
