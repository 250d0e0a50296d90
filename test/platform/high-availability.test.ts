/** Hosts are lost: high availability starts their VMs elsewhere, the most important first, and what does not fit says why until room comes back. */
import { CPOOL, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { HOUR_MS, SECOND_MS } from '../../lib/core/virtual-time';
import { HA_MS, HOSTS, lose, opened, reasonOf, seen, stateOf, states } from './losing-hosts';
import { change, create, remove } from './open-platform';

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
      `it needs 300 GiB of memory on one host; the hosts of ${CPOOL} that take VMs (1 of 3) have 54 GiB left at most`,
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
