/** Who runs where in a Cpool: VMs come, go, are stopped and go on. A command finds room for its VM or is refused; all others wait, with the reason. */
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { HA_RESTART_MS, PLACEMENT_SEARCH_NODES_MAX } from './advice';
import { whyDatastoreIsLost } from './datastore-outages';
import { gpusText, laid, memoryOf, type Pool, promisedGib, received, whyNoRoom, withinMemory } from './hosting-layout';
import { barrier, fallenFrom, hostOf, note, type Stop, seat } from './hosting-state';
import { lostBlades } from './lost-blades';
import type { LeftOut, Placement } from './placement';
import { runningIn, runningPlace } from './running-place';
import { runsOnDatastores } from './started-copies';

type Vm = Nouns['virtual_machine'];
type Cpool = Nouns['cpool'];

declare module '../../core/behaviour' {
  interface CpoolRuntime {
    readonly host_ids: readonly string[];
    /** Host that is emptied and updated now. */
    readonly in_maintenance?: string | null;
    /** Why an update of its hypervisors does not go on. */
    readonly update_waits?: string | null;
  }
  interface Runtimes {
    cpool: CpoolRuntime;
  }
}

/** Types that whoever calls into this file looks at (`looksAt`). */
export const hostingTypes = ['virtual_machine', 'cpool', 'affinity_rule', 'datastore', 'global_mirror_lun', 'vm_replication'] as const;

export const hostIdsOf = (site: Site, cpoolId: string): readonly string[] => site.runtime('cpool', cpoolId)?.host_ids ?? [];

/** The hosts of a Cpool that take VMs: neither lost nor being updated. */
export function poolOf(site: Site, cpool: Cpool): Pool {
  const isLost = lostBlades(site, cpool.availability_zone);
  const resting = site.runtime('cpool', cpool.id)?.in_maintenance ?? null;
  return { cpool, hosts: hostIdsOf(site, cpool.id).filter((id) => !isLost(id) && id !== resting) };
}

/**
 * Keeps a VM from running, until the same cause releases it: `frozen` (it keeps its host and its memory there), `locked` (its key
 * cannot be reached) or `down` (both lose their host). `cause` is a word of the caller's own (`snapshot`, `key`; `storage` is used here): a VM
 * that several causes keep goes on when the last of them has released it. Another call with the same cause gives another reason.
 */
export function stopVm(deed: Deed, vmId: string, { cause, state, reason }: Stop & { readonly cause: string }): void {
  const vm = deed.get('virtual_machine', vmId);
  const stops = deed.runtime('virtual_machine', vmId)?.stops ?? {};
  if (!vm || (stops[cause]?.state === state && stops[cause].reason === reason)) return;
  const held = hostOf(deed, vmId);
  note(deed, vm, { stops: { ...stops, [cause]: { state, reason } }, ...(state === 'frozen' ? {} : { host: null, fallen: null }) });
  if (held !== null && state !== 'frozen') letOthersIn(deed, runningPlace(deed, vm));
}

/** Lets a VM go on that a cause had stopped; it starts at once where nothing else keeps it and it finds a host. */
export function releaseVm(deed: Deed, vmId: string, cause: string): void {
  const vm = deed.get('virtual_machine', vmId);
  if (!vm || !unstop(deed, vm, cause) || vm.power_state === 'off' || hostOf(deed, vmId) !== null) return;
  const place = runningPlace(deed, vm);
  if (place !== null && !barrier(deed, vmId)) settle(deed, place);
}

function unstop(deed: Deed, vm: Vm, cause: string): boolean {
  const { [cause]: stop, ...others } = deed.runtime('virtual_machine', vm.id)?.stops ?? {};
  if (stop) note(deed, vm, { stops: others });
  return stop !== undefined;
}

/** A VM comes or changes: it gets a host where it is to run, or the command is refused; what it leaves others may take. */
export function admit(deed: Deed, vm: Vm, prior?: Vm): void {
  const isStarted = vm.power_state === 'on' && (prior?.power_state !== 'on' || hostOf(deed, vm.id) !== null);
  const place = stand(deed, vm);
  const before = prior?.power_state === 'on' ? runningPlace(deed, prior) : null;
  // Away from home it is a guest, within the memory that is left: where that does not hold it, it waits, and says so.
  if (place !== null) settle(deed, place, isStarted && place === vm.cpool_id ? vm : undefined);
  if (before !== place || (prior && prior.memory_gib > vm.memory_gib)) letOthersIn(deed, before);
}

