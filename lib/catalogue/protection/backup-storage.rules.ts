/** Rules about the room for backups, and about whether what is kept can be trusted. */
import { soFar } from '../../core/remedy';
import { defineChangeRule, defineRule, type Rule } from '../../core/rule';
import { ceilOf, compare, type Fraction, fraction, GIB_PER_TIB, plus } from '../../core/units';
import { RESTORE_TEST_DAYS } from '../facts/advice';
import { inItsZone, shortage } from '../facts/array-stock';
import { daysBetween } from '../facts/dates';
import { cpool, datastore, disk, POLICY, policy, vm } from '../facts/example-estates';
import { zoneRule } from '../zone-rule';
import { keptGib } from './kept-backups';

const storage = { seed: '000', heading: 'Backup Storage' };
const VAULT = 'tenants/main/backup-storages/vault';
const vault = (values = {}) => ({ type: 'backup_storage', values: { name: 'vault', availability_zone: 'th3s', size_tib: 2, ...values } });
const quota = (values = {}) => policy({ backup_storage_id: VAULT, ...values });
const base = [cpool(), datastore(), vault()];

const keptBackupsFit = defineRule({
  code: 'BACKUP-006',
  class: 'promise',
  on: 'backup_storage',
  title: 'The quota holds the backups that its policies keep',
  why: 'Retention is limited by the allocated mass storage alone: a full copy of every VM and what has changed before each point that is kept.',
  reads: ['size_tib'],
  gathers: {
    policies: {
      of: 'backup_policy',
      via: 'backup_storage_id',
      reads: ['keep_daily', 'keep_weekly', 'keep_monthly', 'keep_yearly'],
      gathers: {
        vms: {
          of: 'virtual_machine',
          via: 'backup_policy_ids',
          reads: ['disks[].size_gib', 'disks[].exclude_from_backup', 'disks[].mode', 'change_rate_percent_per_day'],
          byElement: true,
        },
      },
    },
  },
  check: ({ self, policies }, { partial }) => {
    const need = policies.reduce<Fraction>((sum, each) => plus(sum, keptGib(each, each.vms)), { numerator: 0n, denominator: 1n });
    if (compare(need, fraction(self.size_tib * GIB_PER_TIB)) <= 0) return undefined;
    const gib = ceilOf(need);
    return {
      at: 'size_tib',
      message: `size_tib is ${self.size_tib}; its policies keep ${partial ? 'at least ' : ''}${gib} GiB`,
      fix: soFar(`size_tib = ${Math.ceil(gib / GIB_PER_TIB)}, or keep fewer points`, { partial }),
    };
  },
  source: { seed: '000', heading: 'Virtual Machine Backup' },
  examples: [
    {
      says: '1,517 GiB with seven daily points at 5 % a day take 2,047.95',
      estate: [...base, quota(), vm('a', { disks: [disk({ size_gib: 1517 })] })],
      fires: [],
    },
    { says: '1,518 GiB take more than 2 TiB', estate: [...base, quota(), vm('a', { disks: [disk({ size_gib: 1518 })] })], fires: [VAULT] },
    {
      says: 'one point of a disk that changes entirely doubles it: 2,048 of 2,048',
      estate: [...base, quota({ keep_daily: 1 }), vm('a', { change_rate_percent_per_day: 100, disks: [disk({ size_gib: 1024 })] })],
      fires: [],
    },
    {
      says: '2,050 of 2,048',
      estate: [...base, quota({ keep_daily: 1 }), vm('a', { change_rate_percent_per_day: 100, disks: [disk({ size_gib: 1025 })] })],
      fires: [VAULT],
    },
    {
      says: 'a disk left out takes nothing',
      estate: [...base, quota(), vm('a', { disks: [disk({ size_gib: 1517 }), disk({ name: 'd1', size_gib: 500, exclude_from_backup: true })] })],
      fires: [],
    },
    {
      says: 'two policies of one quota',
      estate: [
        ...base,
        quota(),
        quota({ name: 'other' }),
        vm('a', { disks: [disk({ size_gib: 1517 })] }),
        vm('b', { disks: [disk({ size_gib: 1 })], backup_policy_ids: ['tenants/main/backup-policies/other'] }),
      ],
      fires: [VAULT],
    },
  ],
});

