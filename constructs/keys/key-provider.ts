import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { type KeyProviderConfig, KeyProvider as KeyProviderResource } from '../generated/providers/socle/key-provider';
import { INSIDE } from '../inside';
import { type IKeyProvider, type IOkms, type IOkmsCredential, type ISubscription, nameInId } from '../references';
import { CREATE_BEFORE_DESTROY, ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

/** What key providers of every kind take. */
export interface KeyProviderProps extends TenantResourceProps {
  /** Whether VMs may use it; true unless said otherwise. */
  readonly enabled?: boolean;
  /** Lets a plan replace or destroy it although VMs are encrypted with its keys. */
  readonly allowDestroy?: boolean;
}

export interface HsmKeyProviderProps extends KeyProviderProps {
  /** Subscription to advanced protection. */
  readonly subscription: ISubscription;
}

export interface OkmsKeyProviderProps extends KeyProviderProps {
  /** The KMS. */
  readonly okms: IOkms;
  /** Credential that this KMS has issued. */
  readonly credential: IOkmsCredential;
}

export interface ExternalKeyProviderProps extends KeyProviderProps {
  /** Address of the KMS as host:port. */
  readonly kmipEndpoint: string;
  /** Certificate of the authority that signed the KMS, PEM. */
  readonly kmipCa: string;
  /** Client certificate, PEM. */
  readonly kmipCertificate: string;
  /** Private key of the client certificate, PEM, as the value of a sensitive `TerraformVariable`. It is sent, and kept nowhere. */
  readonly kmipPrivateKey: string;
  /** Raise it to send another private key. */
  readonly kmipPrivateKeyVersion?: number;
}

export interface NativeKeyProviderProps extends KeyProviderProps {
  /** Day on which it was backed up, as `2026-01-31`; no VM may use it before. */
  readonly backedUpOn?: string;
}

type Settings = Omit<KeyProviderConfig, 'name'>;

/** Where the keys of encrypted VMs come from. Its kind says what it needs. */
export class KeyProvider extends SocleResource implements IKeyProvider {
  readonly resource: KeyProviderResource;

  private constructor(scope: Construct, id: string, props: KeyProviderProps, settings: Settings) {
    super(scope, id, props);
    this.resource = new KeyProviderResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      lifecycle: CREATE_BEFORE_DESTROY,
      ...settings,
      enabled: props.enabled,
      allowDestroy: props.allowDestroy,
    });
  }

  /** The HSMs of the offer, in region fr1: keys never leave the sovereign infrastructure. */
  static hsm(scope: Construct, id: string, props: HsmKeyProviderProps): KeyProvider {
    return new KeyProvider(scope, id, props, { kind: 'hsm', subscriptionId: props.subscription.subscriptionId });
  }

  /** A KMS of OVHcloud. */
  static okms(scope: Construct, id: string, props: OkmsKeyProviderProps): KeyProvider {
    return new KeyProvider(scope, id, props, { kind: 'okms', okmsId: props.okms.okmsId, okmsCredentialId: props.credential.okmsCredentialId });
  }

  /**
   * A KMS of your own, reached over KMIP.
   * @throws Error where the private key is given in clear: it would stand in the synthesised file.
   */
  static external(scope: Construct, id: string, props: ExternalKeyProviderProps): KeyProvider {
    if (!Token.isUnresolved(props.kmipPrivateKey))
      throw new Error(
        `key provider "${id}": kmipPrivateKey is a text, which synthesis would write into a file; give the value of a sensitive TerraformVariable`,
      );
    return new KeyProvider(scope, id, props, {
      kind: 'external',
      kmipEndpoint: props.kmipEndpoint,
      kmipCa: props.kmipCa,
      kmipCertificate: props.kmipCertificate,
      kmipPrivateKeyWo: props.kmipPrivateKey,
      kmipPrivateKeyWoVersion: props.kmipPrivateKeyVersion,
    });
  }

  /** The hypervisors themselves, without a KMS. Back it up: a lost key is a lost VM. */
  static native(scope: Construct, id: string, props: NativeKeyProviderProps = {}): KeyProvider {
    return new KeyProvider(scope, id, props, { kind: 'native', backedUpOn: props.backedUpOn });
  }

  /** A key provider that stands outside this app. */
  static fromId(id: string): IKeyProvider {
    nameInId(id, 'key-providers');
    return { keyProviderId: id };
  }

  get keyProviderId(): string {
    return this.id;
  }
}
