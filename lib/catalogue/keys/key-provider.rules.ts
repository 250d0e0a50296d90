/** Rules about key providers and the keys behind them. */
import { defineRule, type Rule } from '../../core/rule';
import { CREDENTIAL_RENEWAL_DAYS } from '../facts/advice';
import { daysBetween } from '../facts/dates';
import { keyProvider, PROVIDER, subscription } from '../facts/example-replication';

const prerequisites = { seed: '000', heading: 'Prerequisites' };
const ofOvh = { seed: '003', heading: 'Option 2 - Avec un KMS OVHcloud (OKMS)' };
const okmsId = (name: string): string => `tenants/main/okms/${name}`;
const okms = (name = 'kms', region = 'eu-west-rbx') => ({ type: 'okms', values: { name, region } });
const CREDENTIAL = 'tenants/main/okms-credentials/vcenter';
const credential = (values = {}) => ({
  type: 'okms_credential',
  values: { name: 'vcenter', okms_id: okmsId('kms'), identity_urns: ['urn:v1:eu:identity:user:ab12345'], csr: 'a signing request', ...values },
});
const ofOkms = (values = {}) => keyProvider({ kind: 'okms', okms_id: okmsId('kms'), okms_credential_id: CREDENTIAL, ...values });
const external = (values = {}) =>
  keyProvider({
    kind: 'external',
    kmip_endpoint: 'kms.example.org:5696',
    kmip_ca: 'a certificate',
    kmip_certificate: 'a certificate',
    kmip_private_key_wo: 'a key',
    ...values,
  });

const serviceIsSubscribed = defineRule({
  code: 'KEYS-001',
  class: 'refused',
  on: 'key_provider',
  title: 'HSMs need the advanced protection service',
  why: 'Encryption with keys from HSMs is not part of the standard offer: the advanced protection service must be subscribed.',
  reads: ['kind', 'tenant'],
  follows: { subscription: { of: 'subscription', via: 'subscription_id', reads: ['service', 'tenant'], nullable: true } },
  check: ({ self, subscription: subscribed }) =>
    self.kind !== 'hsm' || (subscribed?.service === 'advanced_protection' && subscribed.tenant === self.tenant)
      ? undefined
      : {
          at: 'subscription_id',
          message: subscribed ? `${subscribed.id} is not of tenant ${self.tenant}` : 'kind is hsm, and subscription_id names no subscription',
          fix: `name a subscription of tenant ${self.tenant} with service = "advanced_protection"`,
        },
  source: prerequisites,
  examples: [
    { says: 'subscribed', estate: [subscription(), keyProvider()], fires: [] },
    { says: 'not subscribed', estate: [keyProvider({ kind: 'hsm' })], fires: [PROVIDER] },
    { says: 'a native provider needs no subscription', estate: [keyProvider({ kind: 'native' })], fires: [] },
  ],
});

/** What each kind needs, and what it may have besides; `subscription_id` of hsm is KEYS-001's, the private key has a rule of its own. */
const SETTINGS = {
  hsm: { needs: [], may: ['subscription_id'] },
  okms: { needs: ['okms_id', 'okms_credential_id'], may: [] },
  external: { needs: ['kmip_endpoint', 'kmip_ca', 'kmip_certificate'], may: ['kmip_private_key_wo_version'] },
  native: { needs: [], may: ['backed_up_on'] },
} as const;
const SETTING_NAMES = [...new Set(Object.values(SETTINGS).flatMap(({ needs, may }) => [...needs, ...may]))];

const settingsFitTheKind = defineRule({
  code: 'KEYS-005',
  class: 'refused',
  on: 'key_provider',
  title: 'A key provider has the settings of its kind',
  why: 'Each kind is reached in its own way: OVHcloud KMS through its credential, an external KMS through KMIP; HSMs and the native provider need no address.',
  reads: [
    'kind',
    'subscription_id',
    'okms_id',
    'okms_credential_id',
    'kmip_endpoint',
    'kmip_ca',
    'kmip_certificate',
    'kmip_private_key_wo_version',
    'backed_up_on',
  ],
  check: ({ self }) => {
    const { needs, may } = SETTINGS[self.kind];
    const own: readonly string[] = [...needs, ...may];
    return [
      ...needs
        .filter((each) => self[each] === null)
        .map((at) => ({ at, message: `kind is ${self.kind}, and ${at} is not set`, fix: `set ${at}, or use another kind` })),
      ...SETTING_NAMES.filter((each) => self[each] !== null && !own.includes(each)).map((at) => ({
        at,
        message: `${at} is set, and kind is ${self.kind}`,
        fix: `leave ${at} out: it belongs to kind ${kindOf(at)}`,
      })),
    ];
  },
  source: { seed: '003', heading: "Présentation des options qui s'offrent à vous" },
  examples: [
    { says: 'okms with both', estate: [okms(), credential(), ofOkms()], fires: [] },
    { says: 'okms without a credential', estate: [okms(), ofOkms({ okms_credential_id: null })], fires: [PROVIDER] },
    { says: 'external with all', estate: [external()], fires: [] },
    { says: 'external without an authority', estate: [external({ kmip_ca: null })], fires: [PROVIDER] },
    { says: 'native with a backup', estate: [keyProvider({ kind: 'native', backed_up_on: '2026-01-31' })], fires: [] },
    { says: 'native with an address', estate: [keyProvider({ kind: 'native', kmip_endpoint: 'kms.example.org:5696' })], fires: [PROVIDER] },
    { says: 'hsm with a KMS of OVHcloud', estate: [okms(), subscription(), keyProvider({ okms_id: okmsId('kms') })], fires: [PROVIDER] },
  ],
});

