/** What a datastore needs of the space and the IOPS that it gives. */
import { defineSizing, type Sizing } from '../../core/sizing';
import {
  loadOfDatastore,
  MIRRORED_PERCENT,
  type NeededDatastore,
  neededDatastore,
  smallestClass,
  smallestDatastore,
  USABLE_PERCENT,
} from '../facts/datastore-size';
import { iopsLimit } from '../facts/storage-classes';

const datastores = defineSizing({
  on: 'datastore',
  reads: neededDatastore.reads,
  gathers: neededDatastore.gathers,
  size: ({ self, ...neighbours }, { edition }) => {
    const store: NeededDatastore = { ...self, ...neighbours };
    const load = loadOfDatastore(store);
    const taken = load.thick + load.swap;
    const limit = iopsLimit(self.storage_class, self.size_gib, edition);
    const peak = limit === null ? null : load.mirrored ? Math.floor((limit * MIRRORED_PERCENT) / 100) : limit;
    const size_gib = smallestDatastore(self.storage_class, load, edition);
    const storage_class = smallestClass(self.size_gib, load, edition);
    return {
      measures: [
        { what: 'space', unit: 'GiB', needed: taken, given: self.size_gib },
        ...(load.thin > 0 ? [{ what: 'space, thin disks fully grown', unit: 'GiB', needed: taken + load.thin, given: self.size_gib }] : []),
        ...(load.copies > 0 ? [{ what: 'space, with copies', unit: 'GiB', needed: taken + load.copies, given: self.size_gib }] : []),
        ...(limit === null ? [] : [{ what: 'reserved IOPS', unit: 'IOPS', needed: load.reserved_iops, given: limit }]),
        ...(peak === null ? [] : [{ what: 'peak IOPS', unit: 'IOPS', needed: load.peak_iops, given: peak }]),
      ],
      smallest: [
        ...(size_gib === undefined ? [] : [{ storage_class: self.storage_class, size_gib }]),
        ...(storage_class === undefined || storage_class === self.storage_class ? [] : [{ storage_class, size_gib: self.size_gib }]),
      ],
      notes:
        taken <= self.size_gib && taken * 100 > self.size_gib * USABLE_PERCENT ? [`less than ${100 - USABLE_PERCENT} % is left for snapshots`] : [],
    };
  },
});

export const storageSizing: readonly Sizing[] = [datastores];
