/** Socle's own numbers: no document of the offer gives them. `socle explain` shows them as Socle's. */

/** Share of a VM's disks that changes in a day unless the VM says otherwise, in percent. */
export const CHANGE_RATE_PERCENT_PER_DAY = 5;
/** Room that snapshots should find on a datastore, in percent (seed 000 recommends at least this). */
export const SNAPSHOT_ROOM_PERCENT = 10;
/** A restore is tested at least this often, in days. */
export const RESTORE_TEST_DAYS = 180;
/** A credential is renewed at least this long before it ends, in days. */
export const CREDENTIAL_RENEWAL_DAYS = 30;
/** Minutes of writes that a backup may lose, by the points that its policy keeps; yearly points alone promise nothing. */
export const BACKUP_RPO_MINUTES = { daily: 1440, weekly: 10_080, monthly: 43_200 } as const;
/** Minutes from the request for a failover until the VMs of a mirrored LUN start; the offer promises less than four hours. */
export const FAILOVER_MINUTES = 60;
/** Mbit/s at which a mirror copies at most what its sides do not share yet: 25 MB/s a volume, what its arrays are set to. */
export const MIRROR_COPY_MBIT_PER_S = 200;
/** Cycles of a mirror that its RPO must hold: the one that runs when the primary is lost, and the one before it. */
export const MIRROR_CYCLES_IN_RPO = 2;
/** Largest virtual disk, in GiB: 62 TiB, VMFS's own limit. */
export const DISK_MAX_GIB = 63_488;
/** Most vCPUs of a VM: what VMware supported on these blades when the offer was written. */
export const VCPUS_MAX = 128;
/** Nodes that the search for one VM visits that starts again after a failure: many may wait, and each that starts moves others. */
export const RESTART_SEARCH_NODES_MAX = 2000;
/** Milliseconds from the loss of a host until high availability starts its VMs on others: heartbeats are missed first. */
export const HA_RESTART_MS = 15_000;
/** Minutes in which a hypervisor is emptied, updated and started again. */
export const HYPERVISOR_UPDATE_MINUTES = 20;
/** Nodes that the exact placement search visits before it gives up undecided. */
export const PLACEMENT_SEARCH_NODES_MAX = 200_000;
/** MB/s at which a hypervisor copies a snapshot back into its disk: one stream through the SAN, less than a disk at full speed takes. */
export const SNAPSHOT_CLOSING_MB_PER_S = 100;
/** What is left of a snapshot, in GiB, when the hypervisor freezes the VM to copy the last of it: about a second of copying. */
export const SNAPSHOT_LAST_DELTA_GIB = 0.1;
/** Times that a hypervisor goes over a snapshot before it freezes the VM for what is left. */
export const SNAPSHOT_ITERATIONS_MAX = 100;
/** MB/s that a disk with `constant_writes` is written at, as by a recorder of video streams: what a closing copies, so none outruns it. */
export const CONSTANT_WRITES_MB_PER_S = SNAPSHOT_CLOSING_MB_PER_S;
/** Minutes until support takes a request up, and from then until it is closed. */
export const REQUEST_TAKEN_UP_MINUTES = 15;
export const REQUEST_WORK_MINUTES = 45;
/** Minutes from the order of a backup policy until support has set it up. */
export const BACKUP_POLICY_MINUTES = 60;
/** Hour of the day in UTC at which the night of backups begins, and minutes over which policies spread, so that not all begin in one second. */
export const BACKUP_NIGHT_HOUR = 1;
export const BACKUP_NIGHT_SPREAD_MINUTES = 120;
/** MB/s at which a job writes to mass storage, and a restore reads from it: what an array of mechanical disks does when a few jobs take turns. */
export const BACKUP_MB_PER_S = 200;
/** MB/s at which a VM is exported: it passes the console's gateway. */
export const EXPORT_MB_PER_S = 50;
/** Minutes until a VM runs from the mass storage that keeps its backup, and minutes until files of a backup are back. */
export const INSTANT_START_MINUTES = 5;
export const FILE_RESTORE_MINUTES = 10;
/** Minutes for which the copy of a restore test runs before it is removed. */
export const RESTORE_TEST_MINUTES = 15;
/** MB/s at which a DRAID 6 array rebuilds a drive: all other drives take part, beside the I/O of guests. 15.36 TB take 8 h 32 min. */
export const DRIVE_REBUILD_MB_PER_S = 500;
/** Minutes from the power-on of a VM in the standby zone until its services answer. */
export const VM_START_MINUTES = 5;
/** Least GiB that are free on a datastore before a snapshot is taken there, or VMs go on that it had frozen: below it is full at once. */
export const LEAST_FREE_GIB = 1;
