import type { Construct } from 'constructs';
import { Okms as OkmsResource } from '../generated/providers/socle/okms';
import { INSIDE } from '../inside';
import { type IOkms, nameInId } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

/** Region of an OVHcloud KMS. */
export enum OkmsRegion {
  /** Roubaix. */
  EU_WEST_RBX = 'eu-west-rbx',
  /** Strasbourg. */
  EU_WEST_SBG = 'eu-west-sbg',
}

export interface OkmsProps extends TenantResourceProps {
  /** Region of the KMS. */
  readonly region: OkmsRegion;
  /** Name shown to people. */
  readonly displayName?: string;
  /** Lets a plan replace or destroy it although keys are in it. */
  readonly allowDestroy?: boolean;
}

/** An OVHcloud KMS: keys in two zones of a region, a copy in another, backups in two more places. */
export class Okms extends SocleResource implements IOkms {
  readonly resource: OkmsResource;

  constructor(scope: Construct, id: string, props: OkmsProps) {
    super(scope, id, props);
    this.resource = new OkmsResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      region: props.region,
      displayName: props.displayName,
      allowDestroy: props.allowDestroy,
    });
  }

  /** A KMS that stands outside this app. */
  static fromId(id: string): IOkms {
    nameInId(id, 'okms');
    return { okmsId: id };
  }

  get okmsId(): string {
    return this.id;
  }

  /** Address for KMIP, host:port, for Terraform to fill in. */
  get kmipEndpoint(): string {
    return this.resource.kmipEndpoint;
  }

  /** Address for REST, for Terraform to fill in. */
  get restEndpoint(): string {
    return this.resource.restEndpoint;
  }

  /** Certificate of the authority that signs the endpoints, PEM, known after apply. */
  get publicCa(): string {
    return this.resource.publicCa;
  }
}
