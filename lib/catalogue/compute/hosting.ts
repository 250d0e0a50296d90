/** Which running VM lies on which host of a Cpool. VMs stay where they are as far as that is possible. */
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { PLACEMENT_SEARCH_NODES_MAX } from '../facts/advice';
import { hostCapacity, type Placement, type PlacementHost, place } from '../facts/placement';
import { groupsOf } from '../facts/placement-groups';

type Vm = Nouns['virtual_machine'];

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
export const runningIn = (site: Site, cpoolId: string): Vm[] =>
  site.holding('virtual_machine', 'cpool_id', cpoolId).filter((vm) => vm.power_state === 'on');

/** Lays the VMs of a Cpool on its hosts and remembers where each lies. Refuses with PLACEMENT-001 where no placement is found. */
export function settle(deed: Deed, cpoolId: string): void {
  const cpool = deed.get('cpool', cpoolId);
  const hosts = deed.runtime('cpool', cpoolId)?.host_ids ?? [];
  if (!cpool || hosts.length === 0) return;
  const vms = runningIn(deed, cpoolId);
  const ties = deed.holding('affinity_rule', 'cpool_id', cpoolId).filter((rule) => rule.enabled);
  const stay = new Map(vms.flatMap((vm) => hostOf(deed, vm.id, hosts)));
  const each = hostCapacity(cpool);
  const newcomers = ties.length === 0 ? beside(vms, stay, hosts, each) : undefined;
  const answer = newcomers ?? place({ groups: groupsOf(vms, ties), hosts: hosts.map((id): PlacementHost => ({ ...each, id })), stay });
  if (answer.outcome !== 'fits') return refuseFull(deed, cpoolId, answer.outcome);
  for (const [vm, host] of answer.hostOf) if (stay.get(vm) !== host) deed.remember('virtual_machine', vm, { host });
}

type Fits = Extract<Placement, { outcome: 'fits' }>;

/**
 * The usual case, without a search: all stay, and newcomers, the largest first, go where most memory is free. Undefined where
 * that leaves one out. Only for VMs that no rule ties to each other.
 */
function beside(vms: readonly Vm[], stay: ReadonlyMap<string, string>, hosts: readonly string[], each: Omit<PlacementHost, 'id'>): Fits | undefined {
  const rooms = new Map(hosts.map((id) => [id, { id, memory: each.memory_gib, gpus: each.gpu_count }]));
  const lay = (vm: Vm, room: Room | undefined): boolean => {
    if (!room) return false;
    room.memory -= vm.memory_gib;
    room.gpus -= vm.gpu_count;
    return room.memory >= 0 && room.gpus >= 0;
  };
  if (!vms.every((vm) => !stay.has(vm.id) || lay(vm, rooms.get(stay.get(vm.id) ?? '')))) return undefined;
  const newcomers = vms.filter((vm) => !stay.has(vm.id)).sort((a, b) => b.memory_gib - a.memory_gib || (a.id < b.id ? -1 : 1));
  const hostOf = new Map<string, string>();
  for (const vm of newcomers) {
    const room = emptiest([...rooms.values()].filter(({ gpus }) => gpus >= vm.gpu_count));
    if (!room || !lay(vm, room)) return undefined;
    hostOf.set(vm.id, room.id);
  }
  return { outcome: 'fits', hostOf };
}

/** What is left of a host. */
interface Room {
  readonly id: string;
  memory: number;
  gpus: number;
}

const emptiest = (rooms: readonly Room[]): Room | undefined =>
  rooms.reduce<Room | undefined>((best, room) => (best && best.memory >= room.memory ? best : room), undefined);

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
