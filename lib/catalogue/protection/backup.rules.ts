/** Rules about backups: that they exist, lie elsewhere, and can be taken. */
import { defineRule, type Rule } from '../../core/rule';
import { cpool, datastore, disk, POLICY, policy, vm, vmId } from '../facts/example-estates';
import { areZones } from '../facts/regions';
import { zoneRule } from '../zone-rule';
import { isLeftOut } from './left-out';

const recommendations = { seed: '004', heading: 'Configure backups' };
const backup = { seed: '000', heading: 'Virtual Machine Backup' };
const base = [cpool(), datastore(), policy()];
const WEEKLY = 'tenants/main/backup-policies/weekly';

const hasAPolicy = defineRule({
  code: 'BACKUP-001',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A running VM has a backup policy',
  why: 'Assigning a backup policy to each virtual machine before it starts is mandatory under SecNumCloud.',
  reads: ['power_state', 'backup_policy_ids'],
  check: ({ self }) =>
    self.power_state === 'on' && (self.backup_policy_ids ?? []).length === 0
      ? {
          at: 'backup_policy_ids',
          message: 'the VM is powered on and has no backup policy',
          fix: 'name a policy in backup_policy_ids, or set power_state = "off"',
        }
      : undefined,
  source: recommendations,
  examples: [
    { says: 'one policy', estate: [...base, vm('a')], fires: [] },
    { says: 'none', estate: [...base, vm('a', { backup_policy_ids: [] })], fires: [vmId('a')] },
    { says: 'none, powered off', estate: [...base, vm('a', { backup_policy_ids: [], power_state: 'off' })], fires: [] },
    { says: 'never given', estate: [...base, vm('a', { backup_policy_ids: null })], fires: [vmId('a')] },
  ],
});

const keptElsewhere = defineRule({
  code: 'BACKUP-002',
  class: 'refused',
  on: 'virtual_machine',
  title: 'Backups lie in another zone than the VM',
  why: 'Backups are stored in a zone and a physical datacenter distinct from the one hosting the VM, so that one fire does not take both.',
  reads: ['backup_policy_ids'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] } },
  followsEach: { policies: { of: 'backup_policy', via: 'backup_policy_ids', reads: ['availability_zone'] } },
  check: ({ cpool: home, policies }, { world }) =>
    policies
      .filter((each) => each.availability_zone === home.availability_zone && areZones(world, home.availability_zone))
      .map((each) => ({
        at: 'backup_policy_ids',
        message: `${each.id} keeps its copies in ${each.availability_zone}, where the VM runs`,
        fix: 'use a policy that keeps its copies in another zone',
      })),
  source: backup,
  examples: [
    { says: 'another zone', estate: [...base, vm('a')], fires: [] },
    { says: 'the same zone', estate: [cpool(), datastore(), policy({ availability_zone: 'par7s' }), vm('a')], fires: [vmId('a')] },
    {
      says: 'one of two in the same zone',
      estate: [...base, policy({ name: 'weekly', availability_zone: 'par7s' }), vm('a', { backup_policy_ids: [POLICY, WEEKLY] })],
      fires: [vmId('a')],
    },
    {
      says: 'two in other zones',
      estate: [...base, policy({ name: 'weekly', availability_zone: 'az07' }), vm('a', { backup_policy_ids: [POLICY, WEEKLY] })],
      fires: [],
    },
  ],
});

const notSuspended = defineRule({
  code: 'BACKUP-003',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A running VM depends on no suspended policy',
  why: 'A suspended policy takes no backups; leaving a VM on it compromises its data.',
  reads: ['power_state', 'backup_policy_ids'],
  followsEach: { policies: { of: 'backup_policy', via: 'backup_policy_ids', reads: ['suspended'] } },
  check: ({ self, policies }) =>
    self.power_state === 'off'
      ? undefined
      : policies
          .filter((each) => each.suspended)
          .map((each) => ({
            at: 'backup_policy_ids',
            message: `${each.id} is suspended, and the VM is powered on`,
            fix: 'resume the policy (suspended = false), or use another one',
          })),
  source: recommendations,
  examples: [
    { says: 'active', estate: [...base, vm('a')], fires: [] },
    { says: 'suspended', estate: [cpool(), datastore(), policy({ suspended: true }), vm('a')], fires: [vmId('a')] },
    { says: 'suspended, powered off', estate: [cpool(), datastore(), policy({ suspended: true }), vm('a', { power_state: 'off' })], fires: [] },
  ],
});

