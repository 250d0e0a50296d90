/** Rules about what a VM is promised: its objectives, and the consistency of its copies. */
import { defineRule, type Rule } from '../../core/rule';
import { BACKUP_RPO_MINUTES } from '../facts/advice';
import { cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../facts/example-estates';
import { datastoreId, mirror, replication, standby, target } from '../facts/example-replication';
import { offer } from '../facts/offer';
import { isLeftOut } from './left-out';

const principles = { seed: '000', heading: 'Principles' };
const asynchronous = { seed: '000', heading: 'Asynchronous Replication' };
const base = [cpool(), standby(), datastore(), target(), policy()];
const onDs2 = disk({ name: 'd1', datastore_id: datastoreId('ds2') });

const mechanisms = {
  mirrors: { of: 'global_mirror_lun', via: 'datastore_id', equals: 'disks[].datastore_id', reads: ['datastore_id'], bound: 'absence' },
  replications: { of: 'vm_replication', via: 'virtual_machine_id', reads: ['interval_hours', 'paused'], bound: 'absence' },
} as const;

interface Lying {
  readonly datastore_id: string;
}
const allMirrored = (disks: readonly Lying[], mirrors: readonly Lying[]): boolean =>
  disks.every((each) => mirrors.some((mirrored) => mirrored.datastore_id === each.datastore_id));

interface Keeping {
  readonly id: string;
  readonly suspended: boolean;
  readonly keep_daily: number;
  readonly keep_weekly: number;
  readonly keep_monthly: number;
}
interface Way {
  readonly minutes: number;
  readonly name: string;
}
/** What a policy promises; a suspended one, or yearly points alone, promise nothing. */
function backupWay({ id, suspended, keep_daily, keep_weekly, keep_monthly }: Keeping): readonly Way[] {
  const often = keep_daily > 0 ? 'daily' : keep_weekly > 0 ? 'weekly' : keep_monthly > 0 ? 'monthly' : undefined;
  return suspended || often === undefined ? [] : [{ minutes: BACKUP_RPO_MINUTES[often], name: id }];
}
const best = (ways: readonly Way[]): Way | undefined => [...ways].sort((a, b) => a.minutes - b.minutes)[0];

const rpoIsKept = defineRule({
  code: 'REPLICATION-011',
  class: 'promise',
  on: 'virtual_machine',
  title: 'A mechanism keeps the RPO',
  why: 'What may be lost is bounded by the mechanism that protects all disks of the VM: 15 minutes by Global Mirror, the interval of a VM replication, the time between two backups.',
  reads: ['rpo_minutes', 'disks[].datastore_id', 'disks[].exclude_from_backup', 'disks[].mode'],
  followsEach: {
    policies: { of: 'backup_policy', via: 'backup_policy_ids', reads: ['suspended', 'keep_daily', 'keep_weekly', 'keep_monthly'] },
  },
  gathers: mechanisms,
  check: ({ self, policies, mirrors, replications }) => {
    if (self.rpo_minutes === null) return 'holds';
    const found = best([
      ...(allMirrored(self.disks, mirrors) ? [{ minutes: offer.global_mirror.rpo_minutes, name: 'Global Mirror' }] : []),
      ...replications.filter((each) => !each.paused).map((each) => ({ minutes: each.interval_hours * 60, name: each.id })),
      ...(self.disks.some(isLeftOut) ? [] : policies.flatMap(backupWay)),
    ]);
    if (found && found.minutes <= self.rpo_minutes) return undefined;
    const gives = found ? `the best that protects all its disks is ${found.name} with ${found.minutes}` : 'nothing protects all its disks';
    return { at: 'rpo_minutes', message: `rpo_minutes is ${self.rpo_minutes}; ${gives}`, fix: rpoFix(self.rpo_minutes) };
  },
  source: principles,
  examples: [
    { says: '15 minutes on a mirror', estate: [...base, mirror(), vm('a', { rpo_minutes: 15 })], fires: [] },
    { says: '14 minutes', estate: [...base, mirror(), vm('a', { rpo_minutes: 14 })], fires: [vmId('a')] },
    { says: 'two hours, replicated every two', estate: [...base, vm('a', { rpo_minutes: 120 }), replication({ interval_hours: 2 })], fires: [] },
    { says: 'a minute less', estate: [...base, vm('a', { rpo_minutes: 119 }), replication({ interval_hours: 2 })], fires: [vmId('a')] },
    { says: 'paused', estate: [...base, vm('a', { rpo_minutes: 120 }), replication({ interval_hours: 2, paused: true })], fires: [vmId('a')] },
    { says: 'a day, backed up daily', estate: [...base, vm('a', { rpo_minutes: 1440 })], fires: [] },
    { says: 'a minute less, backed up daily', estate: [...base, vm('a', { rpo_minutes: 1439 })], fires: [vmId('a')] },
    {
      says: 'a day, one disk left out of backups',
      estate: [...base, vm('a', { rpo_minutes: 1440, disks: [disk(), disk({ name: 'd1', exclude_from_backup: true })] })],
      fires: [vmId('a')],
    },
    {
      says: 'a week, backed up weekly',
      estate: [cpool(), datastore(), policy({ keep_daily: 0, keep_weekly: 4 }), vm('a', { rpo_minutes: 10_080 })],
      fires: [],
    },
    {
      says: 'a year, yearly points alone',
      estate: [cpool(), datastore(), policy({ keep_daily: 0, keep_yearly: 1 }), vm('a', { rpo_minutes: 525_600 })],
      fires: [vmId('a')],
    },
    {
      says: 'half on a mirror',
      estate: [...base, datastore({ name: 'ds2' }), mirror(), vm('a', { rpo_minutes: 1439, disks: [disk(), onDs2] })],
      fires: [vmId('a')],
    },
    { says: 'no objective', estate: [...base, vm('a', { backup_policy_ids: [] })], fires: [] },
  ],
});

/** The cheapest mechanism that keeps an objective. */
function rpoFix(minutes: number): string {
  const { rpo_minutes: mirrored } = offer.global_mirror;
  if (minutes < mirrored) return `replicate in the application: no mechanism of the platform gives less than ${mirrored} minutes`;
  if (minutes < 60) return 'put all its disks on datastores with a global_mirror_lun';
  const hours = Math.min(Math.floor(minutes / 60), offer.vm_replication.interval_hours_max);
  if (minutes < BACKUP_RPO_MINUTES.daily) return `a vm_replication with interval_hours = ${hours}, or a global_mirror_lun for all its disks`;
  return `a backup policy with daily points for all its disks, or a vm_replication with interval_hours = ${hours}`;
}

const rtoIsKept = defineRule({
  code: 'REPLICATION-012',
  class: 'promise',
  on: 'virtual_machine',
  title: 'A mechanism keeps the RTO',
  why: 'After a disaster a mirrored LUN is presented within 4 hours, a replicated VM is started within 15 minutes; how long a restore takes depends on what is restored.',
  reads: ['rto_minutes', 'disks[].datastore_id'],
  gathers: mechanisms,
  check: ({ self, mirrors, replications }) => {
    if (self.rto_minutes === null) return 'holds';
    const found = best([
      ...(allMirrored(self.disks, mirrors) ? [{ minutes: offer.global_mirror.rto_minutes, name: 'Global Mirror' }] : []),
      ...replications.filter((each) => !each.paused).map((each) => ({ minutes: offer.vm_replication.rto_minutes, name: each.id })),
    ]);
    if (!found) return { undecided: 'how long a restore from backup takes: the VM is neither mirrored nor replicated' };
    if (found.minutes <= self.rto_minutes) return undefined;
    const { rto_minutes: replicated } = offer.vm_replication;
    return {
      at: 'rto_minutes',
      message: `rto_minutes is ${self.rto_minutes}; the best that protects all its disks is ${found.name} with ${found.minutes}`,
      fix:
        self.rto_minutes >= replicated
          ? `a vm_replication: it starts within ${replicated} minutes`
          : 'keep a second instance running in another zone, in the application',
    };
  },
  source: asynchronous,
  examples: [
    { says: '240 minutes on a mirror', estate: [...base, mirror(), vm('a', { rto_minutes: 240 })], fires: [] },
    { says: '239', estate: [...base, mirror(), vm('a', { rto_minutes: 239 })], fires: [vmId('a')] },
    { says: '15 minutes, replicated', estate: [...base, vm('a', { rto_minutes: 15 }), replication()], fires: [] },
    { says: '14', estate: [...base, vm('a', { rto_minutes: 14 }), replication()], fires: [vmId('a')] },
    { says: 'backups alone leave it open', estate: [...base, vm('a', { rto_minutes: 14 })], fires: [] },
    { says: '239 on a mirror, and replicated', estate: [...base, mirror(), vm('a', { rto_minutes: 239 }), replication()], fires: [] },
  ],
});

const twoLuns = (first: object, other: object) => [
  ...base,
  datastore({ name: 'ds2' }),
  mirror({ datastore_id: DATASTORE, ...first }),
  mirror({ name: 'gm2', datastore_id: datastoreId('ds2'), ...other }),
  vm('a', { disks: [disk(), onDs2] }),
];

const disksStopTogether = defineRule({
  code: 'REPLICATION-017',
  class: 'advice',
  on: 'virtual_machine',
  title: 'The mirrored disks of a VM stop at one point in time',
  why: 'LUNs that are mirrored apart stop apart: a database with its log on another LUN may not start from copies of two moments.',
  reads: ['disks[].datastore_id'],
  gathers: {
    mirrors: {
      of: 'global_mirror_lun',
      via: 'datastore_id',
      equals: 'disks[].datastore_id',
      reads: ['datastore_id', 'consistency_group'],
      bound: 'all',
    },
  },
  check: ({ self, mirrors }) => {
    if (new Set(self.disks.map((each) => each.datastore_id)).size < 2) return 'holds';
    const luns = new Set(mirrors.map((each) => each.datastore_id));
    const groups = new Set(mirrors.map((each) => each.consistency_group));
    if (luns.size < 2 || (groups.size === 1 && !groups.has(null))) return undefined;
    const said = mirrors.map((each) => `${each.id} (${each.consistency_group ?? 'no group'})`);
    return {
      at: 'disks',
      message: `its disks lie on ${luns.size} mirrored LUNs that do not share a consistency group: ${said.sort().join(', ')}`,
      fix: 'give these mirrors one consistency_group, or put the disks on one datastore',
    };
  },
  source: asynchronous,
  examples: [
    { says: 'one group', estate: twoLuns({ consistency_group: 'bank' }, { consistency_group: 'bank' }), fires: [] },
    { says: 'two groups', estate: twoLuns({ consistency_group: 'bank' }, { consistency_group: 'crm' }), fires: [vmId('a')] },
    { says: 'no group is not a shared one', estate: twoLuns({}, {}), fires: [vmId('a')] },
    {
      says: 'only one of two LUNs is mirrored',
      estate: [...base, datastore({ name: 'ds2' }), mirror(), vm('a', { disks: [disk(), onDs2] })],
      fires: [],
    },
  ],
});

export const objectiveRules: readonly Rule[] = [rpoIsKept, rtoIsKept, disksStopTogether];
