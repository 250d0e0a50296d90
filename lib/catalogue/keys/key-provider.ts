import { defaulted, optional, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { bool, date, int, matching, oneOf, refTo, text } from '../../core/shape';

const pem = () => text({ min: 1, max: 65_536 });

export const keyProvider = defineResource({
  type: 'key_provider',
  collection: 'key-providers',
  doc: 'Where the keys of encrypted VMs come from.',
  attrs: {
    kind: required(
      "`hsm`: the provider's HSMs · `okms`: OVHcloud KMS · `external`: your own KMS over KMIP · `native`: vSphere without a KMS.",
      oneOf('hsm', 'okms', 'external', 'native'),
      {
        replace: true,
      },
    ),
    subscription_id: optional('Subscription to advanced protection; needed for `hsm`.', refTo('subscription')),
    okms_id: optional('OVHcloud KMS; needed for `okms`.', refTo('okms')),
    okms_credential_id: optional('Credential of that KMS; needed for `okms`.', refTo('okms_credential')),
    kmip_endpoint: optional(
      'Address of the KMS as host:port; needed for `external`.',
      matching('^[^\\s:/]+:[0-9]{1,5}$', 'host:port, as kms.example.org:5696'),
    ),
    kmip_ca: optional('Certificate of the authority that signed the KMS, PEM; needed for `external`.', pem()),
    kmip_certificate: optional('Client certificate, PEM; needed for `external`.', pem()),
    kmip_private_key_wo: optional('Private key of the client certificate, PEM; needed for `external`. Never stored in state.', pem(), {
      sensitive: true,
      writeOnly: true,
    }),
    kmip_private_key_wo_version: optional('Raise it to send another private key.', int({ min: 0 })),
    enabled: defaulted('Whether VMs may use it.', bool(), true),
    backed_up_on: optional('Day on which the native provider was backed up; without a backup, losing its hosts loses the keys.', date()),
    default: volatile('Whether it is the default of the tenant: the oldest enabled one.', bool()),
    trusted: volatile('Whether the vStack trusts it.', bool()),
    trust_error: volatile('Why it is not trusted.', text()),
    key_count: volatile('Keys that it has given out.', int()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    key_provider: NounOf<typeof keyProvider>;
  }
}
