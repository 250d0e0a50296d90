/** A job of a policy: what it copies of which VMs, how long that takes, and what comes of it. */
import type { ActivityItem, Ending } from '../../core/activity';
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { ceilOf, compare, type Fraction, fraction, GIB_PER_TIB, plus, times } from '../../core/units';
import { linkMbitPerS } from '../../core/world';
import { BACKUP_MB_PER_S } from '../facts/advice';
import { isArrayOut } from '../facts/array-outages';
import { whyDatastoreIsLost } from '../facts/datastore-outages';
import { conditionOf } from '../facts/hosting-state';
import { isLinkCut, isZoneLost } from '../facts/outages';
import { runningPlace } from '../facts/running-place';
import { diskWritesGibPerDay } from '../facts/snapshot-growth';
import { startedCopy } from '../facts/started-copies';
import { freeGib } from '../facts/thin-writes';
import { changedGib, copyMs, isRewritten, mbPerSOf } from '../facts/write-rate';
import { kindsDue, type Occasion } from './backup-night';
import { type BackupPoint, chainGib, keptBy, pointsOf, retained } from './backup-points';
import { closeCopied, grownGib } from './close-snapshot';
import { backedUpGib } from './kept-backups';
import { isLeftOut } from './left-out';

type Vm = Nouns['virtual_machine'];
type Policy = Nouns['backup_policy'];

/** What a job is about: VMs as they were when it began. */
export interface Job {
  readonly began: number;
  readonly occasion: Occasion;
  readonly vms: readonly string[];
}

const SERIAL_DIGITS = 8;

const chainOf = (site: Site, vmId: string, policyId: string): readonly BackupPoint[] =>
  pointsOf(site, vmId).filter(({ policy }) => policy === policyId);

/** Zone where a VM runs now, or where its home is. */
const zoneOf = (site: Site, vm: Vm): string => site.get('cpool', runningPlace(site, vm) ?? vm.cpool_id)?.availability_zone ?? '';

/** MB/s that pass between the zone of a VM and that of its copies: what mass storage takes, or the link, where that is less. */
export function paceOf(site: Site, vm: Vm, zone: string): number {
  const link = linkMbitPerS(site.world, zoneOf(site, vm), zone);
  return link === undefined ? BACKUP_MB_PER_S : Math.min(BACKUP_MB_PER_S, mbPerSOf(link));
}

/** Milliseconds for which a VM is copied: all of it at first, then what has changed. */
function copyMsOf(site: Site, vm: Vm, policy: Policy, began: number): number {
  const size_gib = backedUpGib(vm);
  const last = chainOf(site, vm.id, policy.id).at(-1);
  const isWhole = last === undefined || isRewritten(site, vm.id, last.taken);
  const gib = isWhole ? size_gib : vm.power_state === 'off' ? 0 : changedGib({ ...vm, size_gib }, began - last.taken);
  return copyMs(gib, paceOf(site, vm, policy.availability_zone));
}

/** How long a job takes: its VMs are copied one after another. */
export const jobMs = (site: Site, policy: Policy, { began, vms }: Job): number =>
  vms
    .flatMap((id) => site.get('virtual_machine', id) ?? [])
    .filter((vm) => whyNotBackedUp(site, vm, policy, began) === undefined)
    .reduce((sum, vm) => sum + copyMsOf(site, vm, policy, began), 0);

/** Why the copies of a policy cannot be reached; undefined where they can. */
export function whyCopiesAreOut(site: Site, policy: Policy): string | undefined {
  const zone = policy.availability_zone;
  if (isZoneLost(site, zone)) return `zone ${zone}, which keeps its copies, is lost`;
  const storage = policy.backup_storage_id;
  if (storage !== null && !site.get('backup_storage', storage)) return `${storage}, which is to keep its copies, is gone`;
  const array = storage === null ? undefined : site.runtime('backup_storage', storage)?.array;
  return array !== undefined && isArrayOut(site, zone, array) ? `array ${array} of ${zone}, which keeps its copies, is out of service` : undefined;
}

/** Why nothing passes between a VM and the copies that a policy keeps of it; undefined where something does. */
export function whyOutOfReach(site: Site, vm: Vm, policy: Policy): string | undefined {
  const out = whyCopiesAreOut(site, policy);
  if (out !== undefined || site.faults.length === 0) return out;
  const zone = zoneOf(site, vm);
  if (zone !== policy.availability_zone && isLinkCut(site, zone, policy.availability_zone))
    return `nothing passes between ${zone} and ${policy.availability_zone}`;
  return undefined;
}

function whyNotBackedUp(site: Site, vm: Vm, policy: Policy, began: number): string | undefined {
  if (vm.disks.every(isLeftOut)) return 'all its disks are excluded or independent';
  return (
    whyOutOfReach(site, vm, policy) ??
    readFrom(site, vm)
      .map((id) => whyDatastoreIsLost(site, id))
      .find((why) => why !== undefined) ??
    whyNoRoom(site, vm, copyMsOf(site, vm, policy, began))
  );
}

/** Datastores that are read: those of the disks that are not left out, or that of the copy which runs in the place of the VM. */
function readFrom(site: Site, vm: Vm): readonly string[] {
  const copy = startedCopy(site, vm.id);
  return copy ? [copy.target_datastore_id] : [...new Set(vm.disks.filter((disk) => !isLeftOut(disk)).map((disk) => disk.datastore_id))];
}

