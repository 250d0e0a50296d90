/** Whatever comes, breaks and is mended: no host holds more than it has, nothing runs on what is lost, and all run again once all is mended. */
import fc from 'fast-check';
import { cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { MIRROR, mirror, STANDBY, standby } from '../../lib/catalogue/facts/example-replication';
import { hostCapacity, identicalHosts, place } from '../../lib/catalogue/facts/placement';
import { groupsOf, type Tie } from '../../lib/catalogue/facts/placement-groups';
import { Refusal } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, remove } from './open-platform';

const VMS = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'];
const POOLS = ['plain', 'cards'] as const;
const poolId = (name: string): string => `tenants/main/cpools/${name}`;
const tieId = (name: string): string => `tenants/main/affinity-rules/${name}`;
const some = <T>(...values: T[]) => fc.constantFrom(...values);

/** Tied VMs all come to `plain`. */
const comes = fc
  .record({
    name: some(...VMS),
    pool: some<string>('plain', 'plain', 'cards'),
    memory_gib: some(8, 60, 100, 150, 190, 300),
    gpu_count: some(0, 1, 2),
    restart_priority: some('low', 'medium', 'high'),
    power_state: some('on', 'on', 'on', 'off'),
    allow_power_cycle: fc.boolean(),
  })
  .map(({ pool, gpu_count, ...values }) => ({
    kind: 'vm' as const,
    values: { ...values, cpool_id: poolId(pool), gpu_count: pool === 'cards' ? gpu_count : 0 },
  }));
const grows = fc.record({
  kind: fc.constant('cpool' as const),
  name: some(...POOLS),
  values: fc.oneof(
    fc.record({ host_count: some(2, 3, 4) }),
    fc.record({ ha_enabled: some(true, true, false) }),
    fc.record({ hypervisor_build: some('7.0.3-23794027', '8.0.2-23305546', '8.0.3-24280767') }),
  ),
});
const ties = fc.record({
  kind: fc.constant('tie' as const),
  name: some('t1', 't2'),
  values: fc.record({ kind: some('affinity', 'anti_affinity'), of: fc.uniqueArray(some(...VMS), { minLength: 2, maxLength: 3 }) }),
});
const breaks = fc.record({
  kind: fc.constant('strike' as const),
  fault: fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('blade'), host: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('chassis'), host: fc.nat(0) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('zone'), host: fc.nat(1) }) },
  ),
  for_seconds: some(undefined, undefined, 60, 3600, 7200),
  after_seconds: some(undefined, undefined, 10),
});
const step = fc.oneof(
  { weight: 8, arbitrary: comes },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('gone' as const), name: some(...VMS) }) },
  { weight: 2, arbitrary: grows },
  { weight: 1, arbitrary: ties },
  { weight: 4, arbitrary: breaks },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('mend' as const), at: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('role' as const), to: some('failed_over', 'failed_over', 'primary') }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: some(SECOND_MS, 14 * SECOND_MS, MINUTE_MS, 25 * MINUTE_MS, DAY_MS) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function ground(store = memoryStore()): Promise<Platform> {
  const platform = await openPlatform({ clock: { now: () => NOON }, store });
  const pools = [
    cpool({ name: 'plain', host_count: 3, memory_gib: 1152 }),
    cpool({ name: 'cards', blade_class: 'perf4-v3', host_count: 3, memory_gib: 1536 }),
  ];
  const storage = [datastore({ size_gib: 16_384, cpool_ids: POOLS.map(poolId) }), policy(), standby({ memory_gib: 768 })];
  const copy = mirror({ standby_cpool_id: STANDBY, accept_degraded: true });
  for (const entry of [...pools, ...storage, copy]) await create(platform, entry);
  return platform;
}

const hostsIn = (seen: Values, key: string): readonly string[] => (seen[key] ?? []) as readonly string[];

