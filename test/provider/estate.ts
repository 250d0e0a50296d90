/** A small estate of every noun that breaks no rule. */
import type { Written } from './configurations';

export const ID = {
  network: 'tenants/main/networks/lan',
  cpool: 'tenants/main/cpools/prod',
  datastore: 'tenants/main/datastores/ds1',
  policy: 'tenants/main/backup-policies/daily',
  vm: (name: string) => `tenants/main/virtual-machines/${name}`,
};

export const disk = (name: string, size_gib = 50, datastore_id = ID.datastore): Written => ({ name, size_gib, datastore_id });

export const nouns = {
  tenant: { name: 'second', organization: 'acme', owners: [{ email: 'a@example.org' }] },
  network: { name: 'lan', availability_zones: ['par7s', 'th3s'] },
  cpool: { name: 'prod', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 },
  datastore: { name: 'ds1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 1024, cpool_ids: [ID.cpool] },
  backup_policy: { name: 'daily', availability_zone: 'th3s', keep_daily: 7, contact: { name: 'Ada', email: 'a@example.org', phone: '1' } },
} satisfies Record<string, Written>;

export const vm = (name: string, changes: Written = {}): Written => ({
  name,
  cpool_id: ID.cpool,
  vcpus: 2,
  memory_gib: 16,
  disks: [disk('system')],
  network_interfaces: [{ name: 'lan', network_id: ID.network }],
  backup_policy_ids: [ID.policy],
  ...changes,
});

export const rule = (name: string, vms: readonly string[]): Written => ({
  name,
  cpool_id: ID.cpool,
  kind: 'anti_affinity',
  virtual_machine_ids: vms.map(ID.vm),
});
