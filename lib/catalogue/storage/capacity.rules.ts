/** Rules about the stock of LUNs in a zone. A platform hands out the stock itself; these judge a configuration against a world. */
import { defineRule, type Rule } from '../../core/rule';
import { copySize, inItsZone, inTheZoneOfTheCopy, shortage } from '../facts/array-stock';
import { datastore } from '../facts/example-estates';
import { datastoreId, mirror, mirrorId } from '../facts/example-replication';
import { LUN_MIN_GIB, storageClass } from '../facts/storage-classes';

const lunFits = defineRule({
  code: 'CAPACITY-002',
  class: 'refused',
  on: 'datastore',
  title: "The LUN fits in the zone's arrays",
  why: 'A reserved GiB is a real GiB, and a LUN is not split over arrays.',
  reads: ['availability_zone', 'storage_class', 'size_gib'],
  gathers: inItsZone,
  needs: ['world'],
  platformDecides: true,
  retryable: true,
  check: ({ self, ...claimants }, { world }) => {
    const { media } = storageClass(self.storage_class);
    const left = shortage({ id: self.id, gib: self.size_gib, media }, claimants, { world, zone: self.availability_zone });
    return left === undefined
      ? undefined
      : {
          at: 'size_gib',
          message: `size_gib is ${self.size_gib}; the ${media} arrays of ${self.availability_zone} have ${left} GiB left for one LUN`,
          fix: left >= LUN_MIN_GIB ? `size_gib = ${left} at most, or another zone` : 'use another zone, or ask support for more arrays',
        };
  },
  source: { seed: '000', heading: 'Block Storage' },
  examples: [
    { says: 'the largest LUN there is', estate: [datastore({ size_gib: 65_536, cpool_ids: [] })], fires: [] },
    {
      says: 'nine of 64 TiB are more than two flash arrays hold',
      estate: Array.from({ length: 9 }, (_, i) => datastore({ name: `ds${i + 1}`, size_gib: 65_536, cpool_ids: [] })),
      fires: ['tenants/main/datastores/ds9'],
    },
    {
      says: 'eight are not',
      estate: Array.from({ length: 8 }, (_, i) => datastore({ name: `ds${i + 1}`, size_gib: 65_536, cpool_ids: [] })),
      fires: [],
    },
    { says: 'one is', estate: [datastore({ size_gib: 500, cpool_ids: [] })], fires: [] },
  ],
});

/** 64 TiB LUNs in par7s, each mirrored to th3s. */
const mirrored = (count: number) =>
  Array.from({ length: count }, (_, i) => i + 1).flatMap((i) => [
    datastore({ name: `ds${i}`, size_gib: 65_536, cpool_ids: [] }),
    mirror({ name: `gm${i}`, datastore_id: datastoreId(`ds${i}`) }),
  ]);
const there = (name: string, size_gib: number) => datastore({ name, availability_zone: 'th3s', size_gib, cpool_ids: [] });

const copyFits = defineRule({
  code: 'CAPACITY-002',
  class: 'refused',
  on: 'global_mirror_lun',
  title: "The copy of the LUN fits in the other zone's arrays",
  why: 'The technology doubles the disk space: the remote site must have exactly the same space as the local site, on one array.',
  reads: ['secondary_availability_zone', 'secondary_storage_class', 'secondary_size_gib'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['storage_class', 'size_gib'] } },
  gathers: inTheZoneOfTheCopy,
  needs: ['world'],
  platformDecides: true,
  retryable: true,
  check: ({ self, primary, ...claimants }, { world }) => {
    const zone = self.secondary_availability_zone;
    const { gib, media } = copySize(self, primary);
    const left = shortage({ id: self.id, gib, media }, claimants, { world, zone });
    return left === undefined
      ? undefined
      : {
          at: 'secondary_availability_zone',
          message: `the copy takes ${gib} GiB; the ${media} arrays of ${zone} have ${left} GiB left for one LUN`,
          fix: 'name another zone of the region, or ask support for more arrays',
        };
  },
  source: { seed: '000', heading: 'Asynchronous Replication' },
  examples: [
    { says: 'eight copies of 64 TiB', estate: mirrored(8), fires: [] },
    { says: 'eight copies, and a LUN of 500 GiB of their zone', estate: [...mirrored(8), there('own', 500)], fires: [] },
    { says: 'eight copies, and a LUN of 64 TiB of their zone', estate: [...mirrored(8), there('own', 65_536)], fires: [mirrorId('gm8')] },
    {
      says: 'eight copies here, and a LUN of 64 TiB of the third zone',
      estate: [...mirrored(8), datastore({ name: 'own', availability_zone: 'az07', size_gib: 65_536, cpool_ids: [] })],
      fires: [],
    },
  ],
});

export const capacityRules: readonly Rule[] = [lunFits, copyFits];
