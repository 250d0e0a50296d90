import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { rememberCreation } from './findings/creation';
import { judgeAtSynth } from './findings/install';
import type { ITenant } from './references';
import type { SocleProvider } from './socle-provider';

/** How long Terraform waits for an operation, as `90s` or `10m`. */
export interface Timeouts {
  /** Longest wait of a create. */
  readonly create?: string;
  /** Longest wait of an update. */
  readonly update?: string;
  /** Longest wait of a delete. */
  readonly delete?: string;
}

/** What every resource takes. */
export interface ResourceProps {
  /** Name on the platform, for life; the construct's id unless given. */
  readonly name?: string;
  /** Provider that orders it, in a stack with several. */
  readonly provider?: SocleProvider;
  /** How long Terraform waits for its operations. */
  readonly timeouts?: Timeouts;
}

/** What every resource of a tenant takes. */
export interface TenantResourceProps extends ResourceProps {
  /** Tenant that it belongs to, as a construct or by name; the provider's unless given. */
  readonly tenant?: ITenant | string;
}

/** A resource of the platform: a construct with one Terraform resource inside. */
export abstract class SocleResource extends Construct {
  /** The Terraform resource, for what the construct does not say: `lifecycle`, `dependsOn`, overrides, values of variables. */
  abstract readonly resource: TerraformResource;
  /** Name on the platform, known at synth. */
  readonly name: string;
  private reference: string | undefined;

  constructor(scope: Construct, id: string, props: ResourceProps) {
    super(scope, id);
    this.name = props.name ?? id;
    rememberCreation(this, new.target);
    judgeAtSynth(this);
  }

  /** Identity, `tenants/<tenant>/<collection>/<name>`, as a reference that Terraform follows. */
  get id(): string {
    // Kept, since cdktf writes out a stack trace with every reference it makes, and hundreds of VMs may refer to one datastore.
    this.reference ??= this.resource.getStringAttribute('id');
    return this.reference;
  }
}

/** The Terraform arguments that every resource of a tenant has. */
export function ownArguments(name: string, props: TenantResourceProps) {
  return {
    name,
    tenant: typeof props.tenant === 'object' ? props.tenant.tenantName : props.tenant,
    ...(props.provider ? { provider: props.provider.resource } : {}),
    timeouts: props.timeouts,
  };
}

/**
 * The lifecycle of what VMs refer to: Terraform then moves its users over before it deletes the old one. A replacement
 * therefore takes a new name; under its old name it is refused.
 */
export const CREATE_BEFORE_DESTROY = { createBeforeDestroy: true } as const;
