/** Rules about encrypted VMs, and about those that should be. */
import { defineRule, type Rule } from '../../core/rule';
import { cpool, datastore, disk, policy, vm, vmId } from '../facts/example-estates';
import { datastoreId, keyProvider, mirror, PROVIDER, replication, standby, subscription, target } from '../facts/example-replication';
import { offer } from '../facts/offer';
import { regionIn } from '../facts/regions';

const prerequisites = { seed: '000', heading: 'Prerequisites' };
const sensitive = { seed: '004', heading: 'Encrypt sensitive VMs' };
const base = [cpool(), datastore(), policy(), subscription(), keyProvider()];
const encrypted = (values = {}) => vm('a', { key_provider_id: PROVIDER, ...values });

const neverCopied = defineRule({
  code: 'REPLICATION-006',
  class: 'refused',
  on: 'virtual_machine',
  title: 'An encrypted VM is neither mirrored nor replicated',
  why: 'Encrypted virtual machines are not compatible with Global Mirror, and a VM must not be replicated, paused or not, to be encrypted.',
  reads: ['key_provider_id'],
  gathers: {
    mirrors: { of: 'global_mirror_lun', via: 'datastore_id', equals: 'disks[].datastore_id', reads: ['datastore_id'] },
    replications: { of: 'vm_replication', via: 'virtual_machine_id', reads: [] },
  },
  check: ({ self, mirrors, replications }) => {
    if (self.key_provider_id === null) return 'holds';
    const copies = [
      ...mirrors.map((each) => `${each.datastore_id} is mirrored by ${each.id}`),
      ...replications.map((each) => `${each.id} replicates the VM`),
    ];
    return copies.length === 0
      ? undefined
      : {
          at: 'key_provider_id',
          message: `the VM is encrypted, and ${copies.sort().join(', ')}`,
          fix: 'leave key_provider_id out, or move its disks to datastores that are not mirrored and delete its replications',
        };
  },
  source: { seed: '000', heading: 'Compatibility' },
  examples: [
    { says: 'in the clear on a mirror', estate: [...base, mirror(), vm('a')], fires: [] },
    { says: 'encrypted on a mirror', estate: [...base, mirror(), encrypted()], fires: [vmId('a')] },
    { says: 'encrypted on no mirror', estate: [...base, encrypted()], fires: [] },
    {
      says: 'encrypted, only the second disk on a mirror',
      estate: [
        ...base,
        datastore({ name: 'ds2' }),
        mirror({ datastore_id: datastoreId('ds2') }),
        encrypted({ disks: [disk(), disk({ name: 'd1', datastore_id: datastoreId('ds2') })] }),
      ],
      fires: [vmId('a')],
    },
    {
      says: 'encrypted and replicated, paused',
      estate: [...base, standby(), target(), encrypted(), replication({ paused: true })],
      fires: [vmId('a')],
    },
  ],
});

const sensitiveIsEncrypted = defineRule({
  code: 'KEYS-007',
  class: 'advice',
  on: 'virtual_machine',
  title: 'What is sensitive is encrypted',
  why: 'VM encryption protects the most sensitive resources, in addition to the native encryption of disks.',
  reads: ['criticality', 'key_provider_id'],
  gathers: { mirrors: { of: 'global_mirror_lun', via: 'datastore_id', equals: 'disks[].datastore_id', reads: [] } },
  check: ({ self, mirrors }) => {
    if (self.criticality === 'standard' || self.key_provider_id !== null) return 'holds';
    const message = `criticality is ${self.criticality}, and the VM is not encrypted`;
    const [copy] = mirrors;
    return copy
      ? {
          at: 'key_provider_id',
          message: `${message}; its disks are mirrored by ${copy.id}, and the two exclude each other`,
          fix: 'choose: encrypt the VM on a datastore that is not mirrored, or keep the mirror and encrypt in the application',
        }
      : { at: 'key_provider_id', message, fix: 'set key_provider_id' };
  },
  source: sensitive,
  examples: [
    { says: 'sensitive and encrypted', estate: [...base, encrypted({ criticality: 'sensitive' })], fires: [] },
    { says: 'sensitive in the clear', estate: [...base, vm('a', { criticality: 'sensitive' })], fires: [vmId('a')] },
    { says: 'vital in the clear, on a mirror', estate: [...base, mirror(), vm('a', { criticality: 'vital' })], fires: [vmId('a')] },
    { says: 'standard in the clear', estate: [...base, vm('a')], fires: [] },
  ],
});