/** Lets VMs run where their disks are presented now. Those that find no room there are down, with the reason. */
export function relocate(deed: Deed, vms: readonly Vm[]): void {
  const places = new Set<string>();
  const fell = new Set<string>();
  for (const vm of vms) {
    const place = stand(deed, vm);
    if (place === null) continue;
    places.add(place);
    if (fallenFrom(deed, vm.id) !== null) fell.add(place);
  }
  for (const place of places) settle(deed, place);
  for (const place of fell) planRestart(deed, place);
}

/** High availability starts VMs of a Cpool again after its time; what is planned already stays as it is. */
export function planRestart(deed: Deed, cpoolId: string): void {
  if (deed.dueAt('cpool', cpoolId, 'restart') === undefined) deed.settle('cpool', cpoolId, 'restart', HA_RESTART_MS);
}

/**
 * Takes a VM off the host where it can no longer be, and notes what keeps it from running. Gives the Cpool in which it is to
 * run; null where it is switched off, or can run nowhere.
 */
export function stand(deed: Deed, vm: Vm): string | null {
  if (vm.power_state === 'off') {
    note(deed, vm, { host: null, down: null, fallen: null });
    return null;
  }
  const place = runningPlace(deed, vm);
  const at = hostOf(deed, vm.id) ?? fallenFrom(deed, vm.id);
  noteStorage(deed, vm);
  if (place === null || !deed.get('cpool', place)) {
    const why = place === null ? 'its disks are presented in several places, so that it can run in none' : `${place} is gone, in which it is to run`;
    note(deed, vm, { host: null, fallen: null, down: why });
    return null;
  }
  if (at === null) return place;
  if (!hostIdsOf(deed, place).includes(at)) note(deed, vm, { host: null, fallen: null });
  else if (lostBlades(deed, deed.get('cpool', place)?.availability_zone ?? '')(at)) fall(deed, vm, at, `its host ${at} is lost`);
  return place;
}

/** A VM loses its host, and starts again when high availability or the return of the host lets it. */
export function fall(deed: Deed, vm: Vm, host: string, why: string): void {
  const waits = deed.get('cpool', runningPlace(deed, vm) ?? '')?.ha_enabled
    ? `high availability starts it elsewhere within ${HA_RESTART_MS / 1000} s`
    : 'without high availability it waits for that host';
  note(deed, vm, { host: null, fallen: host, down: `${why}; ${waits}` });
}

/** A VM whose storage is lost runs nowhere, and goes on by itself once that is back. */
function noteStorage(deed: Deed, vm: Vm): void {
  const [reason] = runsOnDatastores(deed, vm).flatMap((id) => whyDatastoreIsLost(deed, id) ?? []);
  if (reason === undefined) return void unstop(deed, vm, 'storage');
  const stops = deed.runtime('virtual_machine', vm.id)?.stops ?? {};
  if (stops['storage']?.reason !== reason) note(deed, vm, { stops: { ...stops, storage: { state: 'down', reason } }, host: null });
}

/** Room has come free in a Cpool: those who wait may take it, an update that could not empty a host among them. */
export function letOthersIn(deed: Deed, cpoolId: string | null): void {
  if (cpoolId === null) return;
  if (runningIn(deed, cpoolId).some((vm) => isWaiting(deed, cpoolId, vm))) settle(deed, cpoolId);
  resumeUpdate(deed, cpoolId);
}

/** Lets an update that waits try again. */
export function resumeUpdate(deed: Deed, cpoolId: string): void {
  if (deed.runtime('cpool', cpoolId)?.update_waits) deed.settle('cpool', cpoolId, 'hypervisor_update', 0);
}

/** It is to run in a Cpool, lies on no host, and nothing but room is lacking. */
function isWaiting(site: Site, cpoolId: string, vm: Vm): boolean {
  if (hostOf(site, vm.id) !== null || barrier(site, vm.id)) return false;
  const fallen = fallenFrom(site, vm.id);
  return fallen === null || !hostIdsOf(site, cpoolId).includes(fallen);
}

