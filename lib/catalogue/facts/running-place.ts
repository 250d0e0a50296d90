/** Where VMs run: at home, or where the copies of their disks are presented after a failover. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { startedCopy, startedIn } from './started-copies';

type Vm = Nouns['virtual_machine'];

const isAnythingFailedOver = (site: Site): boolean => site.holding('global_mirror_lun', 'desired_role', 'failed_over').length > 0;

/** The Cpool to which a datastore has failed over; undefined where its primary serves. */
const failedOverTo = (site: Site, datastoreId: string): string | undefined =>
  site.holding('global_mirror_lun', 'datastore_id', datastoreId).find((mirror) => mirror.desired_role === 'failed_over')?.standby_cpool_id ??
  undefined;

/** The Cpool where a VM can run; null where its disks are presented in several places, so that it can run in none. */
export function runningPlace(site: Site, vm: Vm): string | null {
  const copy = startedCopy(site, vm.id);
  if (copy) return copy.target_cpool_id;
  if (!isAnythingFailedOver(site)) return vm.cpool_id;
  const [place, ...others] = new Set(vm.disks.map((disk) => failedOverTo(site, disk.datastore_id)));
  return others.length > 0 ? null : (place ?? vm.cpool_id);
}

/** Running VMs with a disk on a datastore. */
export const runningOn = (site: Site, datastoreId: string): Vm[] =>
  site.holding('virtual_machine', 'disks[].datastore_id', datastoreId).filter((vm) => vm.power_state === 'on');

/** VMs that are to run in a Cpool: its own, as far as they are not away, and those that have failed over or whose copies were started there. */
export function runningIn(site: Site, cpoolId: string): Vm[] {
  const here = site.holding('virtual_machine', 'cpool_id', cpoolId).filter((vm) => !startedCopy(site, vm.id));
  const own = [...here, ...startedIn(site, cpoolId)].filter((vm) => vm.power_state === 'on');
  if (!isAnythingFailedOver(site)) return own;
  const copies = site.holding('global_mirror_lun', 'standby_cpool_id', cpoolId).filter((mirror) => mirror.desired_role === 'failed_over');
  const guests = copies.flatMap((mirror) => runningOn(site, mirror.datastore_id));
  return [...new Set([...own, ...guests])].filter((vm) => runningPlace(site, vm) === cpoolId);
}
