/** Restores of whole VMs: as a test, as another VM, or in place. */
import type { Ending } from '../../core/activity';
import type { Deed } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import type { Values } from '../../core/unknown';
import { MINUTE_MS } from '../../core/virtual-time';
import { INSTANT_START_MINUTES, RESTORE_TEST_MINUTES } from '../facts/advice';
import { whyDatastoreIsLost } from '../facts/datastore-outages';
import { bootDatastore } from '../facts/datastore-usage';
import { releaseVm, stopVm } from '../facts/hosting';
import { startedCopy } from '../facts/started-copies';
import { copyMs } from '../facts/write-rate';
import { paceOf } from './backup-job';
import { type BackupPoint, gibOf } from './backup-points';
import { beginTask, endTask, type Restore, readable, taskOf, whyBusy, whyRefused } from './vm-task';

type Vm = Nouns['virtual_machine'];

/** What a restore is asked with; its form has been read. */
interface Asked {
  readonly backup: string;
  readonly mode: Restore['mode'];
  readonly name: string | null;
  readonly datastore: string | null;
  readonly start_from_backup: boolean;
}

/** Under which hosting keeps and releases a VM whose disks are put back. */
const CAUSE = 'restore';
const TEST_DIGITS = 6;
/** Characters of a VM's name that the name of its test copy begins with. */
const TEST_NAME_MAX = 40;

/** Begins a restore. A copy is made at once and fills while it is off, so that what it needs is refused or taken at the start. */
export function beginRestore(vm: Vm, input: Values, deed: Deed): Ending | undefined {
  const asked = input as unknown as Asked;
  const found = readable(deed, vm, asked.backup);
  if (!('point' in found)) return found;
  const why = whyBusy(deed, vm) ?? whyNot(vm, asked, found.point, deed);
  if (why !== undefined) return { failed: why };
  const { mode, backup } = asked;
  const copy = mode === 'production' ? null : makeCopy(deed, vm, asked, found.point);
  if (copy === null)
    stopVm(deed, vm.id, { cause: CAUSE, state: 'down', reason: `its disks are put back as they were in ${backup}, ${gibOf(found.point)} GiB` });
  const ms = asked.start_from_backup ? INSTANT_START_MINUTES * MINUTE_MS : wholeMs(deed, vm, found.point);
  return beginTask(deed, vm, { what: 'restore', backup, mode, copy, from_mass: asked.start_from_backup }, { due: 'restore_start', ms });
}

/** Milliseconds until all of a backup is copied back. */
const wholeMs = (deed: Deed, vm: Vm, point: BackupPoint): number =>
  copyMs(gibOf(point), paceOf(deed, vm, deed.get('backup_policy', point.policy)?.availability_zone ?? ''));

function whyNot(vm: Vm, { mode, name, datastore }: Asked, point: BackupPoint, deed: Deed): string | undefined {
  if (mode === 'clone') return name === null ? 'a clone needs a name: give one' : undefined;
  if (name !== null) return `name is ${name}; only a clone has a name of its own: leave it out`;
  if (mode === 'test') return undefined;
  if (datastore !== null) return 'a VM that is restored in place keeps its datastores: leave datastore out, or restore a clone';
  const standby = startedCopy(deed, vm.id);
  if (standby) return `the copy of ${standby.id} runs in its place: stop that first, or restore a clone`;
  const missing = point.disks.filter((disk) => !vm.disks.some((each) => each.name === disk.name)).map((disk) => disk.name);
  if (missing.length > 0) return `it no longer has ${missing.join(', ')}, which that backup holds: restore a clone`;
  const held = new Set(point.disks.map((disk) => disk.name));
  return vm.disks
    .filter((disk) => held.has(disk.name))
    .map((disk) => whyDatastoreIsLost(deed, disk.datastore_id))
    .find((lost) => lost !== undefined);
}

