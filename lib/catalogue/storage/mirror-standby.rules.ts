/** Rules about what takes over when the primary of a mirror is lost. */
import { defineRemedy } from '../../core/remedy';
import { defineRule, type Rule } from '../../core/rule';
import { growStandby, neededCpool } from '../facts/cpool-size';
import { cpool, datastore, disk, policy, vm } from '../facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId, STANDBY, standby } from '../facts/example-replication';
import { areZones } from '../facts/regions';
import { standbyCpool, standbyOutcome } from '../facts/standby';
import { connectedVm, networksOutcome } from '../facts/standby-networks';

const asynchronous = { seed: '000', heading: 'Asynchronous Replication' };
const base = [cpool(), standby(), datastore(), policy()];
const named = (values = {}) => mirror({ standby_cpool_id: STANDBY, ...values });

const standbyInTheSecondaryZone = defineRule({
  code: 'REPLICATION-007',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'The standby Cpool stands where the copy lies',
  why: 'The copy is presented to hypervisors of its own zone; those of another zone do not reach it.',
  reads: ['secondary_availability_zone'],
  follows: { standby: { of: 'cpool', via: 'standby_cpool_id', reads: ['availability_zone'] } },
  check: ({ self, standby: away }, { world }) =>
    away.availability_zone === self.secondary_availability_zone || !areZones(world, away.availability_zone, self.secondary_availability_zone)
      ? undefined
      : {
          at: 'standby_cpool_id',
          message: `${away.id} is in ${away.availability_zone}; the copy lies in ${self.secondary_availability_zone}`,
          fix: `name a Cpool of ${self.secondary_availability_zone}`,
        },
  source: asynchronous,
  examples: [
    { says: 'the zone of the copy', estate: [...base, named()], fires: [] },
    { says: 'the third zone', estate: [cpool(), standby({ availability_zone: 'az07' }), datastore(), named()], fires: [MIRROR] },
    { says: 'no standby', estate: [...base, mirror()], fires: [] },
  ],
});

const protectedVm = (name: string, memory_gib: number, values = {}) => vm(name, { memory_gib, ...values });
const onAnother = { disks: [disk({ datastore_id: datastoreId('ds2') })] };

const standbyHoldsEverything = defineRule({
  code: 'REPLICATION-008',
  class: 'promise',
  on: 'global_mirror_lun',
  title: 'The standby Cpool holds all that it would have to start',
  why: 'A failover needs compute and memory reserved on the standby site. They can be reduced where a degraded situation is acceptable: accept_degraded says so.',
  reads: ['accept_degraded'],
  follows: { standby: { ...standbyCpool, via: 'standby_cpool_id' } },
  check: ({ self, standby: away }, context) => standbyOutcome(away, { at: 'standby_cpool_id', accept_degraded: self.accept_degraded }, context),
  remedy: defineRemedy({
    on: 'global_mirror_lun',
    reads: [],
    follows: { standby: { ...neededCpool, via: 'standby_cpool_id' } },
    fix: ({ standby: away }) => growStandby(away),
  }),
  source: asynchronous,
  examples: [
    { says: 'two VMs of 128 GiB for 256', estate: [...base, named(), protectedVm('a', 128), protectedVm('b', 128)], fires: [] },
    { says: 'one GiB more', estate: [...base, named(), protectedVm('a', 128), protectedVm('b', 129)], fires: [MIRROR] },
    {
      says: 'one GiB more, accepted',
      estate: [...base, named({ accept_degraded: true }), protectedVm('a', 128), protectedVm('b', 129)],
      fires: [{ resource: MIRROR, severity: 'warning' }],
    },
    { says: 'one GiB more, powered off', estate: [...base, named(), protectedVm('a', 256), protectedVm('b', 1, { power_state: 'off' })], fires: [] },
    {
      says: 'its own VM counts',
      estate: [...base, named(), protectedVm('a', 128), vm('own', { cpool_id: STANDBY, memory_gib: 129 })],
      fires: [MIRROR],
    },
    {
      says: 'memory for three, hosts for two',
      estate: [
        cpool(),
        standby({ memory_gib: 768 }),
        datastore(),
        policy(),
        named(),
        protectedVm('a', 200),
        protectedVm('b', 200),
        protectedVm('c', 200),
      ],
      fires: [MIRROR],
    },
    {
      says: 'every mirror that names it says so',
      estate: [
        ...base,
        datastore({ name: 'ds2' }),
        named(),
        named({ name: 'gm2', datastore_id: datastoreId('ds2') }),
        protectedVm('a', 128),
        protectedVm('b', 129, onAnother),
      ],
      fires: [MIRROR, mirrorId('gm2')],
    },
    { says: 'nothing is brought, but it overflows', estate: [...base, named(), vm('own', { cpool_id: STANDBY, memory_gib: 257 })], fires: [MIRROR] },
  ],
});

