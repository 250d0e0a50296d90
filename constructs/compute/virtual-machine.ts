import type { Construct } from 'constructs';
import { VirtualMachine as VirtualMachineResource } from '../generated/providers/socle/virtual-machine';
import { INSIDE } from '../inside';
import { type IBackupPolicy, type ICpool, type INetwork, type IVirtualMachine, nameInId } from '../references';
import type { Size } from '../size';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';
import { type Disk, diskBlock } from './disk';
import { type InterfaceOptions, interfaceBlock, type NetworkInterface } from './network-interface';

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

export interface VirtualMachineProps extends TenantResourceProps {
  /** Cpool that is its home. Changes in place within a zone, as a live move. */
  readonly cpool: ICpool;
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

/** A virtual machine with its disks and network interfaces. */
export class VirtualMachine extends SocleResource implements IVirtualMachine {
  readonly resource: VirtualMachineResource;
  /** Its home. */
  readonly cpool: ICpool;
  private readonly disks: Disk[] = [];
  private readonly networkInterfaces: NetworkInterface[] = [];
  private readonly backupPolicies: IBackupPolicy[] = [];

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id, props);
    this.cpool = props.cpool;
    this.resource = new VirtualMachineResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      ...hardware(props),
      cpoolId: props.cpool.cpoolId,
      disks: [],
      bootDisk: props.bootDisk,
      powerState: props.powerState,
      template: props.template,
      guestOs: props.guestOs,
      allowPowerCycle: props.allowPowerCycle,
      changeRatePercentPerDay: props.changeRatePercentPerDay,
      restartPriority: props.restartPriority,
      toolsVersion: props.toolsVersion,
      tags: props.tags,
      allowDestroy: props.allowDestroy,
    });
    for (const disk of props.disks ?? []) this.addDisk(disk);
    for (const { network, ...options } of props.networkInterfaces ?? []) this.attachTo(network, options);
    if (props.backupPolicies) this.protectWith(...props.backupPolicies);
  }

  /** A VM that stands outside this app. */
  static fromId(id: string): IVirtualMachine {
    nameInId(id, 'virtual-machines');
    return { virtualMachineId: id };
  }

  /** Gives it a further disk. */
  addDisk(disk: Disk): this {
    this.disks.push(disk);
    this.resource.putDisks(this.disks.map(diskBlock));
    return this;
  }

  /** Gives it an interface on a network. */
  attachTo(network: INetwork, options: InterfaceOptions = {}): this {
    this.networkInterfaces.push({ ...options, network });
    this.resource.putNetworkInterfaces(this.networkInterfaces.map(interfaceBlock));
    return this;
  }

  /** Has it backed up as these policies say. */
  protectWith(...policies: IBackupPolicy[]): this {
    this.backupPolicies.push(...policies);
    this.resource.backupPolicyIds = this.backupPolicies.map((policy) => policy.backupPolicyId);
    return this;
  }

  get virtualMachineId(): string {
    return this.id;
  }

  /** Size of its swap file while it runs, in GiB, for Terraform to fill in. */
  get swapGib(): number {
    return this.resource.swapGib;
  }
}

function hardware(props: VirtualMachineProps) {
  return {
    vcpus: props.vcpus,
    coresPerSocket: props.coresPerSocket,
    cpuHotAdd: props.cpuHotAdd,
    memoryGib: props.memory.toGib(),
    memoryHotAdd: props.memoryHotAdd,
    memoryReservationGib: props.memoryReservation?.toGib(),
    gpuCount: props.gpuCount,
  };
}
