/** Copies of replicated VMs that were started in the place of the VMs: where such a VM runs then, and on which storage. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';

type Vm = Nouns['virtual_machine'];
type Replication = Nouns['vm_replication'];

declare module '../../core/behaviour' {
  interface VirtualMachineRuntime {
    /** Replication whose copy runs in the place of the VM; null or absent where the VM itself does. */
    readonly started_copy?: string | null;
  }
}

/** The replication whose copy runs in the place of a VM. Nothing is pushed to it meanwhile: that would overwrite what is written there. */
export function startedCopy(site: Site, vmId: string): Replication | undefined {
  const id = site.runtime('virtual_machine', vmId)?.started_copy ?? null;
  return id === null ? undefined : site.get('vm_replication', id);
}

/** VMs whose copies were started in a Cpool. */
export const startedIn = (site: Site, cpoolId: string): Vm[] =>
  site
    .holding('vm_replication', 'target_cpool_id', cpoolId)
    .filter((replication) => startedCopy(site, replication.virtual_machine_id)?.id === replication.id)
    .flatMap((replication) => site.get('virtual_machine', replication.virtual_machine_id) ?? []);

/** Datastores on which a VM runs now: those of its disks, or that of its copy where the copy was started. */
export function runsOnDatastores(site: Site, vm: Vm): readonly string[] {
  const copy = startedCopy(site, vm.id);
  return copy ? [copy.target_datastore_id] : [...new Set(vm.disks.map((disk) => disk.datastore_id))];
}
