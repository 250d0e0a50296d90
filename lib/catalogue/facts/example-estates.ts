/** Estates for the examples of rules: a Cpool, a datastore on it, and VMs that differ in what the example is about. */
import type { Values } from '../../core/unknown';

type Entry = { readonly type: string; readonly values: Values };

export const CPOOL = 'tenants/main/cpools/prod';
export const DATASTORE = 'tenants/main/datastores/ds1';
export const POLICY = 'tenants/main/backup-policies/nightly';
export const vmId = (name: string): string => `tenants/main/virtual-machines/${name}`;

export const cpool = (values: Values = {}): Entry => ({
  type: 'cpool',
  values: { name: 'prod', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3, ...values },
});
export const datastore = (values: Values = {}): Entry => ({
  type: 'datastore',
  values: { name: 'ds1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 1024, cpool_ids: [CPOOL], ...values },
});
export const policy = (values: Values = {}): Entry => ({
  type: 'backup_policy',
  values: {
    name: 'nightly',
    availability_zone: 'th3s',
    keep_daily: 7,
    contact: { name: 'Ops', email: 'ops@example.org', phone: '+33100000000' },
    ...values,
  },
});
export const disk = (values: Values = {}): Values => ({ name: 'd0', size_gib: 20, datastore_id: DATASTORE, ...values });
export const vm = (name: string, values: Values = {}): Entry => ({
  type: 'virtual_machine',
  values: { name, cpool_id: CPOOL, vcpus: 2, memory_gib: 8, disks: [disk()], backup_policy_ids: [POLICY], ...values },
});
