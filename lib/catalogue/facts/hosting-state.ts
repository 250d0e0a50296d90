/** What a VM does: it runs on a host, or does not, with the reason. The one place where it gets or loses its host, so that downtime is counted. */
import type { Deed, Site, VirtualMachineRuntime } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { counted, type Downtime } from './availability';
import { noteWrites } from './thin-writes';

type Vm = Nouns['virtual_machine'];

/** What keeps a VM from running. A frozen one keeps its host and its memory there; the others have none. */
export interface Stop {
  readonly state: 'frozen' | 'locked' | 'down';
  /** For the person who looks, with numbers. */
  readonly reason: string;
}

declare module '../../core/behaviour' {
  /** What is remembered about a VM. Each file that has something to remember about VMs adds it here, as optional. */
  interface VirtualMachineRuntime {
    /** Host that it lies on; null where it lies on none. */
    readonly host: string | null;
    /** Why it lies on no host although it is to run. */
    readonly down?: string | null;
    /** The host that it lay on when that was lost, until it may start again. */
    readonly fallen?: string | null;
    /** What keeps it from running, by cause. */
    readonly stops?: Readonly<Record<string, Stop>>;
    readonly downtime?: Downtime;
  }
  interface Runtimes {
    virtual_machine: VirtualMachineRuntime;
  }
}

export const hostOf = (site: Site, vmId: string): string | null => site.runtime('virtual_machine', vmId)?.host ?? null;
export const fallenFrom = (site: Site, vmId: string): string | null => site.runtime('virtual_machine', vmId)?.fallen ?? null;

/** Why no host may take a VM: its key, its storage. Undefined where one may. */
export const barrier = (site: Site, vmId: string): Stop | undefined => barrierIn(site.runtime('virtual_machine', vmId));

const stopsIn = (kept: VirtualMachineRuntime | undefined): Stop[] => Object.values(kept?.stops ?? {});
const barrierIn = (kept: VirtualMachineRuntime | undefined): Stop | undefined =>
  stopsIn(kept).find(({ state }) => state === 'locked') ?? stopsIn(kept).find(({ state }) => state === 'down');

interface Condition {
  readonly state: 'stopped' | 'running' | Stop['state'];
  /** Null where it runs, or is switched off. */
  readonly reason: string | null;
}

/** What a VM does, and why it does not run. */
export const conditionOf = (site: Site, vm: Vm): Condition => conditionIn(vm, site.runtime('virtual_machine', vm.id));

function conditionIn({ power_state }: Pick<Vm, 'power_state'>, kept: VirtualMachineRuntime | undefined): Condition {
  if (power_state === 'off') return { state: 'stopped', reason: null };
  const barred = barrierIn(kept);
  if (barred) return barred;
  if ((kept?.host ?? null) === null) return { state: 'down', reason: kept?.down ?? 'it lies on no host' };
  return stopsIn(kept)[0] ?? { state: 'running', reason: null };
}

/** Notes what changes about a VM's running, and counts its downtime. Nothing is written where nothing changes. */
export function note(deed: Deed, vm: Vm, change: Partial<VirtualMachineRuntime>): void {
  const kept = deed.runtime('virtual_machine', vm.id);
  const after: VirtualMachineRuntime = { host: null, ...kept, ...change };
  const { state } = conditionIn(vm, after);
  const downtime = counted(kept?.downtime, state === 'running' || state === 'stopped' ? 'up' : 'down', deed.now);
  const whole = { ...change, ...(downtime === undefined ? {} : { downtime }) };
  const news = Object.entries(whole).filter(([key, value]) => (value ?? null) !== (kept?.[key as keyof VirtualMachineRuntime] ?? null));
  if (news.length > 0) deed.remember('virtual_machine', vm.id, kept ? Object.fromEntries(news) : { host: null, ...Object.fromEntries(news) });
  if ((state === 'running') !== (conditionIn(vm, kept).state === 'running')) noteWrites(deed, vm, state === 'running' ? 'writes' : 'rests');
}

/** Lets a VM lie on a host. */
export const seat = (deed: Deed, vm: Vm, host: string): void => note(deed, vm, { host, down: null, fallen: null });
