import { computed, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { int, text } from '../../core/shape';
import { services, skuIn } from '../facts/skus';

export const backupStorage = defineResource({
  type: 'backup_storage',
  collection: 'backup-storages',
  doc: 'Quota of mass storage for backups, in a zone other than that of the VMs.',
  attrs: {
    availability_zone: required('Zone that keeps the backups.', text({ min: 1, max: 63 }), { replace: true }),
    size_tib: required('Quota in whole TiB.', int({ min: 1, max: 10_000 })),
    sku: computed('What is billed, per TiB.', text(), {
      from: { reads: ['availability_zone'], value: (self) => skuIn(String(self['availability_zone']), services.backupStorage.sku) },
    }),
    used_gib: volatile('GiB that kept backups take.', int()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    backup_storage: NounOf<typeof backupStorage>;
  }
}