const kindOf = (setting: string): string =>
  Object.entries(SETTINGS)
    .filter(([, { needs, may }]) => [...needs, ...may].some((each) => each === setting))
    .map(([kind]) => kind)
    .join(', ');

const privateKeyFitsTheKind = defineRule({
  code: 'KEYS-005',
  class: 'refused',
  on: 'key_provider',
  title: 'An external KMS is reached with a private key',
  why: 'KMIP asks both sides for a certificate: the client needs the private key of its own. It is given, and never read back.',
  reads: ['kind', 'kmip_private_key_wo'],
  check: ({ self }) => {
    const isGiven = self.kmip_private_key_wo !== null;
    if (isGiven === (self.kind === 'external')) return undefined;
    return isGiven
      ? {
          at: 'kmip_private_key_wo',
          message: `kmip_private_key_wo is set, and kind is ${self.kind}`,
          fix: 'leave it out: it belongs to kind external',
        }
      : {
          at: 'kmip_private_key_wo',
          message: 'kind is external, and kmip_private_key_wo is not set',
          fix: 'set it to the private key of kmip_certificate',
        };
  },
  source: { seed: '003', heading: 'Option 1 - Avec un KMS externe (non OVHcloud)' },
  examples: [
    { says: 'given', estate: [external()], fires: [] },
    { says: 'not given', estate: [external({ kmip_private_key_wo: null })], fires: [PROVIDER] },
    { says: 'given to a native provider', estate: [keyProvider({ kind: 'native', kmip_private_key_wo: 'a key' })], fires: [PROVIDER] },
  ],
});

const credentialIsOfThatKms = defineRule({
  code: 'KEYS-012',
  class: 'refused',
  on: 'key_provider',
  title: 'The credential belongs to the KMS',
  why: 'Authentication is by mutual TLS: a KMS accepts the certificates that it issued.',
  reads: ['okms_id'],
  follows: { credential: { of: 'okms_credential', via: 'okms_credential_id', reads: ['okms_id'] } },
  check: ({ self, credential: used }) =>
    self.okms_id === null || used.okms_id === self.okms_id
      ? undefined
      : {
          at: 'okms_credential_id',
          message: `${used.id} was issued by ${used.okms_id}; okms_id is ${self.okms_id}`,
          fix: `use a credential of ${self.okms_id}`,
        },
  source: ofOvh,
  examples: [
    { says: 'of this KMS', estate: [okms(), credential(), ofOkms()], fires: [] },
    { says: 'of another', estate: [okms(), okms('sbg', 'eu-west-sbg'), credential({ okms_id: okmsId('sbg') }), ofOkms()], fires: [PROVIDER] },
    { says: 'no KMS is KEYS-005', estate: [okms(), credential(), ofOkms({ okms_id: null })], fires: [] },
  ],
});

const credentialIsRenewed = defineRule({
  code: 'KEYS-012',
  class: 'advice',
  on: 'key_provider',
  title: 'The credential is renewed in time',
  why: 'With an expired credential the hypervisors reach no key: encrypted VMs run on, and do not start again.',
  reads: [],
  follows: { credential: { of: 'okms_credential', via: 'okms_credential_id', reads: ['expires_at'] } },
  check: ({ credential: used }, { asOf }) => {
    // Before it is issued nothing is known of its end, and nothing is wrong with it.
    if (used.expires_at === null) return undefined;
    if (asOf === undefined) return { undecided: 'the date' };
    const days = daysBetween(asOf, used.expires_at);
    return days > CREDENTIAL_RENEWAL_DAYS
      ? undefined
      : {
          at: 'okms_credential_id',
          message: `${used.id} ${days < 0 ? 'ended' : 'ends'} on ${used.expires_at.slice(0, 10)}`,
          fix: 'order another credential, name it here, and delete this one then',
        };
  },
  source: ofOvh,
  examples: [
    {
      says: '31 days left',
      asOf: '2026-01-01',
      platform: { [CREDENTIAL]: { expires_at: '2026-02-01T08:00:00Z' } },
      estate: [okms(), credential(), ofOkms()],
      fires: [],
    },
    {
      says: '30 days left',
      asOf: '2026-01-02',
      platform: { [CREDENTIAL]: { expires_at: '2026-02-01T08:00:00Z' } },
      estate: [okms(), credential(), ofOkms()],
      fires: [PROVIDER],
    },
  ],
});

export const keyProviderRules: readonly Rule[] = [
  serviceIsSubscribed,
  settingsFitTheKind,
  privateKeyFitsTheKind,
  credentialIsOfThatKms,
  credentialIsRenewed,
];
