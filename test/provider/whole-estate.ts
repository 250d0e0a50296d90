/** An estate with every noun that breaks no rule and asks for no advice, in an order that Terraform might choose. */
import type { Written } from './configurations';
import { disk, ID, nouns, rule, vm } from './estate';

const contact = { name: 'Ada', email: 'a@example.org', phone: '1' };
const named = (collection: string, name: string): string => `tenants/main/${collection}/${name}`;

export const STANDBY = named('cpools', 'dr');
export const MIRRORED = named('datastores', 'ds2');
export const MIRROR = named('global-mirror-luns', 'gm');
export const REPLICATION = named('vm-replications', 'web');
export const KEYS = named('key-providers', 'hsm');
export const OWN_KMS = named('key-providers', 'own');
export const OKMS = named('okms', 'kms');

export const SECRET = '-----BEGIN PRIVATE KEY----- never to be seen again';
export const ownKms: Written = {
  name: 'own',
  kind: 'external',
  kmip_endpoint: 'kms.example.org:5696',
  kmip_ca: 'an authority',
  kmip_certificate: 'a certificate',
  kmip_private_key_wo: SECRET,
  kmip_private_key_wo_version: 1,
};

export const mirror: Written = {
  name: 'gm',
  datastore_id: MIRRORED,
  secondary_availability_zone: 'th3s',
  standby_cpool_id: STANDBY,
};

export const wholeEstate: readonly (readonly [string, Written])[] = [
  ['tenant', nouns.tenant],
  ['network', nouns.network],
  ['cpool', nouns.cpool],
  ['cpool', { name: 'dr', availability_zone: 'th3s', blade_class: 'standard-v3', host_count: 2 }],
  ['datastore', nouns.datastore],
  ['datastore', { ...nouns.datastore, name: 'ds2' }],
  ['datastore', { ...nouns.datastore, name: 'copies', availability_zone: 'th3s', cpool_ids: [STANDBY] }],
  ['global_mirror_lun', mirror],
  ['backup_storage', { name: 'quota', availability_zone: 'th3s', size_tib: 2 }],
  ['backup_policy', { ...nouns.backup_policy, backup_storage_id: named('backup-storages', 'quota'), restore_tested_on: '2026-01-15' }],
  ['subscription', { name: 'protection', service: 'advanced_protection' }],
  ['okms', { name: 'kms', region: 'eu-west-rbx' }],
  ['okms_credential', { name: 'vcenter', okms_id: OKMS, identity_urns: ['urn:v1:eu:identity:user:ab12345'], csr: 'a request' }],
  ['okms_service_key', { name: 'data', okms_id: OKMS, kind: 'oct', size: 256 }],
  ['key_provider', { name: 'hsm', kind: 'hsm', subscription_id: named('subscriptions', 'protection') }],
  ['key_provider', ownKms],
  ['virtual_machine', vm('web-0')],
  ['virtual_machine', vm('web-1')],
  ['virtual_machine', vm('db', { disks: [disk('system', 50, MIRRORED)] })],
  ['virtual_machine', vm('vault', { key_provider_id: KEYS })],
  ['snapshot', { name: 'before', virtual_machine_id: ID.vm('web-1') }],
  ['affinity_rule', rule('apart', ['web-0', 'web-1'])],
  [
    'vm_replication',
    {
      name: 'web',
      virtual_machine_id: ID.vm('web-0'),
      target_cpool_id: STANDBY,
      target_datastore_id: named('datastores', 'copies'),
      interval_hours: 4,
    },
  ],
  [
    'recovery_plan',
    {
      name: 'loss',
      primary_availability_zone: 'par7s',
      standby_availability_zone: 'th3s',
      mechanism_ids: [MIRROR, REPLICATION],
      groups: [
        { priority: 1, virtual_machine_ids: [ID.vm('db')] },
        { priority: 2, virtual_machine_ids: [ID.vm('web-0')], start_delay_seconds: 90 },
      ],
    },
  ],
  ['service_request', { name: 'ask', kind: 'other', subject: 'A question', contact }],
];
