/**
 * What running VMs write into their thin disks and snapshots. It is noted when something about it changes, and follows from the
 * time that was advanced in between; a datastore has one entry on the agenda, for the moment at which it will be full.
 */
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { numberOf } from '../../core/units';
import { disksGib, swapGib } from './datastore-usage';
import { diskWritesGibPerDay, isInSnapshots } from './snapshot-growth';
import { fullAfterMs, type GrowingDisk, takenGib } from './thin-growth';

type Vm = Nouns['virtual_machine'];
type Disk = Vm['disks'][number];
type Datastore = Nouns['datastore'];

/** By name of the disk. */
type Growing = Readonly<Record<string, GrowingDisk>>;

/** What a VM had written when it was noted. */
interface Written {
  /** When that was, of the time that was advanced. */
  readonly at: number;
  readonly thin: Growing;
  /** What each snapshot keeps beside the disks, oldest first: the newest takes the writes. */
  readonly deltas: readonly { readonly snapshot: string; readonly disks: Growing }[];
}

declare module '../../core/behaviour' {
  interface VirtualMachineRuntime {
    readonly written?: Written;
  }
  interface DatastoreRuntime {
    /** Something on it takes what is not counted by its thick disks and swap files: a thin disk, a snapshot. */
    readonly growing?: boolean;
  }
}

const isThin = (disk: Disk): boolean => disk.provisioning === 'thin';
const nothingWritten = (at: number): Written => ({ at, thin: {}, deltas: [] });
export const datastoresOf = (vm: Pick<Vm, 'disks'>): string[] => [...new Set(vm.disks.map((disk) => disk.datastore_id))];

/** Notes what a VM has written so far, and at which rate it goes on: whenever it comes to write, ceases to, or its disks change. */
export function noteWrites(deed: Deed, vm: Vm, does: 'writes' | 'rests'): void {
  const before = deed.runtime('virtual_machine', vm.id)?.written;
  if (!before && !vm.disks.some(isThin)) return;
  const written = goneOn(deed, vm, does, before ?? nothingWritten(deed.advanced));
  if (!before || !areAlike(before, written)) keep(deed, vm, written, before);
}

/** From now on a new snapshot takes what a VM writes to the disks that take part in it. */
export function openDelta(deed: Deed, vm: Vm, snapshot: string, does: 'writes' | 'rests'): void {
  const before = deed.runtime('virtual_machine', vm.id)?.written ?? nothingWritten(deed.advanced);
  keep(deed, vm, goneOn(deed, vm, does, { ...before, deltas: [...before.deltas, { snapshot, disks: {} }] }), before);
}

/**
 * A snapshot is gone: what it kept goes into the one before it, or into the disks. Gives the GiB that it kept; whoever calls this
 * says that the space of the VM's datastores has changed.
 */
export function closeDelta(deed: Deed, vm: Vm, snapshot: string, does: 'writes' | 'rests'): number {
  const before = deed.runtime('virtual_machine', vm.id)?.written;
  const at = before?.deltas.findIndex((each) => each.snapshot === snapshot) ?? -1;
  const closed = before?.deltas[at];
  if (!before || !closed) return 0;
  const passed = deed.advanced - before.at;
  const into = (disks: Growing): Growing =>
    Object.fromEntries(
      Object.entries(disks).map(([name, disk]) => {
        const more = closed.disks[name];
        return [name, more ? { ...disk, used_gib: Math.min(disk.most_gib, disk.used_gib + takenGib(more, passed)) } : disk];
      }),
    );
  const deltas = before.deltas.flatMap((each, index) => (index === at ? [] : [index === at - 1 ? { ...each, disks: into(each.disks) } : each]));
  keep(deed, vm, goneOn(deed, vm, does, { ...before, thin: at === 0 ? into(before.thin) : before.thin, deltas }));
  return Object.values(closed.disks).reduce((sum, disk) => sum + takenGib(disk, passed), 0);
}

/** What a VM has written by now, and how it goes on. */
function goneOn(site: Site, vm: Vm, does: 'writes' | 'rests', before: Written): Written {
  const passed = site.advanced - before.at;
  const newest = before.deltas.at(-1);
  const grown = (disks: readonly Disk[], noted: Growing, takes: (disk: Disk) => boolean): Growing =>
    Object.fromEntries(
      disks.map((disk) => {
        const earlier = noted[disk.name];
        const gib_per_day = does === 'writes' && takes(disk) ? numberOf(diskWritesGibPerDay(vm, disk)) : 0;
        const used_gib = earlier ? takenGib(earlier, passed) : 0;
        return [disk.name, { datastore_id: disk.datastore_id, used_gib, gib_per_day, most_gib: disk.size_gib }];
      }),
    );
  const shared = vm.disks.filter(isInSnapshots);
  return {
    at: site.advanced,
    thin: grown(vm.disks.filter(isThin), before.thin, (disk) => !newest || !isInSnapshots(disk)),
    deltas: before.deltas.map((each) => ({ ...each, disks: grown(shared, each.disks, () => each === newest) })),
  };
}

