import type { Construct } from 'constructs';
import { VirtualMachine as VirtualMachineResource } from '../generated/providers/socle/virtual-machine';
import { INSIDE } from '../inside';
import { type ReplicationOptions, VmReplication } from '../protection/vm-replication';
import { type IBackupPolicy, type ICpool, type IDatastore, type IKeyProvider, type INetwork, type IVirtualMachine, nameInId } from '../references';
import { ownArguments, SocleResource } from '../socle-resource';
import { type Disk, diskBlock } from './disk';
import { type InterfaceOptions, interfaceBlock, type NetworkInterface } from './network-interface';
import type { VirtualMachineProps } from './virtual-machine-props';

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
      ...objectives(props),
      cpoolId: props.cpool.cpoolId,
      disks: [],
      bootDisk: props.bootDisk,
      powerState: props.powerState,
      template: props.template,
      guestOs: props.guestOs,
      keyProviderId: props.keyProvider?.keyProviderId,
      allowPowerCycle: props.allowPowerCycle,
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

  /** Encrypts it with a key of this provider. A running VM has to stop for that: say so by `allowPowerCycle`. */
  encryptWith(keyProvider: IKeyProvider): this {
    this.resource.keyProviderId = keyProvider.keyProviderId;
    return this;
  }

  /**
   * Pushes its writes to a Cpool and a datastore of another zone. The replication stands beside the VM, in its tenant, and is
   * called after it unless it has a name of its own.
   */
  replicateTo(targetCpool: ICpool, targetDatastore: IDatastore, options: ReplicationOptions): VmReplication {
    const name = options.name ?? `${this.name}-replication`;
    return new VmReplication(this.home, name, { ...this.ownership, ...options, virtualMachine: this, targetCpool, targetDatastore });
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

function objectives(props: VirtualMachineProps) {
  return {
    rpoMinutes: props.rpo?.toMinutes(),
    rtoMinutes: props.rto?.toMinutes(),
    criticality: props.criticality,
    changeRatePercentPerDay: props.changeRatePercentPerDay,
    restartPriority: props.restartPriority,
  };
}
