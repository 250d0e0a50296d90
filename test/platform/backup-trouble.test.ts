/** Backups in trouble: quotas that are full, zones that are lost, VMs that are always written; and backups that are asked for. */
import { datastore, disk, POLICY, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { REPLICATION, replication, standby, target } from '../../lib/catalogue/facts/example-replication';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openStage, QUOTA, quota, type Stage } from './backup-stage';
import { change, type Entry, NOON, remove } from './open-platform';

let stage: Stage;
let platform: Platform;
beforeEach(async () => {
  stage = await openStage();
  platform = stage.platform;
});
afterEach(() => platform.close());

describe('a quota', () => {
  test('holds what BACKUP-006 counts: 1,517 GiB with seven daily points take 2,048', async () => {
    for (const entry of [quota(2), policy({ backup_storage_id: QUOTA }), vm('a', { disks: [disk({ size_gib: 1517 })] })]) await stage.create(entry);
    await stage.days(1);
    expect(await stage.used()).toBe(1593);
    await stage.days(9);
    expect([await stage.used(), await stage.kinds(), (await stage.last('backup')).state]).toEqual([2048, { daily: 7 }, 'completed']);
    const sizes = (await stage.backups()).map((each) => Number(each['size_gib']));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeCloseTo(1517 * 1.35, 1);
  });

  test('that is too small fails the job with both numbers, and keeps what it has', async () => {
    for (const entry of [quota(2), policy({ backup_storage_id: QUOTA }), vm('a', { disks: [disk({ size_gib: 1518 })] })]) await stage.create(entry);
    await stage.days(6);
    const before = await stage.kinds();
    await stage.days(1);
    expect([await stage.kinds(), before, await stage.used()]).toEqual([{ daily: 6 }, { daily: 6 }, 1974]);
    const { state, reason } = await stage.last('backup');
    expect([state, reason]).toEqual(['failed', expect.stringMatching(/would hold 2050 GiB; its quota is 2048$/)]);
    await change(platform, QUOTA, { size_tib: 3 });
    await stage.days(1);
    expect([await stage.kinds(), (await stage.last('backup')).state]).toEqual([{ daily: 7 }, 'completed']);
  });

  test('is given back with the VM', async () => {
    await stage.create(quota(2), policy({ backup_storage_id: QUOTA }), vm('a'));
    await stage.days(1);
    expect(await stage.used()).toBe(21);
    await remove(platform, 'virtual_machine', vmId('a'));
    expect(await stage.used()).toBe(0);
  });
});

describe('what is broken', () => {
  beforeEach(async () => {
    await stage.create(quota(2), policy({ backup_storage_id: QUOTA }), vm('a'));
    await stage.days(1);
  });

  test('keeps a job from reaching the zone of its copies, which are of no use meanwhile', async () => {
    const { id } = await platform.strike({ kind: 'zone', target: { zone: 'th3s' } });
    expect(await stage.backups()).toMatchObject([{ usable: false }]);
    await stage.days(1);
    expect([await stage.kinds(), (await stage.last('backup')).reason]).toEqual([
      { daily: 1 },
      expect.stringMatching(/zone th3s, which keeps its copies, is lost/),
    ]);
    await platform.mend(id);
    await stage.days(1);
    expect([await stage.kinds(), (await stage.last('backup')).state]).toEqual([{ daily: 2 }, 'completed']);
    expect(await stage.backups()).toMatchObject([{ usable: true }, { usable: true }]);
  });

  test('keeps a job from reading VMs of a lost zone, and leaves what was copied before', async () => {
    await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
    await stage.days(1);
    expect([await stage.kinds(), (await stage.last('backup')).state]).toEqual([{ daily: 1 }, 'failed']);
    expect(await stage.backups()).toMatchObject([{ usable: true }]);
  });

  test('is a link, over which nothing is copied', async () => {
    await platform.strike({ kind: 'link', target: { zone: 'th3s', other_zone: 'par7s' } });
    await stage.days(1);
    expect((await stage.last('backup')).reason).toMatch(/nothing passes between par7s and th3s/);
  });

  test('is gone with the mass array that kept it, also when that is mended', async () => {
    const { zones } = await platform.world();
    const array = zones['th3s']?.arrays.find(({ media }) => media === 'mass')?.name ?? '';
    const faults = await Promise.all([1, 2, 3].map((drive) => platform.strike({ kind: 'drive', target: { array, drive } })));
    expect([await stage.backups(), await stage.used()]).toEqual([[], 0]);
    for (const { id } of faults) await platform.mend(id);
    expect(await stage.backups()).toEqual([]);
    await stage.days(1);
    expect(await stage.kinds()).toEqual({ daily: 1 });
  });
});

