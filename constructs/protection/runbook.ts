import { dependable, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { inSameCopy } from '../same-copy';
import { SocleResource } from '../socle-resource';

/** A step that people do. */
export interface RunbookStep {
  /** Name of the step, unique in its runbook. */
  readonly name: string;
  /** What is to be done. */
  readonly instruction: string;
  /** Who does it. */
  readonly by: string;
  /**
   * What proves that it is done, as the number of a ticket or the `reference` of a `ServiceRequest`. Without it, whoever runs
   * Terraform confirms the step through the runbook's variable.
   */
  readonly confirmed?: string;
}

export interface RunbookProps {
  /** Steps in their order, one at least. */
  readonly steps: readonly RunbookStep[];
}

type NullResourceModule = typeof import('@cdktf/provider-null/lib/resource');
type NullProviderModule = typeof import('@cdktf/provider-null/lib/provider');
type NullResource = InstanceType<NullResourceModule['Resource']>;

/**
 * Steps that people do, in their order, as a gate: Terraform plans nothing beyond a step that nobody has confirmed, and says who
 * has to do what. What was confirmed stands in the state. Needs the package `@cdktf/provider-null`.
 */
export class Runbook extends Construct {
  /** Variable of Terraform that confirms steps: a map from a step's name to what proves that it is done. */
  readonly confirmations: TerraformVariable;
  private readonly last: NullResource;

  /** @throws Error where there is no step, or two have one name. */
  constructor(scope: Construct, id: string, props: RunbookProps) {
    super(inSameCopy(scope, id), id);
    provideNull(this);
    this.confirmations = new TerraformVariable(this, 'confirmed', {
      type: 'map(string)',
      default: {},
      description: `Steps of runbook ${id} that are done: what proves it, by the name of the step`,
    });
    this.confirmations.overrideLogicalId(`${id.replace(/\W/g, '_')}_confirmed`);
    let last: NullResource | undefined;
    for (const [index, step] of props.steps.entries()) last = this.addStep(step, { place: `${index + 1} of ${props.steps.length}`, after: last });
    if (!last) throw new Error(`runbook "${this.node.path}" has no steps`);
    this.last = last;
  }

  /** Holds these resources, and those inside these constructs, back until every step is done. */
  comesBefore(...constructs: IConstruct[]): this {
    for (const resource of constructs.flatMap((each) => each.node.findAll())) {
      if (resource instanceof SocleResource) resource.resource.dependsOn = [...(resource.resource.dependsOn ?? []), dependable(this.last)];
    }
    return this;
  }

  private addStep(step: RunbookStep, { place, after }: { readonly place: string; readonly after: NullResource | undefined }): NullResource {
    const { Resource } = require('@cdktf/provider-null/lib/resource') as NullResourceModule;
    const variable = this.confirmations.friendlyUniqueId;
    // Written out, since cdktf's own `lookup` drops an empty default.
    const given = `lookup(var.${variable}, ${JSON.stringify(step.name)}, "")`;
    const confirmed = step.confirmed ?? `\${${given}}`;
    const open = `Step ${place} of runbook ${this.node.id} is not confirmed. ${step.by}: ${step.instruction}. Then: -var '${variable}={"${step.name}"="what proves it"}'`;
    return new Resource(this, step.name, {
      triggers: { place, by: step.by, instruction: step.instruction, confirmed, ...(after ? { after: after.id } : {}) },
      ...(step.confirmed === undefined ? { lifecycle: { precondition: [{ condition: `\${${given} != ""}`, errorMessage: open }] } } : {}),
    });
  }
}

/** The null provider of a stack, once. */
function provideNull(construct: Construct): void {
  const { NullProvider } = require('@cdktf/provider-null/lib/provider') as NullProviderModule;
  const stack = TerraformStack.of(construct);
  if (!stack.node.children.some((each) => each instanceof NullProvider)) new NullProvider(stack, 'null');
}
