/** What random commands write: every type, few names, so that most of them meet what stands. */
import fc from 'fast-check';
import type { Values } from '../../lib/core/unknown';

/** One of these. */
export const some = <T>(...values: T[]) => fc.constantFrom(...values);
const allow_destroy = some(false, false, false, true);
const contact = fc.constant({ name: 'Ops', email: 'ops@example.org', phone: '1' });
const zone = some('par7s', 'par7s', 'par7s', 'par7s', 'th3s');

/** Ids within a tenant. */
export const idsOf =
  (tenant: string) =>
  (collection: string, name: string): string =>
    `tenants/${tenant}/${collection}/${name}`;
type IdOf = ReturnType<typeof idsOf>;
export type Kind = readonly [type: string, collection: string, values: fc.Arbitrary<Values>];

export const ids = (idOf: IdOf, collection: string, ...names: string[]) => some(...names.map((name) => idOf(collection, name)));
const setOf = <T>(each: fc.Arbitrary<T>, minLength: number, maxLength: number) => fc.uniqueArray(each, { minLength, maxLength });

/** Where VMs stand, and VMs: what takes from the stock. */
export function computing(idOf: IdOf): readonly Kind[] {
  const cpoolId = ids(idOf, 'cpools', 'c1', 'c2');
  const cpools = fc.record({
    name: some('c1', 'c2'),
    availability_zone: zone,
    blade_class: some('standard-v3', 'perf4-v3'),
    host_count: fc.integer({ min: 1, max: 6 }),
    memory_gib: fc.constant(null),
    memory_overcommit_ratio: some(1, 1.5),
    allow_destroy,
  });
  const datastores = fc.record({
    name: some('d1', 'd2'),
    availability_zone: zone,
    storage_class: some('standard', 'standard', 'mass'),
    size_gib: some(1024, 2048, 65_536),
    cpool_ids: setOf(cpoolId, 0, 2),
    allow_destroy,
  });
  const policies = fc.record({
    name: some('p1', 'p2'),
    availability_zone: some('th3s', 'th3s', 'az07'),
    keep_daily: fc.constant(7),
    suspended: some(false, false, false, false, true),
    contact,
    allow_destroy,
  });
  const networks = fc.record({ name: some('n1', 'n2'), availability_zones: fc.constant(['par7s', 'th3s']), vlan_id: some(null, 5) });
  const disks = fc.uniqueArray(
    fc.record({
      name: some('a', 'b'),
      size_gib: some(10, 10, 200, 600),
      datastore_id: ids(idOf, 'datastores', 'd1', 'd1', 'd1', 'd2'),
      provisioning: some('thick', 'thin'),
    }),
    { minLength: 1, maxLength: 2, selector: (disk) => disk.name },
  );
  const nics = fc.option(
    fc.uniqueArray(fc.record({ name: some('x', 'y'), network_id: ids(idOf, 'networks', 'n1', 'n2') }), {
      maxLength: 2,
      selector: (nic) => nic.name,
    }),
  );
  const vms = fc.record({
    name: some('v1', 'v2', 'v3', 'v4'),
    cpool_id: fc.oneof(fc.constant(idOf('cpools', 'c1')), cpoolId),
    vcpus: fc.constant(2),
    memory_gib: some(1, 1, 8, 64, 200, 380),
    power_state: some('on', 'on', 'off'),
    gpu_count: some(0, 0, 0, 0, 0, 1),
    disks,
    network_interfaces: nics,
    backup_policy_ids: fc.oneof(fc.constant([idOf('backup-policies', 'p1')]), setOf(ids(idOf, 'backup-policies', 'p1', 'p2'), 0, 2)),
    allow_power_cycle: fc.constant(true),
    allow_destroy,
  });
  const ties = fc.record({
    name: some('t1', 't2'),
    cpool_id: cpoolId,
    kind: some('affinity', 'anti_affinity'),
    enabled: some(true, true, false),
    virtual_machine_ids: setOf(ids(idOf, 'virtual-machines', 'v1', 'v2', 'v3', 'v4'), 2, 4),
  });
  return [
    ['cpool', 'cpools', cpools],
    ['datastore', 'datastores', datastores],
    ['backup_policy', 'backup-policies', policies],
    ['network', 'networks', networks],
    ['virtual_machine', 'virtual-machines', vms],
    ['virtual_machine', 'virtual-machines', vms],
    ['virtual_machine', 'virtual-machines', vms],
    ['affinity_rule', 'affinity-rules', ties],
  ] as readonly Kind[];
}

