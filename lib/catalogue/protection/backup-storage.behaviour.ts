import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { ceilOf, GIB_PER_TIB } from '../../core/units';
import { hasLostItsData } from '../facts/array-outages';
import { leftOn, type Place, roomiest, uncoveredOn } from '../facts/array-room';
import { usedOf } from './backup-job';
import { purge } from './backup-points';

type BackupStorage = Nouns['backup_storage'];

declare module '../../core/behaviour' {
  interface Runtimes {
    backup_storage: { readonly array: string };
  }
}

/** A quota is carved from a mass array of its zone; it grows and shrinks there. */
export const backupStorageBehaviour = defineBehaviour('backup_storage', {
  looksAt: ['datastore', 'global_mirror_lun', 'backup_policy', 'virtual_machine'],
  create: (self, deed) => {
    deed.remember('backup_storage', self.id, { array: arrayFor(self, deed) });
    return undefined;
  },
  update: (self, prior, deed) => {
    const more = (self.size_tib - prior.size_tib) * GIB_PER_TIB;
    const { array } = deed.runtime('backup_storage', self.id) ?? {};
    const left = more > 0 ? (leftOn(deed, placeOf(self), array) ?? -more) : 0;
    if (left < 0) refuseFull(self, `mass array ${array ?? 'that held it'} has ${left + more} GiB left to grow by; ${more} more are asked for`, deed);
    return undefined;
  },
  remove: (prior, deed) => loseCopies(prior, deed),
  shaken: (deed) => {
    if (deed.faults.length === 0) return;
    for (const quota of deed.all('backup_storage')) if (isGone(quota, deed)) loseCopies(quota, deed);
  },
  observe: (self, site) => ({ used_gib: ceilOf(usedOf(site, self.id)) }),
  uncovered: (self, site) => uncoveredOn(site, placeOf(self), site.runtime('backup_storage', self.id)?.array),
});

const placeOf = (self: BackupStorage): Place => ({ zone: self.availability_zone, media: 'mass' });

/** The array has lost its data: mending it brings no copy back. */
const isGone = (self: BackupStorage, deed: Deed): boolean =>
  hasLostItsData(deed, self.availability_zone, deed.runtime('backup_storage', self.id)?.array ?? '');

function loseCopies(self: BackupStorage, deed: Deed): void {
  for (const policy of deed.holding('backup_policy', 'backup_storage_id', self.id)) purge(deed, policy, () => []);
}

function arrayFor(self: BackupStorage, deed: Deed): string {
  const best = roomiest(deed, placeOf(self));
  const gib = self.size_tib * GIB_PER_TIB;
  if (best && best.free >= gib) return best.array;
  const asked = `${gib} GiB (${self.size_tib} TiB) are asked for`;
  return refuseFull(self, `the mass arrays of ${self.availability_zone} have ${best?.free ?? 0} GiB left for one quota; ${asked}`, deed);
}

const refuseFull = (self: BackupStorage, message: string, deed: Deed): never =>
  deed.refuse({
    code: 'CAPACITY-003',
    path: 'size_tib',
    message,
    fix: `a smaller quota, or one in another zone than ${self.availability_zone}; or ask support for more arrays`,
  });