/** Makes the VM that a backup is restored to, switched off. Throws `Refusal` where it finds no room. */
function makeCopy(deed: Deed, vm: Vm, { mode, name, datastore }: Asked, point: BackupPoint): string {
  const isTest = mode === 'test';
  const values = {
    ...vm,
    name: name ?? `${vm.name.slice(0, TEST_NAME_MAX)}-test-${deed.serial('restore test', TEST_DIGITS)}`,
    power_state: 'off',
    disks: point.disks.map((disk) => diskOf(vm, disk, datastore)),
    boot_disk: point.disks.some((disk) => disk.name === vm.boot_disk) ? vm.boot_disk : null,
    key_provider_id: point.key_provider_id,
    network_interfaces: isTest ? null : (vm.network_interfaces?.map((each) => ({ ...each, mac_address: null })) ?? null),
    allow_destroy: isTest ? true : vm.allow_destroy,
  };
  const made = deed.command({ kind: 'create', type: 'virtual_machine', values: values as unknown as Values });
  if (!made) throw new Error('a copy was created and is not there');
  return made.id;
}

/** A disk of the copy: as it is today, as large as it was. One that the VM has lost since lies beside the disk that boots. */
function diskOf(vm: Vm, { name, size_gib }: BackupPoint['disks'][number], datastore: string | null) {
  const today = vm.disks.find((disk) => disk.name === name);
  return { ...today, name, size_gib, datastore_id: datastore ?? today?.datastore_id ?? bootDatastore(vm) };
}

/** The VM, or its copy, starts; where it starts from the backup, its disks move meanwhile. */
export function startRestored(vm: Vm, deed: Deed): Ending | undefined {
  const task = taskOf(deed, vm, 'restore');
  if (!task) return undefined;
  const found = readable(deed, vm, task.backup);
  if (!('point' in found)) return abandon(deed, vm, task, found.failed);
  const refused = task.copy === null ? undefined : start(deed, vm, task.copy);
  if (task.copy === null) {
    deed.remember('virtual_machine', vm.id, { rewritten: deed.now });
    releaseVm(deed, vm.id, CAUSE);
  }
  if (task.mode === 'test' && refused !== undefined) return abandon(deed, vm, task, refused);
  if (task.mode === 'test') deed.settle('virtual_machine', vm.id, 'restore', RESTORE_TEST_MINUTES * MINUTE_MS);
  else deed.settle('virtual_machine', vm.id, 'restore', task.from_mass ? wholeMs(deed, vm, found.point) : 0);
  return refused === undefined ? undefined : { failed: `${task.copy} is restored and stays off: ${refused}` };
}

/** Starts a copy where the VM itself is to run, or where it is a test of that. */
function start(deed: Deed, vm: Vm, copy: string): string | undefined {
  const made = deed.get('virtual_machine', copy);
  if (!made) return `${copy} was deleted meanwhile`;
  if (vm.power_state === 'off' && taskOf(deed, vm, 'restore')?.mode === 'clone') return undefined;
  return whyRefused(deed, { kind: 'update', type: 'virtual_machine', id: copy, values: { ...made, power_state: 'on' } as unknown as Values });
}

/** The restore has ended: the copy of a test is removed, everything else runs from its own datastore. */
export function endRestore(vm: Vm, deed: Deed): Ending | undefined {
  const task = taskOf(deed, vm, 'restore');
  if (!task) return undefined;
  if (task.from_mass && task.mode !== 'test') {
    const found = readable(deed, vm, task.backup);
    if (!('point' in found)) return abandon(deed, vm, task, found.failed);
  }
  endTask(deed, vm, 'restore');
  if (task.mode !== 'test' || task.copy === null) return { items: [{ what: task.copy ?? vm.id, state: 'completed', reason: null }] };
  const kept = whyRefused(deed, { kind: 'delete', type: 'virtual_machine', id: task.copy });
  if (kept !== undefined) return { failed: `${task.copy} started well, and could not be removed: ${kept}` };
  return { items: [{ what: task.copy, state: 'completed', reason: 'it started without networks, and was removed again' }] };
}

/** A restore that cannot go on: a VM keeps the disks that it had, and a copy that is not whole is removed. */
function abandon(deed: Deed, vm: Vm, { copy }: Restore, failed: string): Ending {
  endTask(deed, vm, 'restore');
  if (copy === null) releaseVm(deed, vm.id, CAUSE);
  const kept = copy === null ? undefined : whyRefused(deed, { kind: 'delete', type: 'virtual_machine', id: copy });
  return { failed: kept === undefined ? failed : `${failed}; ${copy} could not be removed: ${kept}` };
}
