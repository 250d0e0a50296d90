import type { Duration } from '../duration';
import type { IBackupPolicy, ICpool, IKeyProvider } from '../references';
import type { Size } from '../size';
import type { TenantResourceProps } from '../socle-resource';
import type { Disk } from './disk';
import type { NetworkInterface } from './network-interface';

/** Whether a VM runs. */
export enum PowerState {
  ON = 'on',
  OFF = 'off',
}

/** Order of restart when a host is lost. */
export enum RestartPriority {
  LOW = 'low',
  MEDIUM = 'medium',
  HIGH = 'high',
}

/** How much depends on a VM. What is sensitive or vital should be encrypted. */
export enum Criticality {
  STANDARD = 'standard',
  SENSITIVE = 'sensitive',
  VITAL = 'vital',
}

/** What a VM is, wherever it runs. */
export interface VirtualMachineOptions extends TenantResourceProps {
  /** Virtual CPUs, 1 to 128. */
  readonly vcpus: number;
  /** Cores that each virtual socket shows; 1 unless given. */
  readonly coresPerSocket?: number;
  /** Lets vCPUs be added while it runs; true unless said otherwise. */
  readonly cpuHotAdd?: boolean;
  /** Memory. Its swap file takes as much on the datastore of its boot disk. */
  readonly memory: Size;
  /** Lets memory be added while it runs; true unless said otherwise. */
  readonly memoryHotAdd?: boolean;
  /** Memory that is never swapped and needs no swap file; none unless given, all of it with GPUs. */
  readonly memoryReservation?: Size;
  /** Whether it runs; on unless said otherwise. */
  readonly powerState?: PowerState;
  /** Template that its first disk is made from. */
  readonly template?: string;
  /** Operating system inside. */
  readonly guestOs?: string;
  /** GPUs passed through to it, 0 to 2. */
  readonly gpuCount?: number;
  /** Disks, one at least; `addDisk` adds more. The first one boots unless `bootDisk` says otherwise. */
  readonly disks?: readonly Disk[];
  /** Name of the disk that boots and carries the swap file. */
  readonly bootDisk?: string;
  /** Network interfaces; `attachTo` adds more. */
  readonly networkInterfaces?: readonly NetworkInterface[];
  /** Backup policies, one at least while it runs; `protectWith` adds more. Their copies lie in another zone than the VM. */
  readonly backupPolicies?: readonly IBackupPolicy[];
  /** Where its key comes from: the VM is encrypted. Such a VM is neither mirrored nor replicated. */
  readonly keyProvider?: IKeyProvider;
  /** Objective: how much of its writes may be lost at most, in whole minutes. */
  readonly rpo?: Duration;
  /** Objective: after how long it runs again at the latest, in whole minutes. */
  readonly rto?: Duration;
  /** How much depends on it; standard unless given. */
  readonly criticality?: Criticality;
  /** Lets a plan stop and start it where a change needs that. */
  readonly allowPowerCycle?: boolean;
  /** Share of its disks that changes in a day, in percent. */
  readonly changeRatePercentPerDay?: number;
  /** Order of restart when a host is lost; medium unless given. */
  readonly restartPriority?: RestartPriority;
  /** Version of the guest tools; the platform's unless given. */
  readonly toolsVersion?: string;
  /** Your own labels. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Lets a plan replace or destroy it, or drop a disk, although data is lost. */
  readonly allowDestroy?: boolean;
}

export interface VirtualMachineProps extends VirtualMachineOptions {
  /** Cpool that is its home. Changes in place within a zone, as a live move. */
  readonly cpool: ICpool;
}
