/** What protection bills: backup storage by the TiB, replication by the VM. */
import { type Billing, defineBilling } from '../../core/billing';
import { services, skuIn } from '../facts/skus';

const quota = defineBilling({
  on: 'backup_storage',
  reads: ['availability_zone', 'size_tib'],
  lines: ({ self }) => [
    {
      ...services.backupStorage,
      sku: skuIn(self.availability_zone, services.backupStorage.sku),
      quantity: self.size_tib,
      zone: self.availability_zone,
    },
  ],
});

const replications = defineBilling({
  on: 'vm_replication',
  reads: [],
  follows: { target: { of: 'cpool', via: 'target_cpool_id', reads: ['availability_zone'] } },
  lines: ({ target }) => [
    { ...services.vmReplication, sku: skuIn(target.availability_zone, services.vmReplication.sku), quantity: 1, zone: target.availability_zone },
  ],
});

export const protectionBilling: readonly Billing[] = [quota, replications];