async function targetOf(platform: Platform, { kind, host }: { readonly kind: string; readonly host: number }): Promise<Values> {
  if (kind === 'zone') return { zone: host === 0 ? 'par7s' : 'th3s' };
  if (kind === 'chassis') return { zone: 'par7s', chassis: 5 };
  const all = (await look(platform, 'cpool')).flatMap(({ seen }) => hostsIn(seen, 'host_ids'));
  return { blade: all[host % all.length] ?? '' };
}

async function take(platform: Platform, given: Step): Promise<unknown> {
  switch (given.kind) {
    case 'vm': {
      const entry = vm(given.values.name, given.values);
      return (await platform.get(vmId(given.values.name))) ? change(platform, vmId(given.values.name), given.values) : create(platform, entry);
    }
    case 'gone':
      return remove(platform, 'virtual_machine', vmId(given.name));
    case 'cpool':
      return change(platform, poolId(given.name), { ...given.values, memory_gib: given.name === 'plain' ? 768 : 1024 });
    case 'tie': {
      await remove(platform, 'affinity_rule', tieId(given.name));
      const { kind, of } = given.values;
      return create(platform, {
        type: 'affinity_rule',
        values: { name: given.name, cpool_id: poolId('plain'), kind, virtual_machine_ids: of.map(vmId) },
      });
    }
    case 'strike': {
      const { for_seconds, after_seconds } = given;
      const times = { ...(for_seconds === undefined ? {} : { for_seconds }), ...(after_seconds === undefined ? {} : { after_seconds }) };
      return platform.strike({ kind: given.fault.kind, target: await targetOf(platform, given.fault), ...times });
    }
    case 'mend': {
      const faults = await platform.faults();
      return platform.mend(faults[given.at % Math.max(1, faults.length)]?.id ?? '');
    }
    case 'role':
      return change(platform, MIRROR, { desired_role: given.to });
    case 'advance':
      return platform.advance(given.ms);
    default:
      return given satisfies never;
  }
}

const wasTaken = (platform: Platform, given: Step): Promise<boolean> =>
  take(platform, given).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false;
      throw error;
    },
  );

interface Seen {
  readonly id: string;
  readonly values: Values;
  readonly seen: Values;
}

const look = async (platform: Platform, type: string): Promise<Seen[]> =>
  Promise.all((await platform.list(type)).map(async ({ id, values }) => ({ id, values, seen: await platform.observe(id) })));

const sumOf = (machines: readonly Seen[], key: string): number => machines.reduce((sum, { values }) => sum + Number(values[key]), 0);

function checkPool({ id, values, seen }: Seen, machines: readonly Seen[], rules: readonly Seen[]): void {
  const here = machines.filter((machine) => hostsIn(seen, 'host_ids').includes(String(machine.seen['host_id'])));
  const each = hostCapacity(values as Parameters<typeof hostCapacity>[0]);
  for (const host of new Set(here.map((machine) => String(machine.seen['host_id'])))) {
    const those = here.filter((machine) => machine.seen['host_id'] === host);
    expect([host, sumOf(those, 'memory_gib') <= each.memory_gib, sumOf(those, 'gpu_count') <= each.gpu_count]).toEqual([host, true, true]);
    expect(hostsIn(seen, 'lost_host_ids')).not.toContain(host);
    expect(String(seen['hypervisor_update'])).not.toContain(`now ${host}`);
  }
  expect(seen['memory_used_gib']).toBe(sumOf(here, 'memory_gib'));
  expect(sumOf(here, 'memory_gib')).toBeLessThanOrEqual(Number(values['memory_gib']) * Number(values['memory_overcommit_ratio']));
  for (const rule of rules.filter((tie) => tie.values['cpool_id'] === id)) {
    const tied = here.filter((machine) => (rule.values['virtual_machine_ids'] as readonly string[]).includes(machine.id));
    const apart = new Set(tied.map((machine) => machine.seen['host_id'])).size;
    expect([rule.id, apart]).toEqual([rule.id, rule.values['kind'] === 'affinity' ? Math.min(1, tied.length) : tied.length]);
  }
}

