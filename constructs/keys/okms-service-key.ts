import type { Construct } from 'constructs';
import { type OkmsServiceKeyConfig, OkmsServiceKey as OkmsServiceKeyResource } from '../generated/providers/socle/okms-service-key';
import { INSIDE } from '../inside';
import type { IOkms } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

/** What a key may be used for. */
export enum KeyOperation {
  ENCRYPT = 'encrypt',
  DECRYPT = 'decrypt',
  WRAP_KEY = 'wrapKey',
  UNWRAP_KEY = 'unwrapKey',
  SIGN = 'sign',
  VERIFY = 'verify',
}

/** Curve of an elliptic key. */
export enum KeyCurve {
  P_256 = 'P-256',
  P_384 = 'P-384',
  P_521 = 'P-521',
}

/** Whether a key may be used. */
export enum KeyState {
  ACTIVE = 'active',
  DEACTIVATED = 'deactivated',
}

/** What keys of every kind take. */
export interface OkmsServiceKeyProps extends TenantResourceProps {
  /** KMS that keeps it. */
  readonly okms: IOkms;
  /** What it may be used for; all that its kind can do unless given. */
  readonly operations?: readonly KeyOperation[];
  /** Whether it may be used; active unless said otherwise. */
  readonly desiredState?: KeyState;
  /** Why it was deactivated. */
  readonly deactivationReason?: string;
  /** Lets a plan replace or destroy it: what it encrypted is then lost. */
  readonly allowDestroy?: boolean;
}

export interface SizedKeyProps extends OkmsServiceKeyProps {
  /** Size in bits: 128, 192 or 256 for a symmetric key; 2048, 3072 or 4096 for an RSA pair. */
  readonly bits: number;
}

export interface EllipticKeyProps extends OkmsServiceKeyProps {
  /** Curve of the pair. */
  readonly curve: KeyCurve;
}

type Strength = Pick<OkmsServiceKeyConfig, 'kind' | 'size' | 'curve'>;

/** A key in an OVHcloud KMS. */
export class OkmsServiceKey extends SocleResource {
  readonly resource: OkmsServiceKeyResource;

  private constructor(scope: Construct, id: string, props: OkmsServiceKeyProps, strength: Strength) {
    super(scope, id, props);
    this.resource = new OkmsServiceKeyResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      ...strength,
      okmsId: props.okms.okmsId,
      operations: props.operations ? [...props.operations] : undefined,
      desiredState: props.desiredState,
      deactivationReason: props.deactivationReason,
      allowDestroy: props.allowDestroy,
    });
  }

  /** A symmetric key, which encrypts and wraps. */
  static symmetric(scope: Construct, id: string, props: SizedKeyProps): OkmsServiceKey {
    return new OkmsServiceKey(scope, id, props, { kind: 'oct', size: props.bits });
  }

  /** An RSA key pair, which signs. */
  static rsa(scope: Construct, id: string, props: SizedKeyProps): OkmsServiceKey {
    return new OkmsServiceKey(scope, id, props, { kind: 'rsa', size: props.bits });
  }

  /** An elliptic key pair, which signs. */
  static elliptic(scope: Construct, id: string, props: EllipticKeyProps): OkmsServiceKey {
    return new OkmsServiceKey(scope, id, props, { kind: 'ec', curve: props.curve });
  }

  /** When it was made, known after apply. */
  get createdAt(): string {
    return this.resource.createdAt;
  }
}
