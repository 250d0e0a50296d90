/** Rules about what can be mirrored, and where to. */
import { defineChangeRule, defineRule, type Rule } from '../../core/rule';
import { DATASTORE, datastore } from '../facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId } from '../facts/example-replication';
import { offer } from '../facts/offer';
import { areZones, regionIn } from '../facts/regions';
import { storageClass, storageClasses } from '../facts/storage-classes';
import { zoneRule } from '../zone-rule';

const asynchronous = { seed: '000', heading: 'Asynchronous Replication' };
const block = { seed: '000', heading: 'Block Storage' };
const mirrorable = storageClasses.filter((each) => each.mirrorable).map((each) => each.name);
const lun = (values = {}) => datastore({ cpool_ids: [], ...values });

const classIsMirrorable = defineRule({
  code: 'REPLICATION-001',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'The class of the LUN can be mirrored',
  why: 'Only the storage classes of 500, 1,500 and 3,000 IOPS per TB are compatible with Global Mirror.',
  reads: [],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['storage_class'] } },
  check: ({ primary }) =>
    storageClass(primary.storage_class).mirrorable
      ? undefined
      : {
          at: 'datastore_id',
          message: `${primary.id} is ${primary.storage_class}, which cannot be mirrored; ${mirrorable.join(', ')} can`,
          fix: `use a datastore of class ${mirrorable.join(', ')}, or protect its VMs by vm_replication or in the application`,
        },
  source: asynchronous,
  examples: [
    { says: 'premium', estate: [lun({ storage_class: 'premium' }), mirror()], fires: [] },
    { says: 'enterprise', estate: [lun({ storage_class: 'enterprise' }), mirror()], fires: [MIRROR] },
    { says: 'essential', estate: [lun({ storage_class: 'essential' }), mirror()], fires: [] },
    { says: 'mass', estate: [lun({ storage_class: 'mass' }), mirror()], fires: [MIRROR] },
  ],
});

const anotherZoneOfTheRegion = defineRule({
  code: 'REPLICATION-002',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'The copy lies in another zone of the same region',
  why: 'LUNs are replicated between two availability zones of one region.',
  reads: ['secondary_availability_zone'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['availability_zone'] } },
  check: ({ self, primary }, { world }) => {
    const [from, to] = [primary.availability_zone, self.secondary_availability_zone];
    const at = 'secondary_availability_zone';
    if (from === to) {
      if (!areZones(world, to)) return undefined;
      return { at, message: `the primary lies in ${from} too; losing that zone would take both`, fix: 'name another zone of the region' };
    }
    const [home, away] = [regionIn(from, world), regionIn(to, world)];
    if (home === undefined || away === undefined) return { undecided: `the region of ${home === undefined ? from : to} (--world or --platform)` };
    return home === away
      ? undefined
      : { at, message: `${to} is in region ${away}, the primary in ${home}; a mirror stays in one region`, fix: `name another zone of ${home}` };
  },
  source: asynchronous,
  examples: [
    { says: 'another zone', estate: [lun(), mirror()], fires: [] },
    { says: 'the same zone', estate: [lun(), mirror({ secondary_availability_zone: 'par7s' })], fires: [MIRROR] },
    { says: 'the third zone', estate: [lun(), mirror({ secondary_availability_zone: 'az07' })], fires: [] },
    { says: 'another region', estate: [lun(), mirror({ secondary_availability_zone: 'fr2-a' })], fires: [MIRROR] },
  ],
});

const sameClass = defineRule({
  code: 'REPLICATION-003',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'Both sides have one performance',
  why: 'With storage replication the performance must be identical in both availability zones.',
  reads: ['secondary_storage_class'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['storage_class'] } },
  check: ({ self, primary }) =>
    self.secondary_storage_class === null || self.secondary_storage_class === primary.storage_class
      ? undefined
      : {
          at: 'secondary_storage_class',
          message: `secondary_storage_class is ${self.secondary_storage_class}; the primary is ${primary.storage_class}`,
          fix: 'leave secondary_storage_class out: it then follows the primary',
        },
  source: block,
  examples: [
    { says: 'unset', estate: [lun(), mirror()], fires: [] },
    { says: 'another', estate: [lun(), mirror({ secondary_storage_class: 'premium' })], fires: [MIRROR] },
    { says: 'the same', estate: [lun(), mirror({ secondary_storage_class: 'standard' })], fires: [] },
  ],
});