/** Copies, quotas, plans and requests, on what `computing` makes and on the standby of the ground. */
export function protecting(idOf: IdOf): readonly Kind[] {
  const vmId = ids(idOf, 'virtual-machines', 'v1', 'v2', 'v3', 'v4');
  const mirrors = fc.record({
    name: some('m1', 'm2'),
    datastore_id: ids(idOf, 'datastores', 'd1', 'd2'),
    secondary_availability_zone: some('th3s', 'th3s', 'par7s'),
    cycle_period_seconds: some(null, 300),
    standby_cpool_id: some(null, idOf('cpools', 'dr')),
    accept_degraded: fc.constant(true),
    desired_role: some('primary', 'primary', 'failed_over'),
    consistency_group: some(null, 'bank'),
    allow_destroy,
  });
  const replications = fc.record({
    name: some('r1', 'r2'),
    virtual_machine_id: vmId,
    target_cpool_id: fc.constant(idOf('cpools', 'dr')),
    target_datastore_id: fc.constant(idOf('datastores', 'copies')),
    interval_hours: some(1, 4, 24),
    paused: some(false, false, true),
    accept_degraded: fc.constant(true),
  });
  const plans = fc.record({
    name: some('l1', 'l2'),
    primary_availability_zone: fc.constant('par7s'),
    standby_availability_zone: fc.constant('th3s'),
    mechanism_ids: setOf(fc.oneof(ids(idOf, 'global-mirror-luns', 'm1', 'm2'), ids(idOf, 'vm-replications', 'r1', 'r2')), 1, 2),
    groups: fc.tuple(fc.record({ priority: some(1, 5), virtual_machine_ids: setOf(vmId, 1, 2) })),
  });
  const requests = fc.record({
    name: some('q1', 'q2'),
    kind: some('other', 'quota'),
    subject: some('one', 'two'),
    details: some(null, { urgency: 'none', ['__proto__']: 'kept' }),
    contact,
  });
  const tenant = idOf('', '').split('/')[1] ?? '';
  const neighbours = fc.record({
    organization: fc.constant('acme'),
    name: some(`${tenant}-1`, `${tenant}-2`),
    owners: some([], [{ email: 'a@example.org' }]),
  });
  return [
    ['global_mirror_lun', 'global-mirror-luns', mirrors],
    ['vm_replication', 'vm-replications', replications],
    ['recovery_plan', 'recovery-plans', plans],
    ['snapshot', 'snapshots', fc.record({ name: some('s1', 's2'), virtual_machine_id: vmId })],
    [
      'backup_storage',
      'backup-storages',
      fc.record({ name: some('b1', 'b2'), availability_zone: some('th3s'), size_tib: some(1, 2), allow_destroy }),
    ],
    ['service_request', 'service-requests', requests],
    ['tenant', '', neighbours],
  ] as readonly Kind[];
}

/** Keys and what they come from. */
export function securing(idOf: IdOf): readonly Kind[] {
  const okmsId = ids(idOf, 'okms', 'k1', 'k2');
  const providers = fc.oneof(
    fc.record({ name: some('h1'), kind: fc.constant('hsm'), subscription_id: fc.constant(idOf('subscriptions', 'u1')), allow_destroy }),
    fc.record({ name: some('h2'), kind: fc.constant('native'), backed_up_on: some(null, '2026-01-31'), enabled: fc.boolean(), allow_destroy }),
    fc.record({
      name: some('h3'),
      kind: fc.constant('external'),
      kmip_endpoint: fc.constant('kms.example.org:5696'),
      kmip_ca: fc.constant('ca'),
      kmip_certificate: fc.constant('certificate'),
      kmip_private_key_wo: some('a secret that is never kept'),
      kmip_private_key_wo_version: some(1, 2),
      allow_destroy,
    }),
  );
  const credentials = fc.record({
    name: some('w1', 'w2'),
    okms_id: okmsId,
    identity_urns: setOf(some('urn:v1:eu:identity:user:a', 'urn:v1:eu:identity:user:b'), 1, 2),
    csr: fc.constant('a request'),
  });
  const keys = fc.record({
    name: some('y1', 'y2'),
    okms_id: okmsId,
    kind: fc.constant('oct'),
    size: fc.constant(256),
    desired_state: some('active', 'active', 'deactivated'),
    deactivation_reason: fc.constant('superseded'),
    allow_destroy,
  });
  return [
    ['subscription', 'subscriptions', fc.record({ name: some('u1'), service: fc.constant('advanced_protection') })],
    ['key_provider', 'key-providers', providers],
    [
      'okms',
      'okms',
      fc.record({ name: some('k1', 'k2'), region: fc.constant('eu-west-rbx'), display_name: some(null, 'Keys', 'More'), allow_destroy }),
    ],
    ['okms_credential', 'okms-credentials', credentials],
    ['okms_service_key', 'okms-service-keys', keys],
  ] as readonly Kind[];
}
