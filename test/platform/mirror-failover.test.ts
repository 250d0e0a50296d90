/** Failing over takes a service request and its time; failing back takes what was written meanwhile. */

import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { CPOOL, cpool, DATASTORE, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId, STANDBY, standby } from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { act, COPY_MS, FAR_LINK, isoAfter, openManual, openMirrored, seen, withSecond, writer } from './mirror-ground';
import { change, create, openPlatform, refusalOf, remove, said } from './open-platform';

const role = (platform: Platform, desired_role: string, id = MIRROR) => change(platform, id, { desired_role });
const vmSeen = async (platform: Platform, name = 'a'): Promise<readonly unknown[]> => {
  const { state, running_cpool_id } = await platform.observe(vmId(name));
  return [state, running_cpool_id];
};
const DOWN = ['down', null];
const AWAY = ['running', STANDBY];
const HOME = ['running', CPOOL];
const requests = async (platform: Platform): Promise<readonly Values[]> =>
  (await platform.list('service_request')).map(({ values }) => values).filter(({ kind }) => kind === 'mirror_failover');
const loseZone = (platform: Platform, zone = 'par7s') => platform.strike({ kind: 'zone', target: { zone } });

describe('a failover', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await openMirrored();
    await create(platform, writer('a'));
  });
  afterEach(() => platform.close());

  test('files a service request and takes sixty minutes, in which the VMs run nowhere', async () => {
    const { now } = await platform.clock();
    await role(platform, 'failed_over');
    expect([await vmSeen(platform), await seen(platform, 'state', 'freeze_time')]).toEqual([DOWN, ['idling', isoAfter(now, 0)]]);
    expect(await requests(platform)).toMatchObject([{ details: { mirror: MIRROR, standby_cpool: STANDBY }, contact: { email: 'ops@example.org' } }]);
    expect((await platform.observe(vmId('a')))['state_reason']).toMatch(/service request/);
    await platform.advance(60 * MINUTE_MS - 1);
    expect(await vmSeen(platform)).toEqual(DOWN);
    await platform.advance(1);
    expect(await vmSeen(platform)).toEqual(AWAY);
    expect((await platform.activities()).filter(({ what }) => what === 'presented')).toMatchObject([{ state: 'completed', subject: MIRROR }]);
  });

  test('takes as long as the world says', async () => {
    const other = await openMirrored({}, { world: { ...defaultWorld, failover_minutes: 240 } });
    await create(other, vm('a'));
    await role(other, 'failed_over');
    await other.advance(240 * MINUTE_MS - 1);
    expect(await vmSeen(other)).toEqual(DOWN);
    await other.advance(1);
    expect(await vmSeen(other)).toEqual(AWAY);
  });

  test('that is called off before the copy is presented leaves everything as it was', async () => {
    await role(platform, 'failed_over');
    await platform.advance(59 * MINUTE_MS);
    await role(platform, 'primary');
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([HOME, ['consistent_synchronized']]);
    await platform.advance(HOUR_MS);
    expect(await vmSeen(platform)).toEqual(HOME);
    expect((await platform.activities()).filter(({ what }) => what === 'presented')).toMatchObject([{ state: 'failed' }]);
  });

  test('comes home when what was written at the standby is copied, and not before', async () => {
    await role(platform, 'failed_over');
    await platform.advance(11 * HOUR_MS);
    await role(platform, 'primary');
    // Ten hours at 10 GiB: 100 GiB at 25 MB/s.
    const copying = Math.ceil((100 * 2 ** 30) / 25_000);
    expect([await vmSeen(platform), await seen(platform, 'state', 'sync_progress_percent', 'freeze_time', 'rpo_minutes')]).toEqual([
      AWAY,
      ['inconsistent_copying', 0, null, null],
    ]);
    await platform.advance(copying - MINUTE_MS);
    expect(await vmSeen(platform)).toEqual(AWAY);
    await platform.advance(2 * MINUTE_MS);
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([HOME, ['consistent_synchronized']]);
  });

  test('that copies back already comes home at once', async () => {
    await role(platform, 'failed_over');
    await platform.advance(2 * HOUR_MS);
    expect((await act(platform, 'start')).state).toBe('failed');
    expect((await act(platform, 'start', { force: true })).state).toBe('running');
    expect(await seen(platform, 'state')).toEqual(['inconsistent_copying']);
    await platform.advance(COPY_MS);
    expect([await vmSeen(platform), await seen(platform, 'state', 'rpo_minutes')]).toEqual([AWAY, ['consistent_synchronized', 0]]);
    await role(platform, 'primary');
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([HOME, ['consistent_synchronized']]);
  });

  test('is refused while there is no usable copy', async () => {
    await act(platform, 'stop');
    await platform.advance(HOUR_MS);
    await act(platform, 'start', { force: true });
    const refusal = await refusalOf(role(platform, 'failed_over'));
    expect([said(refusal), refusal.findings[0]?.path, refusal.findings[0]?.title]).toEqual([
      [`SHAPE ${MIRROR}`],
      'desired_role',
      'A failover needs a Cpool to fail over to, and a usable copy',
    ]);
    await platform.advance(COPY_MS);
    await role(platform, 'failed_over');
    expect(await seen(platform, 'state')).toEqual(['idling']);
  });

  test('is refused while the copy is out of service', async () => {
    await loseZone(platform, 'th3s');
    expect(said(await refusalOf(role(platform, 'failed_over')))).toEqual([`SHAPE ${MIRROR}`]);
  });

  test('to another Cpool takes another request', async () => {
    await role(platform, 'failed_over');
    await platform.advance(HOUR_MS);
    const other = await create(platform, cpool({ name: 'dr2', availability_zone: 'th3s' }));
    await change(platform, MIRROR, { standby_cpool_id: other.id });
    expect(await vmSeen(platform)).toEqual(DOWN);
    await platform.advance(HOUR_MS);
    expect(await vmSeen(platform)).toEqual(['running', other.id]);
    expect(await requests(platform)).toHaveLength(2);
  });

  test('that goes home keeps the Cpool where it is until then, whatever becomes of the standby', async () => {
    await role(platform, 'failed_over');
    await platform.advance(11 * HOUR_MS);
    await change(platform, MIRROR, { desired_role: 'primary', standby_cpool_id: null });
    expect(await vmSeen(platform)).toEqual(AWAY);
    const other = await create(platform, cpool({ name: 'dr2', availability_zone: 'th3s' }));
    await change(platform, MIRROR, { standby_cpool_id: other.id });
    expect(await vmSeen(platform)).toEqual(AWAY);
    await platform.advance(COPY_MS);
    expect(await vmSeen(platform)).toEqual(HOME);
  });

  test('goes with its requests when the mirror goes', async () => {
    await role(platform, 'failed_over');
    await platform.advance(HOUR_MS);
    await change(platform, MIRROR, { allow_destroy: true });
    await remove(platform, 'global_mirror_lun', MIRROR);
    expect([await requests(platform), await vmSeen(platform)]).toEqual([[], HOME]);
  });

  test('of a mirror that is created so waits for its copy', async () => {
    const young = await openManual();
    await create(young, mirror({ standby_cpool_id: STANDBY, desired_role: 'failed_over' }));
    await create(young, vm('a'));
    expect(await vmSeen(young)).toEqual(HOME);
    await young.advance(COPY_MS);
    expect(await vmSeen(young)).toEqual(DOWN);
    await young.advance(HOUR_MS);
    expect(await vmSeen(young)).toEqual(AWAY);
  });

  test('without anybody to name in a request takes its time all the same', async () => {
    const bare = await openPlatform();
    for (const entry of [
      cpool(),
      standby(),
      { type: 'datastore', values: { name: 'ds1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 1024 } },
    ])
      await create(bare, entry);
    await create(bare, mirror({ standby_cpool_id: STANDBY }));
    await role(bare, 'failed_over');
    expect([await requests(bare), (await bare.observe(MIRROR))['state']]).toEqual([[], 'idling']);
  });

  test('switches where both sides are alike and nothing runs, and back', async () => {
    expect((await act(platform, 'switch')).reason).toContain(vmId('a'));
    await change(platform, vmId('a'), { power_state: 'off' });
    expect((await act(platform, 'switch')).state).toBe('completed');
    await change(platform, vmId('a'), { power_state: 'on' });
    expect(await vmSeen(platform)).toEqual(DOWN);
    await role(platform, 'failed_over');
    await platform.advance(HOUR_MS);
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([AWAY, ['consistent_synchronized']]);
    await role(platform, 'primary');
    expect(await vmSeen(platform)).toEqual(HOME);
  });
});

