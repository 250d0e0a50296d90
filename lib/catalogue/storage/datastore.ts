import { computed, optional, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { int, oneOf, setOf, text, weakRefTo } from '../../core/shape';
import { skuIn } from '../facts/skus';
import { iopsLimit, LUN_MAX_GIB, LUN_MIN_GIB, storageClass, storageClassNames } from '../facts/storage-classes';

export const datastore = defineResource({
  type: 'datastore',
  collection: 'datastores',
  doc: 'A SAN LUN formatted as a VMFS datastore. Its GiB are real: nothing is compressed, deduplicated or thin at the array.',
  attrs: {
    availability_zone: required('Zone whose arrays hold the LUN.', text({ min: 1, max: 63 }), { replace: true }),
    storage_class: required('Performance class; with the size it sets the IOPS limit.', oneOf(...storageClassNames), { replace: true }),
    size_gib: required(
      'Capacity in GiB. Grows in place, never shrinks. Mass storage is sold by the TiB.',
      int({ min: LUN_MIN_GIB, max: LUN_MAX_GIB }),
      { grows: true },
    ),
    cpool_ids: optional('Cpools whose hypervisors mount it.', setOf(weakRefTo('cpool'))),
    iops_limit: computed('IOPS limit of the LUN: the class per TB times the size. Null for mass storage, which has no guarantee.', int(), {
      from: {
        reads: ['storage_class', 'size_gib'],
        value: (self, { edition }) => iopsLimit(String(self['storage_class']), Number(self['size_gib']), edition),
      },
    }),
    sku: computed('What is billed, per GiB, or per TiB of mass storage.', text(), {
      from: {
        reads: ['storage_class', 'availability_zone'],
        value: (self) => skuIn(String(self['availability_zone']), storageClass(String(self['storage_class'])).sku),
      },
    }),
    lun_uid: computed('World-wide number of the LUN.', text()),
    free_gib: volatile(
      'GiB left beside disks, swap files and snapshots. Thin disks and snapshots grow as the clock of the platform is advanced, never by the wall.',
      int(),
    ),
    swap_gib: volatile('GiB that swap files of running VMs take.', int()),
    array: volatile('Array that holds the LUN.', text()),
    state: volatile(
      'Health of its LUN: online; degraded or rebuilding where drives of its array are missing; offline where the array does not answer; lost where it has lost its data.',
      text(),
    ),
    rebuild_progress_percent: volatile('Share of the rebuild of a drive of its array that is done, in percent; null where none runs.', int()),
    used_iops: volatile('Sum of the peak IOPS that the disks on it declare.', int()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    datastore: NounOf<typeof datastore>;
  }
}
