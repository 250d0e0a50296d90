import type { Ending } from '../../core/activity';
import { type Deed, defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { fraction, numberOf, plus } from '../../core/units';
import type { Values } from '../../core/unknown';
import { MINUTE_MS } from '../../core/virtual-time';
import { EXPORT_MB_PER_S, FILE_RESTORE_MINUTES } from '../facts/advice';
import { whyDatastoreIsLost } from '../facts/datastore-outages';
import { hostingTypes } from '../facts/hosting';
import { snapshotClosed } from '../facts/snapshot-freeze';
import { copyMs } from '../facts/write-rate';
import { endJob, type Job, jobMs, whyCopiesAreOut } from './backup-job';
import { fullGib, gibOf, ownGib, pointsOf } from './backup-points';
import { joinPolicy, leavePolicy, statusOf } from './backup-policy.behaviour';
import { beginRestore, endRestore, startRestored } from './restore';
import { beginTask, endTask, readable, taskOf, whyBusy } from './vm-task';

type Vm = Nouns['virtual_machine'];

/** What its policies do for a VM. Its points go with it: whoever may need it again restores a clone or exports it before it is deleted. */
export const protectedVmBehaviour = defineBehaviour('virtual_machine', {
  looksAt: [...hostingTypes, 'backup_policy', 'backup_storage'],
  create: (self, deed) => {
    for (const id of policiesOf(self)) joinPolicy(deed, id);
    // The copy of a replication that stands already is of the VM that this one replaces: nothing of it can be built on.
    if (deed.holding('vm_replication', 'virtual_machine_id', self.id).length > 0) deed.remember('virtual_machine', self.id, { rewritten: deed.now });
    return undefined;
  },
  update: (self, prior, deed) => {
    const [now, before] = [new Set(policiesOf(self)), new Set(policiesOf(prior))];
    for (const id of now) if (!before.has(id)) joinPolicy(deed, id);
    for (const id of before) if (!now.has(id)) leavePolicy(deed, id, self.id);
    return undefined;
  },
  remove: (prior, deed) => {
    for (const id of policiesOf(prior)) leavePolicy(deed, id, prior.id);
  },
  // A copy that is being restored from its backups is whole only when that has ended.
  neededBy: (self, site) => {
    const copy = site.get('virtual_machine', taskOf(site, self, 'restore')?.copy ?? '');
    return copy ? [copy.id] : [];
  },
  acts: { run_backup: runBackup, restore: beginRestore, restore_files: restoreFiles, export: exportVm },
  due: {
    run_backup: endBackup,
    restore_start: startRestored,
    restore: endRestore,
    restore_files: endFiles,
    export: endExport,
    snapshot_closed: snapshotClosed,
  },
  observe: (self, site) => {
    const backedUp = site.runtime('virtual_machine', self.id)?.backed_up;
    return { last_backup_at: backedUp === undefined ? null : new Date(backedUp).toISOString(), backups: backupsOf(site, self) };
  },
});

const policiesOf = (vm: Vm): readonly string[] => vm.backup_policy_ids ?? [];

/** Decimals of GiB that a size is shown with. */
const SIZE_STEPS = 1000;

function backupsOf(site: Site, vm: Vm): readonly Values[] {
  const points = pointsOf(site, vm.id);
  return points.map((point): Values => {
    const policy = site.get('backup_policy', point.policy);
    const chain = points.filter((each) => each.policy === point.policy);
    const full = chain[0] === point ? fullGib(chain) : 0;
    return {
      id: point.id,
      backup_policy_id: point.policy,
      kind: point.kind,
      taken_at: new Date(point.taken).toISOString(),
      size_gib: Math.ceil(numberOf(plus(ownGib(point), fraction(full))) * SIZE_STEPS) / SIZE_STEPS,
      availability_zone: policy?.availability_zone ?? null,
      encrypted: point.key_provider_id !== null,
      consistent: point.consistent,
      usable: policy !== undefined && whyCopiesAreOut(site, policy) === undefined,
    };
  });
}

function runBackup(self: Vm, { policy: asked }: Values, deed: Deed): Ending | undefined {
  const own = policiesOf(self);
  if (typeof asked === 'string' && !own.includes(asked))
    return { failed: `${asked} is no policy of it; ${own.length > 0 ? `it has ${own.join(', ')}` : 'it has none'}` };
  const policies = (typeof asked === 'string' ? [asked] : own).flatMap((id) => deed.get('backup_policy', id) ?? []);
  const idle = policies.find((policy) => statusOf(deed, policy) !== 'active');
  const why =
    whyBusy(deed, self) ??
    (policies.length === 0 ? 'it has no backup policy: name one in backup_policy_ids' : undefined) ??
    (idle && `${idle.id} is ${statusOf(deed, idle)}`);
  if (why !== undefined) return { failed: why };
  const job: Job = { began: deed.now, occasion: 'asked', vms: [self.id] };
  const ms = Math.max(...policies.map((policy) => jobMs(deed, policy, job)));
  return beginTask(deed, self, { what: 'run_backup', jobs: policies.map(({ id }) => ({ ...job, policy: id })) }, { ms });
}

function endBackup(self: Vm, deed: Deed): Ending {
  const jobs = endTask(deed, self, 'run_backup')?.jobs ?? [];
  const endings = jobs.map(({ policy: id, ...job }): Ending => {
    const policy = deed.get('backup_policy', id);
    return policy ? endJob(deed, policy, job) : { failed: `${id} was deleted meanwhile` };
  });
  const failed = endings.flatMap((ending) => ending.failed ?? []);
  return { items: endings.flatMap((ending) => ending.items ?? []), ...(failed.length > 0 ? { failed: failed.join('; ') } : {}) };
}

const encryptedWay = 'restore a clone of it, which keeps that protection';

function restoreFiles(self: Vm, { backup, paths }: Values, deed: Deed): Ending | undefined {
  const found = readable(deed, self, String(backup));
  if (!('point' in found)) return found;
  const why = whyBusy(deed, self) ?? (found.point.key_provider_id === null ? undefined : `${found.point.id} is encrypted: ${encryptedWay}`);
  if (why !== undefined) return { failed: why };
  const wanted = Array.isArray(paths) ? paths.map(String) : [];
  return beginTask(deed, self, { what: 'restore_files', backup: found.point.id, paths: wanted }, { ms: FILE_RESTORE_MINUTES * MINUTE_MS });
}

function endFiles(self: Vm, deed: Deed): Ending | undefined {
  const task = endTask(deed, self, 'restore_files');
  if (!task) return undefined;
  const found = readable(deed, self, task.backup);
  if (!('point' in found)) return found;
  return { items: task.paths.map((path) => ({ what: path, state: 'completed', reason: null })) };
}

function exportVm(self: Vm, { backup, format }: Values, deed: Deed): Ending | undefined {
  const found = typeof backup === 'string' ? readable(deed, self, backup) : undefined;
  if (found && !('point' in found)) return found;
  const point = found?.point;
  const why = whyBusy(deed, self) ?? whyNotExported(self, point?.key_provider_id ?? null, deed, point ? 'backup' : 'itself');
  if (why !== undefined) return { failed: why };
  const gib = point ? gibOf(point) : self.disks.reduce((sum, disk) => sum + disk.size_gib, 0);
  const file = `${self.name}.${String(format)} (${gib} GiB)`;
  return beginTask(deed, self, { what: 'export', backup: point?.id ?? null, file }, { ms: copyMs(gib, EXPORT_MB_PER_S) });
}

function whyNotExported(self: Vm, keyOfBackup: string | null, deed: Deed, what: 'backup' | 'itself'): string | undefined {
  if (keyOfBackup !== null || (what === 'itself' && self.key_provider_id !== null))
    return 'it is encrypted: its export follows a procedure of its own; file a service_request of kind other';
  if (what === 'backup') return undefined;
  if (self.power_state === 'on') return 'it is on: switch it off first, or name a backup to export';
  return self.disks.map((disk) => whyDatastoreIsLost(deed, disk.datastore_id)).find((lost) => lost !== undefined);
}

function endExport(self: Vm, deed: Deed): Ending | undefined {
  const task = endTask(deed, self, 'export');
  if (!task) return undefined;
  const found = task.backup === null ? undefined : readable(deed, self, task.backup);
  if (found && !('point' in found)) return found;
  return { items: [{ what: task.file, state: 'completed', reason: null }] };
}
