/** Rules about the room that copies of VMs need: space on the target datastore, memory and networks on the target Cpool. */
import { defineRemedy, soFar } from '../../core/remedy';
import { defineRule, type Rule } from '../../core/rule';
import { GIB_PER_TIB, wholeTib } from '../../core/units';
import { growStandby, neededCpool } from '../facts/cpool-size';
import { growDatastore, neededDatastore } from '../facts/datastore-size';
import { diskReads, disksGib, swapGib, swapReads } from '../facts/datastore-usage';
import { cpool, datastore, disk, policy, vm } from '../facts/example-estates';
import { REPLICATION, replication, STANDBY, standby, TARGET, target } from '../facts/example-replication';
import { standbyCpool, standbyOutcome } from '../facts/standby';
import { connectedVm, networksOutcome } from '../facts/standby-networks';
import { LUN_MAX_GIB } from '../facts/storage-classes';

const asynchronous = { seed: '000', heading: 'Asynchronous replication of your virtual machines in a VMware environment' };
const base = [cpool(), standby(), datastore(), target(), policy()];

const standbyHoldsEverything = defineRule({
  code: 'REPLICATION-008',
  class: 'promise',
  on: 'vm_replication',
  title: 'The standby Cpool holds all that it would have to start',
  why: 'Business recovery requires having reserved compute and memory on the standby site; accept_degraded says that less will do.',
  reads: ['accept_degraded'],
  follows: { standby: { ...standbyCpool, via: 'target_cpool_id' } },
  check: ({ self, standby: away }, context) => standbyOutcome(away, { at: 'target_cpool_id', accept_degraded: self.accept_degraded }, context),
  remedy: defineRemedy({
    on: 'vm_replication',
    reads: [],
    follows: { standby: { ...neededCpool, via: 'target_cpool_id' } },
    fix: ({ standby: away }) => growStandby(away),
  }),
  source: asynchronous,
  examples: [
    { says: '256 GiB for 256', estate: [...base, vm('a', { memory_gib: 256 }), replication()], fires: [] },
    { says: '257 GiB for 256', estate: [...base, vm('a', { memory_gib: 257 }), replication()], fires: [REPLICATION] },
    {
      says: '257 GiB for 256, accepted',
      estate: [...base, vm('a', { memory_gib: 257 }), replication({ accept_degraded: true })],
      fires: [{ resource: REPLICATION, severity: 'warning' }],
    },
    { says: '257 GiB, paused', estate: [...base, vm('a', { memory_gib: 257 }), replication({ paused: true })], fires: [] },
    {
      says: 'two VMs of 128 GiB and one of its own',
      estate: [
        ...base,
        vm('a', { memory_gib: 128 }),
        vm('b', { memory_gib: 128 }),
        vm('own', { cpool_id: STANDBY, memory_gib: 1, disks: [disk({ datastore_id: TARGET })] }),
        replication(),
        replication({ name: 'rb', virtual_machine_id: 'tenants/main/virtual-machines/b' }),
      ],
      fires: [REPLICATION, 'tenants/main/vm-replications/rb'],
    },
  ],
});

const own = (size_gib: number, values = {}) =>
  vm('own', { cpool_id: STANDBY, memory_gib: 8, disks: [disk({ size_gib, datastore_id: TARGET })], ...values });
const copied = (size_gib: number, values = {}) => vm('a', { disks: [disk({ size_gib, ...values })] });

