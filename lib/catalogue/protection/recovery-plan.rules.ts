/** Rules about recovery plans: that what they start has a copy. */
import { defineRule, type Rule } from '../../core/rule';
import type { Values } from '../../core/unknown';
import { cpool, datastore, disk, policy, vm, vmId } from '../facts/example-estates';
import { datastoreId, MIRROR, mirror, REPLICATION, replication, standby, target } from '../facts/example-replication';
import { areZones } from '../facts/regions';
import { zoneRule } from '../zone-rule';

const principles = { seed: '000', heading: 'Principles' };
const PLAN = 'tenants/main/recovery-plans/pra';
const plan = (mechanism_ids: readonly string[], ...vms: readonly string[]) => ({
  type: 'recovery_plan',
  values: {
    name: 'pra',
    primary_availability_zone: 'par7s',
    standby_availability_zone: 'th3s',
    mechanism_ids,
    groups: [{ priority: 1, virtual_machine_ids: vms.map(vmId) }],
  },
});
const base = [cpool(), standby(), datastore(), datastore({ name: 'ds2' }), target(), policy()];
const onTwo = vm('a', { disks: [disk(), disk({ name: 'd1', datastore_id: datastoreId('ds2') })] });

const nothingIsLeftBehind = defineRule({
  code: 'REPLICATION-010',
  class: 'promise',
  on: 'recovery_plan',
  title: 'The plan has a copy of all that it starts',
  why: 'A VM of the plan starts in the standby zone only if every disk of it is there: on mirrored LUNs, or replicated with the VM.',
  reads: ['standby_availability_zone', 'groups[].virtual_machine_ids'],
  followsEach: {
    vms: { of: 'virtual_machine', via: 'groups[].virtual_machine_ids', reads: ['disks[].name', 'disks[].datastore_id'] },
    mirrors: { of: 'global_mirror_lun', via: 'mechanism_ids', reads: ['datastore_id', 'secondary_availability_zone'] },
    replications: {
      of: 'vm_replication',
      via: 'mechanism_ids',
      reads: ['virtual_machine_id', 'paused'],
      follows: { target: { of: 'cpool', via: 'target_cpool_id', reads: ['availability_zone'] } },
    },
  },
  check: ({ self, vms, mirrors, replications }, { world }) => {
    const zone = self.standby_availability_zone;
    const named = [...replications.map((each) => each.target.availability_zone), ...mirrors.map((each) => each.secondary_availability_zone)];
    if (!areZones(world, zone, ...named)) return undefined;
    const replicated = new Set(
      replications.filter((each) => !each.paused && each.target.availability_zone === zone).map((each) => each.virtual_machine_id),
    );
    const mirrored = new Set(mirrors.filter((each) => each.secondary_availability_zone === zone).map((each) => each.datastore_id));
    return vms.flatMap((each) => {
      const behind = each.disks.filter((one) => !mirrored.has(one.datastore_id));
      if (behind.length === 0 || replicated.has(each.id)) return [];
      const group = self.groups.findIndex((one) => one.virtual_machine_ids.includes(each.id));
      return [
        {
          at: `groups[${group}].virtual_machine_ids`,
          message: `${each.id} would leave behind ${behind.map((one) => `disk ${one.name} on ${one.datastore_id}`).join(', ')}: no mechanism of the plan brings it to ${zone}`,
          fix: `mirror that datastore to ${zone} or replicate the VM there, and name the mirror or replication in mechanism_ids`,
        },
      ];
    });
  },
  source: principles,
  examples: [
    { says: 'its only disk is mirrored', estate: [...base, mirror(), vm('a'), plan([MIRROR], 'a')], fires: [] },
    { says: 'one of two disks is mirrored', estate: [...base, mirror(), onTwo, plan([MIRROR], 'a')], fires: [PLAN] },
    { says: 'replicated', estate: [...base, onTwo, replication(), plan([REPLICATION], 'a')], fires: [] },
    {
      says: 'replicated, but the plan counts on the mirror only',
      estate: [...base, mirror(), onTwo, replication(), plan([MIRROR], 'a')],
      fires: [PLAN],
    },
    { says: 'replicated, but paused', estate: [...base, onTwo, replication({ paused: true }), plan([REPLICATION], 'a')], fires: [PLAN] },
    {
      says: 'mirrored to another zone',
      estate: [...base, mirror({ secondary_availability_zone: 'az07' }), vm('a'), plan([MIRROR], 'a')],
      fires: [PLAN],
    },
    { says: 'both kinds of mechanism', estate: [...base, mirror(), vm('b'), onTwo, replication(), plan([MIRROR, REPLICATION], 'a', 'b')], fires: [] },
  ],
});

const sound = (values: Values) => ({ type: 'recovery_plan', values: { ...plan([], 'a').values, groups: [], ...values } });
const itsZones = (['primary_availability_zone', 'standby_availability_zone'] as const).map((attribute) =>
  zoneRule('recovery_plan', attribute, { id: PLAN, sample: sound }),
);

export const recoveryPlanRules: readonly Rule[] = [nothingIsLeftBehind, ...itsZones];