const hsmsStandInTheRegion = defineRule({
  code: 'KEYS-008',
  class: 'refused',
  on: 'virtual_machine',
  title: 'HSMs serve their own region',
  why: `The HSMs stand in ${offer.hsm.zones.join(', ')}: keys of an hsm provider reach the hypervisors of region ${offer.hsm.region} only.`,
  reads: [],
  follows: {
    provider: { of: 'key_provider', via: 'key_provider_id', reads: ['kind'] },
    cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] },
  },
  check: ({ provider, cpool: home }, { world }) => {
    if (provider.kind !== 'hsm') return undefined;
    const region = regionIn(home.availability_zone, world);
    if (region === undefined) return { undecided: `the region of ${home.availability_zone} (--world or --platform)` };
    return region === offer.hsm.region
      ? undefined
      : {
          at: 'key_provider_id',
          message: `${provider.id} is of kind hsm; the VM runs in ${home.availability_zone}, region ${region}`,
          fix: `run it in ${offer.hsm.zones.join(', ')}, or use a key provider of another kind`,
        };
  },
  source: { seed: '000', heading: 'High Availability Deployment' },
  examples: [
    { says: 'in fr1', estate: [...base, encrypted()], fires: [] },
    {
      says: 'in fr2',
      estate: [
        cpool({ availability_zone: 'fr2-a' }),
        datastore({ availability_zone: 'fr2-a' }),
        policy(),
        subscription(),
        keyProvider(),
        encrypted(),
      ],
      fires: [vmId('a')],
    },
    {
      says: 'a native provider in fr2',
      estate: [
        cpool({ availability_zone: 'fr2-a' }),
        datastore({ availability_zone: 'fr2-a' }),
        policy(),
        keyProvider({ kind: 'native' }),
        encrypted(),
      ],
      fires: [],
    },
  ],
});

const providerIsEnabled = defineRule({
  code: 'KEYS-010',
  class: 'refused',
  on: 'virtual_machine',
  title: 'The key provider is enabled',
  why: 'A key provider must be enabled on the vStack for a VM to get its key.',
  reads: [],
  follows: { provider: { of: 'key_provider', via: 'key_provider_id', reads: ['enabled'] } },
  check: ({ provider }) =>
    provider.enabled
      ? undefined
      : { at: 'key_provider_id', message: `${provider.id} is not enabled`, fix: `enabled = true on ${provider.id}, or use another key provider` },
  source: prerequisites,
  examples: [
    { says: 'enabled', estate: [...base, encrypted()], fires: [] },
    { says: 'disabled', estate: [cpool(), datastore(), policy(), subscription(), keyProvider({ enabled: false }), encrypted()], fires: [vmId('a')] },
    { says: 'disabled, used by none', estate: [cpool(), datastore(), policy(), subscription(), keyProvider({ enabled: false }), vm('a')], fires: [] },
  ],
});

const native = (values = {}) => keyProvider({ kind: 'native', backed_up_on: '2026-01-31', ...values });

const keysStay = defineRule({
  code: 'KEYS-011',
  class: 'advice',
  on: 'virtual_machine',
  title: 'Keys stay under the control of the qualified provider',
  why: 'With HSMs the keys never leave the French and sovereign infrastructure; okms, external and native move them outside that control.',
  reads: ['criticality'],
  follows: { provider: { of: 'key_provider', via: 'key_provider_id', reads: ['kind'] } },
  check: ({ self, provider }) =>
    provider.kind === 'hsm'
      ? undefined
      : {
          at: 'key_provider_id',
          message: `${provider.id} is of kind ${provider.kind}: its keys are not under the control of the SecNumCloud provider${self.criticality === 'standard' ? '' : `, and criticality is ${self.criticality}`}`,
          fix: 'use a key provider of kind hsm, or accept it in a suppression with its reason',
          ...(self.criticality === 'standard' ? {} : { class: 'promise' as const }),
        },
  source: { seed: '000', heading: 'Recommended Use Cases' },
  examples: [
    { says: 'hsm', estate: [...base, encrypted({ criticality: 'vital' })], fires: [] },
    { says: 'native, standard', estate: [cpool(), datastore(), policy(), native(), encrypted()], fires: [vmId('a')] },
    {
      says: 'native, sensitive',
      estate: [cpool(), datastore(), policy(), native(), encrypted({ criticality: 'sensitive' })],
      fires: [{ resource: vmId('a'), severity: 'error' }],
    },
    { says: 'in the clear', estate: [cpool(), datastore(), policy(), native(), vm('a')], fires: [] },
  ],
});

const nativeIsBackedUp = defineRule({
  code: 'KEYS-013',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A native key provider is backed up before it is used',
  why: 'Without a KMS the key lives on the hosts alone: without a backup of it, losing them loses every encrypted VM.',
  reads: [],
  follows: { provider: { of: 'key_provider', via: 'key_provider_id', reads: ['kind', 'backed_up_on'] } },
  check: ({ provider }) =>
    provider.kind !== 'native' || provider.backed_up_on !== null
      ? undefined
      : {
          at: 'key_provider_id',
          message: `${provider.id} is native, and was never backed up`,
          fix: `back it up, and write the day into backed_up_on of ${provider.id}`,
        },
  source: { seed: '003', heading: 'Option 3 - Avec vNKP (sans KMS)' },
  examples: [
    { says: 'backed up', estate: [cpool(), datastore(), policy(), native(), encrypted()], fires: [] },
    { says: 'never', estate: [cpool(), datastore(), policy(), native({ backed_up_on: null }), encrypted()], fires: [vmId('a')] },
    { says: 'never, used by none', estate: [cpool(), datastore(), policy(), native({ backed_up_on: null }), vm('a')], fires: [] },
  ],
});

export const encryptedVmRules: readonly Rule[] = [
  neverCopied,
  sensitiveIsEncrypted,
  hsmsStandInTheRegion,
  providerIsEnabled,
  keysStay,
  nativeIsBackedUp,
];