const computeIsReserved = defineRule({
  code: 'REPLICATION-009',
  class: 'advice',
  on: 'global_mirror_lun',
  title: 'A mirror names who takes over',
  why: 'The copy alone runs nothing: compute and memory must be reserved on the standby site.',
  reads: ['standby_cpool_id', 'secondary_availability_zone'],
  check: ({ self }) =>
    self.standby_cpool_id === null
      ? {
          at: 'standby_cpool_id',
          message: 'no standby_cpool_id: no compute is reserved for a failover',
          fix: `name a Cpool of ${self.secondary_availability_zone}`,
        }
      : undefined,
  source: asynchronous,
  examples: [
    { says: 'a standby', estate: [...base, named()], fires: [] },
    { says: 'none', estate: [...base, mirror()], fires: [MIRROR] },
  ],
});

const standbyIsNotThePrimary = defineRule({
  code: 'REPLICATION-019',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'The standby Cpool does not mount the primary',
  why: 'A Cpool that mounts the primary would see two volumes of one identity when the copy is presented to it.',
  reads: ['standby_cpool_id'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['cpool_ids'] } },
  check: ({ self, primary }) =>
    self.standby_cpool_id !== null && (primary.cpool_ids ?? []).includes(self.standby_cpool_id)
      ? {
          at: 'standby_cpool_id',
          message: `${self.standby_cpool_id} mounts the primary ${primary.id}`,
          fix: "name another Cpool, or take this one out of the primary's cpool_ids",
        }
      : undefined,
  source: asynchronous,
  examples: [
    { says: 'another Cpool', estate: [...base, named()], fires: [] },
    { says: 'a Cpool that mounts it', estate: [cpool(), standby(), datastore({ cpool_ids: [STANDBY] }), named()], fires: [MIRROR] },
    { says: 'mounted nowhere', estate: [standby(), datastore({ cpool_ids: [] }), named()], fires: [] },
  ],
});

const network = (name: string, availability_zones: readonly string[]) => ({ type: 'network', values: { name, availability_zones } });
const wired = (...networks: readonly string[]) =>
  vm('a', { network_interfaces: networks.map((name) => ({ name, network_id: `tenants/main/networks/${name}` })) });

const networksExistThere = defineRule({
  code: 'REPLICATION-026',
  class: 'promise',
  on: 'global_mirror_lun',
  title: 'A protected VM finds its networks in the standby zone',
  why: 'VLANs can be shared between zones: a VM that starts where one of its networks is missing is not reached.',
  reads: ['secondary_availability_zone'],
  gathers: { vms: { ...connectedVm, via: 'disks[].datastore_id', equals: 'datastore_id' } },
  check: ({ self, vms }, context) => networksOutcome(vms, { at: 'secondary_availability_zone', zone: self.secondary_availability_zone }, context),
  source: { seed: '000', heading: 'Layer 2 VLANs' },
  examples: [
    { says: 'in both zones', estate: [...base, network('lan', ['par7s', 'th3s']), wired('lan'), mirror()], fires: [] },
    { says: 'in the primary zone only', estate: [...base, network('lan', ['par7s']), wired('lan'), mirror()], fires: [MIRROR] },
    {
      says: 'one of two',
      estate: [...base, network('lan', ['par7s', 'th3s']), network('dmz', ['par7s', 'az07']), wired('lan', 'dmz'), mirror()],
      fires: [MIRROR],
    },
    { says: 'a VM without a network', estate: [...base, vm('a'), mirror()], fires: [] },
  ],
});

const failsOverToACpool = defineRule({
  code: 'SHAPE',
  class: 'refused',
  on: 'global_mirror_lun',
  title: 'A failover needs a Cpool to fail over to, and a usable copy',
  why: 'The copy is presented to the hypervisors of the standby Cpool, which start its VMs. Nothing starts from an inconsistent one.',
  reads: ['desired_role', 'standby_cpool_id'],
  check: ({ self }) =>
    self.desired_role === 'failed_over' && self.standby_cpool_id === null
      ? {
          at: 'desired_role',
          message: 'desired_role is failed_over, and there is no standby_cpool_id',
          fix: 'name the Cpool that takes over in standby_cpool_id, or desired_role = "primary"',
        }
      : undefined,
  source: asynchronous,
  examples: [
    { says: 'to a standby', estate: [...base, named({ desired_role: 'failed_over' })], fires: [] },
    { says: 'to nobody', estate: [...base, mirror({ desired_role: 'failed_over' })], fires: [MIRROR] },
    { says: 'not failed over', estate: [...base, mirror()], fires: [] },
  ],
});

export const mirrorStandbyRules: readonly Rule[] = [
  standbyInTheSecondaryZone,
  standbyHoldsEverything,
  computeIsReserved,
  standbyIsNotThePrimary,
  networksExistThere,
  failsOverToACpool,
];
