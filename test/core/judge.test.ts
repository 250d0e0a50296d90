import { cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { keyProvider, mirror, STANDBY, standby, subscription } from '../../lib/catalogue/facts/example-replication';
import { judge } from '../../lib/core/judge';
import { Unknown } from '../../lib/core/unknown';
import { complete, found, judged, partial, waiting } from './estates';

const unknown = (because: string) => new Unknown([because]);
const base = [cpool(), datastore({ size_gib: 500 }), policy()];

test('an unknown value that a rule reads leaves it undecided, and says what it waits for', () => {
  const estate = complete(cpool(), datastore({ size_gib: unknown('var.size') }), policy(), vm('a', { memory_gib: 5000 }));
  expect(found(estate, 'STORAGE-006')).toEqual([]);
  expect(waiting(estate, 'STORAGE-006')).toEqual([['var.size']]);
});

test('an unknown value that a rule does not read leaves it decided', () => {
  const estate = complete(...base, vm('a', { memory_gib: 500, tags: unknown('var.tags'), disks: [disk({ peak_iops: unknown('var.peak') })] }));
  expect(found(estate, 'STORAGE-006')).toEqual([`${DATASTORE} size_gib`]);
});

test('an upper limit is broken by the known part alone', () => {
  const one = vm('a', { memory_gib: 400, disks: [disk({ size_gib: 101 })] });
  const other = vm('b', { memory_gib: unknown('var.memory'), disks: [disk({ size_gib: 1 })] });
  expect(found(complete(...base, one, other), 'STORAGE-006')).toEqual([`${DATASTORE} size_gib`]);
});

test('an upper limit that the known part keeps is undecided', () => {
  const estate = complete(...base, vm('a', { memory_gib: 10 }), vm('b', { memory_gib: unknown('var.memory') }));
  expect(found(estate, 'STORAGE-006')).toEqual([]);
  expect(waiting(estate, 'STORAGE-006')).toEqual([['var.memory']]);
});

test("a VM of unknown memory still brings its disks into the datastore's sum", () => {
  const estate = complete(...base, vm('a', { memory_gib: unknown('var.memory'), disks: [disk({ size_gib: 501 })] }));
  expect(found(estate, 'STORAGE-006')).toEqual([`${DATASTORE} size_gib`]);
});

test('a disk of unknown size does not hide the others', () => {
  const estate = complete(...base, vm('a', { disks: [disk({ size_gib: 501 }), disk({ name: 'd1', size_gib: unknown('var.d1') })] }));
  expect(found(estate, 'STORAGE-006')).toEqual([`${DATASTORE} size_gib`]);
});

test('a disk on an unknown datastore may stand on every one', () => {
  const estate = complete(...base, vm('a'), vm('b', { disks: [disk({ datastore_id: unknown('module.x') })] }));
  expect(waiting(estate, 'STORAGE-006')).toEqual([['module.x']]);
});

test('an estate that may be larger leaves upper limits undecided until they break', () => {
  expect(waiting(partial(...base, vm('a')), 'STORAGE-006')).toEqual([['what lies outside this configuration']]);
  expect(found(partial(...base, vm('a', { memory_gib: 501 })), 'STORAGE-006')).toEqual([`${DATASTORE} size_gib`]);
});

test('no rule looks behind a link that leads nowhere', () => {
  const estate = complete(cpool(), policy(), vm('a'));
  expect(found(estate, 'REFERENCE-001')).toEqual([`${vmId('a')} disks["d0"].datastore_id`]);
  expect(judged(estate).undecided.filter((each) => each.resource === vmId('a'))).toEqual([]);
  expect(found(estate, 'STORAGE-010')).toEqual([]);
});

test('a link that leads outside a partial estate is undecided', () => {
  const estate = partial(cpool(), policy(), vm('a'));
  expect(found(estate, 'REFERENCE-001')).toEqual([]);
  expect(waiting(estate, 'REFERENCE-001')).toEqual([[DATASTORE]]);
  expect(waiting(estate, 'STORAGE-010')).toEqual([[DATASTORE]]);
});

// `cpool_id = "prod"` passed the plan, and was refused in the middle of the apply.
test('what is no id leads nowhere in a partial estate too', () => {
  const estate = partial(...base, vm('a', { cpool_id: 'prod' }), vm('b', { cpool_id: 'organizations/acme/cpools/prod' }), vm('c'));
  expect(found(estate, 'REFERENCE-001')).toEqual([`${vmId('a')} cpool_id`, `${vmId('b')} cpool_id`]);
});

test('a link to another type is REFERENCE-002, whether or not its target exists', () => {
  const estate = complete(
    ...base,
    vm('a', { cpool_id: DATASTORE }),
    vm('b', { cpool_id: 'tenants/main/datastores/none' }),
    vm('c', { cpool_id: 'nonsense' }),
  );
  expect(found(estate, 'REFERENCE-002')).toEqual([`${vmId('a')} cpool_id`, `${vmId('b')} cpool_id`]);
  expect(found(estate, 'REFERENCE-001')).toEqual([`${vmId('c')} cpool_id`]);
});

test('a link into another tenant is REFERENCE-002, save to a network propagated here', () => {
  const lan = (values = {}) => ({ type: 'network', values: { name: 'lan', tenant: 'other', availability_zones: ['par7s'], ...values } });
  const wired = vm('a', { network_interfaces: [{ name: 'eth0', network_id: 'tenants/other/networks/lan' }] });
  expect(found(complete(...base, lan(), wired), 'REFERENCE-002')).toEqual([`${vmId('a')} network_interfaces["eth0"].network_id`]);
  expect(found(complete(...base, lan({ propagated_to: ['main'] }), wired), 'REFERENCE-002')).toEqual([]);
});

test('a value that breaks its shape is reported once and unknown to every other rule', () => {
  const estate = complete(cpool({ host_count: 33, memory_gib: 100 }), datastore(), policy());
  expect(found(estate, 'SHAPE')).toEqual(['tenants/main/cpools/prod host_count']);
  expect(found(estate, 'COMPUTE-002')).toEqual([]);
});

test('a finding silences what it explains, an undecided rule does not', () => {
  expect(found(complete(...base, vm('a', { memory_gib: 481 })), 'STORAGE-007')).toEqual([]);
  expect(found(complete(...base, vm('a', { memory_gib: 480 })), 'STORAGE-007')).toEqual([`${DATASTORE} size_gib`]);
});

test('names that differ in case only are taken; one id twice is an identity lost', () => {
  expect(found(complete(policy({ name: 'Nightly' }), policy()), 'DUPLICATE-001')).toEqual(['tenants/main/backup-policies/nightly name']);
  expect(found(complete(policy(), policy()), 'IDENTITY-002')).toEqual(['tenants/main/backup-policies/nightly name']);
  expect(found(complete(policy(), policy()), 'DUPLICATE-001')).toEqual([]);
});

test('a resource whose name is unknown is judged by what is known of it', () => {
  const estate = complete(cpool(), {
    ...datastore({ name: unknown('var.name'), storage_class: 'mass', size_gib: 1025 }),
    address: 'socle_datastore.x',
  });
  expect(found(estate, 'STORAGE-002')).toEqual(['?socle_datastore.x size_gib']);
});

test('findings stand by code, resource and path', () => {
  const { findings } = judged(complete(...base, vm('b', { backup_policy_ids: [] }), vm('a', { backup_policy_ids: [], cpool_id: 'x' })));
  const keys = findings.map((finding) => `${finding.code} ${finding.resource} ${finding.path}`);
  expect(keys).toEqual([...keys].sort());
});

const encrypted = (values = {}) => vm('a', { key_provider_id: 'tenants/main/key-providers/keys', ...values });

test('neighbours found by an unknown value may be missing: what is known decides alone where it is enough', () => {
  const disks = [disk(), disk({ name: 'd1', datastore_id: unknown('module.x') })];
  const without = complete(...base, subscription(), keyProvider(), encrypted({ disks }));
  expect(waiting(without, 'REPLICATION-006')).toEqual([['module.x']]);
  const mirrored = complete(...base, mirror(), subscription(), keyProvider(), encrypted({ disks }));
  expect(found(mirrored, 'REPLICATION-006')).toEqual([`${vmId('a')} key_provider_id`]);
});

test('what asks for the existence of something waits for a complete estate', () => {
  const objective = vm('a', { rpo_minutes: 15 });
  expect(found(complete(...base, objective), 'REPLICATION-011')).toEqual([`${vmId('a')} rpo_minutes`]);
  expect(found(partial(...base, objective), 'REPLICATION-011')).toEqual([]);
  expect(waiting(partial(...base, objective), 'REPLICATION-011')).toEqual([['what lies outside this configuration']]);
});

test('a rule that asks nothing of a resource is not left open by what may be missing', () => {
  for (const code of ['REPLICATION-006', 'REPLICATION-011', 'REPLICATION-012', 'REPLICATION-017', 'KEYS-007'])
    expect([code, waiting(partial(...base, vm('a')), code)]).toEqual([code, []]);
});

test('what only a platform sees is judged nowhere else', () => {
  const occasion = { edition: 'seeds', prior: complete(...base, subscription(), keyProvider(), vm('a')) };
  const estate = complete(...base, subscription(), keyProvider(), encrypted());
  const said = (observed?: () => null) => {
    const { findings, undecided } = judge(estate, { ...occasion, ...(observed ? { observed } : {}) });
    return [...findings, ...undecided].filter(({ code }) => code === 'KEYS-004').length;
  };
  expect([said(), said(() => null)]).toEqual([0, 1]);
});

test('all mechanisms that name one standby Cpool get one answer, in each estate its own', () => {
  const named = mirror({ standby_cpool_id: STANDBY });
  const fits = complete(...base, standby(), named, vm('a', { memory_gib: 256 }));
  const overflows = complete(...base, standby(), named, vm('a', { memory_gib: 257 }));
  expect([found(fits, 'REPLICATION-008'), found(overflows, 'REPLICATION-008')]).toEqual([
    [],
    ['tenants/main/global-mirror-luns/gm1 standby_cpool_id'],
  ]);
});
