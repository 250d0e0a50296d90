import type { VirtualMachineDisks } from '../generated/providers/socle/virtual-machine';
import type { IDatastore } from '../references';
import type { Size } from '../size';

/** How a disk takes its space. */
export enum Provisioning {
  /** All of it at once. */
  THICK = 'thick',
  /** As the guest writes; the datastore can run full under it. */
  THIN = 'thin',
}

/** Whether a disk takes part in snapshots, and so in backups. */
export enum DiskMode {
  PERSISTENT = 'persistent',
  INDEPENDENT_PERSISTENT = 'independent_persistent',
  INDEPENDENT_NONPERSISTENT = 'independent_nonpersistent',
}

/** A disk of a VM. */
export interface Disk {
  /** Name, unique in the VM: disks are matched by it, whatever their order. */
  readonly name: string;
  /** Capacity. Grows in place, never shrinks. */
  readonly size: Size;
  /** Datastore that holds it; the VM's Cpool must mount it. */
  readonly datastore: IDatastore;
  /** How it takes its space; thick unless said otherwise. */
  readonly provisioning?: Provisioning;
  /** Whether it takes part in snapshots; persistent unless said otherwise. */
  readonly mode?: DiskMode;
  /** IOPS that it must always have. */
  readonly reservedIops?: number;
  /** IOPS that it reaches at its busiest. */
  readonly peakIops?: number;
  /** It is written all the time, so that a snapshot of it cannot close. */
  readonly constantWrites?: boolean;
  /** Leaves it out of backups. */
  readonly excludeFromBackup?: boolean;
  /** How it is protected where no backup is made of it. */
  readonly alternativeProtection?: string;
}

/** A disk as Terraform writes it. */
export function diskBlock({ size, datastore, ...rest }: Disk): VirtualMachineDisks {
  return { ...rest, sizeGib: size.toGib(), datastoreId: datastore.datastoreId };
}
