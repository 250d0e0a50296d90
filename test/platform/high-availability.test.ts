/** Hosts are lost: high availability starts their VMs elsewhere, the most important first, and what does not fit says why until room comes back. */
import { CPOOL, cpool, DATASTORE, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, refusalOf, remove, said } from './open-platform';

const HA_MS = 15 * SECOND_MS;
const HOSTS = ['par7s-standard-v3-001', 'par7s-standard-v3-002', 'par7s-standard-v3-003'] as const;

async function opened(values: Values = {}, clock: 'manual' | 'automatic' = 'manual'): Promise<Platform> {
  const platform = await openPlatform({ clock: { now: () => NOON } });
  for (const entry of [cpool({ memory_gib: 1152, ...values }), datastore({ size_gib: 16_384 }), policy()]) await create(platform, entry);
  await platform.setClock(clock);
  return platform;
}

const seen = async (platform: Platform, name: string): Promise<readonly unknown[]> => {
  const { state, host_id } = await platform.observe(vmId(name));
  return [state, host_id];
};
const stateOf = async (platform: Platform, name: string): Promise<unknown> => (await seen(platform, name))[0];
const reasonOf = async (platform: Platform, name: string): Promise<unknown> => (await platform.observe(vmId(name)))['state_reason'];
const states = (platform: Platform, ...names: string[]): Promise<unknown[]> => Promise.all(names.map((name) => stateOf(platform, name)));
const lose = (platform: Platform, blade: string) => platform.strike({ kind: 'blade', target: { blade } });

