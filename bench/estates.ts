/** Estates of any size for measuring: Cpools with their datastores, VMs and rules, none of which breaks a rule of the offer. */
import type { Entry } from '../lib/core/estate-of';

export interface Size {
  readonly vms: number;
  readonly cpools: number;
  readonly datastores: number;
  readonly mirrors: number;
}

/** The proportions of the target: 10,000 VMs on 200 Cpools and 1,000 datastores, of which 100 are mirrored. */
export const sizeOf = (vms: number): Size => ({
  vms,
  cpools: Math.max(1, Math.round(vms / 50)),
  datastores: Math.max(1, Math.round(vms / 10)),
  mirrors: Math.max(1, Math.round(vms / 100)),
});

/** Mirrors that share one standby Cpool: their VMs take about 2,000 GiB of its 3,072. */
const MIRRORS_PER_STANDBY = 10;

const contact = { name: 'Ops', email: 'ops@example.org', phone: '+33100000000' };
const id = (collection: string, name: string): string => `tenants/main/${collection}/${name}`;

export function entriesOf({ vms, cpools, datastores, mirrors }: Size): Entry[] {
  const cpoolOf = (index: number): string => id('cpools', `c${index % cpools}`);
  return [
    { type: 'backup_storage', values: { name: 'quota', availability_zone: 'th3s', size_tib: 10_000 } },
    {
      type: 'backup_policy',
      values: {
        name: 'nightly',
        availability_zone: 'th3s',
        keep_daily: 7,
        contact,
        backup_storage_id: id('backup-storages', 'quota'),
        restore_tested_on: '2025-12-01',
      },
    },
    ...Array.from({ length: Math.ceil(mirrors / MIRRORS_PER_STANDBY) }, (_, i) => ({
      type: 'cpool',
      values: { name: `s${i}`, availability_zone: 'th3s', blade_class: 'standard-v3', host_count: 8, memory_gib: 3072 },
    })),
    ...Array.from({ length: mirrors }, (_, i) => ({
      type: 'global_mirror_lun',
      values: {
        name: `m${i}`,
        datastore_id: id('datastores', `d${i}`),
        secondary_availability_zone: 'th3s',
        standby_cpool_id: id('cpools', `s${Math.floor(i / MIRRORS_PER_STANDBY)}`),
      },
    })),
    ...Array.from({ length: cpools }, (_, i) => ({
      type: 'cpool',
      values: { name: `c${i}`, availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 8, memory_gib: 1536 },
    })),
    ...Array.from({ length: datastores }, (_, i) => ({
      type: 'datastore',
      values: { name: `d${i}`, availability_zone: 'par7s', storage_class: 'premium', size_gib: 2048, cpool_ids: [cpoolOf(i)] },
    })),
    ...Array.from({ length: vms }, (_, i) => ({
      type: 'virtual_machine',
      values: {
        name: `v${i}`,
        cpool_id: cpoolOf(i % datastores),
        vcpus: 2,
        memory_gib: 16 + (i % 8),
        disks: [{ name: 'system', size_gib: 60, datastore_id: id('datastores', `d${i % datastores}`), reserved_iops: 100 }],
        backup_policy_ids: [id('backup-policies', 'nightly')],
      },
    })),
    ...Array.from({ length: cpools }, (_, i) => ({
      type: 'affinity_rule',
      values: {
        name: `r${i}`,
        cpool_id: id('cpools', `c${i}`),
        kind: 'anti_affinity',
        virtual_machine_ids: [id('virtual-machines', `v${i}`), id('virtual-machines', `v${i + datastores < vms ? i + datastores : (i + 1) % vms}`)],
      },
    })),
  ];
}
