/** How long mirrors copy, how they share a link, how far they lag, and what a group has in common. */
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { DATASTORE, datastore, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId } from '../../lib/catalogue/facts/example-replication';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/core/virtual-time';
import type { World } from '../../lib/core/world';
import type { Platform } from '../../lib/platform/platform';
import { act, COPY_MS, FAR_LINK, isoAfter, openManual, openMirrored, seen, withSecond, writer } from './mirror-ground';
import { change, create, NOON, remove } from './open-platform';

/** A world whose links carry so many Mbit/s. */
const linked = (mbit_per_s: number): World => ({ ...defaultWorld, links: defaultWorld.links.map((link) => ({ ...link, mbit_per_s })) });
const stateOf = async (platform: Platform, name: string): Promise<unknown> => (await platform.observe(mirrorId(name)))['state'];
const second = (platform: Platform) =>
  create(platform, datastore({ name: 'ds2' })).then(() => create(platform, mirror({ name: 'gm2', datastore_id: datastoreId('ds2') })));

describe('the initial copy', () => {
  test('of 1,024 GiB takes 43,981 seconds at 25 MB/s, and ends at that moment', async () => {
    expect(Math.ceil(COPY_MS / SECOND_MS)).toBe(43_981);
    const platform = await openManual();
    await create(platform, mirror());
    expect(await seen(platform, 'state', 'sync_progress_percent', 'freeze_time', 'rpo_minutes')).toEqual(['inconsistent_copying', 0, null, null]);
    await platform.advance(COPY_MS / 2);
    expect(await seen(platform, 'state', 'sync_progress_percent')).toEqual(['inconsistent_copying', 50]);
    await platform.advance(COPY_MS / 2 - 1);
    expect(await seen(platform, 'state', 'sync_progress_percent')).toEqual(['inconsistent_copying', 99]);
    await platform.advance(1);
    expect(await seen(platform, 'state', 'sync_progress_percent', 'rpo_minutes')).toEqual(['consistent_synchronized', 100, 0]);
  });

  test('is watched as an activity', async () => {
    const platform = await openManual();
    await create(platform, mirror());
    await platform.advance(COPY_MS / 4);
    expect(await platform.activities()).toMatchObject([{ what: 'copied', subject: MIRROR, state: 'running', progress: 25 }]);
    await platform.advance(COPY_MS);
    expect(await platform.activities()).toMatchObject([{ what: 'copied', state: 'completed', progress: 100 }]);
  });

  test('by the automatic clock is there at once', async () => {
    const platform = await openManual();
    await platform.setClock('automatic');
    await create(platform, mirror());
    expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
  });

  // A link of 200 Mbit/s carries the 25 MB/s of one mirror, and half of it for each of two.
  test('goes at its share of the link: slower when another comes, faster when that stops', async () => {
    const platform = await openManual({ world: linked(200) });
    await create(platform, mirror());
    await platform.advance(COPY_MS / 2);
    await second(platform);
    await platform.advance(COPY_MS / 2);
    expect(await seen(platform, 'sync_progress_percent')).toEqual([75]);
    await act(platform, 'stop', {}, mirrorId('gm2'));
    await platform.advance(COPY_MS / 4 - SECOND_MS);
    expect(await seen(platform, 'state')).toEqual(['inconsistent_copying']);
    await platform.advance(2 * SECOND_MS);
    expect([await stateOf(platform, 'gm1'), await stateOf(platform, 'gm2')]).toEqual(['consistent_synchronized', 'inconsistent_stopped']);
  });

  test('of 25 MB/s is not hastened by a link that carries more', async () => {
    for (const [mbit, percent] of [
      [400, 50],
      [100, 12],
    ] as const) {
      const platform = await openManual({ world: linked(mbit) });
      await create(platform, mirror());
      await second(platform);
      await platform.advance(COPY_MS / 2);
      expect(await seen(platform, 'sync_progress_percent')).toEqual([percent]);
    }
  });

  test('waits while the link is cut, and goes on where it was', async () => {
    const platform = await openManual();
    await create(platform, mirror());
    await platform.advance(COPY_MS / 2);
    await platform.strike({ ...FAR_LINK, for_seconds: 3600 });
    await platform.advance(HOUR_MS - 1);
    expect(await seen(platform, 'state', 'sync_progress_percent', 'freeze_time')).toEqual(['inconsistent_disconnected', 50, null]);
    await platform.advance(1);
    expect(await seen(platform, 'state')).toEqual(['inconsistent_copying']);
    await platform.advance(COPY_MS / 2 - SECOND_MS);
    expect(await seen(platform, 'state')).toEqual(['inconsistent_copying']);
    await platform.advance(2 * SECOND_MS);
    expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
  });

  test('that is stopped goes on where it was, and one that is deleted leaves its share to others', async () => {
    const platform = await openManual({ world: linked(200) });
    await create(platform, mirror());
    await second(platform);
    await platform.advance(COPY_MS);
    await act(platform, 'stop');
    await platform.advance(COPY_MS);
    expect(await seen(platform, 'sync_progress_percent')).toEqual([50]);
    expect(await stateOf(platform, 'gm2')).toBe('consistent_synchronized');
    await act(platform, 'start');
    await remove(platform, 'global_mirror_lun', mirrorId('gm2'));
    await platform.advance(COPY_MS / 2 + SECOND_MS);
    expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
  });
});

