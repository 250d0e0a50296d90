import type { Construct } from 'constructs';
import { ServiceRequest as ServiceRequestResource } from '../generated/providers/socle/service-request';
import { INSIDE } from '../inside';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';
import type { Contact } from './contact';

/** What a service request is about. */
export enum RequestKind {
  BACKUP_POLICY = 'backup_policy',
  MIRROR_FAILOVER = 'mirror_failover',
  RESTORE = 'restore',
  DECOMMISSION = 'decommission',
  OWNER_REMOVAL = 'owner_removal',
  IP_REMOVAL = 'ip_removal',
  SECURITY_INCIDENT = 'security_incident',
  SLA_CLAIM = 'sla_claim',
  QUOTA = 'quota',
  OTHER = 'other',
}

export interface ServiceRequestProps extends TenantResourceProps {
  /** What it is about. */
  readonly kind: RequestKind;
  /** One line that says what is wanted. */
  readonly subject: string;
  /** What support has to know. */
  readonly details?: Readonly<Record<string, string>>;
  /** Who settles the details with support. */
  readonly contact: Contact;
}

/** A request to the provider's support. Destroying it withdraws an open one and forgets a closed one. */
export class ServiceRequest extends SocleResource {
  readonly resource: ServiceRequestResource;

  constructor(scope: Construct, id: string, props: ServiceRequestProps) {
    super(scope, id, props);
    this.resource = new ServiceRequestResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      kind: props.kind,
      subject: props.subject,
      details: props.details,
      contact: props.contact,
    });
  }

  /** Number under which support keeps it, known after apply. */
  get reference(): string {
    return this.resource.reference;
  }
}
