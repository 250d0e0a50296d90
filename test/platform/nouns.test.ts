/** What each noun takes from the stock, chooses, and shows. */
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { CPOOL, cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Values } from '../../lib/core/unknown';
import { usableGib, type World } from '../../lib/core/world';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, openPlatform, refusalOf, remove, said, withGround } from './open-platform';

let platform: Platform;
beforeEach(async () => {
  platform = await withGround(await openPlatform());
});
afterEach(() => platform.close());

const hostsOf = async (id = CPOOL): Promise<readonly string[]> => (await platform.observe(id))['host_ids'] as readonly string[];
const hostOf = async (name: string): Promise<string> => String((await platform.observe(vmId(name)))['host_id']);
const tie = (kind: string, ...names: string[]) => ({
  type: 'affinity_rule',
  values: { name: `${kind}-${names.join('-')}`, cpool_id: CPOOL, kind, virtual_machine_ids: names.map(vmId) },
});

test('a behaviour belongs to a noun, and what a noun observes are its volatile attributes', async () => {
  await create(platform, vm('a'));
  await create(platform, { type: 'network', values: { name: 'n', availability_zones: ['par7s'] } });
  await create(platform, vm('b', { power_state: 'off' }));
  await create(platform, tie('anti_affinity', 'a', 'b'));
  for (const [type, behaviour] of Object.entries(behaviours)) {
    const volatile = Object.entries(catalogue.definitions.get(type)?.attrs ?? {}).flatMap(([key, attribute]) => (attribute.volatile ? [key] : []));
    expect([type, volatile.length > 0]).toEqual([type, behaviour.observe !== undefined]);
    for (const { id } of await platform.list(type)) expect(Object.keys(await platform.observe(id)).sort()).toEqual(volatile.sort());
  }
});

describe('a Cpool', () => {
  test('takes the blades with the lowest numbers that are free, and gives them back', async () => {
    expect(await hostsOf()).toEqual(['par7s-standard-v3-001', 'par7s-standard-v3-002', 'par7s-standard-v3-003']);
    const second = await create(platform, cpool({ name: 'second', host_count: 2 }));
    expect(await hostsOf(second.id)).toEqual(['par7s-standard-v3-004', 'par7s-standard-v3-005']);
    await remove(platform, 'datastore', DATASTORE);
    await remove(platform, 'cpool', CPOOL);
    await change(platform, second.id, { host_count: 4, memory_gib: null });
    expect(await hostsOf(second.id)).toEqual(['par7s-standard-v3-004', 'par7s-standard-v3-005', 'par7s-standard-v3-001', 'par7s-standard-v3-002']);
    const other = await create(platform, cpool({ name: 'other', availability_zone: 'th3s', host_count: 1 }));
    expect(await hostsOf(other.id)).toEqual(['th3s-standard-v3-001']);
  });

  test('gets the last blade of the stock, and none beyond it', async () => {
    const gpus = (name: string, host_count: number) => cpool({ name, blade_class: 'perf4-v3', host_count });
    await create(platform, gpus('a', 5));
    const refusal = await refusalOf(create(platform, gpus('b', 4)));
    expect([said(refusal), refusal.retryable]).toEqual([['CAPACITY-001 tenants/main/cpools/b'], true]);
    expect(refusal.message).toMatch(/4 more perf4-v3 blades .* 3 of 8 are free/);
    await create(platform, gpus('b', 3));
    expect(said(await refusalOf(change(platform, 'tenants/main/cpools/b', { host_count: 4, memory_gib: null })))).toEqual([
      'CAPACITY-001 tenants/main/cpools/b',
    ]);
  });

  test('has the newest hypervisor build unless another is given', async () => {
    expect((await platform.get(CPOOL))?.values['hypervisor_build']).toBe('8.0.3-24280767');
    const older = await create(platform, cpool({ name: 'older', hypervisor_build: '8.0.2-23305546' }));
    expect(older.values['hypervisor_build']).toBe('8.0.2-23305546');
  });

  test('shows the memory of its running VMs', async () => {
    for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 96 }));
    await create(platform, vm('c', { memory_gib: 96, power_state: 'off' }));
    expect(await platform.observe(CPOOL)).toMatchObject({ memory_used_gib: 192, memory_used_percent: 50 });
  });

  test('that shrinks moves VMs off the blades that leave, and moves no other', async () => {
    for (const name of ['a', 'b', 'c']) await create(platform, vm(name, { memory_gib: name === 'b' ? 20 : 100 }));
    const before = await Promise.all(['a', 'c'].map(hostOf));
    const leaving = await hostOf('b');
    await change(platform, CPOOL, { host_count: 2, memory_gib: 384 });
    expect(await hostsOf()).toEqual([...before].sort());
    expect(await Promise.all(['a', 'c'].map(hostOf))).toEqual(before);
    expect(await hostsOf()).toContain(await hostOf('b'));
    expect(await hostsOf()).not.toContain(leaving);
  });
});

