/** Backups: when policies make them, and what they keep. */
import { datastore, disk, POLICY, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openStage, type Stage } from './backup-stage';
import { change, NOON, remove } from './open-platform';

let stage: Stage;
let platform: Platform;
beforeEach(async () => {
  stage = await openStage();
  platform = stage.platform;
});
afterEach(() => platform.close());

const statusOf = async (id = POLICY): Promise<unknown> => (await platform.observe(id))['status'];

describe('a policy', () => {
  test('is requested for an hour, and active then', async () => {
    await platform.setClock('manual');
    await stage.create(policy());
    expect(await statusOf()).toBe('requested');
    await platform.advance(HOUR_MS - 1);
    expect(await statusOf()).toBe('requested');
    await platform.advance(1);
    expect(await statusOf()).toBe('active');
  });

  test('rests when its last VM has left, and works again with its next; the attribute that a user wrote stays', async () => {
    await stage.create(policy(), vm('a'), vm('b', { power_state: 'off' }));
    await remove(platform, 'virtual_machine', vmId('a'));
    expect(await statusOf()).toBe('active');
    await change(platform, vmId('b'), { backup_policy_ids: [] });
    expect(await statusOf()).toBe('suspended');
    expect((await platform.get(POLICY))?.values['suspended']).toBe(false);
    await stage.create(vm('c'));
    expect(await statusOf()).toBe('active');
    expect(await stage.backups('c')).toEqual([]);
    await stage.days(1);
    expect(await stage.kinds('c')).toEqual({ daily: 1 });
  });

  test('that is suspended by choice makes no backups and keeps those that it has', async () => {
    await stage.create(policy(), vm('a', { power_state: 'off' }));
    await stage.days(2);
    await change(platform, POLICY, { suspended: true });
    await stage.days(3);
    expect([await statusOf(), await stage.kinds()]).toEqual(['suspended', { daily: 2 }]);
    await change(platform, POLICY, { suspended: false });
    await stage.days(1);
    expect([await statusOf(), await stage.kinds()]).toEqual(['active', { daily: 3 }]);
  });
});

describe('a night', () => {
  test('comes once a day, between one and three in UTC, at another minute for each policy', async () => {
    const names = ['nightly', 'n1', 'n2', 'n3'];
    for (const name of names) {
      await stage.create(policy({ name }));
      await stage.create(vm(name, { memory_gib: 1, backup_policy_ids: [`tenants/main/backup-policies/${name}`] }));
    }
    await stage.days(2);
    const taken = await Promise.all(names.map(async (name) => (await stage.backups(name)).map((each) => Date.parse(String(each['taken_at'])))));
    for (const [first = 0, second = 0, ...more] of taken) {
      expect([second - first, more]).toEqual([DAY_MS, []]);
      expect(first % DAY_MS).toBeGreaterThanOrEqual(HOUR_MS);
      expect(first % DAY_MS).toBeLessThan(3 * HOUR_MS);
    }
    expect(new Set(taken.flat()).size).toBe(8);
  });

  test('that nobody let come is made up for once, and the next one keeps its hour', async () => {
    let now = NOON;
    const late = await openStage({ clock: { now: () => now } });
    await late.create(policy(), vm('a'));
    now += 30 * DAY_MS;
    expect(await late.backups()).toEqual([]);
    await late.days(0);
    expect((await late.backups()).map((each) => each['taken_at'])).toEqual([new Date(now).toISOString()]);
    await late.days(1);
    expect((await late.backups()).length).toBe(2);
    await late.platform.close();
  });

  test('copies everything at first and what has changed then, and ends when it is copied', async () => {
    await platform.setClock('manual');
    await stage.create(policy(), vm('a', { change_rate_percent_per_day: 10, disks: [disk({ size_gib: 1000 })] }));
    await stage.days(1);
    const minutes = async (): Promise<number> => {
      const { started_at, ends_at } = await stage.last('backup');
      return Math.round((ends_at - started_at) / MINUTE_MS);
    };
    // 1,000 GiB at 200 MB/s are 89 minutes, 100 GiB nine.
    expect(await minutes()).toBe(89);
    const { started_at, ends_at } = await stage.last('backup');
    expect(await stage.backups()).toMatchObject([{ taken_at: new Date(started_at).toISOString() }]);
    expect(await platform.observe(vmId('a'))).toMatchObject({ last_backup_at: new Date(ends_at).toISOString() });
    await stage.days(1);
    expect(await minutes()).toBe(9);
  });

  test('finds the job before it still at work where that takes longer than a day', async () => {
    await platform.setClock('manual');
    await stage.create(policy(), datastore({ name: 'large', size_gib: 65_536 }));
    await stage.create(vm('a', { memory_gib: 1, disks: [disk({ size_gib: 40_000, datastore_id: 'tenants/main/datastores/large' })] }));
    await platform.advance(80 * HOUR_MS);
    expect((await stage.last('night')).reason).toMatch(/still runs$/);
    expect(await stage.kinds()).toEqual({ daily: 1 });
  });
});

