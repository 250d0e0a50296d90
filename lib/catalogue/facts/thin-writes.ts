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
  if (before || vm.disks.some(isThin)) rewrite(deed, vm, does, before ?? nothingWritten(deed.advanced));
}

/** From now on a new snapshot takes what a VM writes to the disks that take part in it. */
export function openDelta(deed: Deed, vm: Vm, snapshot: string, does: 'writes' | 'rests'): void {
  const before = deed.runtime('virtual_machine', vm.id)?.written ?? nothingWritten(deed.advanced);
  rewrite(deed, vm, does, { ...before, deltas: [...before.deltas, { snapshot, disks: {} }] });
}

/** A snapshot is gone: what it kept goes into the one before it, or into the disks. Gives the GiB that it kept. */
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
  rewrite(deed, vm, does, { ...before, thin: at === 0 ? into(before.thin) : before.thin, deltas });
  return Object.values(closed.disks).reduce((sum, disk) => sum + takenGib(disk, passed), 0);
}

function rewrite(deed: Deed, vm: Vm, does: 'writes' | 'rests', before: Written): void {
  const passed = deed.advanced - before.at;
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
  const written: Written = {
    at: deed.advanced,
    thin: grown(vm.disks.filter(isThin), before.thin, (disk) => !newest || !isInSnapshots(disk)),
    deltas: before.deltas.map((each) => ({ ...each, disks: grown(shared, each.disks, () => each === newest) })),
  };
  deed.remember('virtual_machine', vm.id, { written });
  const places = [before, written]
    .flatMap(({ thin, deltas }) => [thin, ...deltas.map(({ disks }) => disks)])
    .flatMap((disks) => Object.values(disks));
  for (const datastoreId of new Set(places.map((disk) => disk.datastore_id))) planFull(deed, datastoreId);
}

/** What grows on a datastore, as it is now, and who writes it. */
interface Grown {
  readonly vm: Vm;
  readonly disk: GrowingDisk;
}

function grownOn(site: Site, datastoreId: string): Grown[] {
  const grown: Grown[] = [];
  for (const vm of site.holding('virtual_machine', 'disks[].datastore_id', datastoreId)) {
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

/** GiB that thin disks and snapshots take on a datastore now. */
const grownGib = (grown: readonly Grown[]): number => grown.reduce((sum, { disk }) => sum + disk.used_gib, 0);

/** GiB that are free on a datastore now: its size less thick disks, what thin disks have taken, swap files and snapshots. */
export function freeGib(site: Site, datastore: Datastore): number {
  const vms = site.holding('virtual_machine', 'disks[].datastore_id', datastore.id);
  const grown = isGrowing(site, datastore.id) ? grownOn(site, datastore.id) : [];
  return datastore.size_gib - disksGib(datastore.id, 'thick', vms) - swapGib(datastore.id, vms) - grownGib(grown);
}

/** Milliseconds until a datastore is full, and the VMs that write on it; undefined where it never is. */
export function fillingOf(site: Site, datastore: Datastore): { readonly afterMs: number; readonly writers: readonly string[] } | undefined {
  const grown = grownOn(site, datastore.id);
  const disks = grown.map(({ disk }) => disk);
  const afterMs = fullAfterMs(freeGib(site, datastore), disks);
  if (afterMs === undefined) return undefined;
  const writing = grown.filter(({ disk }) => disk.gib_per_day > 0 && disk.used_gib < disk.most_gib);
  return { afterMs, writers: [...new Set(writing.map(({ vm }) => vm.id))] };
}

/** Plans the moment at which a datastore will be full; none where nothing grows on it. Whatever changes its free space calls this. */
export function planFull(deed: Deed, datastoreId: string): void {
  const datastore = deed.get('datastore', datastoreId);
  if (!datastore) return;
  const growing = grownOn(deed, datastoreId).length > 0;
  if (growing !== isGrowing(deed, datastoreId)) deed.remember('datastore', datastoreId, { growing });
  const filling = growing ? fillingOf(deed, datastore) : undefined;
  const at = filling && deed.now + Math.floor(filling.afterMs);
  if (at !== deed.dueAt('datastore', datastoreId, 'full')) deed.plan('datastore', datastoreId, 'full', at ?? null);
}
