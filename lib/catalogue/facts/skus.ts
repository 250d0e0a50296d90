/** What the offer sells beside blades and storage classes (seed 000). `(region)` is filled in with the zone's region. */
import { bladeClasses } from './blades';
import { regionOf } from './regions';
import { storageClasses } from './storage-classes';

export interface Sku {
  readonly sku: string;
  readonly description: string;
  readonly unit: string;
}

export const services = {
  backupStorage: { sku: 'csp:(region):iaas:storage:bloc:backup:v1', description: 'Backup storage', unit: '1 TiB' },
  globalMirror: { sku: 'csp:(region):iaas:storage:licence:globalmirror:v1', description: 'Global Mirror licence', unit: '1 TiB' },
  vmReplication: { sku: 'csp:(region):iaas:vmware:licence:replication:v1', description: 'Asynchronous VM replication', unit: '1 VM' },
  vmBackup: { sku: 'csp:(region):iaas:backup:vm:v1', description: 'Backup service', unit: '1 VM' },
  vmEncryption: { sku: 'csp:(region):iaas:vmware:encryption:hsm:v1', description: 'VM encryption via HSM/KMS', unit: '1 VM' },
} as const satisfies Record<string, Sku>;

export const skus: readonly Sku[] = [
  ...bladeClasses.map((blade) => ({ sku: blade.sku, description: `Blade ${blade.name}`, unit: '1 blade' })),
  ...storageClasses.map((each) => ({
    sku: each.sku,
    description: `Block storage ${each.name}`,
    unit: each.order_unit_gib === 1 ? '1 GiB' : '1 TiB',
  })),
  ...Object.values(services),
];

/** A SKU as sold in a zone; null where the zone is not in the facts. */
export function skuIn(zone: string, sku: string): string | null {
  const region = regionOf(zone);
  return region === undefined ? null : sku.replace('(region)', region);
}