/**
 * Lays the VMs of a Cpool on its hosts. Refuses with PLACEMENT-001 where no placement is found for those that run and the one
 * that is started; of those that wait, as many start as find room, and the others know why not.
 */
export function settle(deed: Deed, cpoolId: string, started?: Vm): void {
  const cpool = deed.get('cpool', cpoolId);
  if (!cpool || hostIdsOf(deed, cpoolId).length === 0) return;
  const pool = poolOf(deed, cpool);
  const vms = runningIn(deed, cpoolId);
  const taking = new Set(pool.hosts);
  const own = new Set(hostIdsOf(deed, cpoolId));
  const certain: Vm[] = [];
  const waiting: Vm[] = [];
  for (const vm of vms) {
    const host = hostOf(deed, vm.id);
    // Those on a host that is lost fall when their Cpool takes stock, and start in their time.
    const isCertain = host === null ? vm.id === started?.id && !barrier(deed, vm.id) : taking.has(host) || !own.has(host);
    if (isCertain) certain.push(vm);
    else if (isWaiting(deed, cpoolId, vm)) waiting.push(vm);
  }
  if (!withinMemory(cpool, certain)) refuseOvercommitted(deed, cpool, certain);
  const answer = laid(deed, pool, certain);
  if (answer.outcome !== 'fits') return refuseFull(deed, pool, certain, { answer, started });
  const whole = waiting.length === 0 ? answer : received(deed, pool, certain, waiting, answer);
  for (const vm of [...certain, ...waiting]) {
    const host = whole.hostOf.get(vm.id);
    if (host !== undefined && hostOf(deed, vm.id) !== host) seat(deed, vm, host);
  }
  const leftOut = waiting.filter((vm) => !whole.hostOf.has(vm.id));
  if (leftOut.length === 0) return;
  const seated = [...certain, ...waiting].flatMap((vm) => {
    const host = hostOf(deed, vm.id);
    return host === null ? [] : [{ vm, host }];
  });
  for (const vm of leftOut) note(deed, vm, { down: whyNoRoom(deed, pool, seated, vm), fallen: null });
}

/** Rules hold a Cpool's own VMs within its memory; guests take of it too. */
const refuseOvercommitted = (deed: Deed, cpool: Cpool, vms: readonly Vm[]): never =>
  deed.refuse({
    code: 'PLACEMENT-001',
    path: '',
    message: `${cpool.id} would run ${memoryOf(vms)} GiB of VMs, with those that run there as guests; it gives them ${promisedGib(cpool)}`,
    fix: 'wait until the guests are home again, activate more memory, or stop or shrink VMs',
  });

interface Full {
  readonly answer: Exclude<Placement, { outcome: 'fits' }>;
  readonly started: Vm | undefined;
}

function refuseFull(deed: Deed, pool: Pool, certain: readonly Vm[], { answer, started }: Full): never {
  const { cpool, hosts } = pool;
  const isWhole = hosts.length === cpool.host_count;
  const those = isWhole ? `the hosts of ${cpool.id}` : `${hosts.length} of the ${cpool.host_count} hosts of ${cpool.id} take VMs now; they`;
  const found = answer.outcome === 'overflows' ? 'leave no room' : `were searched in ${PLACEMENT_SEARCH_NODES_MAX} steps without finding room`;
  const seated = certain.flatMap((vm) => {
    const host = hostOf(deed, vm.id);
    return vm.id === started?.id || host === null ? [] : [{ vm, host }];
  });
  const why = answer.outcome === 'undecided' ? '' : `: ${started ? whyNoRoom(deed, pool, seated, started) : leftOutText(answer.leftOut)}`;
  return deed.refuse({
    code: 'PLACEMENT-001',
    path: '',
    message: `${those} ${found} for all of its running VMs${why}`,
    fix: isWhole
      ? 'add a host to the Cpool, or let VMs apart be fewer or smaller'
      : 'wait until its hosts are back, or add a host, or stop or shrink VMs',
  });
}

function leftOutText([{ group }]: readonly [LeftOut, ...LeftOut[]]): string {
  const names = group.vms.map((vm) => vm.id).join(', ');
  return `${names} with ${group.memory_gib} GiB of memory${group.gpu_count > 0 ? ` and ${gpusText(group.gpu_count)}` : ''} would lie on none`;
}
