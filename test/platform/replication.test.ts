/** Pushes of replicated VMs: when they begin and end, what they take, and what keeps them from arriving. */
import { disk, POLICY, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { REPLICATION, replication, standby, target } from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openStage, type Stage } from './backup-stage';
import { change, create, NOON, refusalOf, remove, said } from './open-platform';

let stage: Stage;
let platform: Platform;
beforeEach(async () => {
  stage = await openStage();
  platform = stage.platform;
  await stage.create(standby(), target({ size_gib: 16_384 }), policy());
});
afterEach(() => platform.close());

const PLAN = 'tenants/main/recovery-plans/loss';
const seen = (): Promise<Values> => platform.observe(REPLICATION);
const pushedAfter = async (): Promise<number | null> => {
  const { last_push_at } = await seen();
  return typeof last_push_at === 'string' ? Date.parse(last_push_at) - NOON : null;
};
const rpo = async (): Promise<unknown> => (await platform.observe(PLAN))['estimated_rpo_minutes'];
const withPlan = (): Promise<unknown> =>
  create(platform, {
    type: 'recovery_plan',
    values: {
      name: 'loss',
      primary_availability_zone: 'par7s',
      standby_availability_zone: 'th3s',
      mechanism_ids: [REPLICATION],
      groups: [{ priority: 1, virtual_machine_ids: [vmId('a')] }],
    },
  });
/** 5,000 GiB: 4,295 seconds over 10 Gbit/s. */
const COPY_MS = 4295 * SECOND_MS;
const large = (values: Values = {}) => vm('a', { disks: [disk({ size_gib: 5000 })], ...values });

