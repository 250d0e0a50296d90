/** What compute bills: blades, activated memory, and the backup service and encryption of each VM. */
import { type Billing, defineBilling } from '../../core/billing';
import { services, skuIn } from '../facts/skus';

const blades = defineBilling({
  on: 'cpool',
  reads: ['availability_zone', 'blade_class', 'host_count', 'memory_gib', 'sku'],
  lines: ({ self }) => [
    { sku: self.sku, description: `Blade ${self.blade_class}`, unit: '1 blade', quantity: self.host_count, zone: self.availability_zone },
    { sku: null, description: `Activated memory on ${self.blade_class}`, unit: '1 GiB', quantity: self.memory_gib, zone: self.availability_zone },
  ],
});

const backedUp = defineBilling({
  on: 'virtual_machine',
  reads: ['backup_policy_ids'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] } },
  lines: ({ self, cpool }) => [
    {
      ...services.vmBackup,
      sku: skuIn(cpool.availability_zone, services.vmBackup.sku),
      quantity: (self.backup_policy_ids ?? []).length > 0 ? 1 : 0,
      zone: cpool.availability_zone,
    },
  ],
});

const encrypted = defineBilling({
  on: 'virtual_machine',
  reads: [],
  follows: {
    cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] },
    provider: { of: 'key_provider', via: 'key_provider_id', reads: ['kind'], nullable: true },
  },
  lines: ({ cpool, provider }) => [
    {
      ...services.vmEncryption,
      sku: skuIn(cpool.availability_zone, services.vmEncryption.sku),
      quantity: provider?.kind === 'hsm' ? 1 : 0,
      zone: cpool.availability_zone,
    },
  ],
});

export const computeBilling: readonly Billing[] = [blades, backedUp, encrypted];
