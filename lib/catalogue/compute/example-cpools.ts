/** Estates for the examples of compute rules. */
import type { Values } from '../../core/unknown';
import { CPOOL, cpool, datastore, policy, vm, vmId } from '../facts/example-estates';

type Entry = ReturnType<typeof cpool>;

export const MEMORY_OF_TWO = { host_count: 2, memory_gib: 768 } as const;

/** A Cpool, and around it what its VMs need to be sound: a datastore with room for their swap files, and a backup policy. */
export const cpoolWith = (values: Values, ...more: readonly Entry[]): Entry[] => [cpool(values), datastore({ size_gib: 16_384 }), policy(), ...more];

/** VMs named a, b, c… of these sizes in GiB. */
export const vmsOf = (...memoryGib: readonly number[]): Entry[] =>
  memoryGib.map((memory_gib, index) => vm(String.fromCharCode(97 + index), { memory_gib }));

export const ruleId = (name: string): string => `tenants/main/affinity-rules/${name}`;
const rule = (name: string, kind: string, vms: readonly string[], values: Values): Entry => ({
  type: 'affinity_rule',
  values: { name, cpool_id: CPOOL, kind, virtual_machine_ids: vms.map(vmId), ...values },
});
export const together = (name: string, vms: readonly string[], values: Values = {}): Entry => rule(name, 'affinity', vms, values);
export const apart = (name: string, vms: readonly string[], values: Values = {}): Entry => rule(name, 'anti_affinity', vms, values);