describe('with the manual clock', () => {
  beforeEach(() => platform.setClock('manual'));

  test('the initial copy takes as long as the link needs for all of it', async () => {
    await stage.create(large(), replication());
    await platform.advance(COPY_MS - 1);
    expect(await seen()).toMatchObject({ state: 'initial_copy', last_push_at: null });
    await platform.advance(1);
    expect([await seen(), await pushedAfter()]).toMatchObject([{ state: 'active' }, COPY_MS]);
  });

  test('the next push begins an interval after the last began, and brings what has changed since', async () => {
    await stage.create(large({ change_rate_percent_per_day: 24 }), replication({ interval_hours: 2 }));
    await platform.advance(2 * HOUR_MS);
    expect(await pushedAfter()).toBe(COPY_MS);
    // 1 % an hour of 5,000 GiB, over two hours: 86 seconds.
    await platform.advance(85 * SECOND_MS);
    expect(await pushedAfter()).toBe(COPY_MS);
    await platform.advance(SECOND_MS);
    expect(await pushedAfter()).toBe(2 * HOUR_MS + 86 * SECOND_MS);
    await platform.advance(2 * HOUR_MS);
    expect(await pushedAfter()).toBe(4 * HOUR_MS + 86 * SECOND_MS);
  });

  test('a push that takes longer than the interval delays the next', async () => {
    await stage.create(large(), replication());
    await platform.advance(HOUR_MS);
    expect(await pushedAfter()).toBeNull();
    await platform.advance(COPY_MS - HOUR_MS);
    expect(await pushedAfter()).toBe(COPY_MS);
    await platform.advance(MINUTE_MS);
    expect(await pushedAfter()).toBeGreaterThan(COPY_MS);
  });

  test('two replications share the link from when the second comes until one is paused or gone', async () => {
    const second = replication({ name: 'rb', virtual_machine_id: vmId('b') });
    const other = 'tenants/main/vm-replications/rb';
    await stage.create(large(), vm('b', { disks: [disk({ size_gib: 5000 })] }), replication());
    await platform.advance(1000 * SECOND_MS);
    await stage.create(second);
    await platform.advance(1000 * SECOND_MS);
    await change(platform, other, { paused: true });
    // 1,000 s alone, 1,000 s with half of the link, and the rest alone again.
    await platform.advance(COPY_MS - 1500 * SECOND_MS - 1);
    expect(await pushedAfter()).toBeNull();
    await platform.advance(1);
    expect(await pushedAfter()).toBe(COPY_MS + 500 * SECOND_MS);
    await change(platform, other, { paused: false });
    await platform.advance(1000 * SECOND_MS);
    await remove(platform, 'vm_replication', REPLICATION);
    await platform.advance(COPY_MS - 500 * SECOND_MS);
    expect(await platform.observe(other)).toMatchObject({ state: 'active' });
  });

  test('who pauses a replication calls its push off', async () => {
    await stage.create(large(), replication());
    await platform.advance(HOUR_MS);
    await change(platform, REPLICATION, { paused: true });
    expect(await stage.last('initial_copy')).toMatchObject({ state: 'failed' });
    await stage.days(1);
    expect(await seen()).toMatchObject({ state: 'paused', last_push_at: null });
    await change(platform, REPLICATION, { paused: false });
    await platform.advance(COPY_MS);
    expect(await pushedAfter()).toBe(HOUR_MS + DAY_MS + COPY_MS);
  });

  test('another datastore needs another initial copy', async () => {
    await stage.create(large(), replication(), target({ name: 'other', size_gib: 16_384 }));
    await platform.advance(2 * HOUR_MS);
    await change(platform, REPLICATION, { target_datastore_id: 'tenants/main/datastores/other' });
    expect(await seen()).toMatchObject({ state: 'initial_copy', last_push_at: null });
    await platform.advance(COPY_MS);
    expect(await pushedAfter()).toBe(2 * HOUR_MS + COPY_MS);
  });

  test('a link that is cut on the way keeps the push from arriving; it is tried again an interval later', async () => {
    await stage.create(large(), replication({ interval_hours: 3 }));
    await platform.advance(HOUR_MS);
    const { id } = await platform.strike({ kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } });
    await platform.advance(HOUR_MS);
    expect([await stage.last('initial_copy'), await pushedAfter()]).toMatchObject([
      { state: 'failed', reason: expect.stringMatching(/is cut$/) },
      null,
    ]);
    await platform.mend(id);
    await stage.days(1);
    expect(await seen()).toMatchObject({ state: 'active' });
  });

  test('a VM that is always written is frozen at each push for as long as its snapshot takes', async () => {
    await stage.create(vm('a', { disks: [disk({ size_gib: 5000, constant_writes: true })] }), replication({ interval_hours: 24 }));
    await platform.advance(COPY_MS);
    expect(await stage.state()).toBe('frozen');
    // 4,295 seconds at 100 MB/s: another 72 minutes.
    await platform.advance(COPY_MS + MINUTE_MS);
    expect(await stage.state()).toBe('running');
    expect((await stage.last('initial_copy')).items).toMatchObject([{ what: vmId('a'), reason: expect.stringMatching(/frozen for 72 minutes/) }]);
  });

  test('a VM whose disks were put back from a backup is pushed as a whole', async () => {
    await stage.create(large());
    await platform.advance(HOUR_MS);
    await stage.act('run_backup');
    await stage.days(1);
    await stage.create(replication());
    await platform.advance(2 * HOUR_MS);
    const [first] = await stage.backups();
    await stage.act('restore', { backup: String(first?.['id']), mode: 'production', start_from_backup: true });
    await platform.advance(HOUR_MS);
    const { started_at, ends_at } = await stage.last('push');
    expect(ends_at - started_at).toBe(COPY_MS);
  });

  test('a VM that is off has nothing to push', async () => {
    await stage.create(large(), replication());
    await platform.advance(2 * HOUR_MS);
    await change(platform, vmId('a'), { power_state: 'off' });
    await platform.advance(DAY_MS);
    const at = (await pushedAfter()) ?? 0;
    expect((at - COPY_MS) % SECOND_MS).toBe(0);
    expect(DAY_MS + 2 * HOUR_MS - at).toBeLessThanOrEqual(HOUR_MS);
  });
});

