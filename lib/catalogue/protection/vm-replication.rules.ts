/** Rules about replicated VMs: where the copy lies, and whether it can be kept up. */
import { defineRule, type Rule } from '../../core/rule';
import { compare, floorOf } from '../../core/units';
import { linkMbitPerS } from '../../core/world';
import { cpool, datastore, disk, policy, vm } from '../facts/example-estates';
import { datastoreId, REPLICATION, replication, STANDBY, standby, TARGET, target } from '../facts/example-replication';
import { areZones } from '../facts/regions';
import { storageClass } from '../facts/storage-classes';
import { carriedGibPerDay, writtenGibPerDay } from '../facts/write-rate';

const asynchronous = { seed: '000', heading: 'Asynchronous replication of your virtual machines in a VMware environment' };
const base = [cpool(), standby(), datastore(), target(), policy()];

const noConstantWrites = defineRule({
  code: 'REPLICATION-021',
  class: 'promise',
  on: 'vm_replication',
  title: 'A VM that is always written is not replicated',
  why: 'Replication relies on snapshots; that of a disk with constant writes cannot close without pausing the system for tens of minutes.',
  reads: [],
  follows: { vm: { of: 'virtual_machine', via: 'virtual_machine_id', reads: ['disks[].name', 'disks[].constant_writes'] } },
  check: ({ vm: replicated }) => {
    const disks = replicated.disks.filter((each) => each.constant_writes).map((each) => each.name);
    return disks.length === 0
      ? undefined
      : {
          at: 'virtual_machine_id',
          message: `${replicated.id} has constant_writes on ${disks.join(', ')}: its snapshot cannot close`,
          fix: 'replicate it in the application, or put its disks on a mirrored datastore',
        };
  },
  source: asynchronous,
  examples: [
    { says: 'an ordinary disk', estate: [...base, vm('a'), replication()], fires: [] },
    {
      says: 'a disk with constant writes',
      estate: [...base, vm('a', { disks: [disk({ constant_writes: true })] }), replication()],
      fires: [REPLICATION],
    },
    {
      says: 'the second of two disks, left out of backups',
      estate: [...base, vm('a', { disks: [disk(), disk({ name: 'd1', constant_writes: true, exclude_from_backup: true })] }), replication()],
      fires: [REPLICATION],
    },
  ],
});

const anotherZone = defineRule({
  code: 'REPLICATION-022',
  class: 'refused',
  on: 'vm_replication',
  title: 'The copy of a VM lies in another zone',
  why: 'The mirror machine stands on the standby site for the case that the primary datacenter is lost.',
  reads: [],
  follows: {
    vm: {
      of: 'virtual_machine',
      via: 'virtual_machine_id',
      reads: [],
      follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] } },
    },
    target: { of: 'cpool', via: 'target_cpool_id', reads: ['availability_zone'] },
  },
  check: ({ vm: replicated, target: away }, { world }) =>
    replicated.cpool.availability_zone !== away.availability_zone || !areZones(world, away.availability_zone)
      ? undefined
      : {
          at: 'target_cpool_id',
          message: `${away.id} is in ${away.availability_zone}, where ${replicated.id} runs`,
          fix: 'name a Cpool of another zone',
        },
  source: asynchronous,
  examples: [
    { says: 'another zone', estate: [...base, vm('a'), replication()], fires: [] },
    {
      says: 'the same zone',
      estate: [
        cpool(),
        standby({ availability_zone: 'par7s' }),
        datastore(),
        target({ availability_zone: 'par7s' }),
        policy(),
        vm('a'),
        replication(),
      ],
      fires: [REPLICATION],
    },
    {
      says: 'the third zone',
      estate: [cpool(), standby({ availability_zone: 'az07' }), datastore(), target({ availability_zone: 'az07' }), policy(), vm('a'), replication()],
      fires: [],
    },
  ],
});

const targetIsMounted = defineRule({
  code: 'REPLICATION-024',
  class: 'refused',
  on: 'vm_replication',
  title: 'The target Cpool mounts the target datastore',
  why: 'The copy is started by the hypervisors of the target Cpool, which see only the datastores that it mounts.',
  reads: ['target_cpool_id'],
  follows: { target: { of: 'datastore', via: 'target_datastore_id', reads: ['cpool_ids'] } },
  check: ({ self, target: store }) =>
    (store.cpool_ids ?? []).includes(self.target_cpool_id)
      ? undefined
      : {
          at: 'target_datastore_id',
          message: `${self.target_cpool_id} does not mount ${store.id}`,
          fix: `add ${self.target_cpool_id} to the cpool_ids of ${store.id}, or use a datastore that the Cpool mounts`,
        },
  source: asynchronous,
  examples: [
    { says: 'mounted', estate: [...base, vm('a'), replication()], fires: [] },
    {
      says: 'mounted nowhere',
      estate: [cpool(), standby(), datastore(), target({ cpool_ids: [] }), policy(), vm('a'), replication()],
      fires: [REPLICATION],
    },
    {
      says: 'mounted by another Cpool of the zone',
      estate: [
        cpool(),
        standby(),
        standby({ name: 'dr2' }),
        datastore(),
        target({ cpool_ids: ['tenants/main/cpools/dr2'] }),
        policy(),
        vm('a'),
        replication(),
      ],
      fires: [REPLICATION],
    },
    {
      says: 'mounted by both',
      estate: [
        cpool(),
        standby(),
        standby({ name: 'dr2' }),
        datastore(),
        target({ cpool_ids: ['tenants/main/cpools/dr2', STANDBY] }),
        policy(),
        vm('a'),
        replication(),
      ],
      fires: [],
    },
  ],
});