describe('a VM', () => {
  test('lies on the host with the most free memory, and on none while it is stopped', async () => {
    for (const name of ['a', 'b', 'c']) await create(platform, vm(name));
    expect(new Set(await Promise.all(['a', 'b', 'c'].map(hostOf))).size).toBe(3);
    await change(platform, vmId('a'), { power_state: 'off' });
    expect(await platform.observe(vmId('a'))).toMatchObject({
      host_id: null,
      running_cpool_id: null,
      state: 'stopped',
      state_reason: null,
      availability_percent: 100,
      sla_met: true,
      encryption_status: 'clear',
      last_backup_at: null,
      backups: [],
    });
    await change(platform, vmId('a'), { power_state: 'on' });
    expect(await platform.observe(vmId('a'))).toMatchObject({ running_cpool_id: CPOOL, state: 'running' });
  });

  test('stays where it is when others come and go', async () => {
    for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 64 }));
    const before = await Promise.all(['a', 'b'].map(hostOf));
    await create(platform, vm('c', { memory_gib: 128 }));
    await remove(platform, 'virtual_machine', vmId('c'));
    expect(await Promise.all(['a', 'b'].map(hostOf))).toEqual(before);
  });

  test('moves live where another finds room only then', async () => {
    await change(platform, CPOOL, { host_count: 2, memory_gib: 768 });
    await change(platform, DATASTORE, { size_gib: 2000 });
    for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 100 }));
    expect(new Set(await Promise.all(['a', 'b'].map(hostOf))).size).toBe(2);
    const revisions = async () => (await platform.list('virtual_machine')).slice(0, 2).map(({ revision }) => revision);
    const before = await revisions();
    await create(platform, vm('c', { memory_gib: 350 }));
    expect(await hostOf('a')).toBe(await hostOf('b'));
    expect(await revisions()).toEqual(before);
    expect((await platform.events(0, 100)).at(-1)?.touched).toHaveLength(1);
  });

  test('moves live to another Cpool of its zone', async () => {
    const second = await create(platform, cpool({ name: 'second' }));
    await change(platform, DATASTORE, { cpool_ids: [CPOOL, second.id] });
    await create(platform, vm('a'));
    await change(platform, vmId('a'), { cpool_id: second.id });
    expect(await hostsOf(second.id)).toContain(await hostOf('a'));
    expect(await platform.observe(vmId('a'))).toMatchObject({ running_cpool_id: second.id });
  });

  test('keeps an address that it was given, and gets one that nobody has', async () => {
    await create(platform, { type: 'network', values: { name: 'n', availability_zones: ['par7s'] } });
    const network_id = 'tenants/main/networks/n';
    const nics = ['x', 'y'].map((name): Values => ({ name, network_id }));
    const made = await Promise.all(
      ['a', 'b'].map((name) =>
        create(platform, vm(name, { network_interfaces: [...nics, { name: 'z', network_id, mac_address: `00:50:56:00:00:0${name}` }] })),
      ),
    );
    const addresses = made.flatMap(({ values }) => (values['network_interfaces'] as readonly Values[]).map((each) => each['mac_address']));
    expect(addresses).toContain('00:50:56:00:00:0a');
    expect(new Set(addresses).size).toBe(6);
  });
});

