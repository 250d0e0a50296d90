/** Commands as they come: every type, few names, so that most of them meet what stands. The same seed gives the same commands. */
import fc from 'fast-check';
import type { Command, Order } from '../../lib/core/command';
import type { FaultOrder } from '../../lib/core/fault';
import type { Values } from '../../lib/core/unknown';
import { MINUTE_MS } from '../../lib/core/virtual-time';

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const allow_destroy = some(false, false, false, true);
const contact = fc.constant({ name: 'Ops', email: 'ops@example.org', phone: '1' });
const zone = some('par7s', 'par7s', 'par7s', 'par7s', 'th3s');

/** Ids within a tenant. */
export const idsOf =
  (tenant: string) =>
  (collection: string, name: string): string =>
    `tenants/${tenant}/${collection}/${name}`;
type IdOf = ReturnType<typeof idsOf>;
type Kind = readonly [type: string, collection: string, values: fc.Arbitrary<Values>];

const ids = (idOf: IdOf, collection: string, ...names: string[]) => some(...names.map((name) => idOf(collection, name)));
const setOf = <T>(each: fc.Arbitrary<T>, minLength: number, maxLength: number) => fc.uniqueArray(each, { minLength, maxLength });

/** Where VMs stand, and VMs: what takes from the stock. */
function computing(idOf: IdOf): readonly Kind[] {
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
function protecting(idOf: IdOf): readonly Kind[] {
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
function securing(idOf: IdOf): readonly Kind[] {
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

/** What others stand on goes seldom, else most commands would meet nothing but its absence. */
const FOUNDATIONS = ['cpool', 'datastore', 'backup_policy', 'virtual_machine'];
const usually = some<Command['kind']>('create', 'create', 'update', 'delete');
const seldomGone = some<Command['kind']>('create', 'create', 'create', 'create', 'update', 'update', 'update', 'delete');

const commandOfKinds = (tenant: string, kinds: readonly Kind[]): fc.Arbitrary<Command> =>
  fc.oneof(
    ...kinds.map(([type, collection, values]) =>
      fc.tuple(values, FOUNDATIONS.includes(type) ? seldomGone : usually).map(([given, kind]): Command => {
        const name = String(given['name']);
        const id = type === 'tenant' ? `organizations/acme/tenants/${name}` : idsOf(tenant)(collection, name);
        const written = type === 'tenant' ? given : { ...given, tenant };
        return kind === 'create' ? { kind, type, values: written } : kind === 'update' ? { kind, type, id, values: written } : { kind, type, id };
      }),
    ),
  );

/** Commands on Cpools, datastores, VMs and what is around them. */
export const computingCommand = (tenant = 'main'): fc.Arbitrary<Command> => commandOfKinds(tenant, computing(idsOf(tenant)));

/** Commands on every type. */
export const anyCommand = (tenant = 'main'): fc.Arbitrary<Command> => {
  const idOf = idsOf(tenant);
  return commandOfKinds(tenant, [...computing(idOf), ...protecting(idOf), ...securing(idOf)]);
};

/** Enough to stand on, so that most commands meet more than a missing Cpool. */
export function groundOf(tenant = 'main'): readonly Command[] {
  const idOf = idsOf(tenant);
  const made = (type: string, values: Values): Command => ({ kind: 'create', type, values: { tenant, ...values } });
  return [
    made('cpool', { name: 'c1', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 4, allow_destroy: false }),
    made('datastore', { name: 'd1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 1024, cpool_ids: [idOf('cpools', 'c1')] }),
    made('backup_policy', {
      name: 'p1',
      availability_zone: 'th3s',
      keep_daily: 7,
      contact: { name: 'Ops', email: 'ops@example.org', phone: '1' },
    }),
  ];
}

/** What copies and replications need beside the ground: the other zone. */
export function standbyOf(tenant = 'main'): readonly Command[] {
  const cpool = { tenant, name: 'dr', availability_zone: 'th3s', blade_class: 'standard-v3', host_count: 4 };
  const copies = { tenant, name: 'copies', availability_zone: 'th3s', storage_class: 'standard', size_gib: 2048 };
  return [
    { kind: 'create', type: 'cpool', values: cpool },
    { kind: 'create', type: 'datastore', values: { ...copies, cpool_ids: [idsOf(tenant)('cpools', 'dr')] } },
  ];
}

/** What is given to a platform at a time: one command or a few that stand or fall together, or something done to the simulation. */
export type Step =
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'strike'; readonly order: FaultOrder }
  /** The fault that broke first. */
  | { readonly kind: 'mend' }
  | { readonly kind: 'act'; readonly order: Order };

/** In the input of a restore: the oldest backup that there is then. */
export const OLDEST_BACKUP = 'the oldest one';

/** Actions on whatever has the names of the commands. */
function actStep(tenant: string): fc.Arbitrary<Step> {
  const idOf = idsOf(tenant);
  const order = (type: string, id: fc.Arbitrary<string>, inputs: Readonly<Record<string, fc.Arbitrary<Values>>>): fc.Arbitrary<Step>[] =>
    Object.entries(inputs).map(([action, input]) =>
      fc.tuple(id, input).map(([given, with_]): Step => ({ kind: 'act', order: { type, id: given, action, input: with_ } })),
    );
  const nothing = fc.constant({});
  const restore = { backup: fc.constant(OLDEST_BACKUP), mode: some('test', 'production') };
  return fc.oneof(
    ...order('global_mirror_lun', ids(idOf, 'global-mirror-luns', 'm1', 'm2'), {
      start: fc.record({ force: fc.boolean() }),
      stop: fc.record({ with_access: fc.boolean() }),
      switch: nothing,
    }),
    ...order('vm_replication', ids(idOf, 'vm-replications', 'r1', 'r2'), { start_copy: nothing, stop_copy: nothing }),
    ...order('virtual_machine', ids(idOf, 'virtual-machines', 'v1', 'v2', 'v3', 'v4'), { run_backup: nothing, restore: fc.record(restore) }),
  );
}

export const commandsStep = (tenant = 'main'): fc.Arbitrary<Extract<Step, { kind: 'commands' }>> => {
  const one = anyCommand(tenant);
  const commands = fc.oneof({ weight: 5, arbitrary: fc.tuple(one) }, { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 4 }) });
  return commands.map((given) => ({ kind: 'commands', commands: given }));
};

/** Short enough for what falls due on the way to be one durable step. */
const ADVANCE_MAX_MINUTES = 60;

const simulation: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 0, max: ADVANCE_MAX_MINUTES }).map((minutes): Step => ({ kind: 'advance', ms: minutes * MINUTE_MS })),
  fc
    .record({
      order: fc.constantFrom<Pick<FaultOrder, 'kind' | 'target'>>(
        { kind: 'chassis', target: { zone: 'par7s', chassis: 1 } },
        { kind: 'zone', target: { zone: 'th3s' } },
        { kind: 'array', target: { array: 'par7s-flash-1' } },
        { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } },
      ),
      for_seconds: fc.integer({ min: 1, max: 3600 }),
      after_seconds: some(0, 600),
    })
    .map(({ order, ...when }): Step => ({ kind: 'strike', order: { ...order, ...when } })),
  fc.constant<Step>({ kind: 'mend' }),
);

/** The same seed gives the same steps. `moving`: some of them move the clock, break things and ask for actions. */
export function stepsOf(tenant: string, seed: number, count: number, time: 'moving' | 'standing' = 'standing'): readonly Step[] {
  const commands = commandsStep(tenant);
  const step =
    time === 'moving'
      ? fc.oneof({ weight: 8, arbitrary: commands }, { weight: 1, arbitrary: simulation }, { weight: 2, arbitrary: actStep(tenant) })
      : commands;
  return fc.sample<Step>(step, { seed, numRuns: count });
}
