/** Rules about what a datastore is and where it is mounted. */
import { defineChangeRule, defineRule, type Rule } from '../../core/rule';
import { GIB_PER_TIB, wholeTib } from '../../core/units';
import { cpool, DATASTORE, datastore } from '../facts/example-estates';
import { areZones } from '../facts/regions';
import { zoneRule } from '../zone-rule';

const block = { seed: '000', heading: 'Block Storage' };

const massByTheTib = defineRule({
  code: 'STORAGE-002',
  class: 'refused',
  on: 'datastore',
  title: 'Mass storage is sold by the TiB',
  why: 'Mass storage is ordered in whole TiB, so its size is a multiple of 1,024 GiB.',
  reads: ['storage_class', 'size_gib'],
  check: ({ self }) => {
    if (self.storage_class !== 'mass' || self.size_gib % GIB_PER_TIB === 0) return undefined;
    const above = wholeTib(self.size_gib) * GIB_PER_TIB;
    return {
      at: 'size_gib',
      message: `size_gib is ${self.size_gib}; mass storage comes in multiples of ${GIB_PER_TIB} GiB`,
      fix: `size_gib = ${above}`,
    };
  },
  source: block,
  examples: [
    { says: 'one TiB', estate: [datastore({ storage_class: 'mass', size_gib: 1024, cpool_ids: [] })], fires: [] },
    { says: 'one GiB more than a TiB', estate: [datastore({ storage_class: 'mass', size_gib: 1025, cpool_ids: [] })], fires: [DATASTORE] },
    { says: 'two TiB', estate: [datastore({ storage_class: 'mass', size_gib: 2048, cpool_ids: [] })], fires: [] },
    { says: 'one GiB less than two TiB', estate: [datastore({ storage_class: 'mass', size_gib: 2047, cpool_ids: [] })], fires: [DATASTORE] },
    { says: 'flash comes by the GiB', estate: [datastore({ storage_class: 'essential', size_gib: 1025, cpool_ids: [] })], fires: [] },
  ],
});

const mountedInItsZone = defineRule({
  code: 'STORAGE-005',
  class: 'refused',
  on: 'datastore',
  title: 'A datastore is mounted in its own zone',
  why: 'Hypervisors reach the arrays of their own zone; a LUN of another zone is not presented to them.',
  reads: ['availability_zone'],
  followsEach: { cpools: { of: 'cpool', via: 'cpool_ids', reads: ['availability_zone'] } },
  check: ({ self, cpools }, { world }) => {
    const here = self.availability_zone;
    const elsewhere = cpools.filter((each) => each.availability_zone !== here && areZones(world, here, each.availability_zone));
    return elsewhere.length === 0
      ? undefined
      : {
          at: 'cpool_ids',
          message: `the LUN is in ${self.availability_zone}; ${elsewhere.map((each) => `${each.id} is in ${each.availability_zone}`).join(', ')}`,
          fix: `mount it on Cpools of ${self.availability_zone}, or create a datastore in the other zone`,
        };
  },
  source: { seed: '000', heading: "Definition of a compute blade cluster ('Cpool')" },
  examples: [
    { says: 'one zone', estate: [cpool(), datastore()], fires: [] },
    { says: 'two zones', estate: [cpool({ availability_zone: 'th3s' }), datastore()], fires: [DATASTORE] },
    { says: 'mounted nowhere', estate: [datastore({ cpool_ids: [] })], fires: [] },
  ],
});

const neverShrinks = defineChangeRule({
  code: 'STORAGE-009',
  class: 'refused',
  on: 'datastore',
  title: 'A size never shrinks',
  why: 'A LUN and the file system on it grow in place; neither gives space back.',
  reads: ['size_gib'],
  check: ({ self, prior }) =>
    self.size_gib < prior.self.size_gib
      ? {
          at: 'size_gib',
          message: `size_gib goes from ${prior.self.size_gib} to ${self.size_gib}; it never shrinks`,
          fix: `keep ${prior.self.size_gib}, or create a smaller datastore and move the disks`,
        }
      : undefined,
  source: { seed: '000', heading: 'Block Storage' },
  examples: [
    {
      says: 'one GiB less',
      prior: [datastore({ size_gib: 1024, cpool_ids: [] })],
      estate: [datastore({ size_gib: 1023, cpool_ids: [] })],
      fires: [DATASTORE],
    },
    { says: 'the same', prior: [datastore({ size_gib: 1024, cpool_ids: [] })], estate: [datastore({ size_gib: 1024, cpool_ids: [] })], fires: [] },
    {
      says: 'one GiB more',
      prior: [datastore({ size_gib: 1024, cpool_ids: [] })],
      estate: [datastore({ size_gib: 1025, cpool_ids: [] })],
      fires: [],
    },
  ],
});

const itsZone = zoneRule('datastore', 'availability_zone', { id: DATASTORE, sample: (values) => datastore({ cpool_ids: [], ...values }) });

export const datastoreRules: readonly Rule[] = [itsZone, massByTheTib, mountedInItsZone, neverShrinks];
