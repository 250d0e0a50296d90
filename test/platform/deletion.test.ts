/** Deletion: weak mentions go with it, what would lose data or service is refused, and whatever stands can be cured. */
import { CPOOL, cpool, DATASTORE, datastore, disk, POLICY, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Platform } from '../../lib/platform/platform';
import { change, create, openPlatform, refusalOf, remove, said, withGround } from './open-platform';

const RULE = 'tenants/main/affinity-rules/apart';
const apart = (...names: string[]) => ({
  type: 'affinity_rule',
  values: { name: 'apart', cpool_id: CPOOL, kind: 'anti_affinity', virtual_machine_ids: names.map(vmId) },
});
const networkId = (name: string) => `tenants/main/networks/${name}`;

let platform: Platform;
beforeEach(async () => {
  platform = await withGround(await openPlatform());
});
afterEach(() => platform.close());

test('what is gone, or another object by now, is left alone', async () => {
  const first = await create(platform, policy({ name: 'p' }));
  await remove(platform, 'backup_policy', first.id);
  await remove(platform, 'backup_policy', first.id);
  const second = await create(platform, policy({ name: 'p' }));
  await platform.dispatch({ kind: 'delete', type: 'backup_policy', id: first.id, incarnation: first.incarnation });
  expect((await platform.get(first.id))?.incarnation).toBe(second.incarnation);
  await platform.dispatch({ kind: 'delete', type: 'backup_policy', id: first.id, incarnation: second.incarnation });
  expect(await platform.get(first.id)).toBeUndefined();
});

test('a VM leaves its affinity rules, and the update that Terraform planned then finds nothing to do', async () => {
  for (const name of ['a', 'b', 'c']) await create(platform, vm(name));
  await create(platform, apart('a', 'b', 'c'));
  await remove(platform, 'virtual_machine', vmId('c'));
  const left = await platform.get(RULE);
  expect(left?.values['virtual_machine_ids']).toEqual([vmId('a'), vmId('b')]);
  expect(await change(platform, RULE, { virtual_machine_ids: [vmId('b'), vmId('a')] })).toEqual(left);
});

test('a rule left with one VM stands until it is next written', async () => {
  for (const name of ['a', 'b', 'c']) await create(platform, vm(name));
  await create(platform, apart('a', 'b'));
  await remove(platform, 'virtual_machine', vmId('b'));
  expect((await platform.findings()).findings.filter((finding) => finding.class === 'refused')).toEqual([]);
  expect(said(await refusalOf(change(platform, RULE, { enabled: false })))).toEqual([`SHAPE ${RULE}`]);
  expect((await change(platform, RULE, { virtual_machine_ids: [vmId('a'), vmId('c')] }))?.values['enabled']).toBe(true);
});

test('a network takes the whole interface with it, a policy and a Cpool their mention', async () => {
  for (const name of ['m', 'n']) await create(platform, { type: 'network', values: { name, availability_zones: ['par7s'] } });
  await create(platform, policy({ name: 'second' }));
  const interfaces = ['m', 'n'].map((name) => ({ name, network_id: networkId(name) }));
  const second = 'tenants/main/backup-policies/second';
  const before = await create(platform, vm('a', { network_interfaces: interfaces, backup_policy_ids: [POLICY, second] }));
  await remove(platform, 'network', networkId('m'));
  await remove(platform, 'backup_policy', second);
  const after = await platform.get(vmId('a'));
  expect(after?.values).toMatchObject({ network_interfaces: [{ name: 'n' }], backup_policy_ids: [POLICY] });
  expect(after?.revision).toBeGreaterThan(before.revision);
  await create(platform, cpool({ name: 'spare' }));
  await change(platform, DATASTORE, { cpool_ids: [CPOOL, 'tenants/main/cpools/spare'] });
  await remove(platform, 'cpool', 'tenants/main/cpools/spare');
  expect((await platform.get(DATASTORE))?.values['cpool_ids']).toEqual([CPOOL]);
  expect((await platform.events(0, 100)).at(-1)).toMatchObject({ kind: 'delete', touched: [{ type: 'datastore', id: DATASTORE }] });
});

test('what others refer to strongly is kept, and its users are named', async () => {
  await create(platform, vm('a'));
  for (const [type, id] of [
    ['datastore', DATASTORE],
    ['cpool', CPOOL],
  ] as const) {
    const refusal = await refusalOf(remove(platform, type, id));
    expect([said(refusal), refusal.retryable]).toEqual([[`IN-USE-001 ${id}`], true]);
    expect(refusal.message).toContain(vmId('a'));
  }
  await remove(platform, 'virtual_machine', vmId('a'));
  await remove(platform, 'datastore', DATASTORE);
  await remove(platform, 'cpool', CPOOL);
});

