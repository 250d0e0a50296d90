/** A small stock and random commands on every type: nothing is handed out twice or beyond what there is, and nothing points to what is gone. */
import fc from 'fast-check';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import type { Command } from '../../lib/core/command';
import { leavesAt } from '../../lib/core/path';
import { GIB_PER_TIB } from '../../lib/core/units';
import { type ArrayStock, usableGib, type World } from '../../lib/core/world';
import type { Platform } from '../../lib/platform/platform';
import type { Row } from '../../lib/platform/store';
import { openPlatform } from './open-platform';
import { commandsStep, groundOf, standbyOf, stepsOf } from './random-commands';
import { giveStep } from './random-platform';

/** Few enough blades and arrays small enough for random commands to use them up. */
const small: World = {
  ...defaultWorld,
  name: 'small',
  zones: Object.fromEntries(
    Object.keys(defaultWorld.zones).map((zone) => {
      const array = (name: string, media: ArrayStock['media'], drive_tb: number): ArrayStock => {
        return { name: `${zone}-${name}`, media, drives: 13, drive_tb, stripe_width: 12, rebuild_areas: 1 };
      };
      const arrays = [array('flash-1', 'flash', 0.3), array('flash-2', 'flash', 0.25), array('mass-1', 'mass', 0.6)];
      return [zone, { blades: { 'standard-v3': 7, 'perf4-v3': 3 }, blades_per_chassis: 8, arrays }];
    }),
  ),
};
const arrayNames = new Map(Object.values(small.zones).flatMap(({ arrays }) => arrays.map((array) => [array.name, array] as const)));

/** GiB that a row takes on its array, told from the values that its user wrote. */
function takenBy({ type, values, runtime }: Row, rows: ReadonlyMap<string, Row>): readonly [array: string, gib: number] | undefined {
  const array = String(runtime?.['array']);
  if (type === 'datastore') return [array, Number(values['size_gib'])];
  if (type === 'backup_storage') return [array, Number(values['size_tib']) * GIB_PER_TIB];
  if (type !== 'global_mirror_lun') return undefined;
  return [array, Number(values['secondary_size_gib'] ?? rows.get(String(values['datastore_id']))?.values['size_gib'] ?? 0)];
}

function checkArrays(rows: ReadonlyMap<string, Row>): void {
  const taken = new Map<string, number>();
  for (const row of rows.values()) {
    const claim = takenBy(row, rows);
    if (claim) taken.set(claim[0], (taken.get(claim[0]) ?? 0) + claim[1]);
  }
  for (const [name, gib] of taken) {
    const array = arrayNames.get(name);
    expect([name, array !== undefined && gib <= usableGib(array)]).toEqual([name, true]);
  }
}

async function checkBlades(platform: Platform, rows: ReadonlyMap<string, Row>): Promise<void> {
  const free = new Map(
    Object.entries(small.zones).flatMap(([zone, { blades }]) => Object.entries(blades).map(([name, n]) => [`${zone} ${name}`, n])),
  );
  const held: unknown[] = [];
  for (const { type, id, values } of rows.values()) {
    if (type !== 'cpool') continue;
    const hosts = (await platform.observe(id))['host_ids'] as readonly string[];
    expect(hosts).toHaveLength(Number(values['host_count']));
    held.push(...hosts);
    const stock = `${String(values['availability_zone'])} ${String(values['blade_class'])}`;
    free.set(stock, (free.get(stock) ?? 0) - hosts.length);
  }
  expect(new Set(held).size).toBe(held.length);
  expect([...free].filter(([, left]) => left < 0)).toEqual([]);
}

/** Every reference leads to a resource of a type that it may lead to. */
function checkReferences(rows: ReadonlyMap<string, Row>): void {
  const nowhere = [...rows.values()].flatMap((row) =>
    (catalogue.references.get(row.type) ?? []).flatMap(({ path, to }) =>
      leavesAt(row.values, path)
        .filter((id) => id !== null && !to.includes(rows.get(String(id))?.type ?? ''))
        .map((id) => `${row.id} ${path} ${String(id)}`),
    ),
  );
  expect(nowhere).toEqual([]);
}

const gently = (command: Command): Command =>
  command.kind === 'delete' ? command : { ...command, values: { ...command.values, allow_destroy: null } };

/** What came of some commands: the codes that they were refused for, none where they were carried out. */
async function give(platform: Platform, commands: readonly Command[]): Promise<readonly string[]> {
  const before = await platform.hash();
  const { kept, codes } = await giveStep(platform, { kind: 'commands', commands });
  if (!kept) expect(await platform.hash()).toBe(before);
  return codes;
}

async function check(platform: Platform): Promise<void> {
  const rows = new Map(Array.from((await platform.contents()).rows, (row) => [row.id, row]));
  checkArrays(rows);
  await checkBlades(platform, rows);
  checkReferences(rows);
}

test('blades and GiB never fall below zero, a refused step leaves no trace, and what is gone is mentioned nowhere', async () => {
  const met = new Map<string, number>();
  const steps = fc.array(commandsStep(), { minLength: 20, maxLength: 80, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, async (asked) => {
      const platform = await openPlatform({ world: small });
      for (const step of [groundOf(), standbyOf(), ...asked.map(({ commands }) => commands.map(gently))]) {
        const codes = await give(platform, step);
        for (const code of codes.length === 0 ? ['carried out'] : codes) met.set(code, (met.get(code) ?? 0) + 1);
        if (codes.length > 0) continue;
        await check(platform);
      }
      await platform.close();
    }),
    // What random commands meet is chance, and both edges of the stock must be met: the same ones each time.
    { numRuns: 25, seed: 7 },
  );
  // Without both edges of the stock this would prove nothing.
  for (const code of ['carried out', 'CAPACITY-001', 'CAPACITY-002', 'IN-USE-001']) expect([code, met.has(code)]).toEqual([code, true]);
});

test('the same holds while time passes, things break, and copies and backups run in the place of VMs', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
      const platform = await openPlatform({ world: small });
      await platform.dispatchAll([...groundOf(), ...standbyOf()]);
      for (const step of stepsOf('main', seed, 80, 'moving')) {
        const gentle = step.kind === 'commands' ? { ...step, commands: step.commands.map(gently) } : step;
        if (!(await giveStep(platform, gentle)).kept) continue;
        kept += 1;
        await check(platform);
      }
      await platform.close();
    }),
    { numRuns: 12 },
  );
  expect(kept).toBeGreaterThan(100);
});
