/** Which running VM lies on which host of a Cpool. VMs stay where they are as far as that is possible. */
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { PLACEMENT_SEARCH_NODES_MAX } from '../facts/advice';
import { hostCapacity, type PlacementHost, place } from '../facts/placement';
import { groupsOf } from '../facts/placement-groups';

export interface Hosted {
  /** Null where it does not run. */
  readonly host: string | null;
}

declare module '../../core/behaviour' {
  interface Runtimes {
    cpool: { readonly host_ids: readonly string[] };
    virtual_machine: Hosted;
  }
}

/** VMs that are to run in a Cpool. */
export const runningIn = (site: Site, cpoolId: string): Nouns['virtual_machine'][] =>
  site.holding('virtual_machine', 'cpool_id', cpoolId).filter((vm) => vm.power_state === 'on');

/** Lays the VMs of a Cpool on its hosts and remembers where each lies. Refuses with PLACEMENT-001 where no placement is found. */
export function settle(deed: Deed, cpoolId: string): void {
  const cpool = deed.get('cpool', cpoolId);
  const hosts = deed.runtime('cpool', cpoolId)?.host_ids ?? [];
  if (!cpool || hosts.length === 0) return;
  const vms = runningIn(deed, cpoolId);
  const ties = deed.holding('affinity_rule', 'cpool_id', cpoolId).filter((rule) => rule.enabled);
  const stay = new Map(vms.flatMap((vm) => hostOf(deed, vm.id, hosts)));
  const capacity = hostCapacity(cpool);
  const answer = place({ groups: groupsOf(vms, ties), hosts: hosts.map((id): PlacementHost => ({ ...capacity, id })), stay });
  if (answer.outcome !== 'fits') return refuseFull(deed, cpoolId, answer.outcome);
  for (const [vm, host] of answer.hostOf) if (stay.get(vm) !== host) deed.remember('virtual_machine', vm, { host });
}

function hostOf(site: Site, vm: string, hosts: readonly string[]): [string, string][] {
  const host = site.runtime('virtual_machine', vm)?.host;
  return host !== undefined && host !== null && hosts.includes(host) ? [[vm, host]] : [];
}

function refuseFull(deed: Deed, cpoolId: string, outcome: 'overflows' | 'undecided'): never {
  const found = outcome === 'overflows' ? 'leave no room' : `were searched in ${PLACEMENT_SEARCH_NODES_MAX} steps without finding room`;
  return deed.refuse({
    code: 'PLACEMENT-001',
    path: '',
    message: `the hosts of ${cpoolId} ${found} for all of its running VMs`,
    fix: 'add a host to the Cpool, or let VMs apart be fewer or smaller',
  });
}
