/** Estates for the examples of rules about replication and keys: a standby Cpool, a mirror, a replicated VM, an HSM key provider. */
import type { Values } from '../../core/unknown';
import { DATASTORE, vmId } from './example-estates';

type Entry = { readonly type: string; readonly values: Values };

export const STANDBY = 'tenants/main/cpools/dr';
export const TARGET = 'tenants/main/datastores/dsr';
export const MIRROR = 'tenants/main/global-mirror-luns/gm1';
export const REPLICATION = 'tenants/main/vm-replications/ra';
export const SUBSCRIPTION = 'tenants/main/subscriptions/protection';
export const PROVIDER = 'tenants/main/key-providers/keys';

export const datastoreId = (name: string): string => `tenants/main/datastores/${name}`;
export const mirrorId = (name: string): string => `tenants/main/global-mirror-luns/${name}`;

export const standby = (values: Values = {}): Entry => ({
  type: 'cpool',
  values: { name: 'dr', availability_zone: 'th3s', blade_class: 'standard-v3', host_count: 2, ...values },
});
/** A datastore of the standby zone. */
export const target = (values: Values = {}): Entry => ({
  type: 'datastore',
  values: { name: 'dsr', availability_zone: 'th3s', storage_class: 'standard', size_gib: 1024, cpool_ids: [STANDBY], ...values },
});
export const mirror = (values: Values = {}): Entry => ({
  type: 'global_mirror_lun',
  values: { name: 'gm1', datastore_id: DATASTORE, secondary_availability_zone: 'th3s', ...values },
});
/** VM `a` replicated to the standby Cpool. */
export const replication = (values: Values = {}): Entry => ({
  type: 'vm_replication',
  values: {
    name: 'ra',
    virtual_machine_id: vmId('a'),
    target_cpool_id: STANDBY,
    target_datastore_id: TARGET,
    interval_hours: 1,
    ...values,
  },
});
export const subscription = (values: Values = {}): Entry => ({
  type: 'subscription',
  values: { name: 'protection', service: 'advanced_protection', ...values },
});
/** A key provider; with HSMs unless said otherwise. */
export const keyProvider = (values: Values = {}): Entry => ({
  type: 'key_provider',
  values: { name: 'keys', kind: 'hsm', ...(values['kind'] === undefined ? { subscription_id: SUBSCRIPTION } : {}), ...values },
});