describe.each([
  ['zone', { zone: 'par7s' }],
  ['zone', { zone: 'th3s' }],
  ['region', { region: 'fr1' }],
  ['link', { zone: 'par7s', other_zone: 'th3s' }],
])('a lost %s %p', (kind, broken) => {
  test('stops the pushes, so that the plan costs more by the hour; they go on when it is mended', async () => {
    await stage.create(vm('a'), replication());
    await withPlan();
    await platform.advance(2 * HOUR_MS);
    expect([await pushedAfter(), await rpo()]).toEqual([2 * HOUR_MS, 60]);
    const { id } = await platform.strike({ kind, target: broken });
    await platform.advance(5 * HOUR_MS);
    expect([await pushedAfter(), await rpo()]).toEqual([2 * HOUR_MS, 300]);
    expect((await stage.last('interval')).state).toBe('failed');
    await platform.mend(id);
    await platform.advance(HOUR_MS);
    expect([await pushedAfter(), await rpo()]).toEqual([8 * HOUR_MS, 60]);
  });
});

test('a plan promises nothing before the initial copy has ended, and nothing of what is paused', async () => {
  await platform.setClock('manual');
  await stage.create(large(), replication({ interval_hours: 4 }));
  await withPlan();
  expect(await rpo()).toBeNull();
  await platform.advance(COPY_MS);
  expect(await rpo()).toBe(240);
  await change(platform, REPLICATION, { paused: true });
  expect(await rpo()).toBeNull();
});

test('what fell due while nobody moved the clock counts as it will be done', async () => {
  let now = NOON;
  const late = await openStage({ clock: { now: () => now } });
  platform = late.platform;
  await late.create(standby(), target(), policy(), vm('a'), replication({ interval_hours: 4 }));
  await withPlan();
  now += 30 * DAY_MS;
  expect(await rpo()).toBe(240);
  await stage.platform.close();
});

test('nothing is pushed while the copy runs in the place of the VM, and pushes go on when it is stopped', async () => {
  await stage.create(vm('a'), replication());
  await platform.act({ type: 'vm_replication', id: REPLICATION, action: 'start_copy', input: {} });
  await platform.advance(5 * HOUR_MS);
  expect(await pushedAfter()).toBe(0);
  await platform.act({ type: 'vm_replication', id: REPLICATION, action: 'stop_copy', input: {} });
  await platform.advance(2 * HOUR_MS);
  expect(await pushedAfter()).toBe(7 * HOUR_MS);
});

test('a replicated VM stays, and its replication leaves nothing behind', async () => {
  await stage.create(vm('a'), replication());
  expect(said(await refusalOf(remove(platform, 'virtual_machine', vmId('a'))))).toEqual([`IN-USE-001 ${vmId('a')}`]);
  await remove(platform, 'vm_replication', REPLICATION);
  const { done } = await platform.advance(5 * HOUR_MS);
  expect([done, (await platform.get(POLICY))?.id]).toEqual([0, POLICY]);
});

test('a request is taken up, worked on and closed', async () => {
  await platform.setClock('manual');
  const contact = { name: 'A', email: 'a@example.org', phone: '1' };
  const { id } = await create(platform, { type: 'service_request', values: { name: 'r', kind: 'other', subject: 'A question', contact } });
  const status = async (): Promise<unknown> => (await platform.observe(id))['status'];
  const passed: unknown[] = [await status()];
  for (const minutes of [14, 1, 44, 1]) {
    await platform.advance(minutes * MINUTE_MS);
    passed.push(await status());
  }
  expect(passed).toEqual(['open', 'open', 'in_progress', 'in_progress', 'closed']);
  expect(await stage.last('request')).toMatchObject({ state: 'completed', ends_at: NOON + HOUR_MS });
});
