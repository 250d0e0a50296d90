/** Rules about the stock of LUNs in a zone. A platform hands out the stock itself; these judge a configuration against a world. */
import { defineRule, type Rule } from '../../core/rule';
import { usableGib, type World } from '../../core/world';
import { datastore } from '../facts/example-estates';
import { storageClass } from '../facts/storage-classes';

/** Usable GiB of the arrays of a zone that hold a class. */
const usable = (world: World, zone: string, className: string): number[] =>
  (world.zones[zone]?.arrays ?? []).filter((array) => array.media === storageClass(className).media).map(usableGib);

const lunFits = defineRule({
  code: 'CAPACITY-002',
  class: 'refused',
  on: 'datastore',
  title: "The LUN fits in the zone's arrays",
  why: 'A reserved GiB is a real GiB, and a LUN is not split over arrays.',
  reads: ['availability_zone', 'storage_class', 'size_gib'],
  gathers: { neighbours: { of: 'datastore', via: 'availability_zone', equals: 'availability_zone', reads: ['storage_class', 'size_gib'] } },
  needs: ['world'],
  platformDecides: true,
  retryable: true,
  check: ({ self, neighbours }, { world }) => {
    if (!world?.zones[self.availability_zone]) return undefined;
    const arrays = usable(world, self.availability_zone, self.storage_class);
    const total = arrays.reduce((sum, gib) => sum + gib, 0);
    const largest = Math.max(0, ...arrays);
    const { media } = storageClass(self.storage_class);
    const earlier = neighbours
      .filter((each) => each.id < self.id && storageClass(each.storage_class).media === media)
      .reduce((sum, each) => sum + each.size_gib, 0);
    if (self.size_gib <= largest && earlier + self.size_gib <= total) return undefined;
    const left = Math.max(0, Math.min(largest, total - earlier));
    return {
      at: 'size_gib',
      message: `size_gib is ${self.size_gib}; the ${media} arrays of ${self.availability_zone} have ${left} GiB left for one LUN`,
      fix: left >= 500 ? `size_gib = ${left} at most, or another zone` : 'use another zone, or ask support for more arrays',
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

export const capacityRules: readonly Rule[] = [lunFits];
