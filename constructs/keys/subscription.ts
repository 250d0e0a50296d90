import type { Construct } from 'constructs';
import { Subscription as SubscriptionResource } from '../generated/providers/socle/subscription';
import { INSIDE } from '../inside';
import { type ISubscription, nameInId } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

/** A service that is subscribed to. */
export enum Service {
  /** Encryption of VMs with keys from HSMs. */
  ADVANCED_PROTECTION = 'advanced_protection',
}

export interface SubscriptionProps extends TenantResourceProps {
  /** The service. */
  readonly service: Service;
}

/** A service that is not part of the standard offer and is subscribed to. */
export class Subscription extends SocleResource implements ISubscription {
  readonly resource: SubscriptionResource;

  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id, props);
    this.resource = new SubscriptionResource(this, INSIDE, { ...ownArguments(this.name, props), service: props.service });
  }

  /** A subscription that stands outside this app. */
  static fromId(id: string): ISubscription {
    nameInId(id, 'subscriptions');
    return { subscriptionId: id };
  }

  get subscriptionId(): string {
    return this.id;
  }
}