const restoreIsTested = defineRule({
  code: 'BACKUP-007',
  class: 'advice',
  on: 'backup_policy',
  title: 'Restores are tested',
  why: `A backup is worth what its last restore has shown: test one regularly, ${RESTORE_TEST_DAYS} days apart at most.`,
  reads: ['restore_tested_on'],
  check: ({ self }, { asOf }) => {
    const fix = 'restore a VM in test mode, and write the day into restore_tested_on';
    if (self.restore_tested_on === null) return { at: 'restore_tested_on', message: 'no restore from it was ever tested', fix };
    if (asOf === undefined) return { undecided: 'the date' };
    const days = daysBetween(self.restore_tested_on, asOf);
    return days <= RESTORE_TEST_DAYS
      ? undefined
      : {
          at: 'restore_tested_on',
          message: `the last restore test was on ${self.restore_tested_on}, ${days} days before ${asOf}; ${RESTORE_TEST_DAYS} are advised at most`,
          fix,
        };
  },
  source: { seed: '004', heading: 'Configure backups' },
  examples: [
    { says: '180 days ago', asOf: '2026-06-30', estate: [policy({ restore_tested_on: '2026-01-01' })], fires: [] },
    { says: '181 days ago', asOf: '2026-07-01', estate: [policy({ restore_tested_on: '2026-01-01' })], fires: [POLICY] },
    { says: 'never', estate: [policy()], fires: [POLICY] },
    { says: 'in a leap year, 180 days ago', asOf: '2028-06-29', estate: [policy({ restore_tested_on: '2028-01-01' })], fires: [] },
  ],
});

const KEPT = ['keep_daily', 'keep_weekly', 'keep_monthly', 'keep_yearly'] as const;

const purgesNothing = defineChangeRule({
  code: 'BACKUP-008',
  class: 'advice',
  on: 'backup_policy',
  title: 'Fewer points are kept from now on',
  why: 'Points beyond what a policy keeps are purged at once, of every VM that it protects; they do not come back.',
  reads: [...KEPT],
  check: ({ self, prior }) =>
    KEPT.filter((kind) => self[kind] < prior.self[kind]).map((kind) => ({
      at: kind,
      message: `${kind} goes from ${prior.self[kind]} to ${self[kind]}: ${prior.self[kind] - self[kind]} points of each VM are purged at once`,
      fix: `keep ${prior.self[kind]} unless these points may go`,
    })),
  source: storage,
  examples: [
    { says: 'one less', prior: [policy({ keep_daily: 7 })], estate: [policy({ keep_daily: 6 })], fires: [POLICY] },
    { says: 'the same', prior: [policy({ keep_daily: 7 })], estate: [policy({ keep_daily: 7 })], fires: [] },
    { says: 'one more', prior: [policy({ keep_daily: 7 })], estate: [policy({ keep_daily: 8 })], fires: [] },
    {
      says: 'more daily, fewer weekly points',
      prior: [policy({ keep_daily: 7, keep_weekly: 4 })],
      estate: [policy({ keep_daily: 14, keep_weekly: 3 })],
      fires: [POLICY],
    },
  ],
});

const quotaIsOrdered = defineRule({
  code: 'BACKUP-011',
  class: 'advice',
  on: 'backup_policy',
  title: 'A policy names the quota of its copies',
  why: 'Storage for backups is provisioned within the ordered quota; without one nothing says that its copies find room.',
  reads: ['backup_storage_id'],
  check: ({ self }) =>
    self.backup_storage_id === null
      ? { at: 'backup_storage_id', message: 'no backup_storage_id: its copies have no ordered quota', fix: 'name a backup_storage of the same zone' }
      : undefined,
  source: storage,
  examples: [
    { says: 'a quota', estate: [vault(), quota()], fires: [] },
    { says: 'none', estate: [policy()], fires: [POLICY] },
  ],
});

const quotaFits = defineRule({
  code: 'CAPACITY-003',
  class: 'refused',
  on: 'backup_storage',
  title: "The quota fits in the zone's mass array",
  why: 'Storage for backups is real: it is taken from the mass storage of its zone, which LUNs of class mass take as well.',
  reads: ['availability_zone', 'size_tib'],
  gathers: inItsZone,
  needs: ['world'],
  platformDecides: true,
  retryable: true,
  check: ({ self, ...claimants }, { world }) => {
    const claim = { id: self.id, gib: self.size_tib * GIB_PER_TIB, media: 'mass' } as const;
    const left = shortage(claim, claimants, { world, zone: self.availability_zone });
    if (left === undefined) return undefined;
    const tib = Math.floor(left / GIB_PER_TIB);
    return {
      at: 'size_tib',
      message: `size_tib is ${self.size_tib}; the mass arrays of ${self.availability_zone} have ${tib} TiB left`,
      fix: tib > 0 ? `size_tib = ${tib} at most, or another zone` : 'use another zone, or ask support for more arrays',
    };
  },
  source: storage,
  examples: [
    { says: 'all that an array of 24 × 16 TB holds', estate: [vault({ size_tib: 278 })], fires: [] },
    { says: 'one TiB more', estate: [vault({ size_tib: 279 })], fires: [VAULT] },
    { says: 'in two quotas', estate: [vault({ size_tib: 139 }), vault({ name: 'archive', size_tib: 139 })], fires: [] },
    { says: 'one TiB more: the later id waits', estate: [vault({ size_tib: 139 }), vault({ name: 'archive', size_tib: 140 })], fires: [VAULT] },
  ],
});

const itsZone = zoneRule('backup_storage', 'availability_zone', { id: VAULT, sample: vault });

export const backupStorageRules: readonly Rule[] = [keptBackupsFit, restoreIsTested, purgesNothing, quotaIsOrdered, quotaFits, itsZone];
