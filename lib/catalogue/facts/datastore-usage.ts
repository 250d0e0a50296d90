/** What stands on a datastore: disks by provisioning, and the swap files of running VMs. Shared by rules and by the platform. */

interface Disk {
  readonly name: string;
  readonly datastore_id: string;
}
interface SizedDisk extends Pick<Disk, 'datastore_id'> {
  readonly size_gib: number;
  readonly provisioning: 'thick' | 'thin';
}
interface Sleeper {
  readonly disks: readonly Disk[];
  readonly boot_disk: string | null;
  readonly memory_gib: number;
  readonly memory_reservation_gib: number;
  readonly power_state: 'on' | 'off';
}

/** GiB of the disks on a datastore that are of one provisioning. */
export const disksGib = (datastoreId: string, provisioning: 'thick' | 'thin', vms: readonly { readonly disks: readonly SizedDisk[] }[]): number =>
  vms.reduce(
    (sum, vm) =>
      sum + vm.disks.reduce((of, disk) => (disk.datastore_id === datastoreId && disk.provisioning === provisioning ? of + disk.size_gib : of), 0),
    0,
  );

/** The datastore of the disk that boots: that of `boot_disk`, or of the first disk. */
export const bootDatastore = (vm: Pick<Sleeper, 'disks' | 'boot_disk'>): string | undefined =>
  (vm.boot_disk === null ? vm.disks[0] : vm.disks.find((disk) => disk.name === vm.boot_disk))?.datastore_id;

/** GiB of swap files on a datastore: memory less reservation of each running VM that boots from it (seed 000, Usage within the VMware compute offering). */
export const swapGib = (datastoreId: string, vms: readonly Sleeper[]): number =>
  vms.reduce((sum, vm) => (vm.power_state === 'on' && bootDatastore(vm) === datastoreId ? sum + vm.memory_gib - vm.memory_reservation_gib : sum), 0);

/** Attributes that `disksGib` needs, and those that `swapGib` needs: gathered apart, so that an unknown in one hides nothing of the other. */
export const diskReads = ['disks[].datastore_id', 'disks[].size_gib', 'disks[].provisioning'] as const;
export const swapReads = ['disks[].name', 'disks[].datastore_id', 'boot_disk', 'memory_gib', 'memory_reservation_gib', 'power_state'] as const;
