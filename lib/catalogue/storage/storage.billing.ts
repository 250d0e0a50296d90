/** What storage bills: LUNs by the GiB, mass storage by the TiB; a mirror bills its copy and a licence by the TiB. */
import { type Billing, defineBilling } from '../../core/billing';
import { wholeTib } from '../../core/units';
import { services, skuIn } from '../facts/skus';
import { storageClass } from '../facts/storage-classes';

function lun(className: string, zone: string, sizeGib: number) {
  const { sku, order_unit_gib } = storageClass(className);
  const byTheGib = order_unit_gib === 1;
  return {
    sku: skuIn(zone, sku),
    description: `Block storage ${className}`,
    unit: byTheGib ? '1 GiB' : '1 TiB',
    quantity: byTheGib ? sizeGib : wholeTib(sizeGib),
    zone,
  };
}

const luns = defineBilling({
  on: 'datastore',
  reads: ['availability_zone', 'storage_class', 'size_gib'],
  lines: ({ self }) => [lun(self.storage_class, self.availability_zone, self.size_gib)],
});

const mirrors = defineBilling({
  on: 'global_mirror_lun',
  reads: ['secondary_availability_zone', 'secondary_storage_class', 'secondary_size_gib'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['storage_class', 'size_gib'] } },
  lines: ({ self, primary }) => {
    const zone = self.secondary_availability_zone;
    return [
      lun(self.secondary_storage_class ?? primary.storage_class, zone, self.secondary_size_gib ?? primary.size_gib),
      { ...services.globalMirror, sku: skuIn(zone, services.globalMirror.sku), quantity: wholeTib(primary.size_gib), zone },
    ];
  },
});

export const storageBilling: readonly Billing[] = [luns, mirrors];
