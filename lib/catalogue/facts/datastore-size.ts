/** How large and of which class a datastore has to be, so that every rule about its space and its IOPS holds at once. */
import type { Follow, Node } from '../../core/rule';
import { GIB_PER_TIB, wholeTib } from '../../core/units';
import { SNAPSHOT_ROOM_PERCENT } from './advice';
import { diskReads, disksGib, swapGib, swapReads } from './datastore-usage';
import { lunCap } from './editions';
import { offer } from './offer';
import { iopsOfSize, LUN_MAX_GIB, LUN_MIN_GIB, sizeForIops, storageClass, storageClasses } from './storage-classes';

/** Share of a datastore that disks and swap files may take, in percent. */
export const USABLE_PERCENT = 100 - SNAPSHOT_ROOM_PERCENT;
/** Share of the IOPS limit that is left while the LUN is mirrored, in percent. */
export const MIRRORED_PERCENT = 100 - offer.global_mirror.performance_cost_percent;

const onIt = { of: 'virtual_machine', via: 'disks[].datastore_id', equals: 'id' } as const;

/** A datastore with all that it has to hold: disks, swap files, IOPS, and the copies of replicated VMs. */
export const neededDatastore = {
  of: 'datastore',
  reads: ['storage_class', 'size_gib'],
  gathers: {
    disks: { ...onIt, reads: diskReads, byElement: true },
    sleepers: { ...onIt, reads: swapReads },
    reserving: { ...onIt, reads: ['disks[].datastore_id', 'disks[].reserved_iops'], byElement: true },
    peaking: { ...onIt, reads: ['disks[].datastore_id', 'disks[].peak_iops'], byElement: true },
    mirrors: { of: 'global_mirror_lun', via: 'datastore_id', equals: 'id', reads: [] },
    copies: {
      of: 'vm_replication',
      via: 'target_datastore_id',
      equals: 'id',
      reads: [],
      follows: { vm: { of: 'virtual_machine', via: 'virtual_machine_id', reads: ['disks[].size_gib'] } },
    },
  },
} as const satisfies Omit<Follow, 'via'>;

export type NeededDatastore = Node<typeof neededDatastore>;

/** Space in GiB. */
export interface DatastoreLoad {
  readonly thick: number;
  readonly thin: number;
  readonly swap: number;
  readonly copies: number;
  readonly reserved_iops: number;
  readonly peak_iops: number;
  readonly mirrored: boolean;
}

const total = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

export function loadOfDatastore(store: NeededDatastore): DatastoreLoad {
  const here = <D extends { readonly datastore_id: string }>(vms: readonly { readonly disks: readonly D[] }[]): D[] =>
    vms.flatMap((vm) => vm.disks.filter((disk) => disk.datastore_id === store.id));
  const copied = new Map(store.copies.map(({ vm }) => [vm.id, total(vm.disks.map((disk) => disk.size_gib))]));
  return {
    thick: disksGib(store.id, 'thick', store.disks),
    thin: disksGib(store.id, 'thin', store.disks),
    swap: swapGib(store.id, store.sleepers),
    copies: total([...copied.values()]),
    reserved_iops: total(here(store.reserving).map((disk) => disk.reserved_iops)),
    peak_iops: total(here(store.peaking).map((disk) => disk.peak_iops ?? 0)),
    mirrored: store.mirrors.length > 0,
  };
}

/** The IOPS limit that the disks ask for; a mirror leaves only a part of it to be counted on at the peak. */
export const iopsNeeded = ({ reserved_iops, peak_iops, mirrored }: DatastoreLoad): number =>
  Math.max(reserved_iops, mirrored ? Math.ceil((peak_iops * 100) / MIRRORED_PERCENT) : peak_iops);

/** GiB that the disks ask for, with the room that snapshots should find. */
export function spaceNeeded({ thick, thin, swap, copies }: DatastoreLoad): number {
  const roomy = (gib: number): number => Math.ceil((gib * 100) / USABLE_PERCENT);
  return Math.max(roomy(thick + swap + thin), copies + thick + swap);
}

/**
 * The smallest size of a class, in GiB, with which STORAGE-002, 003, 006, 007, 008 and 011 and REPLICATION-023 hold. Undefined
 * where no size does: too large, too many IOPS for one LUN, or a class that promises none where some are reserved.
 */
export function smallestDatastore(className: string, load: DatastoreLoad, edition: string): number | undefined {
  const { iops_per_tb, order_unit_gib } = storageClass(className);
  const space = Math.max(LUN_MIN_GIB, spaceNeeded(load));
  const unguaranteed = iops_per_tb === null;
  if (unguaranteed && load.reserved_iops > 0) return undefined;
  const forIops = unguaranteed ? space : sizeForIops(className, iopsNeeded(load), edition);
  if (forIops === null) return undefined;
  const gib = Math.max(space, forIops);
  const size = order_unit_gib === 1 ? gib : wholeTib(gib) * GIB_PER_TIB;
  return size > LUN_MAX_GIB ? undefined : size;
}

/** The first class with a guarantee, from the slowest, that holds everything at a size; undefined where none does. */
export function smallestClass(sizeGib: number, load: DatastoreLoad, edition: string): string | undefined {
  return storageClasses.find(({ name, iops_per_tb, mirrorable }) => {
    const cap = lunCap(name, edition)?.iops ?? Number.POSITIVE_INFINITY;
    const size = smallestDatastore(name, load, edition);
    return iops_per_tb !== null && (mirrorable || !load.mirrored) && size !== undefined && size <= sizeGib && (iopsOfSize(name, sizeGib) ?? 0) <= cap;
  })?.name;
}

/** A way to another class: by a new datastore, since the class of one that stands cannot change without the loss of its data. */
export const ofClass = (className: string, sizeGib?: number): string =>
  `a new datastore of class ${className}${sizeGib === undefined ? '' : ` and ${sizeGib} GiB`} (a class cannot change in place)`;

/** The smallest size of the first class that holds everything at any size; undefined where none does. */
function smallestOfAnyClass(load: DatastoreLoad, edition: string): string | undefined {
  for (const { name, iops_per_tb, mirrorable } of storageClasses) {
    const size = iops_per_tb === null || (load.mirrored && !mirrorable) ? undefined : smallestDatastore(name, load, edition);
    if (size !== undefined) return ofClass(name, size);
  }
  return undefined;
}

/**
 * The fixes that keep all rules about a datastore: more of its class, or another class at its size; where neither does, a class
 * with the size that together do. `named` follows what is to be written, where it is another resource's.
 */
export function growDatastore(store: NeededDatastore, edition: string, named = ''): string | undefined {
  const load = loadOfDatastore(store);
  const smallest = smallestDatastore(store.storage_class, load, edition);
  const larger = smallest === undefined ? undefined : Math.max(smallest, store.size_gib);
  const faster = smallestClass(store.size_gib, load, edition);
  const ways = [
    larger === undefined || larger === store.size_gib ? undefined : `size_gib = ${larger}${named}`,
    faster === undefined || faster === store.storage_class ? undefined : ofClass(faster),
  ].filter((way) => way !== undefined);
  return ways.length > 0 ? ways.join(', or ') : smallest === undefined ? smallestOfAnyClass(load, edition) : undefined;
}