async function check(platform: Platform): Promise<void> {
  const machines = await look(platform, 'virtual_machine');
  const rules = await look(platform, 'affinity_rule');
  for (const pool of await look(platform, 'cpool')) checkPool(pool, machines, rules);
  for (const { id, values, seen } of machines) {
    const allowed = values['power_state'] === 'off' ? ['stopped'] : seen['host_id'] === null ? ['down'] : ['running', 'frozen'];
    expect([id, allowed]).toEqual([id, expect.arrayContaining([seen['state']])]);
    const isExplained = typeof seen['state_reason'] === 'string';
    expect([id, isExplained]).toEqual([id, seen['state'] === 'down' || seen['state'] === 'frozen']);
    expect(seen['availability_percent']).toBeGreaterThanOrEqual(0);
    expect(seen['availability_percent']).toBeLessThanOrEqual(100);
  }
}

/** Whether all VMs of a Cpool that are on find hosts, if nothing is lost. */
async function fits(platform: Platform, { id, values }: Seen): Promise<boolean> {
  const vms = (await platform.list('virtual_machine')).filter((each) => each.values['cpool_id'] === id && each.values['power_state'] === 'on');
  const placed = vms.map((each) => ({ id: each.id, memory_gib: Number(each.values['memory_gib']), gpu_count: Number(each.values['gpu_count']) }));
  const rules = (await platform.list('affinity_rule')).filter((each) => each.values['cpool_id'] === id);
  const hosts = identicalHosts(Number(values['host_count']), hostCapacity(values as Parameters<typeof hostCapacity>[0]));
  return (
    place({
      groups: groupsOf(
        placed,
        rules.map((each) => ({ ...each.values, id: each.id }) as unknown as Tie),
      ),
      hosts,
    }).outcome === 'fits'
  );
}

const steps = fc.array(step, { minLength: 10, maxLength: 60 });
const clock = some<'manual' | 'automatic'>('manual', 'manual', 'automatic');

test('no host is overfull or lost, no VM is down without a reason, and all run again once all is mended', async () => {
  const met = { taken: 0, refused: 0, down: 0, fitted: 0 };
  await fc.assert(
    fc.asyncProperty(steps, clock, async (given, mode) => {
      const platform = await ground();
      await platform.setClock(mode);
      for (const each of given) {
        met[(await wasTaken(platform, each)) ? 'taken' : 'refused'] += 1;
        await check(platform);
        met.down += (await look(platform, 'virtual_machine')).filter(({ seen }) => seen['state'] === 'down').length;
      }
      for (const { id } of await platform.faults()) await platform.mend(id);
      await change(platform, MIRROR, { desired_role: 'primary' });
      await platform.advance(30 * DAY_MS);
      await check(platform);
      for (const pool of await look(platform, 'cpool')) {
        if (!(await fits(platform, pool))) continue;
        met.fitted += 1;
        const down = (await look(platform, 'virtual_machine')).filter(
          ({ values, seen }) => values['cpool_id'] === pool.id && seen['state'] === 'down',
        );
        expect(down.map(({ id, seen }) => [id, seen['state_reason']])).toEqual([]);
      }
      await platform.close();
    }),
    { numRuns: 20 },
  );
  // Steps that all meet a refusal, and faults that take nothing down, would prove nothing.
  expect([met.taken > met.refused, met.down > 30, met.fitted > 20]).toEqual([true, true, true]);
});

test('the same steps give the same hash, in one go and with the platform closed and opened anew between them', async () => {
  await fc.assert(
    fc.asyncProperty(steps, clock, async (given, mode) => {
      const one = await ground();
      const store = memoryStore();
      let other = await ground(store);
      for (const platform of [one, other]) await platform.setClock(mode);
      for (const each of given) await wasTaken(one, each);
      for (const [at, each] of given.entries()) {
        if (at % 7 === 6) other = await openPlatform({ clock: { now: () => NOON }, store });
        await wasTaken(other, each);
      }
      expect(await other.hash()).toBe(await one.hash());
      await Promise.all([one.close(), other.close()]);
    }),
    { numRuns: 8 },
  );
});
