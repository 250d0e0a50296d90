import type { Construct } from 'constructs';
import type { Duration } from '../duration';
import { RecoveryPlan as RecoveryPlanResource } from '../generated/providers/socle/recovery-plan';
import { INSIDE } from '../inside';
import type { IMechanism, IVirtualMachine } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

const PRIORITY_FIRST = 1;
const PRIORITY_LAST = 5;

/** VMs that start together. */
export interface RecoveryGroup {
  /** Order of start: 1 starts first, 5 last. */
  readonly priority: number;
  /** VMs of the group. */
  readonly virtualMachines: readonly IVirtualMachine[];
  /** How long to wait before the group starts, a day at most; not at all unless given. */
  readonly startDelay?: Duration;
}

export interface RecoveryPlanProps extends TenantResourceProps {
  /** Zone whose loss the plan is for (`Zone`). */
  readonly primaryAvailabilityZone: string;
  /** Zone that takes over (`Zone`). */
  readonly standbyAvailabilityZone: string;
  /** Mirrors and replications that bring its VMs there; `countOn` adds more. */
  readonly mechanisms?: readonly IMechanism[];
  /** VMs by priority; `recover`, `recoverFirst` and `recoverNext` add more. */
  readonly groups?: readonly RecoveryGroup[];
}

/** What is started in the standby zone, by which mechanism and in which order, when the primary zone is lost. */
export class RecoveryPlan extends SocleResource {
  readonly resource: RecoveryPlanResource;
  private readonly mechanisms: IMechanism[] = [];
  private readonly groups: RecoveryGroup[] = [];

  constructor(scope: Construct, id: string, props: RecoveryPlanProps) {
    super(scope, id, props);
    this.resource = new RecoveryPlanResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      primaryAvailabilityZone: props.primaryAvailabilityZone,
      standbyAvailabilityZone: props.standbyAvailabilityZone,
      mechanismIds: [],
      groups: [],
    });
    this.countOn(...(props.mechanisms ?? []));
    for (const group of props.groups ?? []) this.recover(group);
  }

  /** Counts on these mirrors and replications to bring its VMs to the standby zone. */
  countOn(...mechanisms: IMechanism[]): this {
    this.mechanisms.push(...mechanisms);
    this.resource.mechanismIds = this.mechanisms.map((each) => each.mechanismId);
    return this;
  }

  /** Starts these VMs together. A group of the same priority and delay takes them in. */
  recover(group: RecoveryGroup): this {
    const same = this.groups.findIndex((each) => each.priority === group.priority && delayOf(each) === delayOf(group));
    const [known] = same < 0 ? [] : this.groups.splice(same, 1);
    this.groups.splice(same < 0 ? this.groups.length : same, 0, {
      ...group,
      virtualMachines: [...(known?.virtualMachines ?? []), ...group.virtualMachines],
    });
    const groups = [...this.groups].sort((a, b) => a.priority - b.priority);
    this.resource.putGroups(
      groups.map((each) => ({
        priority: each.priority,
        virtualMachineIds: each.virtualMachines.map((vm) => vm.virtualMachineId),
        startDelaySeconds: delayOf(each),
      })),
    );
    return this;
  }

  /** Starts these VMs before all others. */
  recoverFirst(...virtualMachines: IVirtualMachine[]): this {
    return this.recover({ priority: PRIORITY_FIRST, virtualMachines });
  }

  /**
   * Starts these VMs after all that the plan starts so far.
   * @throws RangeError where the last priority is taken already.
   */
  recoverNext(...virtualMachines: IVirtualMachine[]): this {
    const priority = Math.max(PRIORITY_FIRST - 1, ...this.groups.map((each) => each.priority)) + 1;
    if (priority <= PRIORITY_LAST) return this.recover({ priority, virtualMachines });
    throw new RangeError(
      `recovery plan "${this.node.path}" has a group of priority ${PRIORITY_LAST}, the last one; add these VMs to a group by \`recover\``,
    );
  }
}

const delayOf = (group: RecoveryGroup): number | undefined => group.startDelay?.toSeconds();
