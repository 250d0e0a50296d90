/** Which running VM lies on which host of a Cpool. VMs stay where they are as far as that is possible. */
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { exceeds } from '../../core/units';
import { PLACEMENT_SEARCH_NODES_MAX } from './advice';
import { hostCapacity, type Placement, type PlacementHost, place } from './placement';
import { groupsOf, leaders, type Tie } from './placement-groups';
import { runningIn, runningPlace } from './running-place';

type Vm = Nouns['virtual_machine'];
type Cpool = Nouns['cpool'];

declare module '../../core/behaviour' {
  /** What is remembered about a VM. Each file that has something to remember about VMs adds it here, as optional. */
  interface VirtualMachineRuntime {
    /** Host that it runs on; null where it does not run. */
    readonly host: string | null;
  }
  interface Runtimes {
    cpool: { readonly host_ids: readonly string[] };
    virtual_machine: VirtualMachineRuntime;
  }
}

const hostsOf = (site: Site, cpoolId: string): readonly string[] => site.runtime('cpool', cpoolId)?.host_ids ?? [];
const hostOf = (site: Site, vmId: string): string | null => site.runtime('virtual_machine', vmId)?.host ?? null;

/** Lets VMs run where their disks are presented now, on the hosts that are there, and stops those that can run nowhere. */
export function relocate(deed: Deed, vms: readonly Vm[]): void {
  const places = new Set<string>();
  for (const vm of vms) {
    const cpoolId = vm.power_state === 'on' ? runningPlace(deed, vm) : null;
    const host = hostOf(deed, vm.id);
    const stays = host !== null && cpoolId !== null && hostsOf(deed, cpoolId).includes(host);
    if (host !== null && !stays) deed.remember('virtual_machine', vm.id, { host: null });
    if (cpoolId !== null) places.add(cpoolId);
  }
  for (const cpoolId of places) settle(deed, cpoolId);
}

/**
 * Lays the VMs of a Cpool on its hosts and remembers where each lies. Refuses with PLACEMENT-001 where no placement is found
 * for its own and those that run there already; of those that failed over to it, as many start as find room.
 */
export function settle(deed: Deed, cpoolId: string): void {
  const cpool = deed.get('cpool', cpoolId);
  const hosts = hostsOf(deed, cpoolId);
  if (!cpool || hosts.length === 0) return;
  const vms = runningIn(deed, cpoolId);
  const arriving = vms.filter((vm) => vm.cpool_id !== cpoolId && !hosts.includes(hostOf(deed, vm.id) ?? ''));
  const certain = arriving.length === 0 ? vms : vms.filter((vm) => !arriving.includes(vm));
  const answer = laid(deed, cpool, certain);
  if (answer.outcome !== 'fits') return refuseFull(deed, cpoolId, answer.outcome);
  const whole = arriving.length === 0 ? answer : received(deed, cpool, certain, arriving, answer);
  for (const [vm, host] of whole.hostOf) if (hostOf(deed, vm) !== host) deed.remember('virtual_machine', vm, { host });
}

type Fits = Extract<Placement, { outcome: 'fits' }>;

/** The placement with all those who arrive; where that is none, with one after another by their priority, without those for whom none is found. */
function received(site: Site, cpool: Cpool, certain: readonly Vm[], arriving: readonly Vm[], settled: Fits): Fits {
  const all = withinMemory(cpool, [...certain, ...arriving]) ? laid(site, cpool, [...certain, ...arriving]) : undefined;
  if (all?.outcome === 'fits') return all;
  let here = [...certain];
  let answer = settled;
  for (const vm of [...arriving].sort(byPriority)) {
    const more = withinMemory(cpool, [...here, vm]) ? laid(site, cpool, [...here, vm]) : undefined;
    if (more?.outcome !== 'fits') continue;
    here = [...here, vm];
    answer = more;
  }
  return answer;
}

const withinMemory = (cpool: Cpool, vms: readonly Vm[]): boolean =>
  !exceeds(
    vms.reduce((sum, vm) => sum + vm.memory_gib, 0),
    cpool.memory_gib,
    cpool.memory_overcommit_ratio,
  );

