import { computed, defaulted, optional, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { bool, int, name, oneOf, refTo, text } from '../../core/shape';
import { services, skuIn } from '../facts/skus';
import { LUN_MAX_GIB, LUN_MIN_GIB, storageClassNames } from '../facts/storage-classes';

export const globalMirrorLun = defineResource({
  type: 'global_mirror_lun',
  collection: 'global-mirror-luns',
  doc: 'An asynchronous copy of a LUN in another zone of the region (Global Mirror): RPO 15 minutes, RTO under 4 hours.',
  attrs: {
    datastore_id: required('Datastore that is copied: the primary.', refTo('datastore'), { replace: true }),
    secondary_availability_zone: required('Zone that holds the copy.', text({ min: 1, max: 63 }), { replace: true }),
    secondary_storage_class: optional('Performance class of the copy; it follows the primary for ever unless given.', oneOf(...storageClassNames), {
      replace: true,
    }),
    secondary_size_gib: optional(
      'Size of the copy in GiB; it follows the primary for ever unless given.',
      int({ min: LUN_MIN_GIB, max: LUN_MAX_GIB }),
      { grows: true },
    ),
    mode: defaulted('`global` is asynchronous. `metro`, the synchronous mode, is not sold since 2024-01-01.', oneOf('global', 'metro'), 'global'),
    cycle_period_seconds: optional(
      'Seconds between two consistent points, 60 to 86,400; every write is forwarded as it comes unless given.',
      int({ min: 60, max: 86_400 }),
    ),
    standby_cpool_id: optional('Cpool that starts the VMs after a failover.', refTo('cpool')),
    accept_degraded: defaulted('Accepts that the standby Cpool does not hold everything it would have to start.', bool(), false),
    desired_role: defaulted(
      '`failed_over` files the service request, presents the copy to the standby Cpool and starts the VMs there; refused while the copy is inconsistent. `primary` copies back what was written there, then brings the VMs home.',
      oneOf('primary', 'failed_over'),
      'primary',
    ),
    consistency_group: optional('Mirrors of one group stop at one point in time.', name()),
    secondary_lun_uid: computed('World-wide number of the copy.', text()),
    sku: computed('What is billed for the mirroring, per TiB of the primary.', text(), {
      from: {
        reads: ['secondary_availability_zone'],
        value: (self) => skuIn(String(self['secondary_availability_zone']), services.globalMirror.sku),
      },
    }),
    licence_tib: volatile('Licences in whole TiB: the size of the primary, rounded up.', int()),
    state: volatile('State of the relationship, as inconsistent_copying or consistent_synchronized.', text()),
    sync_progress_percent: volatile('Share of the copying under way that is done, in percent; 100 where the copy can be used.', int()),
    freeze_time: volatile(
      'Last point in time at which the copy was consistent. Null where every write is forwarded as it comes, and where no copy can be used.',
      text(),
    ),
    rpo_minutes: volatile('Minutes of writes that a loss of what is copied would cost now; null where no copy can be used.', int()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    global_mirror_lun: NounOf<typeof globalMirrorLun>;
  }
}