describe('an affinity rule', () => {
  test('moves the VMs that lie otherwise, and lets them lie once it is disabled', async () => {
    for (const name of ['a', 'b', 'c']) await create(platform, vm(name));
    const together = await create(platform, tie('affinity', 'a', 'b'));
    expect(await hostOf('a')).toBe(await hostOf('b'));
    await change(platform, together.id, { enabled: false });
    await create(platform, tie('anti_affinity', 'a', 'b'));
    expect(await hostOf('a')).not.toBe(await hostOf('b'));
  });

  test('that asks for more hosts than there are is refused by its own rule', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await create(platform, vm(name));
    const rule = tie('anti_affinity', 'a', 'b', 'c', 'd');
    expect(said(await refusalOf(create(platform, rule)))).toEqual([`PLACEMENT-004 tenants/main/affinity-rules/${rule.values.name}`]);
    await create(platform, tie('anti_affinity', 'a', 'b', 'c'));
    expect(new Set(await Promise.all(['a', 'b', 'c'].map(hostOf))).size).toBe(3);
  });
});

describe('a datastore', () => {
  test('lies on the array of its media with the most room, and gives all of it back', async () => {
    const flash = datastore({ name: 'big', size_gib: 60_000 });
    expect(await platform.observe(DATASTORE)).toMatchObject({ array: 'par7s-flash-1' });
    await create(platform, flash);
    expect(await platform.observe('tenants/main/datastores/big')).toMatchObject({ array: 'par7s-flash-2' });
    await create(platform, datastore({ name: 'mass', storage_class: 'mass', size_gib: 1024 }));
    expect(await platform.observe('tenants/main/datastores/mass')).toMatchObject({ array: 'par7s-mass-1' });
    await remove(platform, 'datastore', 'tenants/main/datastores/big');
    await create(platform, flash);
    expect(await platform.observe('tenants/main/datastores/big')).toMatchObject({ array: 'par7s-flash-2' });
  });

  test('gets the last GiB of an array, and grows by no more', async () => {
    const mass = usableGib(
      defaultWorld.zones['par7s']?.arrays.find((array) => array.media === 'mass') ?? {
        name: '',
        media: 'mass',
        drives: 0,
        drive_tb: 0,
        stripe_width: 1,
        rebuild_areas: 0,
      },
    );
    const largest = 64 * 1024;
    const whole = Math.floor(mass / largest);
    for (let number = 0; number < whole; number += 1)
      await create(platform, datastore({ name: `m${number}`, storage_class: 'mass', size_gib: largest }));
    const rest = Math.floor((mass - whole * largest) / 1024) * 1024;
    const one = datastore({ name: 'rest', storage_class: 'mass', size_gib: rest + 1024 });
    const refusal = await refusalOf(create(platform, one));
    expect([said(refusal), refusal.retryable]).toEqual([['CAPACITY-002 tenants/main/datastores/rest'], true]);
    expect(refusal.message).toContain(`${mass - whole * largest} GiB left for one LUN; ${rest + 1024} are asked for`);
    await create(platform, datastore({ name: 'rest', storage_class: 'mass', size_gib: rest - 1024 }));
    await change(platform, 'tenants/main/datastores/rest', { size_gib: rest });
    expect(said(await refusalOf(change(platform, 'tenants/main/datastores/rest', { size_gib: rest + 1024 })))).toEqual([
      'CAPACITY-002 tenants/main/datastores/rest',
    ]);
  });

  test('shows what disks and swap files leave free', async () => {
    await create(
      platform,
      vm('a', { memory_gib: 10, disks: [disk({ size_gib: 100, peak_iops: 300 }), disk({ name: 'd1', size_gib: 50, provisioning: 'thin' })] }),
    );
    await create(platform, vm('b', { memory_gib: 10, power_state: 'off' }));
    const room = { array: 'par7s-flash-1', swap_gib: 10, free_gib: 1024 - 100 - 20 - 10, used_iops: 300 };
    expect(await platform.observe(DATASTORE)).toEqual({ ...room, state: 'online', rebuild_progress_percent: null });
  });
});

