/** Who waits for room on a datastore: VMs that write where none is left are frozen, and go on when there is some. */
import type { Deed } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { LEAST_FREE_GIB } from './advice';
import { releaseVm, stopVm } from './hosting';
import { freeGib, isGrowing, planFull } from './thin-writes';

/** Sums of what has grown are floats: less than this is no space. */
export const NO_GIB = 1e-6;

/** Under which hosting keeps and releases a VM: a VM may wait for several datastores. */
const causeOf = (datastoreId: string): string => `space of ${datastoreId}`;

export function freeze(deed: Deed, datastore: Nouns['datastore'], vmId: string): void {
  const reason = `${datastore.id} is full: all of its ${datastore.size_gib} GiB are taken, and nothing more can be written there`;
  stopVm(deed, vmId, { cause: causeOf(datastore.id), state: 'frozen', reason });
}

/** A VM waits for a datastore no longer. */
export const thaw = (deed: Deed, vmId: string, datastoreId: string): void => releaseVm(deed, vmId, causeOf(datastoreId));

/** The free space of a datastore is another one: those who wait for room go on where there is some, and it will be full at another time. */
export function spaceChanged(deed: Deed, datastoreId: string): void {
  const datastore = deed.get('datastore', datastoreId);
  if (!datastore || !isGrowing(deed, datastoreId)) return;
  const waiting = deed
    .holding('virtual_machine', 'disks[].datastore_id', datastoreId)
    .filter((vm) => deed.runtime('virtual_machine', vm.id)?.stops?.[causeOf(datastoreId)]);
  if (waiting.length > 0 && freeGib(deed, datastore) >= LEAST_FREE_GIB) for (const vm of waiting) thaw(deed, vm.id, datastoreId);
  planFull(deed, datastoreId);
}
