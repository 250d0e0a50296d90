/** The copy of a replicated VM is started in the standby Cpool, and stopped again. */
import { CPOOL, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { REPLICATION, replication, STANDBY, standby, TARGET, target } from '../../lib/catalogue/facts/example-replication';
import type { Activity } from '../../lib/core/activity';
import type { Platform } from '../../lib/platform/platform';
import { change, create, openPlatform, remove, withGround } from './open-platform';

const OTHER = 'tenants/main/cpools/dr2';

async function replicated(values = {}): Promise<Platform> {
  const platform = await withGround(await openPlatform());
  for (const entry of [standby(), target(), vm('a'), replication(values)]) await create(platform, entry);
  return platform;
}

const act = (platform: Platform, action: string): Promise<Activity> => platform.act({ type: 'vm_replication', id: REPLICATION, action, input: {} });

const placeOf = async (platform: Platform, name: string) => {
  const { state, running_cpool_id } = await platform.observe(vmId(name));
  return [state, running_cpool_id];
};

test('a started copy runs in the target Cpool, and at home again once it is stopped', async () => {
  const platform = await replicated();
  expect(await placeOf(platform, 'a')).toEqual(['running', CPOOL]);
  expect(await act(platform, 'start_copy')).toMatchObject({ state: 'completed' });
  expect(await placeOf(platform, 'a')).toEqual(['running', STANDBY]);
  expect(await act(platform, 'stop_copy')).toMatchObject({ state: 'completed' });
  expect(await placeOf(platform, 'a')).toEqual(['running', CPOOL]);
});

test('the room of a VM whose copy runs elsewhere is free at home', async () => {
  const platform = await replicated();
  const used = async (id: string) => (await platform.observe(id))['memory_used_gib'];
  const before = await used(CPOOL);
  await act(platform, 'start_copy');
  expect([await used(CPOOL), await used(STANDBY)]).toEqual([0, before]);
});

test('a replication that never pushed has no copy to start', async () => {
  const platform = await replicated({ paused: true });
  expect(await act(platform, 'start_copy')).toMatchObject({ state: 'failed', reason: expect.any(String) });
  expect(await placeOf(platform, 'a')).toEqual(['running', CPOOL]);
});

test('what does not run is not stopped', async () => {
  expect(await act(await replicated(), 'stop_copy')).toMatchObject({ state: 'failed' });
});

test('a copy that finds no room in the target Cpool is down, and what runs there stays', async () => {
  const platform = await replicated();
  const own = { cpool_id: STANDBY, backup_policy_ids: ['tenants/main/backup-policies/third'], disks: [disk({ datastore_id: TARGET })] };
  await create(platform, policy({ name: 'third', availability_zone: 'az07' }));
  for (const name of ['x', 'y']) await create(platform, vm(name, { ...own, memory_gib: 125 }));
  await act(platform, 'start_copy');
  expect(await placeOf(platform, 'a')).toEqual(['down', null]);
  expect(await placeOf(platform, 'x')).toEqual(['running', STANDBY]);
});

test('a VM goes home with the replication that is deleted, and moves with its target', async () => {
  const platform = await replicated();
  await act(platform, 'start_copy');
  await create(platform, standby({ name: 'dr2' }));
  await change(platform, TARGET, { cpool_ids: [STANDBY, OTHER] });
  await change(platform, REPLICATION, { target_cpool_id: OTHER });
  expect(await placeOf(platform, 'a')).toEqual(['running', OTHER]);
  await remove(platform, 'vm_replication', REPLICATION);
  expect(await placeOf(platform, 'a')).toEqual(['running', CPOOL]);
});

test('a VM whose copy was started keeps running there when it is changed', async () => {
  const platform = await replicated();
  await act(platform, 'start_copy');
  await change(platform, vmId('a'), { vcpus: 2 });
  expect(await placeOf(platform, 'a')).toEqual(['running', STANDBY]);
});