test('ten users are named, and of eleven the last is counted', async () => {
  for (let number = 10; number < 21; number += 1) await create(platform, vm(`v${number}`, { memory_gib: 1, disks: [disk({ size_gib: 1 })] }));
  const { message } = await refusalOf(remove(platform, 'datastore', DATASTORE));
  expect(message).toContain(`${vmId('v19')} and 1 more`);
  await remove(platform, 'virtual_machine', vmId('v20'));
  expect((await refusalOf(remove(platform, 'datastore', DATASTORE))).message).toMatch(/v19$/);
});

test('the last policy of a running VM is kept; of a stopped one, or beside another, it may go', async () => {
  await create(platform, policy({ name: 'second' }));
  await create(platform, vm('a', { backup_policy_ids: [POLICY] }));
  const refusal = await refusalOf(remove(platform, 'backup_policy', POLICY));
  expect([said(refusal), refusal.retryable]).toEqual([[`IN-USE-001 ${POLICY}`], true]);
  expect(refusal.message).toContain('BACKUP-001');
  await remove(platform, 'backup_policy', 'tenants/main/backup-policies/second');
  await change(platform, vmId('a'), { power_state: 'off' });
  await remove(platform, 'backup_policy', POLICY);
  expect((await platform.get(vmId('a')))?.values['backup_policy_ids']).toEqual([]);
});

test('a tenant is kept while anything stands in it', async () => {
  const refusal = await refusalOf(remove(platform, 'tenant', 'organizations/acme/tenants/main'));
  expect(said(refusal)).toEqual(['IN-USE-001 organizations/acme/tenants/main']);
  expect(refusal.message).not.toContain('allow_destroy');
  for (const [type, id] of [
    ['datastore', DATASTORE],
    ['cpool', CPOOL],
    ['backup_policy', POLICY],
  ] as const)
    await remove(platform, type, id);
  await remove(platform, 'tenant', 'organizations/acme/tenants/main');
});

describe('under allow_destroy', () => {
  beforeEach(async () => {
    await create(platform, vm('a', { memory_gib: 100 }));
    for (const id of [DATASTORE, CPOOL, POLICY]) await change(platform, id, { allow_destroy: true });
  });

  test('what is in use goes all the same, and its users are left with a broken reference', async () => {
    await remove(platform, 'datastore', DATASTORE);
    const { findings } = await platform.findings();
    expect(findings.map(({ code, resource }) => `${code} ${resource}`)).toContain(`REFERENCE-001 ${vmId('a')}`);
  });

  test('a user with a broken reference can still be changed elsewhere, cured, or deleted', async () => {
    await remove(platform, 'datastore', DATASTORE);
    await change(platform, vmId('a'), { tags: { owner: 'ops' } });
    const still = await refusalOf(change(platform, vmId('a'), { disks: [disk({ datastore_id: 'tenants/main/datastores/none' })] }));
    expect(said(still)).toEqual([`REFERENCE-001 ${vmId('a')}`]);
    await create(platform, datastore({ name: 'ds2' }));
    await change(platform, vmId('a'), { disks: [disk({ datastore_id: 'tenants/main/datastores/ds2' })] });
    expect((await platform.findings()).findings.filter((finding) => finding.class === 'refused')).toEqual([]);
    await remove(platform, 'virtual_machine', vmId('a'));
  });

  test('what replaces it must suit the users that stand', async () => {
    await remove(platform, 'datastore', DATASTORE);
    expect(said(await refusalOf(create(platform, datastore({ cpool_ids: [] }))))).toEqual([`STORAGE-010 ${vmId('a')}`]);
    await create(platform, datastore({ size_gib: 500 }));
    expect((await platform.findings()).findings.filter((finding) => finding.class === 'refused')).toEqual([]);
  });

  test('VMs of a replaced Cpool are down until it stands again', async () => {
    await remove(platform, 'cpool', CPOOL);
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'down', host_id: null, running_cpool_id: null });
    expect((await platform.get(DATASTORE))?.values['cpool_ids']).toEqual([]);
    // STORAGE-010 stands already since the mention of the Cpool went: it does not stop the Cpool from coming back.
    await create(platform, cpool());
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'running', running_cpool_id: CPOOL });
    await change(platform, DATASTORE, { cpool_ids: [CPOOL] });
    expect((await platform.findings()).findings.filter((finding) => finding.class === 'refused')).toEqual([]);
  });

  test('the last policy of a running VM goes all the same', async () => {
    await remove(platform, 'backup_policy', POLICY);
    expect((await platform.findings()).findings.map(({ code }) => code)).toContain('BACKUP-001');
    await change(platform, vmId('a'), { memory_gib: 101 });
    await create(platform, policy());
    await change(platform, vmId('a'), { backup_policy_ids: [POLICY] });
  });
});
