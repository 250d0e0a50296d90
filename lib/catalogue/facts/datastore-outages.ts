/** Datastores whose disks cannot be reached: what serves them is out of service, or has lost its data. */
import type { Site } from '../../core/behaviour';
import { isArrayOut } from './array-outages';
import { awayMirror, mirrorRuntime, servingOf } from './mirror-serving';
import { isZoneLost } from './outages';

/** What is remembered about a datastore. Each file that has something to remember about datastores adds it here, as optional. */
declare module '../../core/behaviour' {
  interface DatastoreRuntime {
    /** Array that holds the LUN. */
    readonly array: string;
    /** Its array has lost its data since it was written; a copy that is copied back cures it. */
    readonly data_lost?: boolean;
  }
  interface Runtimes {
    datastore: DatastoreRuntime;
  }
}

/** Why no disk of a datastore can be reached now; undefined where they can. After a failover it is the copy that counts. */
export function whyDatastoreIsLost(site: Site, datastoreId: string): string | undefined {
  const away = awayMirror(site, datastoreId);
  if (!away) return whyPrimaryIsLost(site, datastoreId);
  if (servingOf(site, away) === 'nothing')
    return `${datastoreId} is presented to no hypervisor: the service request for the copy of ${away.id} is not done`;
  return whyCopyIsLost(site, away);
}

export const isDatastoreLost = (site: Site, datastoreId: string): boolean => whyDatastoreIsLost(site, datastoreId) !== undefined;

/** The same of the LUN itself, whatever serves. */
export function whyPrimaryIsLost(site: Site, datastoreId: string): string | undefined {
  const lun = site.get('datastore', datastoreId);
  const kept = site.runtime('datastore', datastoreId);
  if (!lun) return `${datastoreId} is gone`;
  if (!kept) return undefined;
  const out = whyArrayIsOut(site, lun.availability_zone, kept.array);
  if (out !== undefined) return `${out}, and ${lun.id} with it`;
  return kept.data_lost === true ? `${lun.id} has lost its data with too many drives of array ${kept.array}` : undefined;
}

/** The same of a mirror's copy. */
export function whyCopyIsLost(site: Site, mirror: { readonly id: string; readonly secondary_availability_zone: string }): string | undefined {
  const kept = mirrorRuntime(site, mirror.id);
  const zone = mirror.secondary_availability_zone;
  if (!kept) return undefined;
  const out = whyArrayIsOut(site, zone, kept.array);
  if (out !== undefined) return `${out}, and the copy of ${mirror.id} with it`;
  return kept.copy_lost ? `the copy of ${mirror.id} has lost its data with too many drives of array ${kept.array}` : undefined;
}

const whyArrayIsOut = (site: Site, zone: string, array: string): string | undefined =>
  isArrayOut(site, zone, array) ? (isZoneLost(site, zone) ? `zone ${zone} is lost` : `array ${array} of ${zone} is out of service`) : undefined;