const sameSize = defineRule({
  code: 'REPLICATION-004',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'Both sides have one size',
  why: 'The remote site must have exactly the same space as the local site.',
  reads: ['secondary_size_gib'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['size_gib'] } },
  check: ({ self, primary }) =>
    self.secondary_size_gib === null || self.secondary_size_gib === primary.size_gib
      ? undefined
      : {
          at: 'secondary_size_gib',
          message: `secondary_size_gib is ${self.secondary_size_gib}; the primary has ${primary.size_gib} GiB`,
          fix: 'leave secondary_size_gib out: it then follows the primary, and both sides grow in one command',
        },
  source: asynchronous,
  examples: [
    { says: 'the same', estate: [lun(), mirror({ secondary_size_gib: 1024 })], fires: [] },
    { says: 'one GiB more', estate: [lun(), mirror({ secondary_size_gib: 1025 })], fires: [MIRROR] },
    { says: 'unset', estate: [lun(), mirror()], fires: [] },
    { says: 'one GiB less', estate: [lun(), mirror({ secondary_size_gib: 1023 })], fires: [MIRROR] },
  ],
});

const metroIsGone = defineRule({
  code: 'REPLICATION-005',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'Metro Mirror is not sold any more',
  why: `The synchronous mode is no longer commercially available since ${offer.global_mirror.metro_sold_until}.`,
  reads: ['mode'],
  check: ({ self }) =>
    self.mode === 'global'
      ? undefined
      : {
          at: 'mode',
          message: `mode is metro, which is not sold since ${offer.global_mirror.metro_sold_until}`,
          fix: 'mode = "global", or replicate synchronously in the application',
        },
  source: { seed: '000', heading: 'Principles' },
  examples: [
    { says: 'global', estate: [lun(), mirror({ mode: 'global' })], fires: [] },
    { says: 'metro', estate: [lun(), mirror({ mode: 'metro' })], fires: [MIRROR] },
  ],
});

const oneRelationship = defineRule({
  code: 'REPLICATION-016',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'A LUN has one mirror',
  why: 'A volume takes part in one relationship only.',
  reads: ['datastore_id'],
  gathers: { mirrors: { of: 'global_mirror_lun', via: 'datastore_id', equals: 'datastore_id', reads: [] } },
  check: ({ self, mirrors }) => {
    const others = mirrors.filter((each) => each.id !== self.id).map((each) => each.id);
    if (others.length === 0 || others.some((id) => id > self.id)) return undefined;
    return {
      at: 'datastore_id',
      message: `${self.datastore_id} is mirrored by ${others.sort().join(', ')} already`,
      fix: 'keep one of them, or mirror another datastore',
    };
  },
  source: asynchronous,
  examples: [
    { says: 'two LUNs', estate: [lun(), lun({ name: 'ds2' }), mirror(), mirror({ name: 'gm2', datastore_id: datastoreId('ds2') })], fires: [] },
    { says: 'one LUN twice', estate: [lun(), mirror(), mirror({ name: 'gm2', datastore_id: DATASTORE })], fires: [mirrorId('gm2')] },
    {
      says: 'one LUN three times is said once',
      estate: [lun(), mirror({ name: 'gm3' }), mirror(), mirror({ name: 'gm2' })],
      fires: [mirrorId('gm3')],
    },
    { says: 'one mirror', estate: [lun(), mirror()], fires: [] },
  ],
});

const copyNeverShrinks = defineChangeRule({
  code: 'STORAGE-009',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'A size never shrinks',
  why: 'The copy of a LUN grows in place as the LUN does; neither gives space back.',
  reads: ['secondary_size_gib'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['size_gib'] } },
  check: ({ self, prior }) => {
    const was = prior.self.secondary_size_gib ?? prior.primary.size_gib;
    return self.secondary_size_gib === null || self.secondary_size_gib >= was
      ? undefined
      : {
          at: 'secondary_size_gib',
          message: `secondary_size_gib goes from ${was} to ${self.secondary_size_gib}; it never shrinks`,
          fix: `keep ${was}, or leave secondary_size_gib out: it then follows the primary`,
        };
  },
  source: block,
  examples: [
    {
      says: 'one GiB less',
      prior: [lun(), mirror({ secondary_size_gib: 1024 })],
      estate: [lun(), mirror({ secondary_size_gib: 1023 })],
      fires: [MIRROR],
    },
    {
      says: 'the same, said',
      prior: [lun(), mirror()],
      estate: [lun(), mirror({ secondary_size_gib: 1024 })],
      fires: [],
    },
    {
      says: 'less than the primary that it followed',
      prior: [lun(), mirror()],
      estate: [lun(), mirror({ secondary_size_gib: 1023 })],
      fires: [MIRROR],
    },
    {
      says: 'one GiB more on both sides',
      prior: [lun(), mirror({ secondary_size_gib: 1024 })],
      estate: [lun({ size_gib: 1025 }), mirror({ secondary_size_gib: 1025 })],
      fires: [],
    },
  ],
});

const itsZone = zoneRule('global_mirror_lun', 'secondary_availability_zone', { id: MIRROR, sample: mirror });

export const mirrorRules: readonly Rule[] = [
  classIsMirrorable,
  anotherZoneOfTheRegion,
  sameClass,
  sameSize,
  metroIsGone,
  oneRelationship,
  copyNeverShrinks,
  itsZone,
];
