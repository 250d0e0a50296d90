/** Which VM lies on which host of a Cpool. VMs stay where they are as far as that is possible. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { exceeds, floorTimes } from '../../core/units';
import { RESTART_SEARCH_NODES_MAX } from './advice';
import { hostOf } from './hosting-state';
import { hostCapacity, type Placement, type PlacementHost, place } from './placement';
import { groupsOf, leaders, type Tie } from './placement-groups';

type Vm = Nouns['virtual_machine'];
type Cpool = Nouns['cpool'];

export type Fits = Extract<Placement, { outcome: 'fits' }>;

/** Hosts of a Cpool that take VMs now. */
export interface Pool {
  readonly cpool: Cpool;
  readonly hosts: readonly string[];
}

const tiesIn = (site: Site, cpoolId: string): Tie[] => site.holding('affinity_rule', 'cpool_id', cpoolId).filter((rule) => rule.enabled);

/** A placement of VMs on hosts; those that lie there stay as far as possible. */
export function laid(site: Site, { cpool, hosts }: Pool, vms: readonly Vm[], nodesMax?: number): Placement {
  const ties = tiesIn(site, cpool.id);
  const stay = new Map<string, string>();
  const held = new Set(hosts);
  for (const vm of vms) {
    const host = hostOf(site, vm.id);
    if (host !== null && held.has(host)) stay.set(vm.id, host);
  }
  const each = hostCapacity(cpool);
  const newcomers = ties.length === 0 || areAtRest(ties, vms, stay) ? beside(vms, stay, hosts, each) : undefined;
  if (newcomers) return newcomers;
  const spaces = hosts.map((id): PlacementHost => ({ ...each, id }));
  const bound = nodesMax === undefined ? {} : { nodesMax };
  return laidAround(vms, { ties, spaces, stay, bound }) ?? place({ groups: groupsOf(vms, ties), hosts: spaces, stay, ...bound });
}

interface Puzzle {
  readonly ties: readonly Tie[];
  readonly spaces: readonly PlacementHost[];
  readonly stay: ReadonlyMap<string, string>;
  readonly bound: { readonly nodesMax?: number };
}

/** VMs with GPUs do not move live (COMPUTE-016): a placement of the others around them. Undefined where that is none, or where rules tie them. */
function laidAround(vms: readonly Vm[], { ties, spaces, stay, bound }: Puzzle): Fits | undefined {
  const tied = new Set(ties.flatMap((tie) => tie.virtual_machine_ids));
  const pinned = vms.filter((vm) => vm.gpu_count > 0 && stay.has(vm.id) && !tied.has(vm.id));
  if (pinned.length === 0) return undefined;
  const hosts = spaces.map((space): PlacementHost => {
    const there = pinned.filter((vm) => stay.get(vm.id) === space.id);
    const gpus = there.reduce((sum, vm) => sum + vm.gpu_count, 0);
    return { id: space.id, memory_gib: space.memory_gib - memoryOf(there), gpu_count: space.gpu_count - gpus };
  });
  // One that has grown beyond its host cannot stay there.
  if (hosts.some(({ memory_gib, gpu_count }) => memory_gib < 0 || gpu_count < 0)) return undefined;
  const others = vms.filter((vm) => !pinned.includes(vm));
  const around = place({ groups: groupsOf(others, ties), hosts, stay, ...bound });
  return around.outcome === 'fits' ? around : undefined;
}

/**
 * The placement with all who wait; where that is none, with one after another by their priority, without those for whom none is
 * found. Some wait longer than they must where a search would have to be long.
 */
export function received(site: Site, pool: Pool, certain: readonly Vm[], waiting: readonly Vm[], settled: Fits): Fits {
  const all = withinMemory(pool.cpool, [...certain, ...waiting]) ? laid(site, pool, [...certain, ...waiting]) : undefined;
  if (all?.outcome === 'fits') return all;
  const tied = new Set(tiesIn(site, pool.cpool.id).flatMap((tie) => tie.virtual_machine_ids));
  const leftOut: Vm[] = [];
  let here = [...certain];
  let answer = settled;
  for (const vm of [...waiting].sort(byPriority)) {
    // What a smaller one found no room for is not searched again.
    if (leftOut.some((less) => less.memory_gib <= vm.memory_gib && less.gpu_count <= vm.gpu_count)) continue;
    const more = withinMemory(pool.cpool, [...here, vm]) ? laid(site, pool, [...here, vm], RESTART_SEARCH_NODES_MAX) : undefined;
    if (more?.outcome === 'fits') {
      here = [...here, vm];
      answer = more;
    } else if (!tied.has(vm.id)) leftOut.push(vm);
  }
  return answer;
}