describe('what is kept', () => {
  test('is as much as the policy says, the first of a week, a month and a year among it', async () => {
    await stage.create(policy({ keep_daily: 7, keep_weekly: 4, keep_monthly: 3, keep_yearly: 1 }));
    await stage.create(vm('a'));
    await stage.days(1);
    expect(await stage.kinds()).toEqual({ daily: 1, weekly: 1, monthly: 1, yearly: 1 });
    await stage.days(6);
    expect(await stage.kinds()).toEqual({ daily: 7, weekly: 1, monthly: 1, yearly: 1 });
    await stage.days(1);
    // 2026-03-09 is a Monday.
    expect(await stage.kinds()).toEqual({ daily: 7, weekly: 2, monthly: 1, yearly: 1 });
    await stage.days(120);
    expect(await stage.kinds()).toEqual({ daily: 7, weekly: 4, monthly: 3, yearly: 1 });
  });

  test('is nothing but weekly points where only these are kept', async () => {
    await stage.create(policy({ keep_daily: 0, keep_weekly: 2 }), vm('a'));
    await stage.days(10);
    expect((await stage.backups()).map((each) => new Date(String(each['taken_at'])).getUTCDay())).toEqual([1, 1]);
  });

  test('is purged at once where the policy keeps less, and never comes back', async () => {
    await stage.create(policy({ keep_daily: 7 }), vm('a'));
    await stage.days(7);
    const before = await stage.backups();
    await change(platform, POLICY, { keep_daily: 2 });
    expect((await stage.backups()).map((each) => each['id'])).toEqual(before.slice(-2).map((each) => each['id']));
    await change(platform, POLICY, { keep_daily: 7 });
    expect(await stage.kinds()).toEqual({ daily: 2 });
    expect(await stage.act('restore', { backup: before[0]?.['id'] ?? '', mode: 'production' })).toMatchObject({ state: 'failed' });
  });

  test('stays for its time with a VM that has left the policy, and goes with the policy', async () => {
    await stage.create(policy({ name: 'other' }));
    await stage.create(policy({ keep_daily: 3 }), vm('a'));
    await stage.days(3);
    await change(platform, vmId('a'), { backup_policy_ids: ['tenants/main/backup-policies/other'] });
    await stage.days(1);
    const ofBoth = (await stage.backups()).map((each) => String(each['backup_policy_id']).split('/').at(-1));
    expect(ofBoth).toEqual(['nightly', 'nightly', 'nightly', 'other']);
    await stage.days(1);
    expect(await stage.kinds()).toEqual({ daily: 4 });
    await remove(platform, 'backup_policy', POLICY);
    expect((await stage.backups()).every((each) => each['backup_policy_id'] === 'tenants/main/backup-policies/other')).toBe(true);
    expect(await stage.kinds()).toEqual({ daily: 2 });
  });

  test('says what was left out, and that an encrypted VM stays encrypted', async () => {
    await stage.create(policy());
    await stage.create(vm('a', { disks: [disk(), disk({ name: 'd1', exclude_from_backup: true, alternative_protection: 'dump' })] }));
    await stage.create(vm('b'));
    await stage.create(vm('c', { disks: [disk({ mode: 'independent_persistent' })] }));
    await stage.days(1);
    expect(await stage.backups('a')).toMatchObject([{ consistent: false, encrypted: false, availability_zone: 'th3s', usable: true, size_gib: 21 }]);
    expect(await stage.backups('b')).toMatchObject([{ consistent: true }]);
    expect(await stage.backups('c')).toEqual([]);
    const { state, items } = await stage.last('backup');
    expect([state, items.map((item) => item.state)]).toEqual(['failed', ['completed', 'completed', 'failed']]);
  });
});