describe('a failover upon the loss of the zone', () => {
  test('starts the VMs at the standby, and brings them home when the zone is back', async () => {
    const platform = await openMirrored();
    await create(platform, writer('a'));
    await platform.advance(HOUR_MS);
    const { now } = await platform.clock();
    const fault = await loseZone(platform);
    expect([await vmSeen(platform), await seen(platform, 'state', 'freeze_time')]).toEqual([DOWN, ['consistent_disconnected', isoAfter(now, 0)]]);
    await platform.advance(10 * MINUTE_MS);
    await role(platform, 'failed_over');
    expect(await seen(platform, 'state', 'freeze_time', 'rpo_minutes')).toEqual(['idling_disconnected', isoAfter(now, 0), 10]);
    await platform.advance(60 * MINUTE_MS);
    expect(await vmSeen(platform)).toEqual(AWAY);
    await role(platform, 'primary');
    await platform.advance(10 * HOUR_MS);
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([AWAY, ['idling_disconnected']]);
    await platform.mend(fault.id);
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([AWAY, ['inconsistent_copying']]);
    await platform.advance(COPY_MS);
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([HOME, ['consistent_synchronized']]);
  });

  test('that comes back by itself needs no failover: nothing was written, so the copy goes on', async () => {
    const platform = await openMirrored();
    await create(platform, writer('a'));
    await platform.strike({ kind: 'zone', target: { zone: 'par7s' }, for_seconds: 3600 });
    await platform.advance(HOUR_MS + MINUTE_MS);
    expect([await vmSeen(platform), await seen(platform, 'state')]).toEqual([HOME, ['consistent_synchronized']]);
  });

  test('by the automatic clock is done within the command, and leaves no change to plan', async () => {
    const platform = await openMirrored();
    await create(platform, vm('a'));
    await platform.setClock('automatic');
    await loseZone(platform);
    const stored = await role(platform, 'failed_over');
    expect([await vmSeen(platform), (await platform.get(MIRROR))?.revision]).toEqual([AWAY, stored?.revision]);
    const again = await platform.dispatch({ kind: 'update', type: 'global_mirror_lun', id: MIRROR, values: stored?.values ?? {} });
    expect(again?.revision).toBe(stored?.revision);
  });

  test('waits for the zone of the copy where that is lost on the way', async () => {
    const platform = await openMirrored();
    await create(platform, vm('a'));
    await role(platform, 'failed_over');
    const fault = await loseZone(platform, 'th3s');
    await platform.advance(2 * HOUR_MS);
    expect(await vmSeen(platform)).toEqual(DOWN);
    await platform.mend(fault.id);
    await platform.advance(HOUR_MS);
    expect(await vmSeen(platform)).toEqual(AWAY);
  });
});