export const memoryOf = (vms: readonly Vm[]): number => vms.reduce((sum, vm) => sum + vm.memory_gib, 0);
/** Whether the memory that a Cpool gives to VMs is enough for them; guests count as its own do. */
export const withinMemory = (cpool: Cpool, vms: readonly Vm[]): boolean => !exceeds(memoryOf(vms), cpool.memory_gib, cpool.memory_overcommit_ratio);

const PRIORITY: Readonly<Record<Vm['restart_priority'], number>> = { high: 0, medium: 1, low: 2 };
const byPriority = (a: Vm, b: Vm): number => PRIORITY[a.restart_priority] - PRIORITY[b.restart_priority] || (a.id < b.id ? -1 : 1);

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
  const hostOfVm = new Map<string, string>();
  for (const vm of newcomers) {
    const room = emptiest([...rooms.values()].filter(({ gpus }) => gpus >= vm.gpu_count));
    if (!room || !lay(vm, room)) return undefined;
    hostOfVm.set(vm.id, room.id);
  }
  return { outcome: 'fits', hostOf: hostOfVm };
}

/** What is left of a host. */
interface Room {
  readonly id: string;
  memory: number;
  gpus: number;
}

const emptiest = (rooms: readonly Room[]): Room | undefined =>
  rooms.reduce<Room | undefined>((best, room) => (best && best.memory >= room.memory ? best : room), undefined);

/** GiB of memory that a Cpool gives to VMs. */
export const promisedGib = (cpool: Cpool): number => floorTimes(cpool.memory_gib, cpool.memory_overcommit_ratio);

export const gpusText = (count: number): string => `${count} ${count === 1 ? 'GPU' : 'GPUs'}`;

/** Why a VM finds no room beside those that lie on the hosts, with the numbers. `seated`: host by VM id. */
export function whyNoRoom(site: Site, { cpool, hosts }: Pool, seated: readonly { readonly vm: Vm; readonly host: string }[], vm: Vm): string {
  if (hosts.length === 0) return `none of the ${cpool.host_count} hosts of ${cpool.id} runs`;
  const promised = promisedGib(cpool);
  const left = promised - memoryOf(seated.map((each) => each.vm));
  const need = `${vm.memory_gib} GiB of memory`;
  if (left < vm.memory_gib) return `it needs ${need}; of the ${promised} GiB that ${cpool.id} gives to VMs, ${left} are left`;
  const each = hostCapacity(cpool);
  const rooms = new Map(hosts.map((id): [string, Room] => [id, { id, memory: each.memory_gib, gpus: each.gpu_count }]));
  for (const { vm: other, host } of seated) {
    const room = rooms.get(host);
    if (!room) continue;
    room.memory -= other.memory_gib;
    room.gpus -= other.gpu_count;
  }
  const all = [...rooms.values()];
  const those = `the hosts of ${cpool.id} that take VMs (${hosts.length} of ${cpool.host_count})`;
  const most = Math.max(...all.map(({ memory }) => memory));
  if (most < vm.memory_gib) return `it needs ${need} on one host; ${those} have ${most} GiB left at most`;
  const roomy = all.filter(({ memory }) => memory >= vm.memory_gib);
  const cards = Math.max(...roomy.map(({ gpus }) => gpus));
  if (cards < vm.gpu_count) return `it needs ${gpusText(vm.gpu_count)} beside ${need} on one host; ${those} have ${cards} left where the memory is`;
  const ties = tiesIn(site, cpool.id).filter((tie) => tie.virtual_machine_ids.includes(vm.id));
  return `it needs ${need}, which ${roomy.map(({ id }) => id).join(', ')} would have; ${ties.map((tie) => tie.id).join(', ')} keeps it away`;
}
