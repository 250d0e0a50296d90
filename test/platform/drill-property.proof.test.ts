/** Whatever estate, whatever is lost, whenever: each VM of a plan comes back with finite numbers or has a reason, and production never changes. */
import fc from 'fast-check';
import { datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, mirror, mirrorId, replication, STANDBY, standby, target } from '../../lib/catalogue/facts/example-replication';
import { drill } from '../../lib/catalogue/protection/drill';
import { Refusal } from '../../lib/core/command';
import type { DrillTold, Recovery } from '../../lib/core/drill';
import { MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { rehearse } from '../../lib/platform/rehearse';
import { PLAN, plan } from './drill-estate';
import { create, type Entry, openPlatform, withGround } from './open-platform';

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const LUNS = ['ds1', 'ds2', 'local'] as const;

const machine = fc.record({
  luns: fc.uniqueArray(fc.constantFrom('ds1', 'ds1', ...LUNS), { minLength: 1, maxLength: 2 }),
  memory_gib: fc.constantFrom(8, 32, 120),
  power_state: fc.constantFrom('on', 'on', 'on', 'off'),
  rpo_minutes: fc.constantFrom(null, 15, 1440),
  rto_minutes: fc.constantFrom(null, 15, 70, 240),
  wired: fc.constantFrom(true, false, false),
  replicated: fc.option(fc.record({ interval_hours: fc.integer({ min: 1, max: 24 }), paused: fc.boolean(), counted: fc.boolean() })),
  place: fc.option(fc.record({ priority: fc.integer({ min: 1, max: 3 }), start_delay_seconds: fc.constantFrom(0, 60, 900) }), { freq: 5 }),
});

const estate = fc.record({
  machines: fc.array(machine, { minLength: 1, maxLength: NAMES.length }),
  mirrors: fc.array(
    fc.record({ cycle: fc.option(fc.constantFrom(60, 300, 3600)), cpool: fc.constantFrom(true, true, false), grouped: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  standby: fc.constantFrom(256, 256, 600),
  reach: fc.constantFrom(['par7s'], ['par7s', 'th3s']),
  lose: fc.constantFrom(
    { kind: 'zone', target: { zone: 'par7s' } },
    { kind: 'zone', target: { zone: 'par7s' } },
    { kind: 'zone', target: { zone: 'par7s' } },
    { kind: 'zone', target: { zone: 'th3s' } },
    { kind: 'region', target: { region: 'fr1' } },
    { kind: 'array', target: { array: 'par7s-flash-1' } },
    { kind: 'blade', target: { blade: 'par7s-standard-v3-001' } },
  ),
  minutes: fc.integer({ min: 0, max: 3000 }),
});
type Drawn = typeof estate extends fc.Arbitrary<infer T> ? T : never;

/** The entries of an estate, in an order that works. */
function entriesOf({ machines, mirrors, standby: memory_gib, reach }: Drawn): Entry[] {
  const named = machines.map((each, at) => ({ ...each, name: NAMES[at] ?? '' }));
  const copied = mirrors.map(({ cycle, cpool, grouped }, at) =>
    mirror({
      name: `gm${at}`,
      datastore_id: datastoreId(LUNS[at] ?? ''),
      cycle_period_seconds: cycle,
      ...(cpool ? { standby_cpool_id: STANDBY } : {}),
      ...(grouped ? { consistency_group: 'together' } : {}),
    }),
  );
  const pushed = named.flatMap(({ name, replicated }) =>
    replicated
      ? [replication({ name: `r-${name}`, virtual_machine_id: vmId(name), interval_hours: replicated.interval_hours, paused: replicated.paused })]
      : [],
  );
  const counted = [
    ...mirrors.map((_, at) => mirrorId(`gm${at}`)),
    ...named.flatMap(({ name, replicated }) => (replicated?.counted ? [`tenants/main/vm-replications/r-${name}`] : [])),
  ];
  const groups = named.flatMap(({ name, place }) => (place ? [{ ...place, virtual_machine_ids: [vmId(name)] }] : []));
  return [
    { type: 'network', values: { name: 'lan', availability_zones: reach, vlan_id: 20 } },
    policy({ name: 'third', availability_zone: 'az07' }),
    standby({ host_count: 2, memory_gib }),
    datastore({ name: 'ds2' }),
    datastore({ name: 'local' }),
    target(),
    ...copied,
    ...named.map(({ name, luns, memory_gib: memory, power_state, rpo_minutes, rto_minutes, wired }) =>
      vm(name, {
        memory_gib: memory,
        power_state,
        rpo_minutes,
        rto_minutes,
        disks: luns.map((lun, at) => disk({ name: `d${at}`, datastore_id: datastoreId(lun) })),
        network_interfaces: wired ? [{ name: 'n0', network_id: 'tenants/main/networks/lan' }] : null,
      }),
    ),
    ...pushed,
    plan(groups, counted),
  ];
}

/** Builds what the platform takes of it; undefined where a plan would start nothing. */
async function built(drawn: Drawn): Promise<Platform | undefined> {
  const platform = await withGround(await openPlatform());
  for (const entry of entriesOf(drawn)) {
    try {
      await create(platform, entry);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  const { groups, mechanism_ids } = (await platform.get(PLAN))?.values ?? {};
  return Array.isArray(groups) && groups.length > 0 && Array.isArray(mechanism_ids) && mechanism_ids.length > 0 ? platform : undefined;
}

async function checkFate(platform: Platform, fate: Recovery, told: DrillTold): Promise<void> {
  const { outcome, reason, rpo_minutes, rto_minutes, runs_in, by } = fate;
  expect([fate.resource, outcome === 'recovered', reason === null]).toEqual([fate.resource, reason === null, outcome === 'recovered']);
  for (const minutes of [rpo_minutes, rto_minutes]) if (minutes !== null) expect(minutes).toBeGreaterThanOrEqual(0);
  if (outcome !== 'recovered' && outcome !== 'unreachable') return;
  expect([Number.isInteger(rpo_minutes), Number.isInteger(rto_minutes)]).toEqual([true, true]);
  expect(Date.parse(fate.consistent_at ?? '')).toBeLessThanOrEqual(Date.parse(told.lost_at));
  expect(Date.parse(fate.running_at ?? '')).toBeGreaterThanOrEqual(Date.parse(told.lost_at));
  const zone = (await platform.get(runs_in ?? ''))?.values['availability_zone'];
  expect(zone).toBe(by.includes('high availability') ? 'par7s' : 'th3s');
}

async function checkTold(platform: Platform, told: DrillTold, drawn: Drawn): Promise<void> {
  const places = drawn.machines.flatMap(({ place }, at) => (place ? [vmId(NAMES[at] ?? '')] : []));
  const stands = new Set((await platform.list('virtual_machine')).map(({ id }) => id));
  expect(told.recoveries.map(({ resource }) => resource).sort()).toEqual(places.filter((id) => stands.has(id)).sort());
  for (const fate of told.recoveries) await checkFate(platform, fate, told);
  for (const { outcome, reason } of told.left_behind) expect([outcome, reason === null]).toEqual(['left_behind', false]);
  const brought = told.recoveries.filter(({ runs_in }) => runs_in === STANDBY);
  const memories = await Promise.all(brought.map(async ({ resource }) => Number((await platform.get(resource))?.values['memory_gib'])));
  expect(memories.reduce((sum, gib) => sum + gib, 0)).toBeLessThanOrEqual(drawn.standby);
  const times = told.timeline.map(({ at }) => Date.parse(at));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const misses = [...told.recoveries, ...told.left_behind].some((each) => each.misses.length > 0);
  expect(told.verdict).toBe(misses ? 'missed' : 'met');
}

test('a drill speaks of every VM of the plan, in numbers or with a reason, and again in the same words', async () => {
  let held = 0;
  let back = 0;
  await fc.assert(
    fc.asyncProperty(estate, async (drawn) => {
      const platform = await built(drawn);
      if (!platform) return;
      const hash = await platform.hash();
      const order = { plan: PLAN, lose: drawn.lose, at: { afterMs: drawn.minutes * MINUTE_MS } };
      const one = await rehearse(platform, (stage) => drill(stage, order));
      await checkTold(platform, one.told, drawn);
      const other = await rehearse(platform, (stage) => drill(stage, order));
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      expect([one.afterwards, await platform.hash()]).toEqual(['unchanged', hash]);
      held += 1;
      back += one.told.summary.recovered;
      await platform.close();
    }),
    { seed: 20_260_301, numRuns: 40 },
  );
  // The estates are worth the drills: many are held, and much comes back.
  expect([held > 25, back > 15]).toEqual([true, true]);
}, 60_000);