describe('the failover of a group', () => {
  test('freezes all of it at one point, and restarts the others when it comes home', async () => {
    const group = { consistency_group: 'bank' };
    const platform = await openMirrored(group);
    await withSecond(platform, group);
    await create(platform, writer('a'));
    await create(platform, writer('b', datastoreId('ds2')));
    const { now } = await platform.clock();
    await role(platform, 'failed_over');
    await platform.advance(30 * MINUTE_MS);
    await role(platform, 'failed_over', mirrorId('gm2'));
    for (const name of ['gm1', 'gm2'])
      expect(await platform.observe(mirrorId(name))).toMatchObject({ state: 'idling', freeze_time: isoAfter(now, 0) });
    await platform.advance(60 * MINUTE_MS);
    expect([await vmSeen(platform), await vmSeen(platform, 'b')]).toEqual([AWAY, AWAY]);
    for (const name of ['gm1', 'gm2']) await role(platform, 'primary', mirrorId(name));
    await platform.advance(COPY_MS);
    expect([await vmSeen(platform), await vmSeen(platform, 'b')]).toEqual([HOME, HOME]);
    for (const name of ['gm1', 'gm2']) expect(await platform.observe(mirrorId(name))).toMatchObject({ state: 'consistent_synchronized' });
  });

  test('stops the mirror of one that stays, until the other is home', async () => {
    const group = { consistency_group: 'bank' };
    const platform = await openMirrored(group);
    await withSecond(platform, group);
    await create(platform, writer('b', datastoreId('ds2')));
    await role(platform, 'failed_over');
    await platform.advance(2 * HOUR_MS);
    expect([await vmSeen(platform, 'b'), (await platform.observe(mirrorId('gm2')))['state']]).toEqual([HOME, 'consistent_stopped']);
    await role(platform, 'primary');
    await platform.advance(COPY_MS);
    expect((await platform.observe(mirrorId('gm2')))['state']).toBe('consistent_synchronized');
    expect((await platform.get(DATASTORE))?.revision).toBeDefined();
  });
});

test('a platform that is cut off from a mirror says so before it copies', async () => {
  const platform = await openManual();
  await platform.strike(FAR_LINK);
  await create(platform, mirror());
  expect(await seen(platform, 'state', 'rpo_minutes')).toEqual(['inconsistent_disconnected', null]);
});
