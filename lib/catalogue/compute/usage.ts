/** What the running VMs of a Cpool take. Shared by rules and by the platform. */
import { ACTIVATED_GIB_PER_BLADE, bladeClass, CPOOL_HOSTS_MAX } from '../facts/blades';

interface Switched {
  readonly power_state: 'on' | 'off';
}

/** The VMs that run: a stopped one takes no memory, no vCPU, no GPU and no host. */
export const running = <V extends Switched>(vms: readonly V[]): V[] => vms.filter((vm) => vm.power_state === 'on');

/** Sum of a number over the running VMs. */
export const sumOf = <K extends string>(what: K, vms: readonly (Switched & { readonly [key in K]: number })[]): number =>
  running(vms).reduce((sum, vm) => sum + vm[what], 0);

/** Gathered apart, so that an unknown in one hides nothing of the others. */
export const memoryOfVms = { of: 'virtual_machine', via: 'cpool_id', reads: ['memory_gib', 'power_state'] } as const;
export const gpusOfVms = { of: 'virtual_machine', via: 'cpool_id', reads: ['gpu_count', 'power_state'] } as const;
export const vcpusOfVms = { of: 'virtual_machine', via: 'cpool_id', reads: ['vcpus', 'power_state'] } as const;

/** What to write so that a Cpool has that much activated memory, in GiB: on its hosts where they have it, else on more. */
export function memoryFix(cpool: { readonly blade_class: string; readonly host_count: number }, needGib: number): string {
  const { ram_gib } = bladeClass(cpool.blade_class);
  if (needGib <= cpool.host_count * ram_gib) return `memory_gib = ${needGib}`;
  const hosts = Math.ceil(needGib / ram_gib);
  return hosts > CPOOL_HOSTS_MAX
    ? `move VMs to another Cpool: one holds ${CPOOL_HOSTS_MAX} hosts at most`
    : `host_count = ${hosts} with memory_gib = ${Math.max(needGib, hosts * ACTIVATED_GIB_PER_BLADE)}`;
}

const SHOWN_MAX = 5;
/** Names of resources, from their ids, without flooding the reader. */
export function namesOf(ids: readonly string[]): string {
  const names = ids.slice(0, SHOWN_MAX).map((id) => id.slice(id.lastIndexOf('/') + 1));
  return ids.length > SHOWN_MAX ? `${names.join(', ')} and ${ids.length - SHOWN_MAX} more` : names.join(', ');
}