describe('the loss of a host', () => {
  test('takes its VMs down, and those alone, until high availability has started them fifteen seconds later', async () => {
    const platform = await opened();
    for (const name of ['a', 'b', 'c']) await create(platform, vm(name));
    expect(await seen(platform, 'a')).toEqual(['running', HOSTS[0]]);
    await lose(platform, HOSTS[0]);
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'down', host_id: null, running_cpool_id: null });
    expect(await reasonOf(platform, 'a')).toMatch(/^its host par7s-standard-v3-001 is lost; .* within 15 s$/);
    expect(await states(platform, 'b', 'c')).toEqual(['running', 'running']);
    expect(await platform.observe(CPOOL)).toMatchObject({ lost_host_ids: [HOSTS[0]], memory_used_gib: 16 });
    await platform.advance(HA_MS - 1);
    expect(await stateOf(platform, 'a')).toBe('down');
    await platform.advance(1);
    expect(await seen(platform, 'a')).toEqual(['running', HOSTS[1]]);
    expect(await reasonOf(platform, 'a')).toBeNull();
    expect(await platform.activities()).toMatchObject([
      { what: 'restart', subject: CPOOL, state: 'completed', items: [{ what: vmId('a'), state: 'completed', reason: null }] },
    ]);
    await platform.close();
  });

  test('is over at once with the automatic clock', async () => {
    const platform = await opened({}, 'automatic');
    await create(platform, vm('a'));
    await lose(platform, HOSTS[0]);
    expect(await seen(platform, 'a')).toEqual(['running', HOSTS[1]]);
    expect(await platform.observe(vmId('a'))).toMatchObject({ availability_percent: 100, sla_met: true });
    await platform.close();
  });

  test('changes no revision and no value of the VMs', async () => {
    const platform = await opened({}, 'automatic');
    const before = await create(platform, vm('a'));
    await lose(platform, HOSTS[0]);
    expect(await platform.get(vmId('a'))).toEqual(before);
    await platform.close();
  });

  test('leaves down what finds no room, the least important, with the numbers, until the host is back', async () => {
    const platform = await opened();
    await create(platform, vm('low', { memory_gib: 300, restart_priority: 'low' }));
    for (const name of ['b', 'c']) await create(platform, vm(name, { memory_gib: 250 }));
    await create(platform, vm('high', { memory_gib: 60, restart_priority: 'high' }));
    await change(platform, vmId('high'), { memory_gib: 80 });
    expect([await seen(platform, 'low'), await seen(platform, 'high')]).toEqual([
      ['running', HOSTS[0]],
      ['running', HOSTS[1]],
    ]);
    const one = await lose(platform, HOSTS[0]);
    const other = await lose(platform, HOSTS[1]);
    await platform.advance(HA_MS);
    expect(await states(platform, 'low', 'b', 'c', 'high')).toEqual(['down', 'down', 'running', 'running']);
    expect(await reasonOf(platform, 'low')).toBe(
      `it needs 300 GiB of memory on one host; the 1 of 3 hosts of ${CPOOL} that take VMs have 54 GiB left at most`,
    );
    expect((await platform.activities()).at(-1)).toMatchObject({ what: 'restart', state: 'failed', reason: `2 of 3 VMs find no host in ${CPOOL}` });
    await platform.mend(other.id);
    expect(await stateOf(platform, 'b')).toBe('down');
    await platform.advance(HA_MS);
    expect(await states(platform, 'low', 'b', 'c', 'high')).toEqual(['down', 'running', 'running', 'running']);
    await platform.mend(one.id);
    await platform.advance(HA_MS);
    expect(await states(platform, 'low', 'b', 'c', 'high')).toEqual(['running', 'running', 'running', 'running']);
    await platform.close();
  });

  test('restarts the higher priority first, and by id within one', async () => {
    const platform = await opened({ host_count: 2, memory_gib: 768 });
    for (const [name, restart_priority] of [
      ['a', 'low'],
      ['b', 'medium'],
      ['c', 'medium'],
      ['d', 'high'],
    ] as const)
      await create(platform, vm(name, { memory_gib: 90, restart_priority, power_state: 'off' }));
    await create(platform, vm('rest', { memory_gib: 110 }));
    const [, host] = await seen(platform, 'rest');
    const other = HOSTS.find((each) => each !== host) ?? '';
    await change(platform, vmId('rest'), { memory_gib: 200 });
    for (const name of ['a', 'b', 'c', 'd']) await change(platform, vmId(name), { power_state: 'on' });
    await lose(platform, other);
    await platform.advance(HA_MS);
    const running = await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => [name, await seen(platform, name)] as const));
    // 184 GiB are left beside `rest`: two of 90.
    expect(running.filter(([, [state]]) => state === 'running').map(([name]) => name)).toEqual(['b', 'd']);
    await platform.close();
  });

  test('of all hosts leaves everything down until the first comes back', async () => {
    const platform = await opened();
    for (const name of ['a', 'b']) await create(platform, vm(name));
    const faults = await Promise.all(HOSTS.map((host) => lose(platform, host)));
    await platform.advance(HOUR_MS);
    expect(await reasonOf(platform, 'a')).toBe(`none of the 3 hosts of ${CPOOL} runs`);
    expect(await platform.observe(CPOOL)).toMatchObject({ memory_used_gib: 0, lost_host_ids: HOSTS });
    await platform.mend(faults[1]?.id ?? '');
    await platform.advance(HA_MS);
    expect([await seen(platform, 'a'), await seen(platform, 'b')]).toEqual([
      ['running', HOSTS[1]],
      ['running', HOSTS[1]],
    ]);
    await platform.close();
  });

  test('begins the fifteen seconds anew where another host is lost meanwhile, and a fault elsewhere does not', async () => {
    const platform = await opened();
    for (const name of ['a', 'b']) await create(platform, vm(name));
    await lose(platform, HOSTS[0]);
    await platform.advance(10 * SECOND_MS);
    await platform.strike({ kind: 'hsm_module', target: { zone: 'par7s' } });
    await platform.advance(5 * SECOND_MS);
    expect(await stateOf(platform, 'a')).toBe('running');
    await lose(platform, HOSTS[1]);
    await platform.advance(10 * SECOND_MS);
    await lose(platform, HOSTS[2]);
    await platform.advance(14 * SECOND_MS);
    expect(await stateOf(platform, 'a')).toBe('down');
    await platform.close();
  });

  test('elsewhere in the zone changes nothing, and leaves no activity', async () => {
    const platform = await opened();
    await create(platform, vm('a'));
    const before = await platform.observe(vmId('a'));
    await lose(platform, 'par7s-standard-v3-064');
    await lose(platform, 'th3s-standard-v3-001');
    expect(await platform.observe(vmId('a'))).toEqual(before);
    expect(await platform.activities()).toEqual([]);
    await platform.close();
  });

  test('keeps apart what a rule keeps apart, and says so', async () => {
    const platform = await opened({ host_count: 2, memory_gib: 768 });
    for (const name of ['a', 'b']) await create(platform, vm(name));
    const apart = { name: 'apart', cpool_id: CPOOL, kind: 'anti_affinity', virtual_machine_ids: [vmId('a'), vmId('b')] };
    await create(platform, { type: 'affinity_rule', values: apart });
    const [, host] = await seen(platform, 'a');
    const { id } = await lose(platform, String(host));
    await platform.advance(HA_MS);
    expect(await stateOf(platform, 'a')).toBe('down');
    expect(await reasonOf(platform, 'a')).toMatch(/tenants\/main\/affinity-rules\/apart keeps it away$/);
    await platform.mend(id);
    await platform.advance(HA_MS);
    expect(await seen(platform, 'a')).toEqual(['running', host]);
    await platform.close();
  });

  test('starts a VM with GPUs only where they are free', async () => {
    const platform = await opened({ blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 });
    for (const name of ['a', 'b']) await create(platform, vm(name, { gpu_count: 2 }));
    const [, host] = await seen(platform, 'b');
    const { id } = await lose(platform, String(host));
    await platform.advance(HA_MS);
    expect(await reasonOf(platform, 'b')).toMatch(/it needs 2 GPUs beside 8 GiB of memory on one host; .* have 0 left where the memory is/);
    await remove(platform, 'virtual_machine', vmId('a'));
    expect((await seen(platform, 'b'))[0]).toBe('running');
    await platform.mend(id);
    await platform.close();
  });
});