describe('a mirror without a cycle', () => {
  test('on a link that is too slow lags by its backlog over its share, and drains it when less is written', async () => {
    // 10 GiB in an hour are 23.86 Mbit/s: 2.386 times what the link carries.
    const platform = await openManual({ world: linked(10) });
    await platform.setClock('automatic');
    await create(platform, mirror());
    await platform.setClock('manual');
    await platform.advance(10 * HOUR_MS);
    await create(platform, writer('a'));
    await platform.advance(HOUR_MS);
    // (10 − 4.19) GiB ÷ 4.19 GiB in an hour: longer than it has lasted, and never longer ago than when it began.
    expect(await seen(platform, 'rpo_minutes', 'state')).toEqual([84, 'consistent_synchronized']);
    await change(platform, vmId('a'), { power_state: 'off' });
    await platform.advance(30 * MINUTE_MS);
    expect(await seen(platform, 'rpo_minutes')).toEqual([54]);
    await platform.advance(54 * MINUTE_MS);
    expect(await seen(platform, 'rpo_minutes', 'freeze_time')).toEqual([0, null]);
  });

  test('stands still at the point up to which it had carried, when the link is cut', async () => {
    const platform = await openMirrored({}, { world: linked(10_000) });
    await create(platform, writer('a'));
    await platform.advance(HOUR_MS);
    const { now } = await platform.clock();
    await platform.strike(FAR_LINK);
    await platform.advance(90 * MINUTE_MS);
    expect(await seen(platform, 'state', 'freeze_time', 'rpo_minutes')).toEqual(['consistent_disconnected', isoAfter(now, 0), 90]);
  });
});

describe('a mirror with a cycle', () => {
  test('has its point when what was written in it has been carried', async () => {
    // 10 GiB in an hour on 100 Mbit/s: a cycle of 300 s takes 71.6 s to carry.
    const platform = await openManual({ world: linked(100) });
    await platform.setClock('automatic');
    await create(platform, mirror({ cycle_period_seconds: 300 }));
    await platform.setClock('manual');
    await create(platform, writer('a'));
    const points: [number, string][] = [
      [371, isoAfter(NOON, 0)],
      [372, isoAfter(NOON, 300_000)],
      [671, isoAfter(NOON, 300_000)],
      [672, isoAfter(NOON, 600_000)],
    ];
    for (const [second, point] of points) {
      const { now } = await platform.clock();
      await platform.advance(NOON + second * SECOND_MS - now);
      expect([second, ...(await seen(platform, 'state', 'freeze_time', 'rpo_minutes'))]).toEqual([second, 'consistent_copying', point, 7]);
    }
  });

  test('never lags longer than two cycles while the link keeps up', async () => {
    const platform = await openMirrored({ cycle_period_seconds: 300 }, { world: linked(200) });
    await create(platform, writer('a'));
    for (let step = 0; step < 40; step += 1) {
      await platform.advance(47 * SECOND_MS);
      const [point] = await seen(platform, 'freeze_time');
      const { now } = await platform.clock();
      expect(now - Date.parse(String(point))).toBeLessThanOrEqual(600 * SECOND_MS);
    }
  });

  test('stands still while it cannot end a cycle, and goes on when it has caught up', async () => {
    const platform = await openManual({ world: linked(10) });
    await platform.setClock('automatic');
    await create(platform, mirror({ cycle_period_seconds: 300 }));
    await platform.setClock('manual');
    await platform.advance(10 * MINUTE_MS);
    await create(platform, writer('a'));
    await platform.advance(HOUR_MS);
    expect(await seen(platform, 'freeze_time', 'rpo_minutes')).toEqual([isoAfter(NOON, 10 * MINUTE_MS), 60]);
    await change(platform, vmId('a'), { power_state: 'off' });
    await platform.advance(5 * HOUR_MS);
    expect(await seen(platform, 'freeze_time', 'rpo_minutes')).toEqual([isoAfter(NOON, 6 * HOUR_MS + 10 * MINUTE_MS), 5]);
  });
});

