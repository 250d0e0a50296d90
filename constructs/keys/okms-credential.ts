import type { Construct } from 'constructs';
import type { Duration } from '../duration';
import { OkmsCredential as OkmsCredentialResource } from '../generated/providers/socle/okms-credential';
import { INSIDE } from '../inside';
import { type IOkms, type IOkmsCredential, nameInId } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

export interface OkmsCredentialProps extends TenantResourceProps {
  /** KMS that issues it. */
  readonly okms: IOkms;
  /** IAM identities that it stands for, 1 to 25, as `urn:v1:eu:identity:user:ab12345`. */
  readonly identityUrns: readonly string[];
  /** Certificate signing request, PEM. */
  readonly csr: string;
  /** How long it is valid, 1 to 365 days; 365 unless given. */
  readonly validity?: Duration;
}

/** A client certificate for an OVHcloud KMS, issued for a signing request of yours. */
export class OkmsCredential extends SocleResource implements IOkmsCredential {
  readonly resource: OkmsCredentialResource;

  constructor(scope: Construct, id: string, props: OkmsCredentialProps) {
    super(scope, id, props);
    this.resource = new OkmsCredentialResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      okmsId: props.okms.okmsId,
      identityUrns: [...props.identityUrns],
      csr: props.csr,
      validityDays: props.validity?.toDays(),
    });
  }

  /** A credential that stands outside this app. */
  static fromId(id: string): IOkmsCredential {
    nameInId(id, 'okms-credentials');
    return { okmsCredentialId: id };
  }

  get okmsCredentialId(): string {
    return this.id;
  }

  /** The certificate, PEM, known after apply. */
  get certificatePem(): string {
    return this.resource.certificatePem;
  }

  /** When it ends, known after apply. */
  get expiresAt(): string {
    return this.resource.expiresAt;
  }
}
