import type { Construct } from 'constructs';
import { AffinityRule as AffinityRuleResource } from '../generated/providers/socle/affinity-rule';
import { INSIDE } from '../inside';
import type { ICpool, IVirtualMachine } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

/** What an affinity rule asks of its VMs. */
export enum AffinityKind {
  /** They run on one host. */
  AFFINITY = 'affinity',
  /** They run on different hosts. */
  ANTI_AFFINITY = 'anti_affinity',
}

/** What a rule may say beside its kind and its VMs. */
export interface AffinityOptions extends TenantResourceProps {
  /** Cpool in which the rule holds; the home of its first VM unless given. */
  readonly cpool?: ICpool;
  /** Whether the rule is applied; true unless said otherwise. */
  readonly enabled?: boolean;
}

export interface AffinityRuleProps extends AffinityOptions {
  /** Together on one host, or apart. */
  readonly kind: AffinityKind;
  /** VMs that the rule is about, two at least; `add` adds more. */
  readonly virtualMachines: readonly IVirtualMachine[];
}

/** Keeps VMs of a Cpool together on one host, or apart. */
export class AffinityRule extends SocleResource {
  readonly resource: AffinityRuleResource;
  private readonly virtualMachines: IVirtualMachine[];

  /** @throws Error where neither `cpool` nor a VM of this app says in which Cpool the rule holds. */
  constructor(scope: Construct, id: string, props: AffinityRuleProps) {
    super(scope, id, props);
    this.virtualMachines = [...props.virtualMachines];
    const cpool = props.cpool ?? this.virtualMachines.find((each) => each.cpool)?.cpool;
    if (!cpool) throw new Error(`affinity rule "${this.node.path}" has no Cpool: its VMs are not of this app, so give \`cpool\``);
    this.resource = new AffinityRuleResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      cpoolId: cpool.cpoolId,
      kind: props.kind,
      enabled: props.enabled,
      virtualMachineIds: this.virtualMachineIds(),
    });
  }

  /** Runs these VMs on different hosts. */
  static apart(scope: Construct, id: string, virtualMachines: readonly IVirtualMachine[], options: AffinityOptions = {}): AffinityRule {
    return new AffinityRule(scope, id, { ...options, kind: AffinityKind.ANTI_AFFINITY, virtualMachines });
  }

  /** Runs these VMs on one host. */
  static together(scope: Construct, id: string, virtualMachines: readonly IVirtualMachine[], options: AffinityOptions = {}): AffinityRule {
    return new AffinityRule(scope, id, { ...options, kind: AffinityKind.AFFINITY, virtualMachines });
  }

  /** Puts further VMs under the rule. */
  add(...virtualMachines: IVirtualMachine[]): this {
    this.virtualMachines.push(...virtualMachines);
    this.resource.virtualMachineIds = this.virtualMachineIds();
    return this;
  }

  private virtualMachineIds(): string[] {
    return this.virtualMachines.map((each) => each.virtualMachineId);
  }
}