/** Whether two notes tell the same of every moment to come, where one follows from the other. */
function areAlike(one: Written, other: Written): boolean {
  const rates = ({ thin, deltas }: Written): string => JSON.stringify([thin, deltas], (key, value: unknown) => (key === 'used_gib' ? null : value));
  return rates(one) === rates(other);
}

function keep(deed: Deed, vm: Vm, written: Written, before?: Written): void {
  deed.remember('virtual_machine', vm.id, { written });
  const notes = before ? [before, written] : [written];
  const disks = notes.flatMap(({ thin, deltas }) => [thin, ...deltas.map((delta) => delta.disks)]).flatMap((each) => Object.values(each));
  for (const datastoreId of new Set(disks.map((disk) => disk.datastore_id))) planFull(deed, datastoreId);
}

/** What grows on a datastore, as it is now, and who writes it. */
interface Grown {
  readonly vm: Vm;
  readonly disk: GrowingDisk;
}

const vmsOn = (site: Site, datastoreId: string): Vm[] => site.holding('virtual_machine', 'disks[].datastore_id', datastoreId);

function grownOn(site: Site, datastoreId: string, vms: readonly Vm[]): Grown[] {
  const grown: Grown[] = [];
  for (const vm of vms) {
    const written = site.runtime('virtual_machine', vm.id)?.written;
    if (!written) continue;
    for (const disks of [written.thin, ...written.deltas.map((delta) => delta.disks)]) {
      for (const disk of Object.values(disks)) {
        if (disk.datastore_id === datastoreId) grown.push({ vm, disk: { ...disk, used_gib: takenGib(disk, site.advanced - written.at) } });
      }
    }
  }
  return grown;
}

/** Whether anything takes space on a datastore that thick disks and swap files do not tell. */
export const isGrowing = (site: Site, datastoreId: string): boolean => site.runtime('datastore', datastoreId)?.growing === true;

/** GiB that are free on a datastore now: its size less thick disks, what thin disks have taken, swap files and snapshots. */
export function freeGib(site: Site, datastore: Datastore): number {
  const vms = vmsOn(site, datastore.id);
  return freeBeside(datastore, vms, isGrowing(site, datastore.id) ? grownOn(site, datastore.id, vms) : []);
}

const freeBeside = ({ id, size_gib }: Datastore, vms: readonly Vm[], grown: readonly Grown[]): number =>
  size_gib - disksGib(id, 'thick', vms) - swapGib(id, vms) - grown.reduce((sum, { disk }) => sum + disk.used_gib, 0);

interface Filling {
  /** Milliseconds until a datastore is full. */
  readonly afterMs: number;
  /** The VMs that write on it. */
  readonly writers: readonly string[];
}

/** When a datastore will be full, and of whom; undefined where it never is. */
export function fillingOf(site: Site, datastore: Datastore): Filling | undefined {
  const vms = vmsOn(site, datastore.id);
  return fillingBy(datastore, vms, grownOn(site, datastore.id, vms));
}

function fillingBy(datastore: Datastore, vms: readonly Vm[], grown: readonly Grown[]): Filling | undefined {
  const disks = grown.map(({ disk }) => disk);
  const afterMs = fullAfterMs(freeBeside(datastore, vms, grown), disks);
  if (afterMs === undefined) return undefined;
  const writing = grown.filter(({ disk }) => disk.gib_per_day > 0 && disk.used_gib < disk.most_gib);
  return { afterMs, writers: [...new Set(writing.map(({ vm }) => vm.id))] };
}

/** Plans the moment at which a datastore will be full; none where nothing grows on it. Whatever changes its free space calls this. */
export function planFull(deed: Deed, datastoreId: string): void {
  const datastore = deed.get('datastore', datastoreId);
  if (!datastore) return;
  const vms = vmsOn(deed, datastoreId);
  const grown = grownOn(deed, datastoreId, vms);
  if (grown.length > 0 !== isGrowing(deed, datastoreId)) deed.remember('datastore', datastoreId, { growing: grown.length > 0 });
  const filling = grown.length > 0 ? fillingBy(datastore, vms, grown) : undefined;
  const at = filling && deed.now + Math.floor(filling.afterMs);
  if (at !== deed.dueAt('datastore', datastoreId, 'full')) deed.plan('datastore', datastoreId, 'full', at ?? null);
}