/** Why the snapshot of a running VM finds no room beside its disks for as long as it is open; undefined where it does. */
function whyNoRoom(site: Site, vm: Vm, openMs: number): string | undefined {
  if (conditionOf(site, vm).state !== 'running') return undefined;
  const copy = startedCopy(site, vm.id);
  for (const id of readFrom(site, vm)) {
    const datastore = site.get('datastore', id);
    const delta = grownGib(writesOf(copy ? vm : { ...vm, disks: vm.disks.filter((disk) => disk.datastore_id === id) }), openMs);
    const free = datastore && delta > 0 ? freeGib(site, datastore) : undefined;
    if (free !== undefined && delta > free)
      return `its snapshot would take ${Math.ceil(delta)} GiB of ${id}, where ${Math.max(0, Math.floor(free))} are free`;
  }
  return undefined;
}

/** Ends a job: points for what was copied, older ones purged, and for each VM what became of it. */
export function endJob(deed: Deed, policy: Policy, job: Job): Ending {
  const room = new Room(deed, policy);
  const items = job.vms.flatMap((id) => {
    const vm = deed.get('virtual_machine', id);
    return vm ? (endVm(deed, vm, policy, job, room) ?? []) : [];
  });
  const failed = items.filter(({ state }) => state === 'failed');
  const [first] = failed;
  return first ? { failed: `${failed.length} of ${items.length} VMs were not backed up: ${first.reason}`, items } : { items };
}

/** One VM of a job; undefined where nothing of it was due. */
function endVm(deed: Deed, vm: Vm, policy: Policy, job: Job, room: Room): ActivityItem | undefined {
  const chain = chainOf(deed, vm.id, policy.id);
  const kinds = kindsDue(chain, policy, { occasion: job.occasion, at: job.began });
  if (kinds.length === 0) return undefined;
  const failed = (reason: string): ActivityItem => ({ what: vm.id, state: 'failed', reason });
  const why = whyNotBackedUp(deed, vm, policy, job.began);
  if (why !== undefined) return failed(why);
  const made = kinds.map(
    (kind): BackupPoint => ({ ...contentOf(vm), id: nameOf(deed, kind, vm, policy, job), policy: policy.id, kind, taken: job.began }),
  );
  const after = retained([...chain, ...made], policy);
  const full = room.take(chain, after);
  if (full !== undefined) return failed(full);
  const ms = copyMsOf(deed, vm, policy, job.began);
  const others = pointsOf(deed, vm.id).filter((point) => point.policy !== policy.id);
  const points = [...others, ...after].sort((a, b) => a.taken - b.taken || (a.id < b.id ? -1 : 1));
  deed.remember('virtual_machine', vm.id, { points, backed_up: deed.now });
  return closeCopied(deed, vm, { writtenGibPerDay: writesOf(vm), openMs: ms });
}

/** What a point holds of a VM. */
const contentOf = (vm: Vm): Pick<BackupPoint, 'disks' | 'change_rate_percent_per_day' | 'key_provider_id' | 'consistent'> => ({
  disks: vm.disks.filter((disk) => !isLeftOut(disk)).map(({ name, size_gib }) => ({ name, size_gib })),
  change_rate_percent_per_day: vm.change_rate_percent_per_day,
  key_provider_id: vm.key_provider_id,
  consistent: !vm.disks.some(isLeftOut),
});

const nameOf = (deed: Deed, kind: string, vm: Vm, policy: Policy, { began }: Job): string =>
  `${kind}-${new Date(began).toISOString().slice(0, 10)}-${deed.serial(`backup ${vm.id} ${policy.id} ${kind}`, SERIAL_DIGITS)}`;

/** GiB in a day that a guest writes into the snapshot of a backup: what is left out takes no part in it. */
const writesOf = (vm: Pick<Vm, 'disks' | 'change_rate_percent_per_day'>): Fraction =>
  vm.disks
    .filter((disk) => !isLeftOut(disk))
    .map((disk) => diskWritesGibPerDay(vm, disk))
    .reduce<Fraction>(plus, { numerator: 0n, denominator: 1n });

/** What is left of the quota that a policy takes its space from; counted once for a job. */
class Room {
  #used: Fraction;
  readonly #gib: number | undefined;

  constructor(
    site: Site,
    private readonly policy: Policy,
  ) {
    const storage = policy.backup_storage_id === null ? undefined : site.get('backup_storage', policy.backup_storage_id);
    this.#gib = storage && storage.size_tib * GIB_PER_TIB;
    this.#used = storage ? usedOf(site, storage.id) : { numerator: 0n, denominator: 1n };
  }

  /** Takes the room of a chain in place of what it was before; says why where it does not fit. */
  take(before: readonly BackupPoint[], after: readonly BackupPoint[]): string | undefined {
    if (this.#gib === undefined) return undefined;
    const freed = times(chainGib(before), { numerator: -1n, denominator: 1n });
    const used = plus(plus(this.#used, freed), chainGib(after));
    if (compare(used, fraction(this.#gib)) > 0 && compare(used, this.#used) > 0)
      return `${this.policy.backup_storage_id} would hold ${ceilOf(used)} GiB; its quota is ${this.#gib}`;
    this.#used = used;
    return undefined;
  }
}

/** GiB that kept points take of a quota, exactly. */
export const usedOf = (site: Site, storageId: string): Fraction =>
  keptBy(site, new Set(site.holding('backup_policy', 'backup_storage_id', storageId).map(({ id }) => id)));