const copiesFit = defineRule({
  code: 'REPLICATION-023',
  class: 'refused',
  on: 'vm_replication',
  title: 'The target datastore holds the copies',
  why: 'It is necessary to have the same storage space on the passive site as on the active site.',
  reads: [],
  follows: {
    target: {
      of: 'datastore',
      via: 'target_datastore_id',
      reads: ['size_gib', 'storage_class'],
      gathers: {
        disks: { of: 'virtual_machine', via: 'disks[].datastore_id', equals: 'id', reads: diskReads, byElement: true },
        sleepers: { of: 'virtual_machine', via: 'disks[].datastore_id', equals: 'id', reads: swapReads },
        replications: {
          of: 'vm_replication',
          via: 'target_datastore_id',
          equals: 'id',
          reads: [],
          follows: { vm: { of: 'virtual_machine', via: 'virtual_machine_id', reads: ['disks[].size_gib'] } },
        },
      },
    },
  },
  check: ({ target: store }, { partial }) => {
    const copies = new Map(store.replications.map(({ vm: { id, disks } }) => [id, disks.reduce((sum, each) => sum + each.size_gib, 0)]));
    const copiedGib = [...copies.values()].reduce((sum, gib) => sum + gib, 0);
    const ownGib = disksGib(store.id, 'thick', store.disks) + swapGib(store.id, store.sleepers);
    const need = copiedGib + ownGib;
    if (need <= store.size_gib) return undefined;
    const size = store.storage_class === 'mass' ? wholeTib(need) * GIB_PER_TIB : need;
    return {
      at: 'target_datastore_id',
      message: `${store.id} has ${store.size_gib} GiB; copies of ${copies.size} VMs take ${copiedGib} GiB and its own disks and swap files ${ownGib}: ${partial ? 'at least ' : ''}${need} GiB`,
      fix: soFar(
        size <= LUN_MAX_GIB ? `size_gib = ${size} on ${store.id}` : `spread the copies over several datastores: one holds ${LUN_MAX_GIB} GiB at most`,
        { partial },
      ),
    };
  },
  remedy: defineRemedy({
    on: 'vm_replication',
    reads: [],
    follows: { target: { ...neededDatastore, via: 'target_datastore_id' } },
    fix: ({ target: store }, { edition }) => growDatastore(store, edition, ` on ${store.id}`),
  }),
  source: asynchronous,
  examples: [
    { says: '1,024 GiB of copies on 1,024', estate: [...base, copied(1024), replication()], fires: [] },
    { says: '1,025 on 1,024', estate: [...base, copied(1025), replication()], fires: [REPLICATION] },
    { says: 'beside 100 GiB of its own', estate: [...base, own(92), copied(924), replication()], fires: [] },
    { says: 'one GiB more', estate: [...base, own(92), copied(925), replication()], fires: [REPLICATION] },
    { says: 'thin disks count in full, when copied', estate: [...base, copied(1025, { provisioning: 'thin' }), replication()], fires: [REPLICATION] },
    {
      says: 'its own thin disks do not',
      estate: [...base, own(92, { disks: [disk({ size_gib: 92, datastore_id: TARGET, provisioning: 'thin' })] }), copied(1016), replication()],
      fires: [],
    },
    { says: 'a paused one keeps its copy', estate: [...base, copied(1025), replication({ paused: true })], fires: [REPLICATION] },
  ],
});

const network = (name: string, availability_zones: readonly string[]) => ({ type: 'network', values: { name, availability_zones } });
const wired = (values = {}) => vm('a', { network_interfaces: [{ name: 'lan', network_id: 'tenants/main/networks/lan' }], ...values });

const networksExistThere = defineRule({
  code: 'REPLICATION-026',
  class: 'promise',
  on: 'vm_replication',
  title: 'A protected VM finds its networks in the standby zone',
  why: 'VLANs can be shared between zones: a VM that starts where one of its networks is missing is not reached.',
  reads: ['paused'],
  follows: {
    vm: { ...connectedVm, via: 'virtual_machine_id' },
    target: { of: 'cpool', via: 'target_cpool_id', reads: ['availability_zone'] },
  },
  check: ({ self, vm: replicated, target: away }, context) =>
    self.paused ? undefined : networksOutcome([replicated], { at: 'target_cpool_id', zone: away.availability_zone }, context),
  source: { seed: '000', heading: 'Layer 2 VLANs' },
  examples: [
    { says: 'in both zones', estate: [...base, network('lan', ['par7s', 'th3s']), wired(), replication()], fires: [] },
    { says: 'in the primary zone only', estate: [...base, network('lan', ['par7s']), wired(), replication()], fires: [REPLICATION] },
    { says: 'a VM that does not run', estate: [...base, network('lan', ['par7s']), wired({ power_state: 'off' }), replication()], fires: [] },
  ],
});

export const vmReplicationTargetRules: readonly Rule[] = [standbyHoldsEverything, copiesFit, networksExistThere];
