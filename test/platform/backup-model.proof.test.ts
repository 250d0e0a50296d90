/** Whatever happens to policies, VMs, quotas and zones: what is kept is as much as was asked, adds up, and can be restored or says why not. */
import fc from 'fast-check';
import { DATASTORE, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { Refusal } from '../../lib/core/command';
import type { FaultOrder } from '../../lib/core/fault';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openStage, QUOTA, quota, type Stage } from './backup-stage';
import { change, create, remove } from './open-platform';

const KINDS = ['daily', 'weekly', 'monthly', 'yearly'] as const;
const policyId = (name: string): string => `tenants/main/backup-policies/${name}`;

type Step = (stage: Stage) => Promise<unknown>;

const names = fc.constantFrom('a', 'b', 'c');
const policies = fc.constantFrom('p', 'q');
const some = fc.subarray([policyId('p'), policyId('q')], { minLength: 1 });
const kept = fc.record({
  keep_daily: fc.integer({ min: 0, max: 3 }),
  keep_weekly: fc.integer({ min: 0, max: 2 }),
  keep_monthly: fc.integer({ min: 0, max: 2 }),
  keep_yearly: fc.integer({ min: 0, max: 1 }),
});
const looks = fc.record({
  power_state: fc.constantFrom('on', 'off'),
  change_rate_percent_per_day: fc.constantFrom(0, 2.5, 5, 100),
  backup_policy_ids: some,
  disks: fc.constantFrom(
    [disk({ size_gib: 300 })],
    [disk({ size_gib: 900 })],
    [disk({ size_gib: 300 }), disk({ name: 'd1', size_gib: 600, exclude_from_backup: true })],
    [disk({ size_gib: 300, constant_writes: true }), disk({ name: 'd1', size_gib: 500 })],
  ),
  allow_destroy: fc.constant(true),
});
const faults: fc.Arbitrary<FaultOrder> = fc.constantFrom(
  { kind: 'zone', target: { zone: 'th3s' } },
  { kind: 'zone', target: { zone: 'par7s' } },
  { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 400 }).map(
      (hours): Step =>
        ({ platform }) =>
          platform.advance(hours * HOUR_MS),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(names, looks).map(
      ([name, values]): Step =>
        ({ platform }) =>
          write(platform, name, values),
    ),
  },
  names.map(
    (name): Step =>
      ({ platform }) =>
        remove(platform, 'virtual_machine', vmId(name)),
  ),
  fc.tuple(policies, kept).map(
    ([name, values]): Step =>
      ({ platform }) =>
        change(platform, policyId(name), values),
  ),
  fc.tuple(policies, fc.boolean()).map(
    ([name, suspended]): Step =>
      ({ platform }) =>
        change(platform, policyId(name), { suspended }),
  ),
  fc.integer({ min: 1, max: 4 }).map(
    (size_tib): Step =>
      ({ platform }) =>
        change(platform, QUOTA, { size_tib }),
  ),
  faults.map(
    (order): Step =>
      ({ platform }) =>
        platform.strike(order),
  ),
  fc.constant<Step>(async ({ platform }) => platform.mend((await platform.faults())[0]?.id ?? 'none')),
  names.map(
    (name): Step =>
      (stage) =>
        stage.act('run_backup', {}, name),
  ),
  {
    weight: 4,
    arbitrary: fc.tuple(names, fc.nat(), fc.constantFrom('test', 'clone', 'production'), fc.boolean()).map(
      ([name, which, mode, start_from_backup]): Step =>
        (stage) =>
          restoreOne(stage, name, which, { mode, start_from_backup }),
    ),
  },
  fc.constantFrom('manual', 'automatic').map(
    (mode): Step =>
      ({ platform }) =>
        platform.setClock(mode === 'manual' ? 'manual' : 'automatic'),
  ),
);

async function write(platform: Platform, name: string, values: Values): Promise<unknown> {
  const stands = await platform.get(vmId(name));
  return stands ? change(platform, vmId(name), values) : create(platform, vm(name, values));
}

