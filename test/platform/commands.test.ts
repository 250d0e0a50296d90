/** Creation and update: identity, incarnations, revisions, what the platform chooses, and what only a replacement changes. */

import { cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { PlatformClient } from '../../lib/client/client';
import type { Stored } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import type { Platform } from '../../lib/platform/platform';
import { change, create, openPlatform, refusalOf, remove, said, withGround } from './open-platform';

const network = (name: string, values: Values = {}) => ({ type: 'network', values: { name, availability_zones: ['par7s'], ...values } });
const networkId = (name: string) => `tenants/main/networks/${name}`;

const interfacesOf = (stored: Stored | undefined): readonly Values[] => (stored?.values['network_interfaces'] ?? []) as readonly Values[];

let platform: Platform;
beforeEach(async () => {
  platform = await withGround(await openPlatform());
});
afterEach(() => platform.close());

test('the platform is what callers expect of one', () => {
  const client: PlatformClient = platform;
  expect(client).toBe(platform);
});

describe('creation', () => {
  test('gives every attribute its value: defaults, computed ones, and what the platform chose', async () => {
    const { values, id, type } = await create(platform, vm('a'));
    expect({ id, type }).toEqual({ id: vmId('a'), type: 'virtual_machine' });
    expect(values).toMatchObject({ id: vmId('a'), tenant: 'main', power_state: 'on', swap_gib: 8, tools_version: '12.4.5', boot_disk: null });
    expect(await platform.get(id)).toEqual(await platform.list('virtual_machine').then(([first]) => first));
  });

  test('of what exists already is refused, and may be cured by a deletion', async () => {
    const refusal = await refusalOf(create(platform, cpool()));
    expect([said(refusal), refusal.retryable]).toEqual([['IDENTITY-002 tenants/main/cpools/prod'], true]);
  });

  test.each(['PROD', 'aPROD'.slice(1), 'Prod', 'pROD'])('of %s is refused beside prod, whichever sorts first', async (name) => {
    const refusal = await refusalOf(create(platform, cpool({ name })));
    expect(refusal.findings.map((finding) => finding.code)).toEqual(['DUPLICATE-001']);
  });

  test('reports every mistake of a value at once, and none of it can be cured elsewhere', async () => {
    const refusal = await refusalOf(create(platform, cpool({ name: 'wide', host_count: 33, blade_class: 'gold', colour: 'red' })));
    expect(refusal.findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['SHAPE blade_class', 'SHAPE colour', 'SHAPE host_count']);
    expect(refusal.retryable).toBe(false);
  });

  test.each([{}, { name: 7 }, { name: '-' }, { name: 'x'.repeat(1_000_000) }, { name: 'a', ['__proto__']: { b: 1 } }])(
    'without a name that can be one is refused (%#)',
    async (values) => {
      const refusal = await refusalOf(platform.dispatch({ kind: 'create', type: 'network', values: { availability_zones: ['par7s'], ...values } }));
      expect(refusal.findings.map((finding) => finding.code)).toContain('SHAPE');
      expect(refusal.message.length).toBeLessThan(2000);
    },
  );

  test('with a reference to nothing is refused, and may be cured by a creation', async () => {
    const refusal = await refusalOf(create(platform, vm('a', { disks: [disk({ datastore_id: 'tenants/main/datastores/none' })] })));
    expect([said(refusal), refusal.retryable]).toEqual([[`REFERENCE-001 ${vmId('a')}`], true]);
  });

  test('in a tenant that nobody created is refused, until it is created', async () => {
    const refusal = await refusalOf(create(platform, network('n', { tenant: 'bank' })));
    expect(refusal.findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['TENANCY-001 tenant']);
    await create(platform, { type: 'tenant', values: { organization: 'acme', name: 'bank', owners: [{ email: 'a@example.org' }] } });
    expect((await create(platform, network('n', { tenant: 'bank' }))).id).toBe('tenants/bank/networks/n');
  });

  test('takes no notice of computed values that a caller sends back', async () => {
    const { values } = await create(platform, datastore({ name: 'ds2', lun_uid: 'mine', iops_limit: 1, id: 'x' }));
    expect(values).toMatchObject({ id: 'tenants/main/datastores/ds2', iops_limit: 1500, lun_uid: expect.stringMatching(/^60050768[0-9a-f]{24}$/) });
  });

  test('that is refused leaves nothing behind', async () => {
    const before = await platform.hash();
    await refusalOf(create(platform, datastore({ name: 'huge', size_gib: 65_536, storage_class: 'mass', cpool_ids: ['tenants/main/cpools/none'] })));
    await refusalOf(create(platform, vm('a', { memory_gib: 385 })));
    expect(await platform.hash()).toBe(before);
    expect(await platform.events(0, 100)).toHaveLength(4);
  });
});

describe('an update', () => {
  test('changes in place and counts as a revision', async () => {
    const before = await create(platform, vm('a'));
    const after = await change(platform, vmId('a'), { memory_gib: 16 });
    expect(after?.values).toMatchObject({ memory_gib: 16, swap_gib: 16, tools_version: '12.4.5' });
    expect(after?.incarnation).toBe(before.incarnation);
    expect(after?.revision).toBeGreaterThan(before.revision);
  });

  test('that changes nothing leaves no trace, however its sets are ordered', async () => {
    await create(platform, cpool({ name: 'second' }));
    const ids = ['tenants/main/cpools/prod', 'tenants/main/cpools/second'];
    const before = await change(platform, DATASTORE, { cpool_ids: ids });
    expect(await change(platform, DATASTORE, { cpool_ids: [...ids].reverse() })).toEqual(before);
  });

  test('as last seen is carried out, and as seen before that is stale', async () => {
    const { revision } = await create(platform, network('n'));
    const second = await change(platform, networkId('n'), { description: 'a' }, { revision });
    const refusal = await refusalOf(change(platform, networkId('n'), { description: 'b' }, { revision }));
    expect([said(refusal), refusal.retryable]).toEqual([[`STALE-001 ${networkId('n')}`], false]);
    expect((await platform.get(networkId('n')))?.revision).toBe(second?.revision);
  });

  test('of another incarnation, or of what is gone, is stale', async () => {
    const first = await create(platform, network('n'));
    await remove(platform, 'network', first.id);
    const gone = platform.dispatch({ kind: 'update', type: 'network', id: first.id, values: first.values });
    expect(said(await refusalOf(gone))).toEqual([`STALE-001 ${first.id}`]);
    const second = await create(platform, network('n'));
    expect(second.incarnation).not.toBe(first.incarnation);
    expect(said(await refusalOf(change(platform, first.id, { description: 'x' }, { incarnation: first.incarnation })))).toEqual([
      `STALE-001 ${first.id}`,
    ]);
    expect((await change(platform, first.id, { description: 'x' }, { incarnation: second.incarnation }))?.values).toMatchObject({ description: 'x' });
  });

  test.each([
    ['cpool', 'tenants/main/cpools/prod', { blade_class: 'eco-v3' }, 'blade_class'],
    ['datastore', DATASTORE, { name: 'other' }, 'name'],
    ['datastore', DATASTORE, { tenant: 'other' }, 'tenant'],
    ['datastore', DATASTORE, { storage_class: 'ultra' }, 'storage_class'],
  ])('of a %s never changes what only a replacement changes (%s, %j)', async (_type, id, values, path) => {
    const refusal = await refusalOf(change(platform, id, values));
    expect(refusal.findings.map((finding) => [finding.code, finding.path])).toEqual([['SHAPE', path]]);
  });

  test('keeps what the platform chose where it is left unset, and replaces it where it is given', async () => {
    await create(platform, network('n'));
    const made = await create(platform, vm('a', { network_interfaces: [{ name: 'eth0', network_id: networkId('n') }] }));
    const [eth0] = interfacesOf(made);
    const more = await change(platform, vmId('a'), {
      tools_version: null,
      network_interfaces: [
        { name: 'eth1', network_id: networkId('n') },
        { name: 'eth0', network_id: networkId('n') },
      ],
    });
    const [eth1, again] = interfacesOf(more);
    expect(again?.['mac_address']).toBe(eth0?.['mac_address']);
    expect(eth1?.['mac_address']).toMatch(/^00:50:56:[0-3][0-9a-f]:/);
    expect(eth1?.['mac_address']).not.toBe(eth0?.['mac_address']);
    expect(more?.values['tools_version']).toBe('12.4.5');
    expect((await change(platform, vmId('a'), { tools_version: '13' }))?.values['tools_version']).toBe('13');
    expect(said(await refusalOf(change(platform, networkId('n'), { vlan_id: 7 })))).toEqual([`SHAPE ${networkId('n')}`]);
    expect((await change(platform, networkId('n'), { vlan_id: null, description: 'x' }))?.values['vlan_id']).toBe(1);
  });

  test('never shrinks what grows', async () => {
    expect(said(await refusalOf(change(platform, DATASTORE, { size_gib: 1023 })))).toEqual([`STORAGE-009 ${DATASTORE}`]);
    expect((await change(platform, DATASTORE, { size_gib: 1025 }))?.values['size_gib']).toBe(1025);
  });

  test('that breaks a rule of its users as they stand says so beside the rule', async () => {
    await create(platform, vm('a'));
    const suspended = await refusalOf(change(platform, 'tenants/main/backup-policies/nightly', { suspended: true }));
    expect(said(suspended)).toEqual(['BACKUP-003 ' + vmId('a'), 'CHANGE-001 tenants/main/backup-policies/nightly']);
    const unmounted = await refusalOf(change(platform, DATASTORE, { cpool_ids: [] }));
    expect(said(unmounted)).toEqual([`CHANGE-001 ${DATASTORE}`, `STORAGE-010 ${vmId('a')}`]);
  });

  test('that breaks a rule of what it uses itself is no matter of its users', async () => {
    await create(platform, vm('a', { disks: [disk({ size_gib: 1000 })] }));
    expect(said(await refusalOf(change(platform, vmId('a'), { memory_gib: 25 })))).toEqual([`STORAGE-006 ${DATASTORE}`]);
    expect((await change(platform, vmId('a'), { memory_gib: 24 }))?.values['memory_gib']).toBe(24);
  });

  test('of a Cpool whose VMs fill it is retried, since the VMs may shrink in the same apply', async () => {
    await create(platform, vm('a', { memory_gib: 300 }));
    const refusal = await refusalOf(change(platform, 'tenants/main/cpools/prod', { host_count: 2, memory_gib: 256 }));
    expect([said(refusal), refusal.retryable]).toEqual([['CHANGE-001 tenants/main/cpools/prod', 'COMPUTE-007 tenants/main/cpools/prod'], true]);
  });
});

describe('what a caller may see', () => {
  test('is listed by type, by id, and of one tenant where asked', async () => {
    await create(platform, { type: 'tenant', values: { organization: 'acme', name: 'bank', owners: [] } });
    await create(platform, network('b'));
    await create(platform, network('a', { tenant: 'bank' }));
    expect((await platform.list('network')).map(({ id }) => id)).toEqual(['tenants/bank/networks/a', networkId('b')]);
    expect((await platform.list('network', { tenant: 'bank' })).map(({ id }) => id)).toEqual(['tenants/bank/networks/a']);
  });

  test('is nothing where nothing stands, whatever the id looks like', async () => {
    for (const id of ['', 'x', 'tenants/main/networks/none', 'organizations/main/networks/none', 'tenants/main/unheard-of/x', '__proto__']) {
      expect(await platform.get(id)).toBeUndefined();
      expect(await platform.observe(id)).toEqual({});
    }
  });

  test('includes the tenants of the world from the beginning', async () => {
    expect((await platform.list('tenant')).map(({ id }) => id)).toEqual(['organizations/acme/tenants/main']);
  });

  test('is refused to whom it is not allowed', async () => {
    const visitor = { name: 'visitor', may: () => false };
    const refusal = await refusalOf(platform.dispatch({ kind: 'create', ...network('n') }, { principal: visitor }));
    expect(refusal.findings.map((finding) => finding.code)).toEqual(['ACCESS-000']);
  });

  test('names who gave each command, and when', async () => {
    await create(platform, policy({ name: 'weekly' }));
    const [last] = await platform.events(4, 10);
    expect(last).toMatchObject({
      revision: 5,
      principal: 'owner',
      kind: 'create',
      id: 'tenants/main/backup-policies/weekly',
      at: Date.UTC(2026, 2, 1, 12),
    });
  });
});
