import { Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { PlacedVm } from '../../lib/catalogue/facts/placement-groups';
import { Cpool, type CpoolOptions } from '../compute/cpool';
import { VirtualMachine } from '../compute/virtual-machine';
import { PowerState, type VirtualMachineOptions } from '../compute/virtual-machine-props';
import type { Duration } from '../duration';
import { RecoveryPlan } from '../protection/recovery-plan';
import type { ReplicationOptions } from '../protection/vm-replication';
import type { IBackupPolicy, ICpool, IDatastore } from '../references';
import { inSameCopy } from '../same-copy';
import { Size } from '../size';
import type { SocleProvider } from '../socle-provider';
import { Datastore, type DatastoreOptions } from '../storage/datastore';
import type { GlobalMirrorLun, MirrorOptions } from '../storage/global-mirror-lun';
import { type StandbySize, standbySize } from './standby-size';

/** Priority of a VM that names none: neither first nor last. */
const PRIORITY = 3;

/** The Cpool that takes over. Its size follows from the VMs, unless it is given. */
export interface StandbyProps extends CpoolOptions {
  /** Hypervisors; the fewest on which all VMs of the workload have a place unless given. */
  readonly hostCount?: number;
}

export interface ProtectedWorkloadProps {
  /** Zone in which it runs (`Zone`). */
  readonly availabilityZone: string;
  /** Zone of the same region that takes over when that one is lost (`Zone`). */
  readonly standbyAvailabilityZone: string;
  /** Cpool that its VMs run in. */
  readonly cpool: ICpool;
  /** What takes over: blades for a Cpool of its own, or a Cpool that stands already. */
  readonly standby: StandbyProps | ICpool;
  /** Policies that back up each of its VMs, beside those that a VM names itself. */
  readonly backupPolicies?: readonly IBackupPolicy[];
  /** Tenant that all of it belongs to; the provider's unless given. */
  readonly tenant?: string;
  /** Provider that orders all of it, in a stack with several. */
  readonly provider?: SocleProvider;
}

export interface MirroredDatastoreProps extends DatastoreOptions {
  /** How it is mirrored, where that differs: its own group, cycle or standby. */
  readonly mirror?: MirrorOptions;
}

export interface ProtectedVirtualMachineProps extends VirtualMachineOptions {
  /** Order of its start in the standby zone, 1 first and 5 last; 3 unless given. */
  readonly recoveryPriority?: number;
  /** How long its start waits in the standby zone. */
  readonly recoveryDelay?: Duration;
  /** Replicates it to the standby zone, where its disks stand on datastores that are not mirrored. */
  readonly replication?: StandbyCopy;
}

/** How a VM is copied by itself. */
export interface StandbyCopy extends ReplicationOptions {
  /** Datastore of the standby zone that holds the copy; the standby Cpool mounts it. */
  readonly datastore: IDatastore;
}

/**
 * VMs that survive their zone: their datastores are mirrored and stop at one point in time, a standby Cpool large enough for all
 * of them waits in the other zone, and a recovery plan starts them in order.
 */
export class ProtectedWorkload extends Construct {
  /** The Cpool that takes over. */
  readonly standby: ICpool;
  /** What is started there, and in which order. */
  readonly recoveryPlan: RecoveryPlan;
  /** Mirrors of its datastores. */
  readonly mirrors: GlobalMirrorLun[] = [];
  private readonly virtualMachines: PlacedVm[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ProtectedWorkloadProps,
  ) {
    super(inSameCopy(scope, id), id);
    this.standby = 'cpoolId' in props.standby ? props.standby : this.ownStandby(props.standby);
    this.recoveryPlan = new RecoveryPlan(this, 'recovery', {
      name: `${id}-recovery`,
      ...this.ownership(),
      primaryAvailabilityZone: props.availabilityZone,
      standbyAvailabilityZone: props.standbyAvailabilityZone,
    });
  }

  /** Gives it a datastore, mirrored to the standby zone in one consistency group with its others. */
  addDatastore(id: string, { mirror, ...datastore }: MirroredDatastoreProps): Datastore {
    const { availabilityZone, standbyAvailabilityZone, cpool } = this.props;
    const made = new Datastore(this, id, { ...this.ownership(), cpools: [cpool], ...datastore, availabilityZone });
    const copy = made.mirrorTo(standbyAvailabilityZone, { standby: this.standby, consistencyGroup: this.node.id, ...mirror });
    this.mirrors.push(copy);
    this.recoveryPlan.countOn(copy);
    return made;
  }

  /**
   * Gives it a VM, with its place in the recovery plan. Its disks stand on datastores of the workload, or it is replicated.
   * @throws Error where the standby Cpool follows the VMs, and the VM's memory is known to Terraform only.
   */
  addVirtualMachine(id: string, { recoveryPriority, recoveryDelay, replication, ...vm }: ProtectedVirtualMachineProps): VirtualMachine {
    const made = new VirtualMachine(this, id, { ...this.ownership(), ...vm, cpool: this.props.cpool });
    made.protectWith(...(this.props.backupPolicies ?? []));
    if (replication) this.recoveryPlan.countOn(made.replicateTo(this.standby, replication.datastore, replication));
    this.recoveryPlan.recover({
      priority: recoveryPriority ?? PRIORITY,
      virtualMachines: [made],
      ...(recoveryDelay ? { startDelay: recoveryDelay } : {}),
    });
    if (vm.powerState !== PowerState.OFF) this.virtualMachines.push({ id: made.name, memory_gib: vm.memory.toGib(), gpu_count: vm.gpuCount ?? 0 });
    return made;
  }

  private ownStandby(asked: StandbyProps): Cpool {
    const sized = (of: (size: StandbySize) => number) => Lazy.numberValue({ produce: () => of(this.sizeOf(asked)) });
    return new Cpool(this, 'standby', {
      name: `${this.node.id}-standby`,
      ...this.ownership(),
      ...asked,
      availabilityZone: this.props.standbyAvailabilityZone,
      hostCount: asked.hostCount ?? sized(({ hosts }) => hosts),
      memory: asked.memory ?? Size.gib(sized(({ memoryGib }) => memoryGib)),
    });
  }

  private sizeOf({ bladeClass, memoryOvercommitRatio, hostCount, memory }: StandbyProps): StandbySize {
    const untold = this.virtualMachines.find((vm) => Token.isUnresolved(vm.memory_gib) || Token.isUnresolved(vm.gpu_count));
    const advice = 'give `hostCount` and `memory` of the standby';
    if (untold)
      throw new Error(`the size of "${this.node.path}" cannot be computed: the memory of ${untold.id} is known to Terraform only; ${advice}`);
    const size = standbySize(this.virtualMachines, {
      blades: bladeClass,
      overcommitRatio: memoryOvercommitRatio ?? 1,
      hosts: hostCount,
      memoryGib: memory?.toGib(),
    });
    if (size) return size;
    throw new Error(
      `no Cpool of ${bladeClass} blades holds the ${this.virtualMachines.length} VMs of "${this.node.path}"; use larger blades, or several workloads`,
    );
  }

  private ownership() {
    const { tenant, provider } = this.props;
    return { ...(tenant === undefined ? {} : { tenant }), ...(provider ? { provider } : {}) };
  }
}