describe('without high availability', () => {
  test('VMs wait for their own host, however much room others have', async () => {
    const platform = await opened({ ha_enabled: false });
    await create(platform, vm('a'));
    const { id } = await lose(platform, HOSTS[0]);
    await platform.advance(HOUR_MS);
    expect(await reasonOf(platform, 'a')).toBe(`its host ${HOSTS[0]} is lost; without high availability it waits for that host`);
    await platform.mend(id);
    await platform.advance(HA_MS);
    expect((await seen(platform, 'a'))[0]).toBe('running');
    expect(await platform.observe(vmId('a'))).toMatchObject({ sla_met: null });
    await platform.close();
  });

  test('a VM that its owner stops and starts runs elsewhere', async () => {
    const platform = await opened({ ha_enabled: false });
    await create(platform, vm('a'));
    await lose(platform, HOSTS[0]);
    await change(platform, vmId('a'), { power_state: 'off' });
    await change(platform, vmId('a'), { power_state: 'on' });
    expect(await seen(platform, 'a')).toEqual(['running', HOSTS[1]]);
    await platform.close();
  });

  test('whoever switches it on has the VMs started', async () => {
    const platform = await opened({ ha_enabled: false });
    await create(platform, vm('a'));
    await lose(platform, HOSTS[0]);
    await change(platform, CPOOL, { ha_enabled: true });
    await platform.advance(HA_MS);
    expect(await seen(platform, 'a')).toEqual(['running', HOSTS[1]]);
    await platform.close();
  });
});

describe('while hosts are lost', () => {
  test('a VM that fits on none that runs is refused with the numbers, and one that fits is not', async () => {
    const platform = await opened({ host_count: 2, memory_gib: 768 });
    await create(platform, vm('a', { memory_gib: 300 }));
    await lose(platform, HOSTS[1]);
    const refusal = await refusalOf(create(platform, vm('b', { memory_gib: 85 })));
    expect([said(refusal), refusal.retryable]).toEqual([[`PLACEMENT-001 ${vmId('b')}`], true]);
    expect(refusal.message).toMatch(/1 of the 2 hosts of .* take VMs now; .*it needs 85 GiB of memory on one host; .* 84 GiB left at most/);
    await create(platform, vm('b', { memory_gib: 84 }));
    expect(await seen(platform, 'b')).toEqual(['running', HOSTS[0]]);
    expect(said(await refusalOf(change(platform, vmId('b'), { memory_gib: 86 })))).toEqual([`PLACEMENT-001 ${vmId('b')}`]);
    await platform.close();
  });

  test('a change of a VM that is down is not refused for the room that it lacks', async () => {
    const platform = await opened({ host_count: 2, memory_gib: 768 });
    for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 300 }));
    await lose(platform, HOSTS[1]);
    await platform.advance(HA_MS);
    await change(platform, vmId('b'), { tags: { tier: 'gold' } });
    expect(await stateOf(platform, 'b')).toBe('down');
    await change(platform, vmId('b'), { memory_gib: 84, allow_power_cycle: true });
    expect(await seen(platform, 'b')).toEqual(['running', HOSTS[0]]);
    await platform.close();
  });

  test('blades that are broken are not handed out, and a refusal counts them', async () => {
    const platform = await openPlatform();
    await lose(platform, 'par7s-perf4-v3-001');
    const perf4 = { blade_class: 'perf4-v3', host_count: 8 };
    const refusal = await refusalOf(create(platform, cpool(perf4)));
    expect(said(refusal)).toEqual([`CAPACITY-001 ${CPOOL}`]);
    expect(refusal.message).toMatch(/8 more perf4-v3 blades are asked for in par7s; 7 of 8 are free, and 1 more are free but lost/);
    await create(platform, cpool({ ...perf4, host_count: 7 }));
    expect((await platform.observe(CPOOL))['host_ids']).not.toContain('par7s-perf4-v3-001');
    await platform.close();
  });

  test('a Cpool that gets more hosts takes its VMs again, and lets the lost ones go first', async () => {
    const platform = await opened({}, 'automatic');
    for (const name of ['a', 'b', 'c']) await create(platform, vm(name, { memory_gib: 300 }));
    await lose(platform, HOSTS[0]);
    expect(await states(platform, 'a', 'b', 'c')).toEqual(['down', 'running', 'running']);
    await change(platform, CPOOL, { host_count: 4, memory_gib: 1152 });
    expect(await states(platform, 'a', 'b', 'c')).toEqual(['running', 'running', 'running']);
    await change(platform, CPOOL, { host_count: 3 });
    expect(await platform.observe(CPOOL)).toMatchObject({ lost_host_ids: [], host_ids: [HOSTS[1], HOSTS[2], 'par7s-standard-v3-004'] });
    await platform.close();
  });

  test('room that a VM leaves is taken by one that waits', async () => {
    const platform = await opened({ host_count: 2, memory_gib: 768 });
    for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 300 }));
    await lose(platform, HOSTS[1]);
    await platform.advance(HA_MS);
    await change(platform, vmId('a'), { power_state: 'off' });
    expect(await states(platform, 'a', 'b')).toEqual(['stopped', 'running']);
    await remove(platform, 'virtual_machine', vmId('b'));
    await platform.close();
  });
});

