/** Rules about switching encryption on and off. */
import { defineChangeRule, type Rule } from '../../core/rule';
import { cpool, datastore, policy, vm, vmId } from '../facts/example-estates';
import { keyProvider, mirror, PROVIDER, subscription } from '../facts/example-replication';

const prerequisites = { seed: '000', heading: 'Prerequisites' };
const platform = [cpool(), datastore(), policy()];
const base = [...platform, subscription(), keyProvider()];
const OTHER = 'tenants/main/key-providers/other';
const other = keyProvider({ name: 'other' });
const clear = (values = {}) => vm('a', values);
const encrypted = (values = {}) => vm('a', { key_provider_id: PROVIDER, ...values });
const off = { power_state: 'off' };
const snapshot = { type: 'snapshot', values: { name: 'before', virtual_machine_id: vmId('a') } };

const needsThePowerOff = defineChangeRule({
  code: 'COMPUTE-014',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A change that needs the VM off comes with leave to restart it',
  why: 'A VM must be shut down before it is encrypted, before it is decrypted, and before its key comes from elsewhere.',
  reads: ['key_provider_id', 'power_state', 'allow_power_cycle'],
  check: ({ self, prior }) => {
    const was = prior.self.key_provider_id;
    if (self.key_provider_id === was || self.allow_power_cycle || (self.power_state === 'off' && prior.self.power_state === 'off')) return undefined;
    return {
      at: 'key_provider_id',
      message: `key_provider_id goes from ${was ?? 'none'} to ${self.key_provider_id ?? 'none'}, which needs the VM off`,
      fix: 'allow_power_cycle = true lets the plan stop and start it; or set power_state = "off", apply, and change it then',
    };
  },
  source: prerequisites,
  examples: [
    { says: 'encrypted while it runs', prior: [...base, clear()], estate: [...base, encrypted()], fires: [vmId('a')] },
    {
      says: 'with leave to restart it',
      prior: [...base, clear()],
      estate: [...base, encrypted({ allow_power_cycle: true })],
      fires: [],
    },
    { says: 'off before and after', prior: [...base, clear(off)], estate: [...base, encrypted(off)], fires: [] },
    { says: 'switched off in the same change', prior: [...base, clear()], estate: [...base, encrypted(off)], fires: [vmId('a')] },
    { says: 'decrypted while it runs', prior: [...base, encrypted()], estate: [...base, clear()], fires: [vmId('a')] },
    {
      says: 'a key from elsewhere while it runs',
      prior: [...base, other, encrypted()],
      estate: [...base, other, encrypted({ key_provider_id: OTHER })],
      fires: [vmId('a')],
    },
    { says: 'nothing changes', prior: [...base, encrypted()], estate: [...base, encrypted()], fires: [] },
  ],
});

const noSnapshot = defineChangeRule({
  code: 'KEYS-003',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A VM is encrypted without snapshots',
  why: 'No snapshot must be present: its disks are not encrypted with the VM, and it could not be gone back to.',
  reads: ['key_provider_id'],
  gathers: { snapshots: { of: 'snapshot', via: 'virtual_machine_id', reads: [] } },
  check: ({ self, prior, snapshots }) => {
    if (self.key_provider_id === null || prior.self.key_provider_id !== null) return 'holds';
    return snapshots.length === 0
      ? undefined
      : {
          at: 'key_provider_id',
          message: `encryption is switched on while ${snapshots
            .map((each) => each.id)
            .sort()
            .join(', ')} stands`,
          fix: 'delete its snapshots first, in an apply of their own',
        };
  },
  source: prerequisites,
  examples: [
    { says: 'no snapshot', prior: [...base, clear()], estate: [...base, encrypted()], fires: [] },
    { says: 'one snapshot', prior: [...base, clear(), snapshot], estate: [...base, encrypted(), snapshot], fires: [vmId('a')] },
    { says: 'a snapshot of a VM that was encrypted before', prior: [...base, encrypted()], estate: [...base, encrypted(), snapshot], fires: [] },
  ],
});

