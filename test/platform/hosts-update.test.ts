/** Hypervisors are updated host by host: VMs move live, what cannot is stopped and started again, and a host that cannot be emptied makes the update wait. */
import { CPOOL, cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Values } from '../../lib/core/unknown';
import { MINUTE_MS, SECOND_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, refusalOf, said } from './open-platform';

const HOST_MS = 20 * MINUTE_MS;
const OLD = { hypervisor_build: '7.0.3-23794027' };
const NEW = { hypervisor_build: '8.0.3-24280767' };
const hostName = (number: number, kind = 'standard'): string => `par7s-${kind}-v3-00${number}`;

async function opened(values: Values = {}, clock: 'manual' | 'automatic' = 'manual'): Promise<Platform> {
  const platform = await openPlatform({ clock: { now: () => NOON } });
  for (const entry of [cpool({ memory_gib: 1152, ...OLD, ...values }), datastore({ size_gib: 16_384 }), policy()]) await create(platform, entry);
  await platform.setClock(clock);
  return platform;
}

const update = (platform: Platform, values: Values = {}) => change(platform, CPOOL, { ...NEW, ...values });
const seen = async (platform: Platform, name: string): Promise<readonly unknown[]> => {
  const { state, host_id } = await platform.observe(vmId(name));
  return [state, host_id];
};
const shown = async (platform: Platform): Promise<unknown> => (await platform.observe(CPOOL))['hypervisor_update'];
const activity = async (platform: Platform) => (await platform.activities()).at(-1);

test('each host is emptied by live moves, takes its time and comes back, and no VM is down for it', async () => {
  const platform = await opened();
  for (const name of ['a', 'b', 'c']) await create(platform, vm(name, { memory_gib: 100 }));
  expect(await seen(platform, 'a')).toEqual(['running', hostName(1)]);
  await update(platform);
  for (const [at, left] of [
    [1, 3],
    [2, 2],
    [3, 1],
  ] as const) {
    expect(await shown(platform)).toBe(`${left} of 3 hosts still to be updated, now ${hostName(at)}`);
    const states = await Promise.all(['a', 'b', 'c'].map((name) => seen(platform, name)));
    expect(states.map(([state]) => state)).toEqual(['running', 'running', 'running']);
    expect(states.map(([, host]) => host)).not.toContain(hostName(at));
    await platform.advance(HOST_MS - 1);
    expect(await shown(platform)).toContain(hostName(at));
    await platform.advance(1);
  }
  expect(await shown(platform)).toBeNull();
  expect(await platform.activities()).toMatchObject([
    { what: 'hypervisor_update', subject: CPOOL, state: 'completed', items: [1, 2, 3].map((at) => ({ what: hostName(at), state: 'completed' })) },
  ]);
  expect(await platform.observe(vmId('a'))).toMatchObject({ availability_percent: 100 });
  await platform.close();
});

test('is done at once with the automatic clock, and a plan stays empty', async () => {
  const platform = await opened({}, 'automatic');
  const before = await create(platform, vm('a'));
  await update(platform);
  expect(await shown(platform)).toBeNull();
  expect((await seen(platform, 'a'))[0]).toBe('running');
  expect(await platform.get(vmId('a'))).toEqual(before);
  await platform.close();
});

test('a VM with GPUs is stopped and started again elsewhere, or waits for its host', async () => {
  const platform = await opened({ blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 });
  await create(platform, vm('one', { gpu_count: 1 }));
  await create(platform, vm('two', { gpu_count: 2 }));
  expect([await seen(platform, 'one'), await seen(platform, 'two')]).toEqual([
    ['running', hostName(1, 'perf4')],
    ['running', hostName(2, 'perf4')],
  ]);
  await update(platform);
  expect((await platform.observe(vmId('one')))['state_reason']).toMatch(/is being updated, and a VM with GPUs cannot move live/);
  await platform.advance(15 * SECOND_MS);
  expect((await platform.observe(vmId('one')))['state_reason']).toMatch(/it needs 1 GPU /);
  await platform.advance(HOST_MS);
  // The first host is back, the second is being updated.
  expect([await seen(platform, 'one'), (await seen(platform, 'two'))[0]]).toEqual([['running', hostName(1, 'perf4')], 'down']);
  await platform.advance(2 * HOST_MS);
  expect([await seen(platform, 'one'), await seen(platform, 'two')]).toEqual([
    ['running', hostName(1, 'perf4')],
    ['running', hostName(2, 'perf4')],
  ]);
  expect((await platform.observe(vmId('two')))['availability_percent']).toBeLessThan(100);
  await platform.close();
});

test('a GPU VM that finds cards elsewhere is down for the restart alone', async () => {
  const platform = await opened({ blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 });
  await create(platform, vm('one', { gpu_count: 2 }));
  await update(platform);
  await platform.advance(15 * SECOND_MS);
  expect(await seen(platform, 'one')).toEqual(['running', hostName(2, 'perf4')]);
  await platform.close();
});

