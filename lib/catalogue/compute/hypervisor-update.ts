/** Updates of the hypervisors of a Cpool: host by host, each emptied by live moves before it stops. */
import type { Ending } from '../../core/activity';
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { MINUTE_MS } from '../../core/virtual-time';
import { HYPERVISOR_UPDATE_MINUTES } from '../facts/advice';
import { fall, hostIdsOf, planRestart, poolOf } from '../facts/hosting';
import { type Fits, laid, type Pool, received, whyNoRoom } from '../facts/hosting-layout';
import { hostOf, seat } from '../facts/hosting-state';
import { runningIn } from '../facts/running-place';
import { letStart, lostHostsOf } from './cpool-loss';

type Vm = Nouns['virtual_machine'];
type Cpool = Nouns['cpool'];

declare module '../../core/behaviour' {
  interface CpoolRuntime {
    /** Hosts that do not run the build yet that the Cpool is to have. */
    readonly outdated?: readonly string[];
  }
}

const outdatedOf = (site: Site, cpool: Cpool): string[] => {
  const outdated = new Set(site.runtime('cpool', cpool.id)?.outdated ?? []);
  return hostIdsOf(site, cpool.id).filter((host) => outdated.has(host));
};

/** Begins an update of every host; a host that is being updated gets the new build too. */
export function beginUpdate(deed: Deed, cpool: Cpool): void {
  deed.remember('cpool', cpool.id, { outdated: hostIdsOf(deed, cpool.id) });
  if ((deed.runtime('cpool', cpool.id)?.in_maintenance ?? null) === null) updateNext(deed, cpool);
}

/** The update of a host ends, if one is under way, and the next one begins. */
export function goOnUpdating(cpool: Cpool, deed: Deed): Ending {
  const host = deed.runtime('cpool', cpool.id)?.in_maintenance ?? null;
  const isLost = host !== null && lostHostsOf(deed, cpool).includes(host);
  if (host !== null) {
    const outdated = outdatedOf(deed, cpool).filter((each) => isLost || each !== host);
    deed.remember('cpool', cpool.id, { in_maintenance: null, outdated });
    letStart(deed, cpool);
  }
  const waits = updateNext(deed, cpool);
  const why = isLost ? 'it was lost while it was updated' : null;
  return {
    items: host === null ? [] : [{ what: host, state: isLost ? 'failed' : 'completed', reason: why }],
    ...(waits === undefined ? {} : { failed: waits }),
  };
}

/** What an update is doing, or waits for; null where every host runs the build of its Cpool. */
export function updateShown(site: Site, cpool: Cpool): string | null {
  const kept = site.runtime('cpool', cpool.id);
  const left = outdatedOf(site, cpool).length;
  if (left === 0) return null;
  const what = `${left} of ${cpool.host_count} hosts still to be updated`;
  const host = kept?.in_maintenance ?? null;
  return host === null ? `${what}; waiting: ${kept?.update_waits ?? 'for its next host'}` : `${what}, now ${host}`;
}

/** Empties and updates the first host that can be emptied; gives why none can. */
function updateNext(deed: Deed, cpool: Cpool): string | undefined {
  const left = outdatedOf(deed, cpool);
  const pool = poolOf(deed, cpool);
  const reasons: string[] = [];
  for (const host of left.filter((each) => pool.hosts.includes(each))) {
    const why = emptied(deed, pool, host);
    if (why === undefined) {
      deed.remember('cpool', cpool.id, { update_waits: null });
      deed.settle('cpool', cpool.id, 'hypervisor_update', HYPERVISOR_UPDATE_MINUTES * MINUTE_MS);
      return undefined;
    }
    reasons.push(why);
  }
  const [waits = left.length > 0 ? `${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} lost` : undefined] = reasons;
  if (waits !== undefined || deed.runtime('cpool', cpool.id)?.update_waits) deed.remember('cpool', cpool.id, { update_waits: waits ?? null });
  return waits;
}

/**
 * Moves the VMs of a host to the others; those with GPUs are stopped, and those that may be where nothing else makes room. They
 * start again as after the loss of the host. Gives why that cannot be; nothing has moved then.
 */
function emptied(deed: Deed, pool: Pool, host: string): string | undefined {
  const { cpool } = pool;
  const rest: Pool = { cpool, hosts: pool.hosts.filter((each) => each !== host) };
  const vms = runningIn(deed, cpool.id).filter((vm) => hostOf(deed, vm.id) !== null);
  const there = vms.filter((vm) => hostOf(deed, vm.id) === host);
  const fixed = there.filter((vm) => vm.gpu_count > 0);
  const live = vms.filter((vm) => !fixed.includes(vm));
  const whole = movedFrom(deed, rest, live, there);
  if (!whole) return `${host} cannot be emptied: ${whyStuck(deed, rest, live, there)}`;
  deed.remember('cpool', cpool.id, { in_maintenance: host });
  for (const vm of live) seatWhere(deed, vm, whole);
  for (const vm of there.filter((each) => !whole.hostOf.has(each.id)))
    fall(deed, vm, host, `its host ${host} is being updated, and ${vm.gpu_count > 0 ? 'a VM with GPUs cannot move live' : 'no other has room'}`);
  if (there.some((vm) => hostOf(deed, vm.id) === null) && cpool.ha_enabled) planRestart(deed, cpool.id);
  return undefined;
}

function seatWhere(deed: Deed, vm: Vm, { hostOf: places }: Fits): void {
  const place = places.get(vm.id);
  if (place !== undefined) seat(deed, vm, place);
}

/** A placement of the VMs on the other hosts: of all, or without those on the host that allow a power cycle. */
function movedFrom(site: Site, rest: Pool, live: readonly Vm[], there: readonly Vm[]): Fits | undefined {
  const all = laid(site, rest, live);
  if (all.outcome === 'fits') return all;
  const stoppable = live.filter((vm) => vm.allow_power_cycle && there.includes(vm));
  if (stoppable.length === 0) return undefined;
  const certain = live.filter((vm) => !stoppable.includes(vm));
  const without = laid(site, rest, certain);
  return without.outcome === 'fits' ? received(site, rest, certain, stoppable, without) : undefined;
}

/** Of the VMs that must move live, the largest says why it cannot. */
function whyStuck(site: Site, rest: Pool, live: readonly Vm[], there: readonly Vm[]): string {
  const [largest] = live.filter((vm) => there.includes(vm) && !vm.allow_power_cycle).sort((a, b) => b.memory_gib - a.memory_gib);
  const seated = live.flatMap((vm) => {
    const host = hostOf(site, vm.id);
    return host === null || there.includes(vm) ? [] : [{ vm, host }];
  });
  return largest ? `${largest.id} cannot move, since ${whyNoRoom(site, rest, seated, largest)}` : 'its VMs find no room together';
}
