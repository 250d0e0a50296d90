import type { Construct } from 'constructs';
import { Network as NetworkResource } from '../generated/providers/socle/network';
import { INSIDE } from '../inside';
import { type INetwork, type ITenant, nameInId } from '../references';
import { CREATE_BEFORE_DESTROY, ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

export interface NetworkProps extends TenantResourceProps {
  /** Zones in which the network exists (`Zone`). */
  readonly availabilityZones: readonly string[];
  /** VLAN number, 1 to 4094, unique in the tenant; the platform picks a free one unless given. */
  readonly vlanId?: number;
  /** Further tenants of the same organisation that may use it. */
  readonly propagatedTo?: readonly (ITenant | string)[];
  /** What the network is for. */
  readonly description?: string;
  /** Lets a plan replace or destroy it although it is in use. */
  readonly allowDestroy?: boolean;
}

/** A layer 2 VLAN, shared between the Cpools and zones of its tenant. */
export class Network extends SocleResource implements INetwork {
  readonly resource: NetworkResource;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id, props);
    this.resource = new NetworkResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      lifecycle: CREATE_BEFORE_DESTROY,
      availabilityZones: [...props.availabilityZones],
      vlanId: props.vlanId,
      propagatedTo: props.propagatedTo?.map((tenant) => (typeof tenant === 'string' ? tenant : tenant.tenantName)),
      description: props.description,
      allowDestroy: props.allowDestroy,
    });
  }

  /** A network that stands outside this app. */
  static fromId(id: string): INetwork {
    return { networkId: id, networkName: nameInId(id, 'networks') };
  }

  get networkId(): string {
    return this.id;
  }

  get networkName(): string {
    return this.name;
  }

  /** VLAN number; where the platform picks it, known after apply. */
  get vlanId(): number {
    return this.resource.vlanId;
  }
}