/** Restores one of the backups that are listed: it ends well, is under way, is refused by a rule, or says why not. */
async function restoreOne(stage: Stage, name: string, which: number, input: Values): Promise<void> {
  const listed = (await stage.platform.get(vmId(name))) ? await stage.backups(name) : [];
  const chosen = listed[which % Math.max(1, listed.length)];
  if (!chosen) return;
  const clone = input['mode'] === 'clone' ? { name: `clone-${String(chosen['id'])}`.slice(0, 60) } : {};
  const { state, reason } = await stage.act('restore', { backup: String(chosen['id']), ...input, ...clone }, name);
  if (chosen['usable'] === false) expect(state).toBe('failed');
  if (state === 'failed') expect(reason).toMatch(/\S/);
  else expect(['running', 'completed']).toContain(state);
}

/** What was seen before the last step. */
interface Before {
  readonly used: number;
  /** All backups that were ever listed. */
  readonly ever: Set<string>;
  readonly listed: ReadonlySet<string>;
}

async function check({ platform }: Stage, before: Before): Promise<Before> {
  const { now } = await platform.clock();
  const keeps = new Map(
    await Promise.all(['p', 'q'].map(async (name) => [policyId(name), (await platform.get(policyId(name)))?.values ?? {}] as const)),
  );
  const listed = new Set<string>();
  let sum = 0;
  let count = 0;
  for (const { id } of await platform.list('virtual_machine')) {
    const seen = await platform.observe(id);
    const backups = seen['backups'] as readonly Values[];
    const taken = backups.map((each) => Date.parse(String(each['taken_at'])));
    expect(taken.every((at) => at <= now)).toBe(true);
    expect(taken).toEqual([...taken].sort((a, b) => a - b));
    if (backups.length > 0) expect(Date.parse(String(seen['last_backup_at']))).toBeGreaterThanOrEqual(Math.max(...taken));
    for (const [policy, values] of keeps) {
      const own = backups.filter((each) => each['backup_policy_id'] === policy);
      for (const kind of KINDS) expect(own.filter((each) => each['kind'] === kind).length).toBeLessThanOrEqual(Number(values[`keep_${kind}`]));
      if (policy !== policyId('p')) continue;
      count += own.length;
      sum += own.reduce((all, each) => all + Number(each['size_gib']), 0);
    }
    for (const each of backups) listed.add(`${id} ${String(each['id'])}`);
  }
  const used = Number((await platform.observe(QUOTA))['used_gib']);
  // Each size is shown rounded up to thousandths, their sum to whole GiB.
  expect(used).toBeGreaterThanOrEqual(sum - count / 1000);
  expect(used).toBeLessThan(sum + 1);
  const size = Number((await platform.get(QUOTA))?.values['size_tib']) * 1024;
  expect(used).toBeLessThanOrEqual(Math.max(size, before.used));
  // What was purged never comes back.
  for (const each of listed) expect(before.ever.has(each) && !before.listed.has(each)).toBe(false);
  return { used, ever: new Set([...before.ever, ...listed]), listed };
}

/** Of what was purged, nothing can be restored. */
async function checkPurged(stage: Stage, { ever, listed }: Before): Promise<void> {
  for (const each of [...ever].filter((one) => !listed.has(one)).slice(0, 3)) {
    const [id = '', backup = ''] = each.split(' ');
    if (!(await stage.platform.get(id))) continue;
    expect(await stage.act('restore', { backup, mode: 'production' }, id.split('/').at(-1))).toMatchObject({ state: 'failed' });
  }
}

async function begin(): Promise<Stage> {
  const stage = await openStage();
  await stage.create(quota(2), policy({ name: 'p', backup_storage_id: QUOTA }), policy({ name: 'q', keep_daily: 2, keep_weekly: 1 }));
  await stage.create(vm('a', { backup_policy_ids: [policyId('p')], disks: [disk({ size_gib: 300, datastore_id: DATASTORE })] }));
  return stage;
}

const taken = (each: Step, stage: Stage): Promise<unknown> =>
  each(stage).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    expect(error.findings.length).toBeGreaterThan(0);
  });

test('what is kept never exceeds what is asked, adds up to what the quota holds, and never outgrows it; twice the same is the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const [stage, twin] = [await begin(), await begin()];
      let before: Before = { used: 0, ever: new Set(), listed: new Set() };
      for (const each of steps) {
        await taken(each, stage);
        await taken(each, twin);
        before = await check(stage, before);
      }
      expect(await twin.platform.hash()).toBe(await stage.platform.hash());
      await checkPurged(stage, before);
      for (const { platform } of [stage, twin]) await platform.close();
    }),
    { numRuns: 30 },
  );
}, 60_000);