describe('larger faults', () => {
  test('a chassis takes its eight blades, in the order of the stock', async () => {
    const platform = await opened({ host_count: 9, memory_gib: 1152 });
    // Four chassis of eco blades come first.
    await platform.strike({ kind: 'chassis', target: { zone: 'par7s', chassis: 5 } });
    const lost = (await platform.observe(CPOOL))['lost_host_ids'] as readonly string[];
    expect([lost.length, lost.at(0), lost.at(-1)]).toEqual([8, HOSTS[0], 'par7s-standard-v3-008']);
    await platform.close();
  });

  test.each([
    ['blade', { blade: 'par7s-standard-v3-065' }],
    ['blade', { blade: 'nowhere' }],
    ['chassis', { zone: 'par7s', chassis: 28 }],
  ])('a %s that the stock lacks cannot break', async (kind, target) => {
    const platform = await openPlatform();
    expect(said(await refusalOf(platform.strike({ kind, target })))).toEqual([`SHAPE ${kind}`]);
    await platform.strike({ kind: 'chassis', target: { zone: 'par7s', chassis: 27 } });
    await platform.close();
  });

  test.each([
    ['zone', { zone: 'par7s' }],
    ['region', { region: 'fr1' }],
  ])('a lost %s takes the VMs and their storage, and both come back by themselves', async (kind, target) => {
    const platform = await opened();
    await create(platform, vm('a'));
    await platform.strike({ kind, target, for_seconds: 3600 });
    await platform.advance(HA_MS);
    expect(await stateOf(platform, 'a')).toBe('down');
    expect(await reasonOf(platform, 'a')).toContain(DATASTORE);
    // What comes while its storage is lost waits with it.
    await create(platform, vm('b'));
    expect(await stateOf(platform, 'b')).toBe('down');
    await platform.advance(HOUR_MS);
    expect(await states(platform, 'a', 'b')).toEqual(['running', 'running']);
    await platform.close();
  });

  test('a month with an hour lost misses the promise, and the next does not', async () => {
    const platform = await opened();
    await create(platform, vm('a'));
    await platform.strike({ kind: 'zone', target: { zone: 'par7s' }, for_seconds: 3600 - 15 });
    await platform.advance(2 * HOUR_MS);
    // March has 744 hours.
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'running', availability_percent: 99.865, sla_met: false });
    await platform.advance(31 * 24 * HOUR_MS);
    expect(await platform.observe(vmId('a'))).toMatchObject({ availability_percent: 100, sla_met: true });
    await platform.close();
  });

  test('a fork sees the loss, and what it was copied from does not', async () => {
    const platform = await opened();
    await create(platform, vm('a'));
    const before = await platform.hash();
    const fork = await platform.fork();
    await fork.strike({ kind: 'zone', target: { zone: 'par7s' } });
    await fork.advance(MINUTE_MS);
    expect([await stateOf(fork, 'a'), await stateOf(platform, 'a')]).toEqual(['down', 'running']);
    expect(await platform.hash()).toBe(before);
    await Promise.all([fork.close(), platform.close()]);
  });
});
