/** What the loss and the return of hosts does to the VMs of a Cpool. */
import type { ActivityItem, Ending } from '../../core/activity';
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { HA_RESTART_MS } from '../facts/advice';
import { hostIdsOf, planRestart, poolOf, settle, stand } from '../facts/hosting';
import { barrier, conditionOf, fallenFrom, hostOf, note } from '../facts/hosting-state';
import { lostBlades } from '../facts/lost-blades';
import { runningIn, runningPlace } from '../facts/running-place';

type Vm = Nouns['virtual_machine'];
type Cpool = Nouns['cpool'];

declare module '../../core/behaviour' {
  interface CpoolRuntime {
    /** Hosts that were lost when something broke or was mended last. */
    readonly lost?: readonly string[];
  }
}

export const lostHostsOf = (site: Site, cpool: Cpool): string[] => hostIdsOf(site, cpool.id).filter(lostBlades(site, cpool.availability_zone));

/** Takes the VMs off hosts that are lost, in every Cpool, and lets those start that can. Gives the Cpools that have other hosts than before. */
export function takeStock(deed: Deed): Cpool[] {
  // Those that can run in no Cpool are met in none, and have to say what keeps them now.
  for (const vm of deed.all('virtual_machine')) if (!deed.get('cpool', runningPlace(deed, vm) ?? '')) stand(deed, vm);
  return deed.all('cpool').filter((cpool) => {
    const lost = lostHostsOf(deed, cpool);
    const hasChanged = String(lost) !== String(deed.runtime('cpool', cpool.id)?.lost ?? []);
    if (hasChanged) deed.remember('cpool', cpool.id, { lost });
    const vms = runningIn(deed, cpool.id);
    const stirred = vms.filter((vm) => isStirred(deed, vm));
    if ((hasChanged || stirred.length > 0) && vms.some((vm) => mayStart(deed, cpool, vm))) {
      // Those who fall now wait their whole time.
      if (cpool.ha_enabled && stirred.some((vm) => fallenFrom(deed, vm.id) !== null)) deed.settle('cpool', cpool.id, 'restart', HA_RESTART_MS);
      else planRestart(deed, cpool.id);
    }
    return hasChanged;
  });
}

/** Whether what broke or was mended changes anything for a VM. */
function isStirred(deed: Deed, vm: Vm): boolean {
  const before = deed.runtime('virtual_machine', vm.id);
  stand(deed, vm);
  return deed.runtime('virtual_machine', vm.id) !== before;
}

/** It lies on no host, and may start as soon as it finds room: by high availability, or because its own host is back. */
function mayStart(site: Site, cpool: Cpool, vm: Vm): boolean {
  if (hostOf(site, vm.id) !== null || barrier(site, vm.id)) return false;
  const fallen = fallenFrom(site, vm.id);
  return fallen === null || cpool.ha_enabled || !hostIdsOf(site, cpool.id).includes(fallen) || poolOf(site, cpool).hosts.includes(fallen);
}

/** Plans a start for those who may start now, where there are some. */
export function letStart(deed: Deed, cpool: Cpool): void {
  if (runningIn(deed, cpool.id).some((vm) => mayStart(deed, cpool, vm))) planRestart(deed, cpool.id);
}

/** Starts the VMs that lie on no host, the most important first, as far as they find room. */
export function restart(cpool: Cpool, deed: Deed): Ending {
  const tried = runningIn(deed, cpool.id).filter((vm) => mayStart(deed, cpool, vm));
  for (const vm of tried) note(deed, vm, { fallen: null });
  settle(deed, cpool.id);
  const items = tried.map((vm): ActivityItem => {
    const runs = hostOf(deed, vm.id) !== null;
    return { what: vm.id, state: runs ? 'completed' : 'failed', reason: runs ? null : conditionOf(deed, vm).reason };
  });
  const left = items.filter(({ state }) => state === 'failed').length;
  return { items, ...(left > 0 ? { failed: `${left} of ${items.length} VMs find no host in ${cpool.id}` } : {}) };
}