test('a network gets the lowest VLAN that is free in the tenants it meets', async () => {
  for (const name of ['bank', 'shop']) await create(platform, { type: 'tenant', values: { organization: 'acme', name, owners: [] } });
  const vlanOf = async (name: string, values: Values = {}) =>
    (await create(platform, { type: 'network', values: { name, availability_zones: ['par7s'], ...values } })).values['vlan_id'];
  expect(await vlanOf('a')).toBe(1);
  expect(await vlanOf('b', { vlan_id: 2 })).toBe(2);
  expect(await vlanOf('c')).toBe(3);
  expect(await vlanOf('d', { tenant: 'bank' })).toBe(1);
  expect(await vlanOf('e', { tenant: 'shop', propagated_to: ['main'] })).toBe(4);
  expect(await vlanOf('f', { tenant: 'shop' })).toBe(1);
});

test('a backup policy is active at once, and says by which request it came', async () => {
  expect(await platform.observe('tenants/main/backup-policies/nightly')).toEqual({
    request_id: expect.stringMatching(/^SR-[0-9a-f]{8}$/),
    status: 'active',
  });
  const suspended = await create(platform, policy({ name: 'p', suspended: true }));
  expect(await platform.observe(suspended.id)).toMatchObject({ status: 'suspended' });
});

describe('another world', () => {
  const smaller = (blades: number): World => {
    const zone = defaultWorld.zones['par7s'];
    if (!zone) throw new Error('no par7s');
    return {
      ...defaultWorld,
      name: `of ${blades} blades`,
      zones: { ...defaultWorld.zones, par7s: { ...zone, blades: { ...zone.blades, 'standard-v3': blades } } },
      tenants: [...defaultWorld.tenants, { organization: 'acme', name: 'late' }],
    };
  };

  test('replaces the one a platform began with where it covers what stands, and its tenants come along', async () => {
    const { store, reopen } = await reopenable();
    await reopen(smaller(3));
    const again = await reopen(undefined);
    expect((await again.world()).name).toBe('of 3 blades');
    expect((await again.list('tenant')).map(({ id }) => id)).toEqual(['organizations/acme/tenants/late', 'organizations/acme/tenants/main']);
    expect((await store.events(0, 100)).map(({ kind }) => kind)).toEqual(['begin', 'create', 'create', 'create', 'world']);
  });

  test('is refused by name where it lacks a blade that a Cpool has, and then the first one stays', async () => {
    const { reopen } = await reopenable();
    await expect(reopen(smaller(2))).rejects.toThrow(/world "default".*world "of 2 blades" does not cover.*cpools\/prod.*par7s-standard-v3-003/);
    expect((await (await reopen(undefined)).world()).name).toBe('default');
  });

  test('is refused by name where an array is gone or too small', async () => {
    const { reopen } = await reopenable();
    const bare = smaller(64);
    const zone = bare.zones['par7s'] ?? { blades: {}, blades_per_chassis: 8, arrays: [] };
    const shrunk = zone.arrays.map((array) => ({ ...array, drive_tb: 0.05 }));
    await expect(reopen({ ...bare, zones: { ...bare.zones, par7s: { ...zone, arrays: shrunk } } })).rejects.toThrow(
      /datastores\/ds1.*par7s-flash-1 has \d+ GiB/,
    );
    await expect(reopen({ ...bare, zones: { ...bare.zones, par7s: { ...zone, arrays: [] } } })).rejects.toThrow(/datastores\/ds1.*lacks in par7s/);
  });

  async function reopenable() {
    const store = memoryStore();
    await withGround(await openPlatform({ store }));
    return { store, reopen: (world: World | undefined) => openPlatform({ store, world }) };
  }
});