const backedUpBefore = defineChangeRule({
  code: 'KEYS-004',
  class: 'advice',
  on: 'virtual_machine',
  title: 'A VM is backed up before it is encrypted',
  why: 'Ensure that the VM is properly backed up before encryption changes anything.',
  reads: ['key_provider_id'],
  needs: ['platform'],
  check: ({ self, prior }, { observed }) =>
    self.key_provider_id === null || prior.self.key_provider_id !== null || (observed?.(self.id, 'last_backup_at') ?? null) !== null
      ? undefined
      : { at: 'key_provider_id', message: 'encryption is switched on, and no backup of the VM was ever completed', fix: 'run a backup first' },
  source: { seed: '004', heading: 'Encrypt sensitive VMs' },
  examples: [
    {
      says: 'backed up',
      platform: { [vmId('a')]: { last_backup_at: '2026-01-31T02:00:00Z' } },
      prior: [...base, clear()],
      estate: [...base, encrypted()],
      fires: [],
    },
    {
      says: 'never backed up',
      platform: { [vmId('a')]: { last_backup_at: null } },
      prior: [...base, clear()],
      estate: [...base, encrypted()],
      fires: [vmId('a')],
    },
    { says: 'encrypted before', platform: {}, prior: [...base, encrypted()], estate: [...base, encrypted()], fires: [] },
    { says: 'not seen by a platform', prior: [...base, clear()], estate: [...base, encrypted()], fires: [] },
  ],
});

const notInOneApply = defineChangeRule({
  code: 'CHANGE-003',
  class: 'advice',
  on: 'virtual_machine',
  title: 'A mirror ends before its VM is encrypted, encryption before its service',
  why: 'Terraform deletes what goes and updates what stays at the same time: a VM may be encrypted while its LUN is still mirrored, or lose its key before it is decrypted.',
  reads: ['key_provider_id', 'tenant'],
  follows: { provider: { of: 'key_provider', via: 'key_provider_id', reads: ['subscription_id'], nullable: true } },
  gathers: {
    mirrors: { of: 'global_mirror_lun', via: 'datastore_id', equals: 'disks[].datastore_id', reads: [], bound: 'absence' },
    providers: { of: 'key_provider', via: 'tenant', equals: 'tenant', reads: [], bound: 'absence' },
    subscriptions: { of: 'subscription', via: 'tenant', equals: 'tenant', reads: [], bound: 'absence' },
  },
  check: ({ self, prior, mirrors, providers, subscriptions }) => {
    const was = prior.provider;
    if (self.key_provider_id === (was?.id ?? null)) return 'holds';
    const ended = prior.mirrors.filter((each) => !mirrors.some((still) => still.id === each.id)).map((each) => each.id);
    if (was === null) {
      return ended.length === 0 || mirrors.length > 0
        ? undefined
        : {
            at: 'key_provider_id',
            message: `the VM is encrypted in the plan that ends ${ended.sort().join(', ')}`,
            fix: 'end the mirror in one apply, and encrypt the VM in the next',
          };
    }
    const goes = (id: string, standing: readonly { readonly id: string }[]): boolean => !standing.some((each) => each.id === id);
    const service = was.subscription_id;
    return service !== null && goes(was.id, providers) && goes(service, subscriptions)
      ? {
          at: 'key_provider_id',
          message: `the VM leaves ${was.id} in the plan that drops it and ${service}`,
          fix: 'change the VM in one apply, and drop the key provider with its subscription in the next',
        }
      : undefined;
  },
  source: { seed: 'Socle', heading: 'order of operations' },
  examples: [
    { says: 'un-mirrored and encrypted', prior: [...base, mirror(), clear()], estate: [...base, encrypted()], fires: [vmId('a')] },
    { says: 'un-mirrored', prior: [...base, mirror(), clear()], estate: [...base, clear()], fires: [] },
    { says: 'encrypted', prior: [...base, clear()], estate: [...base, encrypted()], fires: [] },
    {
      says: 'encrypted while still mirrored is REPLICATION-006',
      prior: [...base, mirror(), clear()],
      estate: [...base, mirror(), encrypted()],
      fires: [],
    },
    {
      says: 'decrypted, with its provider and subscription dropped',
      prior: [...base, encrypted()],
      estate: [...platform, clear()],
      fires: [vmId('a')],
    },
    { says: 'decrypted', prior: [...base, encrypted()], estate: [...base, clear()], fires: [] },
    { says: 'decrypted, with its provider dropped', prior: [...base, encrypted()], estate: [...platform, subscription(), clear()], fires: [] },
  ],
});

export const encryptionChangeRules: readonly Rule[] = [needsThePowerOff, noSnapshot, backedUpBefore, notInOneApply];
