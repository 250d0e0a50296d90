/** What is replaced under those who use it, as Terraform does under `allow_destroy`: what stands goes on with the new one, and nothing is left of the old one. */
import { CPOOL, cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { REPLICATION, replication, standby, target } from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { QUOTA, quota } from './backup-stage';
import { create, type Entry, openPlatform, remove, withGround } from './open-platform';
import { freeOf, stateOf, thin } from './space-ground';

const mayGo = ({ type, values }: Entry, more: Values = {}): Entry => ({ type, values: { ...values, ...more, allow_destroy: true } });

async function standing(...entries: readonly Entry[]): Promise<Platform> {
  const platform = await openPlatform();
  for (const entry of entries) await create(platform, entry);
  return platform;
}

test('a Cpool that is replaced while its zone is lost runs its VMs when the zone is back', async () => {
  const platform = await standing(mayGo(cpool()), datastore(), policy(), vm('a'));
  const { id } = await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
  await remove(platform, 'cpool', CPOOL);
  await platform.mend(id);
  await create(platform, cpool());
  expect(await stateOf(platform, 'a')).toBe('running');
});

describe('a datastore', () => {
  test('takes its VMs down while it is gone, and lets them run again', async () => {
    const platform = await standing(cpool(), mayGo(datastore()), policy(), vm('a'));
    await remove(platform, 'datastore', DATASTORE);
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'down', state_reason: `${DATASTORE} is gone` });
    await create(platform, datastore());
    expect(await stateOf(platform, 'a')).toBe('running');
  });

  test('that has lost its data is cured by another', async () => {
    const platform = await standing(cpool(), mayGo(datastore()), policy(), vm('a'));
    const { array = null } = await platform.observe(DATASTORE);
    const lost = [];
    for (const drive of [1, 2, 3]) lost.push(await platform.strike({ kind: 'drive', target: { array, drive } }));
    for (const { id } of lost) await platform.mend(id);
    const before = await stateOf(platform, 'a');
    await remove(platform, 'datastore', DATASTORE);
    await create(platform, datastore());
    expect([before, await stateOf(platform, 'a')]).toEqual(['down', 'running']);
  });

  test('counts what thin disks take, and freezes who writes when it is full', async () => {
    const store = mayGo(datastore({ size_gib: 500 }));
    const platform = await standing(cpool(), store, policy(), thin('a', 600, { change_rate_percent_per_day: 10 }));
    await platform.advance(5 * DAY_MS);
    const before = await freeOf(platform);
    await remove(platform, 'datastore', DATASTORE);
    await create(platform, store);
    const after = await freeOf(platform);
    await platform.advance(5 * DAY_MS);
    expect([before, after, await freeOf(platform), await stateOf(platform, 'a')]).toEqual([200, 200, 0, 'frozen']);
  });

  test('with more room lets those go on that it had frozen', async () => {
    const platform = await standing(cpool(), mayGo(datastore({ size_gib: 500 })), policy(), thin('a', 600, { change_rate_percent_per_day: 10 }));
    await platform.advance(10 * DAY_MS);
    const before = await stateOf(platform, 'a');
    await remove(platform, 'datastore', DATASTORE);
    await create(platform, datastore({ size_gib: 1024 }));
    expect([before, await stateOf(platform, 'a')]).toEqual(['frozen', 'running']);
  });
});

test('a replicated VM is copied wholly once it is replaced', async () => {
  const disks = [disk({ size_gib: 900 })];
  const platform = await standing(cpool(), datastore(), policy(), standby(), target(), mayGo(vm('a', { disks })), replication());
  await platform.setClock('manual');
  await platform.advance(2 * HOUR_MS + MINUTE_MS);
  await remove(platform, 'virtual_machine', vmId('a'));
  await create(platform, vm('a', { disks }));
  await platform.advance(HOUR_MS);
  const copied = (await platform.activities())
    .filter(({ what }) => what === 'push')
    .map(({ started_at, ends_at }) => (ends_at - started_at) / MINUTE_MS);
  // 900 GiB over 10,000 Mbit/s take 12.9 minutes; what an hour changes of them, seconds.
  expect([copied.slice(0, -1).every((minutes) => minutes < 1), (copied.at(-1) ?? 0) > 12]).toEqual([true, true]);
  expect(await platform.observe(REPLICATION)).toMatchObject({ state: 'active' });
});

test('the copy of a VM that is gone is not started, and is where it stands again', async () => {
  const platform = await standing(cpool(), datastore(), policy(), standby(), target(), mayGo(vm('a')), replication());
  await remove(platform, 'virtual_machine', vmId('a'));
  const start = { type: 'vm_replication', id: REPLICATION, action: 'start_copy', input: {} };
  const gone = await platform.act(start);
  await create(platform, vm('a'));
  expect([gone, await platform.act(start)]).toMatchObject([{ state: 'failed', reason: expect.stringContaining(vmId('a')) }, { state: 'completed' }]);
});

test('the backups on a quota go with it', async () => {
  const platform = await standing(cpool(), datastore(), mayGo(quota(5)), policy({ backup_storage_id: QUOTA }), vm('a'));
  await platform.advance(2 * DAY_MS);
  await remove(platform, 'backup_storage', QUOTA);
  await platform.advance(DAY_MS);
  const without = (await platform.observe(vmId('a')))['backups'];
  await create(platform, quota(5));
  await platform.advance(DAY_MS);
  expect([without, (await platform.observe(vmId('a')))['backups']]).toMatchObject([[], [{ kind: 'daily' }]]);
});

test('a VM that comes while a job runs has no backup of the one before it', async () => {
  const platform = await withGround(await openPlatform());
  const disks = [disk({ size_gib: 900 })];
  await create(platform, vm('a', { disks }));
  await platform.setClock('manual');
  const jobs = async () => (await platform.activities()).filter(({ what }) => what === 'backup');
  while ((await jobs()).length === 0) await platform.advance(MINUTE_MS);
  await remove(platform, 'virtual_machine', vmId('a'));
  await create(platform, vm('a', { disks }));
  await platform.advance(12 * HOUR_MS);
  expect([await jobs(), (await platform.observe(vmId('a')))['backups']]).toMatchObject([[{ state: 'completed', items: [] }], []]);
});
