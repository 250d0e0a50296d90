/** The arrays of a platform: which of them holds what, and what is left. LUNs, their copies and quotas for backups lie on one array each. */
import type { Site } from '../../core/behaviour';
import { GIB_PER_TIB } from '../../core/units';
import { type ArrayStock, usableGib } from '../../core/world';
import { isArrayOut } from './array-outages';
import { copySize } from './array-stock';

/** Where something lies, or is to lie. */
export interface Place {
  readonly zone: string;
  readonly media: ArrayStock['media'];
}

export const arraysOf = (site: Site, { zone, media }: Place): ArrayStock[] =>
  (site.world.zones[zone]?.arrays ?? []).filter((array) => array.media === media);

/** GiB that the copy of a LUN takes; nothing where its primary is just being replaced and no size of its own is given. */
export function copyGib(site: Site, copy: Parameters<typeof copySize>[0] & { readonly datastore_id: string }): number {
  const primary = site.get('datastore', copy.datastore_id);
  return primary ? copySize(copy, primary).gib : (copy.secondary_size_gib ?? 0);
}

/** GiB of an array that nothing takes; below zero where what stands no longer fits. */
export function freeGib(site: Site, zone: string, array: ArrayStock): number {
  const luns = site.holding('datastore', 'availability_zone', zone).map((lun) => [site.runtime('datastore', lun.id), lun.size_gib] as const);
  const copies = site
    .holding('global_mirror_lun', 'secondary_availability_zone', zone)
    .map((copy) => [site.runtime('global_mirror_lun', copy.id), copyGib(site, copy)] as const);
  const quotas = site
    .holding('backup_storage', 'availability_zone', zone)
    .map((quota) => [site.runtime('backup_storage', quota.id), quota.size_tib * GIB_PER_TIB] as const);
  return [...luns, ...copies, ...quotas].reduce((free, [kept, gib]) => (kept?.array === array.name ? free - gib : free), usableGib(array));
}

/** The array of a zone with the most room, so that load is spread, and the GiB that it has left; undefined where none is in service. */
export function roomiest(site: Site, place: Place): { readonly array: string; readonly free: number } | undefined {
  const inService = arraysOf(site, place).filter((array) => !isArrayOut(site, place.zone, array.name));
  const rooms = inService.map((array) => ({ array: array.name, free: freeGib(site, place.zone, array) }));
  return rooms.sort((a, b) => b.free - a.free || (a.array < b.array ? -1 : 1))[0];
}

/** What the arrays of a place have left for one LUN, in words. */
export function roomInWords(site: Site, place: Place): string {
  const what = `the ${place.media} arrays of ${place.zone}`;
  const best = roomiest(site, place);
  if (best === undefined && arraysOf(site, place).length > 0) return `${what} are out of service`;
  return `${what} have ${best?.free ?? 0} GiB left for one LUN`;
}

/** GiB that are left on the array that holds something: below zero where it has grown too large. Undefined where the zone lacks that array. */
export function leftOn(site: Site, place: Place, name: string | undefined): number | undefined {
  const array = arraysOf(site, place).find((each) => each.name === name);
  return array && freeGib(site, place.zone, array);
}

/** Why another stock no longer covers what lies on an array; undefined where it does. */
export function uncoveredOn(site: Site, place: Place, name: string | undefined): string | undefined {
  const array = arraysOf(site, place).find((each) => each.name === name);
  if (!array) return `it lies on array ${name ?? 'unknown'}, which that world lacks in ${place.zone}`;
  return freeGib(site, place.zone, array) < 0 ? `array ${array.name} has ${usableGib(array)} GiB there, fewer than what lies on it takes` : undefined;
}
