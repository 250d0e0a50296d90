/** A zone is lost and its VMs run in the standby Cpool, as far as they fit, until they come home. */
import { CPOOL, cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { MIRROR, mirror, STANDBY, standby } from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, refusalOf, remove, said } from './open-platform';

async function opened(mode: 'manual' | 'automatic', values: Values = {}): Promise<Platform> {
  const platform = await openPlatform({ clock: { now: () => NOON } });
  const ground = [
    cpool({ memory_gib: 1152 }),
    datastore({ size_gib: 4096 }),
    policy({ availability_zone: 'az07' }),
    standby({ memory_gib: 512, ...values }),
  ];
  for (const entry of [...ground, mirror({ standby_cpool_id: STANDBY, accept_degraded: true })]) await create(platform, entry);
  await platform.setClock(mode);
  return platform;
}

const states = async (platform: Platform, ...names: string[]): Promise<unknown[]> =>
  Promise.all(
    names.map(async (name) => {
      const { state, running_cpool_id } = await platform.observe(vmId(name));
      return state === 'running' ? running_cpool_id : state;
    }),
  );
const reasonOf = async (platform: Platform, name: string): Promise<unknown> => (await platform.observe(vmId(name)))['state_reason'];
const role = (platform: Platform, desired_role: string) => change(platform, MIRROR, { desired_role });

test('VMs of a lost zone are down until their copies are presented, and those that find no room there say so', async () => {
  const platform = await opened('manual', { host_count: 1, memory_gib: 384 });
  await platform.advance(2 * DAY_MS);
  for (const [name, restart_priority] of [
    ['a', 'low'],
    ['b', 'high'],
    ['c', 'medium'],
  ] as const)
    await create(platform, vm(name, { memory_gib: 180, restart_priority }));
  const { id } = await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
  await platform.advance(MINUTE_MS);
  expect(await states(platform, 'a', 'b', 'c')).toEqual(['down', 'down', 'down']);
  await role(platform, 'failed_over');
  await platform.advance(59 * MINUTE_MS);
  expect(await states(platform, 'a', 'b', 'c')).toEqual(['down', 'down', 'down']);
  expect(await reasonOf(platform, 'b')).toContain(DATASTORE);
  await platform.advance(MINUTE_MS);
  expect(await states(platform, 'a', 'b', 'c')).toEqual(['down', STANDBY, STANDBY]);
  expect(await reasonOf(platform, 'a')).toBe(`it needs 180 GiB of memory; of the 384 GiB that ${STANDBY} gives to VMs, 24 are left`);
  expect(await platform.observe(STANDBY)).toMatchObject({ memory_used_gib: 360 });
  expect(await platform.observe(CPOOL)).toMatchObject({ memory_used_gib: 0 });
  await platform.mend(id);
  await role(platform, 'primary');
  await platform.advance(10 * DAY_MS);
  expect(await states(platform, 'a', 'b', 'c')).toEqual([CPOOL, CPOOL, CPOOL]);
  await platform.close();
});

test('with the automatic clock all of it is done with the command', async () => {
  const platform = await opened('automatic');
  const before = await create(platform, vm('a'));
  await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
  expect(await states(platform, 'a')).toEqual(['down']);
  expect(await reasonOf(platform, 'a')).toContain(DATASTORE);
  await role(platform, 'failed_over');
  expect(await states(platform, 'a')).toEqual([STANDBY]);
  expect(await platform.get(vmId('a'))).toEqual(before);
  await platform.close();
});

test('a host of the standby that is lost after a failover has its guests started on the other', async () => {
  const platform = await opened('manual', { memory_gib: 768 });
  await platform.advance(2 * DAY_MS);
  for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 200 }));
  await role(platform, 'failed_over');
  await platform.advance(2 * HOUR_MS);
  const { host_id } = await platform.observe(vmId('a'));
  await platform.strike({ kind: 'blade', target: { blade: String(host_id) } });
  await platform.advance(MINUTE_MS);
  expect(await states(platform, 'a', 'b')).toEqual(['down', STANDBY]);
  expect(await reasonOf(platform, 'a')).toMatch(
    /it needs 200 GiB of memory on one host; the hosts of .* that take VMs \(1 of 2\) have 184 GiB left at most/,
  );
  await change(platform, vmId('b'), { power_state: 'off' });
  expect(await states(platform, 'a', 'b')).toEqual([STANDBY, 'stopped']);
  await platform.close();
});