const constantWritesExcluded = defineRule({
  code: 'BACKUP-004',
  class: 'promise',
  on: 'virtual_machine',
  title: 'A disk that is always written is left out of backups',
  why: 'The hypervisor cannot close the snapshot of such a disk; closing it freezes the VM, for hours, and cannot be stopped.',
  reads: ['disks[].name', 'disks[].constant_writes', 'disks[].exclude_from_backup', 'disks[].mode'],
  check: ({ self }) =>
    self.disks
      .filter((each) => each.constant_writes && !isLeftOut(each))
      .map((each) => ({
        at: `disks["${each.name}"].exclude_from_backup`,
        message: `disk ${each.name} has constant_writes and is backed up by snapshot`,
        fix: 'exclude_from_backup = true, and protect the data in another way',
      })),
  source: backup,
  examples: [
    {
      says: 'excluded',
      estate: [
        ...base,
        vm('a', { disks: [disk({ constant_writes: true, exclude_from_backup: true, alternative_protection: 'application log shipping' })] }),
      ],
      fires: [],
    },
    { says: 'backed up', estate: [...base, vm('a', { disks: [disk({ constant_writes: true })] })], fires: [vmId('a')] },
    { says: 'independent', estate: [...base, vm('a', { disks: [disk({ constant_writes: true, mode: 'independent_persistent' })] })], fires: [] },
    { says: 'an ordinary disk', estate: [...base, vm('a')], fires: [] },
  ],
});

const alternativeSaid = defineRule({
  code: 'BACKUP-005',
  class: 'advice',
  on: 'virtual_machine',
  title: 'What no backup holds is protected in another way',
  why: 'The data of an excluded disk has to be backed up by another method; saying which one keeps it from being forgotten.',
  reads: ['disks[].name', 'disks[].exclude_from_backup', 'disks[].mode', 'disks[].alternative_protection'],
  check: ({ self }) =>
    self.disks
      .filter((each) => isLeftOut(each) && (each.alternative_protection ?? '') === '')
      .map((each) => ({
        at: `disks["${each.name}"].alternative_protection`,
        message: `disk ${each.name} is in no backup, and nothing says what protects it instead`,
        fix: 'say in alternative_protection how its data is protected',
      })),
  source: backup,
  examples: [
    { says: 'said', estate: [...base, vm('a', { disks: [disk({ exclude_from_backup: true, alternative_protection: 'nightly dump' })] })], fires: [] },
    { says: 'not said', estate: [...base, vm('a', { disks: [disk({ exclude_from_backup: true })] })], fires: [vmId('a')] },
    {
      says: 'an empty text says nothing',
      estate: [...base, vm('a', { disks: [disk({ exclude_from_backup: true, alternative_protection: '' })] })],
      fires: [vmId('a')],
    },
    { says: 'backed up', estate: [...base, vm('a')], fires: [] },
  ],
});

const keepsSomething = defineRule({
  code: 'BACKUP-010',
  class: 'refused',
  on: 'backup_policy',
  title: 'A policy keeps something',
  why: 'A policy that keeps no daily, weekly, monthly or yearly point protects nothing.',
  reads: ['keep_daily', 'keep_weekly', 'keep_monthly', 'keep_yearly'],
  check: ({ self }) =>
    self.keep_daily + self.keep_weekly + self.keep_monthly + self.keep_yearly > 0
      ? undefined
      : {
          at: 'keep_daily',
          message: 'keep_daily, keep_weekly, keep_monthly and keep_yearly are all 0',
          fix: 'keep at least one point, as keep_daily = 7',
        },
  source: { seed: '000', heading: 'Create a backup policy' },
  examples: [
    { says: 'one daily point', estate: [policy({ keep_daily: 1 })], fires: [] },
    { says: 'none', estate: [policy({ keep_daily: 0 })], fires: [POLICY] },
    { says: 'one yearly point', estate: [policy({ keep_daily: 0, keep_yearly: 1 })], fires: [] },
    { says: 'nothing said', estate: [policy({ keep_daily: null })], fires: [POLICY] },
  ],
});

const independentDisks = defineRule({
  code: 'BACKUP-012',
  class: 'advice',
  on: 'virtual_machine',
  title: 'An independent disk is not backed up',
  why: 'Independent disks take no part in snapshots, and backups are taken from snapshots.',
  reads: ['disks[].name', 'disks[].mode'],
  check: ({ self }) =>
    self.disks
      .filter((each) => each.mode !== 'persistent')
      .map((each) => ({
        at: `disks["${each.name}"].mode`,
        message: `disk ${each.name} is ${each.mode}: it counts as excluded, and no backup holds it`,
        fix: 'mode = "persistent", or protect its data in another way and say so in alternative_protection',
      })),
  source: backup,
  examples: [
    { says: 'persistent', estate: [...base, vm('a')], fires: [] },
    { says: 'independent', estate: [...base, vm('a', { disks: [disk({ mode: 'independent_persistent' })] })], fires: [vmId('a')] },
    {
      says: 'independent and non-persistent',
      estate: [...base, vm('a', { disks: [disk({ mode: 'independent_nonpersistent' })] })],
      fires: [vmId('a')],
    },
    { says: 'excluded, not independent', estate: [...base, vm('a', { disks: [disk({ exclude_from_backup: true })] })], fires: [] },
  ],
});

const itsZone = zoneRule('backup_policy', 'availability_zone', { id: POLICY, sample: policy });

export const backupRules: readonly Rule[] = [
  itsZone,
  hasAPolicy,
  keptElsewhere,
  notSuspended,
  constantWritesExcluded,
  alternativeSaid,
  keepsSomething,
  independentDisks,
];