describe('the copy of a replicated VM that runs in its place', () => {
  const run = (action: string) => platform.act({ type: 'vm_replication', id: REPLICATION, action, input: {} });
  beforeEach(() => stage.create(policy(), standby(), target(), vm('a'), replication()));

  test('is backed up where it runs, while the zone of the VM is lost', async () => {
    await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
    await run('start_copy');
    expect(await stage.state()).toBe('running');
    await stage.days(1);
    expect([(await stage.last('backup')).state, await stage.kinds()]).toEqual(['completed', { daily: 1 }]);
  });

  test('is stopped before the VM is restored in place', async () => {
    await stage.days(1);
    await run('start_copy');
    const [backup] = await stage.backups();
    const restore = () => stage.act('restore', { backup: String(backup?.['id']), mode: 'production' });
    expect((await restore()).reason).toMatch(/runs in its place/);
    await run('stop_copy');
    expect((await restore()).state).toBe('completed');
  });
});

describe('a VM that is always written', () => {
  const written = (): Entry => vm('a', { disks: [disk({ size_gib: 1000, constant_writes: true })] });

  test('is frozen while its snapshot closes, as long as its backup took', async () => {
    await platform.setClock('manual');
    await stage.create(policy(), written());
    await platform.advance(20 * HOUR_MS);
    const { state, items, started_at, ends_at } = await stage.last('backup');
    // 89 minutes of backup, and as many to close what was written meanwhile.
    expect([state, items]).toMatchObject(['completed', [{ state: 'completed', reason: expect.stringMatching(/frozen for 90 minutes/) }]]);
    expect(Math.round((ends_at - started_at) / MINUTE_MS)).toBe(179);
  });

  test('shows that it is frozen, with the reason, and goes on then', async () => {
    await platform.setClock('manual');
    await stage.create(policy(), written());
    const state = async (): Promise<unknown> => (await platform.observe(vmId('a')))['state'];
    const seen: unknown[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      await platform.advance(HOUR_MS);
      seen.push(await state());
    }
    expect(seen.filter((each, index) => each !== seen[index - 1])).toEqual(['running', 'frozen', 'running']);
  });

  test('is not frozen where that disk is excluded', async () => {
    await stage.create(policy());
    await stage.create(vm('a', { disks: [disk(), disk({ name: 'd1', constant_writes: true, exclude_from_backup: true })] }));
    await stage.days(1);
    expect((await stage.last('backup')).items).toMatchObject([{ state: 'completed', reason: null }]);
  });
});

describe('a datastore without room for a snapshot', () => {
  test('keeps its VMs from being backed up, with both numbers', async () => {
    const full = datastore({ name: 'full', size_gib: 1009 });
    const d0 = disk({ size_gib: 1000, datastore_id: 'tenants/main/datastores/full' });
    await stage.create(policy(), full, vm('a', { memory_gib: 8, change_rate_percent_per_day: 100, disks: [d0] }));
    await stage.days(1);
    // 1,000 GiB in a day, for the 90 minutes of the first copy.
    expect((await stage.last('backup')).items).toMatchObject([
      { state: 'failed', reason: expect.stringMatching(/snapshot would take 63 GiB of .*full, where 1 are free/) },
    ]);
    await change(platform, 'tenants/main/datastores/full', { size_gib: 1071 });
    await stage.days(1);
    expect(await stage.kinds()).toEqual({ daily: 1 });
  });
});

describe('a backup that is asked for', () => {
  test('is made now, and counts among those that are kept', async () => {
    await stage.create(policy({ keep_daily: 2 }), vm('a'));
    const activity = await stage.act('run_backup');
    expect(activity).toMatchObject({ state: 'completed', items: [{ what: vmId('a'), state: 'completed' }] });
    expect(await stage.backups()).toMatchObject([{ kind: 'daily', taken_at: new Date(NOON).toISOString() }]);
    await stage.act('run_backup');
    await stage.act('run_backup', { policy: POLICY });
    expect(await stage.kinds()).toEqual({ daily: 2 });
  });

  test('is of the shortest kind that is kept', async () => {
    await stage.create(policy({ keep_daily: 0, keep_monthly: 2 }), vm('a'));
    await stage.act('run_backup');
    await stage.act('run_backup');
    expect(await stage.kinds()).toEqual({ monthly: 2 });
  });

  test('waits for nobody, but one at a time', async () => {
    await platform.setClock('manual');
    await stage.create(policy(), vm('a'));
    expect((await stage.act('run_backup')).reason).toMatch(/is requested$/);
    await platform.advance(HOUR_MS);
    expect((await stage.act('run_backup')).state).toBe('running');
    expect(await stage.act('run_backup')).toMatchObject({ state: 'failed', reason: expect.stringMatching(/is under way/) });
    await platform.advance(HOUR_MS);
    expect(await stage.kinds()).toEqual({ daily: 1 });
  });

  test.each([
    ['another policy', { policy: 'tenants/main/backup-policies/none' }, /is no policy of it; it has .*nightly$/],
    ['none', {}, /it has no backup policy/],
  ])('names %s in vain', async (what, input, reason) => {
    await stage.create(policy());
    await stage.create(vm('a', { power_state: 'off', backup_policy_ids: what === 'none' ? [] : [POLICY] }));
    expect((await stage.act('run_backup', input)).reason).toMatch(reason);
  });
});
