/** What may be asked while hosts are lost, and what larger faults take with them. */

import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { CPOOL, cpool, DATASTORE, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import { HA_MS, HOSTS, lose, opened, reasonOf, seen, stateOf, states } from './losing-hosts';
import { change, create, openPlatform, refusalOf, remove, said } from './open-platform';

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

  // A document of a platform has its keys in the order of the alphabet: what it was imported into lost other blades.
  test('a chassis holds the same blades however the stock is written', async () => {
    const turned = Object.fromEntries(
      Object.entries(defaultWorld.zones).map(([zone, stock]) => [
        zone,
        { ...stock, blades: Object.fromEntries(Object.entries(stock.blades).reverse()) },
      ]),
    );
    const platform = await openPlatform({ defaultWorld: { ...defaultWorld, zones: turned } });
    await create(platform, cpool());
    await platform.strike({ kind: 'chassis', target: { zone: 'par7s', chassis: 5 } });
    expect((await platform.observe(CPOOL))['lost_host_ids']).toEqual(HOSTS);
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
