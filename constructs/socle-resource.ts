import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { rememberCreation } from './findings/creation';
import { judgeAtSynth } from './findings/install';
import type { ITenant } from './references';
import { inSameCopy } from './same-copy';
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

/** To whom a resource belongs, and who orders it. */
type Ownership = Pick<TenantResourceProps, 'tenant' | 'provider'>;

/** A resource of the platform: a construct with one Terraform resource inside. */
export abstract class SocleResource extends Construct {
  /** The Terraform resource, for what the construct does not say: `lifecycle`, `dependsOn`, overrides, values of variables. */
  abstract readonly resource: TerraformResource;
  /** Name on the platform, known at synth. */
  readonly name: string;
  /** Tenant that it was given, as a construct's reference or by name; undefined where it stands in the provider's. */
  readonly tenantGiven: string | undefined;
  private ownId: string | undefined;

  /** Tenant and provider as its maker gave them: what it makes itself belongs to the same ones. */
  protected readonly ownership: Ownership;

  constructor(
    /** Where it was made: what it makes itself stands beside it. */
    protected readonly home: Construct,
    id: string,
    props: TenantResourceProps,
  ) {
    super(inSameCopy(home, id), id);
    this.name = props.name ?? id;
    const { tenant, provider } = props;
    this.tenantGiven = tenantNameOf(tenant);
    this.ownership = { ...(tenant === undefined ? {} : { tenant }), ...(provider ? { provider } : {}) };
    rememberCreation(this, new.target);
    judgeAtSynth(this);
  }

  /** Identity, `tenants/<tenant>/<collection>/<name>`, as a reference that Terraform follows. */
  get id(): string {
    // Kept, since cdktf writes out a stack trace with every reference it makes, and hundreds of VMs may refer to one datastore.
    this.ownId ??= this.resource.getStringAttribute('id');
    return this.ownId;
  }
}

const tenantNameOf = (tenant: ITenant | string | undefined): string | undefined => (typeof tenant === 'object' ? tenant.tenantName : tenant);

/** The Terraform arguments that every resource of a tenant has. */
export function ownArguments(name: string, props: TenantResourceProps) {
  return {
    name,
    tenant: tenantNameOf(props.tenant),
    ...(props.provider ? { provider: props.provider.resource } : {}),
    timeouts: props.timeouts,
  };
}

/**
 * The lifecycle of what VMs refer to: Terraform then moves its users over before it deletes the old one. A replacement
 * therefore takes a new name; under its old name it is refused.
 */
export const CREATE_BEFORE_DESTROY = { createBeforeDestroy: true } as const;