test('a failover to a zone that is lost waits for that zone', async () => {
  const platform = await opened('manual');
  await platform.advance(2 * DAY_MS);
  await create(platform, vm('a'));
  await role(platform, 'failed_over');
  await platform.advance(2 * HOUR_MS);
  const { id } = await platform.strike({ kind: 'zone', target: { zone: 'th3s' } });
  await platform.advance(MINUTE_MS);
  expect(await states(platform, 'a')).toEqual(['down']);
  await platform.mend(id);
  await platform.advance(MINUTE_MS);
  expect(await states(platform, 'a')).toEqual([STANDBY]);
  await platform.close();
});

test('guests take of the memory of the standby: what goes beyond it is refused, and at home it is not', async () => {
  const platform = await opened('automatic', { memory_gib: 400 });
  for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 150 }));
  await role(platform, 'failed_over');
  expect(await states(platform, 'a', 'b')).toEqual([STANDBY, STANDBY]);
  await change(platform, vmId('b'), { memory_gib: 250 });
  const more = await refusalOf(change(platform, vmId('b'), { memory_gib: 251 }));
  expect(said(more)).toEqual([`PLACEMENT-001 ${vmId('b')}`]);
  expect(more.message).toContain('would run 401 GiB of VMs');
  expect(said(await refusalOf(change(platform, STANDBY, { memory_gib: 399 })))).toEqual([`PLACEMENT-001 ${STANDBY}`]);
  await role(platform, 'primary');
  await change(platform, vmId('b'), { memory_gib: 251 });
  await platform.close();
});

test('a guest gets no GPU where the standby has none', async () => {
  const platform = await opened('automatic');
  const cards = await create(platform, cpool({ name: 'cards', blade_class: 'perf4-v3', host_count: 2 }));
  await change(platform, DATASTORE, { cpool_ids: [CPOOL, cards.id] });
  await create(platform, vm('a', { allow_power_cycle: true }));
  await role(platform, 'failed_over');
  const refusal = await refusalOf(change(platform, vmId('a'), { cpool_id: cards.id, gpu_count: 1 }));
  expect(said(refusal)).toEqual([`PLACEMENT-001 ${vmId('a')}`]);
  expect(refusal.message).toContain(`${vmId('a')} with 8 GiB of memory and 1 GPU would lie on none`);
  await role(platform, 'primary');
  await change(platform, vmId('a'), { cpool_id: cards.id, gpu_count: 1 });
  expect(await states(platform, 'a')).toEqual([cards.id]);
  await platform.close();
});

test('a VM whose disks are presented in several places says so, also when what broke is mended', async () => {
  const platform = await opened('automatic');
  const ds2 = 'tenants/main/datastores/ds2';
  await create(platform, datastore({ name: 'ds2' }));
  await create(platform, vm('a', { disks: [disk({ name: 'd0' }), disk({ name: 'd1', datastore_id: ds2 })] }));
  const { id } = await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
  await role(platform, 'failed_over');
  expect(await reasonOf(platform, 'a')).toContain('zone par7s is lost');
  await platform.mend(id);
  expect(await reasonOf(platform, 'a')).toContain('several places');
  await role(platform, 'primary');
  expect(await states(platform, 'a')).toEqual([CPOOL]);
  await platform.close();
});

test('a VM whose standby is gone names it, and starts there when it is back', async () => {
  const platform = await opened('automatic', { allow_destroy: true });
  await create(platform, vm('a', { power_state: 'off' }));
  await role(platform, 'failed_over');
  await remove(platform, 'cpool', STANDBY);
  await change(platform, vmId('a'), { power_state: 'on' });
  const { id } = await platform.strike({ kind: 'zone', target: { zone: 'th3s' } });
  expect(await reasonOf(platform, 'a')).toContain('zone th3s is lost');
  await platform.mend(id);
  expect(await reasonOf(platform, 'a')).toBe(`${STANDBY} is gone, in which it is to run`);
  await create(platform, standby());
  expect(await states(platform, 'a')).toEqual([STANDBY]);
  await platform.close();
});
