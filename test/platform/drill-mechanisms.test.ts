/** What mirrors and replications do in a drill, where they are not simply ready. */
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { datastore, disk, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId, REPLICATION, replication, STANDBY } from '../../lib/catalogue/facts/example-replication';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { fateOf, group, held, insured, insuredEntries, plan } from './drill-estate';
import { change, create, openPlatform } from './open-platform';

const NOW = { at: { afterMs: 0 } } as const;

/** The estate on a platform whose clock stands still: what takes time is under way. */
async function underWay(): Promise<Platform> {
  const platform = await openPlatform();
  await platform.setClock('manual');
  for (const entry of insuredEntries()) await create(platform, entry);
  return platform;
}

describe('a mirror that is still copied for the first time', () => {
  test('brings nothing back, and says why', async () => {
    const told = await held(await underWay(), NOW);
    expect(fateOf(told, 'db')).toMatchObject({
      outcome: 'down',
      reason: expect.stringContaining('inconsistent'),
      misses: ['recovery', 'rpo', 'rto'],
    });
    expect(told.mechanisms.find(({ resource }) => resource === MIRROR)).toMatchObject({ consistent_at: null, ready_at: null });
  });

  test('does once it is copied', async () => {
    const platform = await underWay();
    await platform.advance(48 * HOUR_MS);
    expect(fateOf(await held(platform, NOW), 'db')).toMatchObject({ outcome: 'recovered', by: [MIRROR] });
  });
});

test('a VM whose mirror is not usable comes back by its replication, where the plan counts on both', async () => {
  const platform = await insured(
    vm('a', { rpo_minutes: 120, disks: [disk()] }),
    replication({ virtual_machine_id: vmId('a') }),
    plan([group(1, 'db', 'a')]),
  );
  expect(fateOf(await held(platform), 'a')).toMatchObject({ outcome: 'recovered', by: [MIRROR] });
  await platform.act({ type: 'global_mirror_lun', id: MIRROR, action: 'stop', input: {} });
  await platform.setClock('manual');
  await platform.advance(HOUR_MS);
  await platform.act({ type: 'global_mirror_lun', id: MIRROR, action: 'start', input: { force: true } });
  const told = await held(platform, NOW);
  expect(fateOf(told, 'a')).toMatchObject({ outcome: 'recovered', by: [REPLICATION] });
  expect(fateOf(told, 'db')).toMatchObject({ outcome: 'down' });
});

test('the LUNs of a consistency group come back as of one moment, with all disks of the VM', async () => {
  const group_ = { standby_cpool_id: STANDBY, cycle_period_seconds: 300, consistency_group: 'together' };
  const platform = await insured(
    datastore({ name: 'logs' }),
    mirror(group_),
    mirror({ ...group_, name: 'gm2', datastore_id: datastoreId('logs') }),
    vm('db', { disks: [disk(), disk({ name: 'd1', datastore_id: datastoreId('logs') })] }),
    plan([group(1, 'db')], [MIRROR, mirrorId('gm2')]),
  );
  const told = await held(platform, { at: { afterMs: 7 * HOUR_MS + 3 * MINUTE_MS } });
  expect(fateOf(told, 'db')).toMatchObject({ outcome: 'recovered', by: [MIRROR, mirrorId('gm2')], rpo_minutes: 3 });
  expect(new Set(told.mechanisms.map(({ consistent_at }) => consistent_at)).size).toBe(1);
});

test("the request takes the time that the platform's world gives it, up to what the offer promises", async () => {
  const platform = await openPlatform({ world: { ...defaultWorld, failover_minutes: 235 } });
  for (const entry of insuredEntries()) await create(platform, entry);
  const told = await held(platform);
  expect(fateOf(told, 'db')).toMatchObject({ rto_minutes: 240, promise: { kept: true }, misses: [] });
  expect(fateOf(told, 'app')).toMatchObject({ rto_minutes: 247, promise: { kept: false }, misses: [] });
});

test('what has failed over already is not lost with the zone that it left', async () => {
  const platform = await insured();
  await change(platform, MIRROR, { desired_role: 'failed_over' });
  const told = await held(platform);
  expect(['db', 'app'].map((name) => fateOf(told, name).outcome)).toEqual(['unaffected', 'unaffected']);
  expect(fateOf(told, 'a')).toMatchObject({ outcome: 'recovered', by: [REPLICATION] });
});

test('what is failing over when the zone is lost is waited for, not asked for again', async () => {
  const platform = await insured();
  await platform.setClock('manual');
  await change(platform, MIRROR, { desired_role: 'failed_over' });
  await platform.advance(20 * MINUTE_MS);
  const told = await held(platform, NOW);
  expect(told.timeline.filter(({ what }) => what === 'failover requested')).toEqual([]);
  expect(fateOf(told, 'db')).toMatchObject({ outcome: 'recovered', rto_minutes: 45 });
});

test('a VM on a mirrored LUN that no group starts stays behind, and takes no room from those that are started', async () => {
  const told = await held(await insured(plan([group(1, 'db')])));
  expect(fateOf(told, 'app')).toMatchObject({ outcome: 'left_behind', runs_in: null, reason: expect.stringContaining(MIRROR) });
  expect(fateOf(told, 'a').reason).toContain(REPLICATION);
});

test('a VM that two groups name starts with the first', async () => {
  const told = await held(await insured(plan([group(2, 'app', 'db'), group(1, 'db')])));
  expect(told.recoveries.map(({ resource, priority }) => [resource, priority])).toEqual([
    [vmId('db'), 1],
    [vmId('app'), 2],
  ]);
});
