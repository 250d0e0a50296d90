import type { Construct } from 'constructs';
import { Tenant as TenantResource } from '../generated/providers/socle/tenant';
import { INSIDE } from '../inside';
import type { ITenant } from '../references';
import { ownArguments, type ResourceProps, SocleResource } from '../socle-resource';

/** A person who answers for a tenant. */
export interface Owner {
  /** Address that is read regularly. */
  readonly email: string;
  /** Whether the owner belongs to your organisation; true unless said otherwise. */
  readonly fromOrganization?: boolean;
}

export interface TenantProps extends ResourceProps {
  /** Organisation that the tenant belongs to. */
  readonly organization: string;
  /** People who hold all permissions and receive official notices, three at most, one of your own organisation among them. */
  readonly owners: readonly Owner[];
}

/** A tenant of an organisation: what its resources belong to, and who answers for them. */
export class Tenant extends SocleResource implements ITenant {
  readonly resource: TenantResource;

  constructor(scope: Construct, id: string, props: TenantProps) {
    super(scope, id, props);
    this.resource = new TenantResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      organization: props.organization,
      owners: [...props.owners],
    });
  }

  /** The name as a reference, so that Terraform orders the tenant before what belongs to it. */
  get tenantName(): string {
    return this.resource.name;
  }
}
