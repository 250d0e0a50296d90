import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Cpool as CpoolResource } from '../generated/providers/socle/cpool';
import { INSIDE } from '../inside';
import { type ICpool, nameInId } from '../references';
import type { Size } from '../size';
import { CREATE_BEFORE_DESTROY, ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';
import { AffinityRule } from './affinity-rule';
import type { BladeClass } from './blade-class';
import type { VirtualMachine } from './virtual-machine';

/** What a Cpool is, wherever it stands and however large it is. */
export interface CpoolOptions extends TenantResourceProps {
  /** Class of its blades. */
  readonly bladeClass: BladeClass;
  /** Activated memory; 128 GiB a blade unless given. */
  readonly memory?: Size;
  /** Restarts VMs on another host when theirs is lost; true unless said otherwise. */
  readonly haEnabled?: boolean;
  /** The most vCPUs per hardware thread that you allow yourself. */
  readonly maxVcpuPerThread?: number;
  /** Memory promised to VMs per GiB activated, 1.0 to 2.0; 1.0 unless given. */
  readonly memoryOvercommitRatio?: number;
  /** Build of the hypervisors; the newest one unless given. */
  readonly hypervisorBuild?: string;
  /** Lets a plan replace or destroy it although VMs run in it. */
  readonly allowDestroy?: boolean;
}

export interface CpoolProps extends CpoolOptions {
  /** Zone of its blades (`Zone`). */
  readonly availabilityZone: string;
  /** Hypervisors, 1 to 32. Two at least for automatic restart and the SLA of 99.99 %. */
  readonly hostCount: number;
}

/** A cluster of hypervisors on blades of one class, in one zone. */
export class Cpool extends SocleResource implements ICpool {
  readonly resource: CpoolResource;

  constructor(scope: Construct, id: string, props: CpoolProps) {
    super(scope, id, props);
    this.resource = new CpoolResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      lifecycle: CREATE_BEFORE_DESTROY,
      availabilityZone: props.availabilityZone,
      bladeClass: props.bladeClass,
      hostCount: props.hostCount,
      memoryGib: props.memory?.toGib(),
      haEnabled: props.haEnabled,
      maxVcpuPerThread: props.maxVcpuPerThread,
      memoryOvercommitRatio: props.memoryOvercommitRatio,
      hypervisorBuild: props.hypervisorBuild,
      allowDestroy: props.allowDestroy,
    });
  }

  /** A Cpool that stands outside this app. */
  static fromId(id: string): ICpool {
    nameInId(id, 'cpools');
    return { cpoolId: id };
  }

  /** Runs these VMs on different hosts. The rule joins the stack of the first VM. */
  keepApart(id: string, virtualMachines: readonly VirtualMachine[]): AffinityRule {
    return AffinityRule.apart(stackOf(virtualMachines, this), id, virtualMachines, { cpool: this });
  }

  /** Runs these VMs on one host. The rule joins the stack of the first VM. */
  keepTogether(id: string, virtualMachines: readonly VirtualMachine[]): AffinityRule {
    return AffinityRule.together(stackOf(virtualMachines, this), id, virtualMachines, { cpool: this });
  }

  get cpoolId(): string {
    return this.id;
  }

  /** Activated memory in GiB, for Terraform to fill in. */
  get memoryGib(): number {
    return this.resource.memoryGib;
  }

  /** Least memory that may be activated, in GiB, for Terraform to fill in. */
  get memoryMinGib(): number {
    return this.resource.memoryMinGib;
  }

  /** Most memory that may be activated, in GiB, for Terraform to fill in. */
  get memoryMaxGib(): number {
    return this.resource.memoryMaxGib;
  }

  /** Cores of all its blades, for Terraform to fill in. */
  get cores(): number {
    return this.resource.cores;
  }

  /** Hardware threads of all its blades, for Terraform to fill in. */
  get threads(): number {
    return this.resource.threads;
  }

  /** GPUs of all its blades, for Terraform to fill in. */
  get gpuCount(): number {
    return this.resource.gpuCount;
  }

  /** What is billed, per blade. */
  get sku(): string {
    return this.resource.sku;
  }
}

/** A foundation's stack cannot know the VMs of an application's, so a rule stands beside its VMs. */
const stackOf = (virtualMachines: readonly Construct[], cpool: Construct): TerraformStack => TerraformStack.of(virtualMachines[0] ?? cpool);