describe('a consistency group', () => {
  const group = { consistency_group: 'bank' };

  test('stops at one point in time, and starts together', async () => {
    const platform = await openMirrored(group);
    await withSecond(platform, group);
    await create(platform, writer('a'));
    await platform.advance(HOUR_MS);
    const { now } = await platform.clock();
    await act(platform, 'stop', {}, mirrorId('gm2'));
    await platform.advance(HOUR_MS);
    for (const name of ['gm1', 'gm2'])
      expect(await platform.observe(mirrorId(name))).toMatchObject({ state: 'consistent_stopped', freeze_time: isoAfter(now, 0), rpo_minutes: 60 });
    const halted = await act(platform, 'start', {}, mirrorId('gm2'));
    expect([halted.state, halted.reason?.includes(MIRROR)]).toEqual(['failed', true]);
    await act(platform, 'start', { force: true }, mirrorId('gm2'));
    expect([await stateOf(platform, 'gm1'), await stateOf(platform, 'gm2')]).toEqual(['inconsistent_copying', 'consistent_synchronized']);
  });

  test('has the point of the one that lags most', async () => {
    const platform = await openManual({ world: linked(10) });
    await platform.setClock('automatic');
    await create(platform, mirror(group));
    await create(platform, datastore({ name: 'ds2' }));
    await create(platform, mirror({ name: 'gm2', datastore_id: datastoreId('ds2'), ...group }));
    await platform.setClock('manual');
    await platform.advance(24 * HOUR_MS);
    await create(platform, writer('a', datastoreId('ds2')));
    await platform.advance(HOUR_MS);
    const { now } = await platform.clock();
    await act(platform, 'stop');
    const points = await Promise.all(['gm1', 'gm2'].map(async (name) => (await platform.observe(mirrorId(name)))['freeze_time']));
    expect(points[0]).toBe(points[1]);
    expect(now - Date.parse(String(points[0]))).toBeGreaterThan(HOUR_MS);
  });

  test('goes on after a cut only as a whole', async () => {
    const platform = await openMirrored(group);
    await withSecond(platform, group);
    const states = () => Promise.all(['gm1', 'gm2'].map((name) => stateOf(platform, name)));
    await platform.strike({ ...FAR_LINK, for_seconds: 60 });
    await platform.advance(MINUTE_MS);
    expect(await states()).toEqual(['consistent_synchronized', 'consistent_synchronized']);
    await create(platform, writer('a'));
    await platform.strike({ ...FAR_LINK, for_seconds: 60 });
    expect(await states()).toEqual(['consistent_disconnected', 'consistent_disconnected']);
    await platform.advance(MINUTE_MS);
    expect(await states()).toEqual(['consistent_stopped', 'consistent_stopped']);
  });

  test('stops as a whole where the array of one copy does not answer, and goes on when it does', async () => {
    const platform = await openMirrored(group);
    await withSecond(platform, group);
    const states = () => Promise.all(['gm1', 'gm2'].map((name) => stateOf(platform, name)));
    // The second copy lies on the array with more room, which is the other one.
    await platform.strike({ kind: 'array', target: { array: 'th3s-flash-1' }, for_seconds: 60 });
    expect(await states()).toEqual(['consistent_disconnected', 'consistent_stopped']);
    await platform.advance(MINUTE_MS);
    expect(await states()).toEqual(['consistent_synchronized', 'consistent_synchronized']);
  });

  test('does not speak for mirrors of another tenant or group', async () => {
    const platform = await openMirrored(group);
    await withSecond(platform, { consistency_group: 'crm' });
    await act(platform, 'stop');
    expect([await stateOf(platform, 'gm1'), await stateOf(platform, 'gm2')]).toEqual(['consistent_stopped', 'consistent_synchronized']);
    expect((await platform.get(DATASTORE))?.values['size_gib']).toBe(1024);
  });
});