test('room for a newcomer is made by VMs that move live, not by those with GPUs', async () => {
  const platform = await opened({ blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 });
  await create(platform, vm('cards', { memory_gib: 200, gpu_count: 1 }));
  await create(platform, vm('plain', { memory_gib: 300 }));
  const [, host] = await seen(platform, 'cards');
  // 312 and 212 GiB are left: one of the two must move.
  await create(platform, vm('large', { memory_gib: 400 }));
  expect([await seen(platform, 'cards'), await seen(platform, 'plain')]).toEqual([
    ['running', host],
    ['running', host],
  ]);
  await platform.close();
});

test('a host that cannot be emptied makes it wait with the numbers, until there is room', async () => {
  const platform = await opened({ host_count: 2, memory_gib: 768 });
  for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 200 }));
  await update(platform);
  expect(await shown(platform)).toMatch(
    /^2 of 2 hosts still to be updated; waiting: .*001 cannot be emptied: .*\/a cannot move, since it needs 200 GiB of memory on one host; .* 184 GiB left at most$/,
  );
  expect([(await seen(platform, 'a'))[0], (await seen(platform, 'b'))[0]]).toEqual(['running', 'running']);
  await change(platform, vmId('b'), { power_state: 'off' });
  await platform.advance(2 * HOST_MS);
  expect(await shown(platform)).toBeNull();
  expect(await activity(platform)).toMatchObject({ what: 'hypervisor_update', state: 'completed' });
  await platform.close();
});

test('waiting, it goes on with a host more', async () => {
  const platform = await opened({ host_count: 2, memory_gib: 768 });
  for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 200 }));
  await update(platform);
  await change(platform, CPOOL, { host_count: 3 });
  await platform.advance(0);
  // The new blade comes with the new build.
  expect(await shown(platform)).toBe(`2 of 3 hosts still to be updated, now ${hostName(1)}`);
  await platform.advance(2 * HOST_MS);
  expect(await shown(platform)).toBeNull();
  await platform.close();
});

test('VMs that allow a power cycle are stopped where nothing else makes room, and run again', async () => {
  const platform = await opened({ host_count: 1, memory_gib: 384 });
  await create(platform, vm('a', { allow_power_cycle: true }));
  await update(platform);
  expect((await seen(platform, 'a'))[0]).toBe('down');
  await platform.advance(HOST_MS + 15 * SECOND_MS);
  expect(await seen(platform, 'a')).toEqual(['running', hostName(1)]);
  expect(await shown(platform)).toBeNull();
  await platform.close();
});

test('one host with a VM that may not stop is refused before anything moves', async () => {
  const platform = await opened({ host_count: 1, memory_gib: 384 });
  await create(platform, vm('a'));
  expect(said(await refusalOf(update(platform)))).toContain(`COMPUTE-012 ${CPOOL}`);
  expect(await shown(platform)).toBeNull();
  await platform.close();
});

test('a host that is lost is updated when it is back, and one that is lost while it is updated begins anew', async () => {
  const platform = await opened();
  await create(platform, vm('a'));
  const second = await platform.strike({ kind: 'blade', target: { blade: hostName(2) } });
  await update(platform);
  await platform.advance(10 * MINUTE_MS);
  const first = await platform.strike({ kind: 'blade', target: { blade: hostName(1) }, for_seconds: 3600 });
  await platform.advance(10 * MINUTE_MS);
  expect(await shown(platform)).toMatch(/^3 of 3 hosts still to be updated; waiting: .*003 cannot be emptied/);
  expect(first.active).toBe(true);
  await platform.mend(second.id);
  await platform.advance(3 * 60 * MINUTE_MS);
  expect(await shown(platform)).toBeNull();
  expect((await seen(platform, 'a'))[0]).toBe('running');
  await platform.close();
});

test('a Cpool without running VMs is updated too, and a build that changes on the way begins anew', async () => {
  const platform = await opened();
  await update(platform);
  await platform.advance(HOST_MS);
  await update(platform, { hypervisor_build: '8.0.2-23305546' });
  expect(await shown(platform)).toBe(`3 of 3 hosts still to be updated, now ${hostName(2)}`);
  await platform.advance(3 * HOST_MS);
  expect(await shown(platform)).toBeNull();
  await platform.close();
});

test('deleting the Cpool on the way ends it', async () => {
  const platform = await opened();
  await update(platform);
  await change(platform, CPOOL, { allow_destroy: true });
  await platform.dispatch({ kind: 'delete', type: 'datastore', id: 'tenants/main/datastores/ds1' });
  await platform.dispatch({ kind: 'delete', type: 'cpool', id: CPOOL });
  expect(await activity(platform)).toMatchObject({ state: 'failed', reason: `${CPOOL} was deleted` });
  await platform.advance(HOST_MS);
  await platform.close();
});
