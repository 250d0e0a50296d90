/** Mirrors take real room in the other zone, and after a failover VMs run there. */

import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { CPOOL, cpool, DATASTORE, datastore, disk, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId, STANDBY, standby, target } from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import { usableGib, type World } from '../../lib/core/world';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, refusalOf, remove, said, withGround } from './open-platform';

const MINUTE_MS = 60_000;
let now = NOON;
let platform: Platform;
beforeEach(async () => {
  now = NOON;
  platform = await withGround(await openPlatform({ clock: { now: () => now } }));
  await create(platform, standby({ memory_gib: 512 }));
});
afterEach(() => platform.close());

const seen = (id: string): Promise<Values> => platform.observe(id);
const placeOf = async (name: string): Promise<unknown> => (await seen(vmId(name)))['running_cpool_id'];

/** A world whose zone th3s has one flash array of so many GiB, at least. */
function small(gib: number): World {
  const zone = defaultWorld.zones['th3s'];
  const array = zone?.arrays.find(({ media }) => media === 'flash');
  if (!zone || !array) throw new Error('no flash in th3s');
  const arrays = zone.arrays.flatMap((each) =>
    each.media === 'mass' ? each : each === array ? { ...each, drive_tb: (each.drive_tb * gib) / usableGib(each) } : [],
  );
  return { ...defaultWorld, zones: { ...defaultWorld.zones, th3s: { ...zone, arrays } } };
}

describe('a mirror', () => {
  test('carves a copy as large as its primary, under a number of its own', async () => {
    const { values } = await create(platform, mirror());
    expect(values['secondary_lun_uid']).toMatch(/^60050768[0-9a-f]{24}$/);
    expect(values['secondary_lun_uid']).not.toBe((await platform.get(DATASTORE))?.values['lun_uid']);
    expect(await seen(MIRROR)).toEqual({
      licence_tib: 1,
      state: 'consistent_synchronized',
      sync_progress_percent: 100,
      freeze_time: null,
      rpo_minutes: 0,
    });
  });

  test('whose copy fits no array of the zone is refused with both numbers', async () => {
    const tight = await withGround(await openPlatform({ world: small(1500) }));
    await create(tight, datastore({ name: 'own', availability_zone: 'th3s', size_gib: 600, cpool_ids: [] }));
    const refusal = await refusalOf(create(tight, mirror()));
    expect([said(refusal), refusal.retryable]).toEqual([[`CAPACITY-002 ${MIRROR}`], true]);
    expect(refusal.message).toMatch(/the copy takes 1024 GiB; the flash arrays of th3s have \d+ GiB left for one LUN/);
    await remove(tight, 'datastore', datastoreId('own'));
    await create(tight, mirror());
    const second = await refusalOf(create(tight, datastore({ name: 'own', availability_zone: 'th3s', size_gib: 600, cpool_ids: [] })));
    expect(said(second)).toEqual([`CAPACITY-002 ${datastoreId('own')}`]);
  });

  test('grows with its primary in one command, or neither grows', async () => {
    const tight = await withGround(await openPlatform({ world: small(1500) }));
    await create(tight, mirror());
    await change(tight, DATASTORE, { size_gib: 1400 });
    expect(await tight.observe(MIRROR)).toMatchObject({ licence_tib: 2 });
    const refusal = await refusalOf(change(tight, DATASTORE, { size_gib: 2000 }));
    expect(said(refusal)).toEqual([`CAPACITY-002 ${DATASTORE}`]);
    expect(refusal.message).toMatch(/its copy .*gm1 lies on array .* of th3s, which has \d+ GiB left to grow by; 600 more are asked for/);
    expect((await tight.get(DATASTORE))?.values['size_gib']).toBe(1400);
  });

  test('keeps its datastore from being deleted', async () => {
    await create(platform, mirror());
    const refusal = await refusalOf(remove(platform, 'datastore', DATASTORE));
    expect(said(refusal)).toEqual([`IN-USE-001 ${DATASTORE}`]);
    expect(refusal.message).toContain(MIRROR);
  });

  test('with a cycle has a consistent point at the end of each, and an RPO of little more than one', async () => {
    await create(platform, mirror({ cycle_period_seconds: 300 }));
    now += 12 * MINUTE_MS;
    expect(await seen(MIRROR)).toMatchObject({
      state: 'consistent_copying',
      freeze_time: new Date(NOON + 10 * MINUTE_MS).toISOString(),
      rpo_minutes: 5,
    });
    await create(platform, vm('a', { change_rate_percent_per_day: 100, disks: [disk({ size_gib: 500 })] }));
    expect(await seen(MIRROR)).toMatchObject({ rpo_minutes: 6 });
  });

  test('that is written faster than the link carries falls behind without bound', async () => {
    const slow = { ...defaultWorld, links: defaultWorld.links.map((link) => ({ ...link, mbit_per_s: 1 })) };
    const far = await withGround(await openPlatform({ world: slow }));
    await create(far, mirror());
    expect(await far.observe(MIRROR)).toMatchObject({ rpo_minutes: 0 });
    await create(far, vm('a', { change_rate_percent_per_day: 100, disks: [disk({ size_gib: 500 })] }));
    expect(await far.observe(MIRROR)).toMatchObject({ rpo_minutes: 0 });
    await far.advance(60 * MINUTE_MS);
    expect(Number((await far.observe(MIRROR))['rpo_minutes'])).toBeGreaterThan(55);
  });

  test('is covered by another world only where an array holds its copy', async () => {
    const store = memoryStore();
    const first = await withGround(await openPlatform({ store }));
    await create(first, mirror());
    await expect(openPlatform({ store, world: small(900) })).rejects.toThrow(/global-mirror-luns\/gm1.*th3s-flash-1 has \d+ GiB there/);
    expect(await (await openPlatform({ store, world: defaultWorld })).observe(MIRROR)).toMatchObject({ licence_tib: 1 });
  });
});

