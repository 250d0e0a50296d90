/** Where VMs run: at home, or where the copies of their disks are presented after a failover. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { awayMirror, presentedTo, servingOf } from './mirror-serving';
import { startedCopy, startedIn } from './started-copies';

type Vm = Nouns['virtual_machine'];

const isAnythingAway = (site: Site): boolean => site.all('global_mirror_lun').some((mirror) => servingOf(site, mirror) !== 'primary');

/** The Cpool where a datastore serves instead of at home; undefined where its primary serves, null where nothing does. */
function placeOfDisks(site: Site, datastoreId: string): string | null | undefined {
  const away = awayMirror(site, datastoreId);
  return away && presentedTo(site, away);
}

/** The Cpool where a VM can run; null where its disks are presented in several places, so that it can run in none. */
export function runningPlace(site: Site, vm: Vm): string | null {
  const copy = startedCopy(site, vm.id);
  if (copy) return copy.target_cpool_id;
  if (!isAnythingAway(site)) return vm.cpool_id;
  const [place, ...others] = new Set(vm.disks.map((disk) => placeOfDisks(site, disk.datastore_id)));
  return others.length > 0 ? null : place === undefined ? vm.cpool_id : place;
}

/** Running VMs with a disk on a datastore. */
export const runningOn = (site: Site, datastoreId: string): Vm[] =>
  site.holding('virtual_machine', 'disks[].datastore_id', datastoreId).filter((vm) => vm.power_state === 'on');

/** VMs that are to run in a Cpool: its own, as far as they are not away, and those that have failed over or whose copies were started there. */
export function runningIn(site: Site, cpoolId: string): Vm[] {
  const here = site.holding('virtual_machine', 'cpool_id', cpoolId).filter((vm) => !startedCopy(site, vm.id));
  const own = [...here, ...startedIn(site, cpoolId)].filter((vm) => vm.power_state === 'on');
  if (!isAnythingAway(site)) return own;
  const copies = site.all('global_mirror_lun').filter((mirror) => presentedTo(site, mirror) === cpoolId);
  const guests = copies.flatMap((mirror) => runningOn(site, mirror.datastore_id));
  return [...new Set([...own, ...guests])].filter((vm) => runningPlace(site, vm) === cpoolId);
}