const PRIORITY: Readonly<Record<Vm['restart_priority'], number>> = { high: 0, medium: 1, low: 2 };
const byPriority = (a: Vm, b: Vm): number => PRIORITY[a.restart_priority] - PRIORITY[b.restart_priority] || (a.id < b.id ? -1 : 1);

/** A placement of VMs on the hosts of a Cpool; those that lie there stay as far as possible. */
function laid(site: Site, cpool: Cpool, vms: readonly Vm[]): Placement {
  const hosts = hostsOf(site, cpool.id);
  const ties = site.holding('affinity_rule', 'cpool_id', cpool.id).filter((rule) => rule.enabled);
  const stay = new Map<string, string>();
  const held = new Set(hosts);
  for (const vm of vms) {
    const host = hostOf(site, vm.id);
    if (host !== null && held.has(host)) stay.set(vm.id, host);
  }
  const each = hostCapacity(cpool);
  const newcomers = ties.length === 0 || areAtRest(ties, vms, stay) ? beside(vms, stay, hosts, each) : undefined;
  return newcomers ?? place({ groups: groupsOf(vms, ties), hosts: hosts.map((id): PlacementHost => ({ ...each, id })), stay });
}

/** Whether all VMs that rules name lie where the rules want them, so that no rule speaks of a newcomer. */
function areAtRest(ties: readonly Tie[], vms: readonly Vm[], stay: ReadonlyMap<string, string>): boolean {
  const named = new Set(ties.flatMap((tie) => tie.virtual_machine_ids));
  const placed = vms.filter((vm) => named.has(vm.id));
  if (!placed.every((vm) => stay.has(vm.id))) return false;
  const leaderOf = leaders(ties);
  const hostOfLeader = new Map<string, string | undefined>(placed.map((vm) => [leaderOf(vm.id), stay.get(vm.id)]));
  if (!placed.every((vm) => hostOfLeader.get(leaderOf(vm.id)) === stay.get(vm.id))) return false;
  const running = new Set(placed.map((vm) => vm.id));
  return ties.every((tie) => {
    const there = tie.kind === 'affinity' ? [] : [...new Set(tie.virtual_machine_ids)].filter((vm) => running.has(vm));
    return new Set(there.map((vm) => stay.get(vm))).size === there.length;
  });
}

/**
 * The usual case, without a search: all stay, and newcomers, the largest first, go where most memory is free. Undefined where
 * that leaves one out. Only for newcomers that no rule ties to others, where the others lie as their rules want it.
 */
function beside(vms: readonly Vm[], stay: ReadonlyMap<string, string>, hosts: readonly string[], each: Omit<PlacementHost, 'id'>): Fits | undefined {
  const rooms = new Map(hosts.map((id) => [id, { id, memory: each.memory_gib, gpus: each.gpu_count }]));
  const lay = (vm: Vm, room: Room | undefined): boolean => {
    if (!room) return false;
    room.memory -= vm.memory_gib;
    room.gpus -= vm.gpu_count;
    return room.memory >= 0 && room.gpus >= 0;
  };
  const newcomers: Vm[] = [];
  for (const vm of vms) {
    const host = stay.get(vm.id);
    if (host === undefined) newcomers.push(vm);
    else if (!lay(vm, rooms.get(host))) return undefined;
  }
  newcomers.sort((a, b) => b.memory_gib - a.memory_gib || (a.id < b.id ? -1 : 1));
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

function refuseFull(deed: Deed, cpoolId: string, outcome: 'overflows' | 'undecided'): never {
  const found = outcome === 'overflows' ? 'leave no room' : `were searched in ${PLACEMENT_SEARCH_NODES_MAX} steps without finding room`;
  return deed.refuse({
    code: 'PLACEMENT-001',
    path: '',
    message: `the hosts of ${cpoolId} ${found} for all of its running VMs`,
    fix: 'add a host to the Cpool, or let VMs apart be fewer or smaller',
  });
}