const disks = (total: number) => [disk({ size_gib: total - 50_000 }), disk({ name: 'd1', size_gib: 50_000 })];
const writing = (gib: number, values = {}) => vm('a', { change_rate_percent_per_day: 100, disks: disks(gib), ...values });

const changesCrossTheLink = defineRule({
  code: 'REPLICATION-025',
  class: 'advice',
  on: 'vm_replication',
  title: 'What changes in an interval crosses the link in that time',
  why: 'A push that lasts longer than the interval delays the next one: the RPO grows with every push.',
  reads: ['interval_hours'],
  follows: {
    vm: {
      of: 'virtual_machine',
      via: 'virtual_machine_id',
      reads: ['disks[].size_gib', 'change_rate_percent_per_day', 'power_state'],
      follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] } },
    },
    target: { of: 'cpool', via: 'target_cpool_id', reads: ['availability_zone'] },
  },
  needs: ['world'],
  check: ({ self, vm: replicated, target: away }, { world }) => {
    const [from, to] = [replicated.cpool.availability_zone, away.availability_zone];
    if (!world || from === to || replicated.power_state === 'off') return undefined;
    const link = linkMbitPerS(world, from, to);
    if (link === undefined) return { undecided: `the link between ${from} and ${to}` };
    const { change_rate_percent_per_day } = replicated;
    // Both sides grow with the interval alike, so a day stands for it.
    const written = writtenGibPerDay(replicated.disks.map(({ size_gib }) => ({ size_gib, change_rate_percent_per_day })));
    const carried = carriedGibPerDay(link, 1);
    if (compare(written, carried) <= 0) return undefined;
    return {
      at: 'interval_hours',
      message: `${floorOf(written)} GiB change in a day; the link between ${from} and ${to} carries ${floorOf(carried)}, so no push ends within ${self.interval_hours} h`,
      fix: 'replicate it in the application, or spread its data over several VMs and zones',
    };
  },
  source: asynchronous,
  examples: [
    { says: '100,582 GiB a day over 10 Gbit/s', estate: [...base, writing(100_582), replication()], fires: [] },
    { says: '100,583', estate: [...base, writing(100_583), replication()], fires: [REPLICATION] },
    { says: '100,583, a day for it', estate: [...base, writing(100_583), replication({ interval_hours: 24 })], fires: [REPLICATION] },
    { says: 'a VM that does not run', estate: [...base, writing(100_583, { power_state: 'off' }), replication()], fires: [] },
  ],
});

const rank = (className: string): number => storageClass(className).iops_per_tb ?? 0;

const classIsKept = defineRule({
  code: 'REPLICATION-027',
  class: 'advice',
  on: 'vm_replication',
  title: 'The copy lies on storage as fast as the VM',
  why: 'After a failover the VM runs on the target datastore: a slower class slows it down when it is needed most.',
  reads: [],
  follows: {
    vm: {
      of: 'virtual_machine',
      via: 'virtual_machine_id',
      reads: [],
      followsEach: { datastores: { of: 'datastore', via: 'disks[].datastore_id', reads: ['storage_class'] } },
    },
    target: { of: 'datastore', via: 'target_datastore_id', reads: ['storage_class'] },
  },
  check: ({ vm: replicated, target: store }) => {
    const [fastest] = replicated.datastores.map((each) => each.storage_class).sort((a, b) => rank(b) - rank(a));
    return fastest === undefined || rank(fastest) <= rank(store.storage_class)
      ? undefined
      : {
          at: 'target_datastore_id',
          message: `${store.id} is ${store.storage_class}; the disks of ${replicated.id} lie on ${fastest}`,
          fix: `use a target datastore of class ${fastest}`,
        };
  },
  source: asynchronous,
  examples: [
    { says: 'the same class', estate: [...base, vm('a'), replication()], fires: [] },
    {
      says: 'one class lower',
      estate: [cpool(), standby(), datastore(), target({ storage_class: 'essential' }), policy(), vm('a'), replication()],
      fires: [REPLICATION],
    },
    {
      says: 'mass is lowest',
      estate: [cpool(), standby(), datastore({ storage_class: 'essential' }), target({ storage_class: 'mass' }), policy(), vm('a'), replication()],
      fires: [REPLICATION],
    },
    {
      says: 'one disk on a faster class',
      estate: [
        ...base,
        datastore({ name: 'fast', storage_class: 'premium' }),
        vm('a', { disks: [disk(), disk({ name: 'd1', datastore_id: datastoreId('fast') })] }),
        replication({ target_datastore_id: TARGET }),
      ],
      fires: [REPLICATION],
    },
  ],
});

export const vmReplicationRules: readonly Rule[] = [noConstantWrites, anotherZone, targetIsMounted, changesCrossTheLink, classIsKept];