const failOver = (id = MIRROR, role = 'failed_over') => change(platform, id, { desired_role: role });

describe('a failover', () => {
  beforeEach(() => create(platform, mirror({ standby_cpool_id: STANDBY })));

  test('starts the VMs of the datastore on the standby, and they keep their home', async () => {
    for (const name of ['a', 'b']) await create(platform, vm(name));
    await create(platform, vm('stopped', { power_state: 'off' }));
    now += 30 * MINUTE_MS;
    await failOver();
    expect(await Promise.all(['a', 'b', 'stopped'].map(placeOf))).toEqual([STANDBY, STANDBY, null]);
    expect((await platform.get(vmId('a')))?.values['cpool_id']).toBe(CPOOL);
    expect(await seen(vmId('a'))).toMatchObject({ state: 'running', host_id: expect.stringMatching(/^th3s-/) });
    expect(await seen(CPOOL)).toMatchObject({ memory_used_gib: 0 });
    expect(await seen(STANDBY)).toMatchObject({ memory_used_gib: 16 });
    now += 5 * MINUTE_MS;
    expect(await seen(MIRROR)).toMatchObject({ state: 'idling', freeze_time: new Date(NOON + 30 * MINUTE_MS).toISOString(), rpo_minutes: 5 });
    await failOver(MIRROR, 'primary');
    expect(await placeOf('a')).toBe(CPOOL);
    expect(await seen(MIRROR)).toMatchObject({ state: 'consistent_synchronized', freeze_time: null });
  });

  test('changes no revision of the VMs that it moves', async () => {
    const { revision } = await create(platform, vm('a'));
    await failOver();
    expect((await platform.get(vmId('a')))?.revision).toBe(revision);
  });

  test('leaves down a VM whose disks are not all there', async () => {
    await create(platform, datastore({ name: 'ds2' }));
    await create(platform, mirror({ name: 'gm2', datastore_id: datastoreId('ds2'), standby_cpool_id: STANDBY }));
    await create(platform, vm('a', { disks: [disk(), disk({ name: 'd1', datastore_id: datastoreId('ds2') })] }));
    await failOver();
    expect(await seen(vmId('a'))).toMatchObject({ state: 'down', running_cpool_id: null });
    await failOver(mirrorId('gm2'));
    expect(await seen(vmId('a'))).toMatchObject({ state: 'running', running_cpool_id: STANDBY });
  });

  test('starts as many as the standby has memory for, the most important first', async () => {
    await change(platform, STANDBY, { memory_gib: 256 });
    await change(platform, CPOOL, { memory_gib: 768 });
    await change(platform, DATASTORE, { size_gib: 4096 });
    await create(platform, vm('a', { memory_gib: 200, restart_priority: 'low' }));
    await create(platform, vm('b', { memory_gib: 200, restart_priority: 'high' }));
    await failOver();
    expect(await Promise.all(['a', 'b'].map(placeOf))).toEqual([null, STANDBY]);
    expect(await seen(vmId('a'))).toMatchObject({ state: 'down' });
    await change(platform, STANDBY, { memory_gib: 512 });
    expect(await Promise.all(['a', 'b'].map(placeOf))).toEqual([STANDBY, STANDBY]);
  });

  test('needs a Cpool to fail over to', async () => {
    expect(said(await refusalOf(change(platform, MIRROR, { desired_role: 'failed_over', standby_cpool_id: null })))).toEqual([`SHAPE ${MIRROR}`]);
  });

  test('keeps the mirror from being deleted while VMs run there, and not after', async () => {
    await create(platform, vm('a'));
    await failOver();
    const refusal = await refusalOf(remove(platform, 'global_mirror_lun', MIRROR));
    expect([said(refusal), refusal.retryable]).toEqual([[`IN-USE-001 ${MIRROR}`], true]);
    expect(refusal.message).toContain(vmId('a'));
    await change(platform, vmId('a'), { power_state: 'off' });
    await remove(platform, 'global_mirror_lun', MIRROR);
    await change(platform, vmId('a'), { power_state: 'on' });
    expect(await placeOf('a')).toBe(CPOOL);
  });

  test('that its owner lets go brings the VMs home', async () => {
    await create(platform, vm('a'));
    await change(platform, MIRROR, { desired_role: 'failed_over', allow_destroy: true });
    await remove(platform, 'global_mirror_lun', MIRROR);
    expect(await placeOf('a')).toBe(CPOOL);
  });

  test('receives VMs that come, start and stop while it lasts', async () => {
    await failOver();
    await create(platform, vm('late'));
    expect(await placeOf('late')).toBe(STANDBY);
    await change(platform, vmId('late'), { power_state: 'off' });
    expect(await placeOf('late')).toBeNull();
    await change(platform, vmId('late'), { power_state: 'on' });
    expect(await placeOf('late')).toBe(STANDBY);
    const other = await create(platform, cpool({ name: 'dr2', availability_zone: 'th3s', host_count: 1 }));
    await change(platform, MIRROR, { standby_cpool_id: other.id });
    expect(await placeOf('late')).toBe(other.id);
  });

  test('takes room that a VM of the standby does not find then', async () => {
    await create(platform, target());
    await change(platform, STANDBY, { host_count: 1, memory_gib: 384 });
    await create(platform, vm('a', { memory_gib: 200 }));
    await failOver();
    const there = vm('own', { cpool_id: STANDBY, memory_gib: 200, disks: [disk({ datastore_id: datastoreId('dsr') })] });
    const wrongZone = await create(platform, {
      type: 'backup_policy',
      values: { name: 'p2', availability_zone: 'par7s', keep_daily: 1, contact: { name: 'A', email: 'a@example.org', phone: '1' } },
    });
    const own = { ...there, values: { ...there.values, backup_policy_ids: [wrongZone.id] } };
    expect(said(await refusalOf(create(platform, own)))).toEqual([`PLACEMENT-001 ${vmId('own')}`]);
  });
});
