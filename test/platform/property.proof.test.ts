/** Whatever is asked, in whatever order: the sums agree with what stands, and a platform that is read again is the same one. */
import fc from 'fast-check';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { type Command, Refusal } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { usableGib } from '../../lib/core/world';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { openPlatform } from './open-platform';
import { anyCommand, computingCommand, groundOf, standbyOf } from './random-commands';
import { scratch } from './scratch';

const file = scratch();
let files = 0;

interface Told {
  carriedOut: number;
  /** Something went although it was in use. */
  forced: boolean;
}

async function give(platform: Platform, commands: readonly Command[]): Promise<Told> {
  const told: Told = { carriedOut: 0, forced: false };
  for (const each of commands) {
    const before = each.kind === 'delete' ? await platform.get(each.id) : undefined;
    try {
      await platform.dispatch(each);
      told.carriedOut += 1;
      told.forced ||= before?.values['allow_destroy'] === true && before.type !== 'virtual_machine';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.findings.length).toBeGreaterThan(0);
    }
  }
  return told;
}

const number = (values: Values, key: string): number => Number(values[key]);
const texts = (value: unknown): readonly string[] => (value ?? []) as readonly string[];

async function checkBlades(platform: Platform): Promise<void> {
  const all: string[] = [];
  for (const { id, values } of await platform.list('cpool')) {
    const seen = await platform.observe(id);
    const hosts = texts(seen['host_ids']);
    expect(hosts).toHaveLength(number(values, 'host_count'));
    all.push(...hosts);
    const running = (await platform.list('virtual_machine')).filter((vm) => vm.values['cpool_id'] === id && vm.values['power_state'] === 'on');
    expect(number(seen, 'memory_used_gib')).toBe(running.reduce((sum, vm) => sum + number(vm.values, 'memory_gib'), 0));
    const load = new Map(hosts.map((host) => [host, 0]));
    const at = new Map<string, string>();
    for (const vm of running) {
      const { host_id, state } = await platform.observe(vm.id);
      expect([vm.id, state, load.has(String(host_id))]).toEqual([vm.id, 'running', true]);
      load.set(String(host_id), (load.get(String(host_id)) ?? 0) + number(vm.values, 'memory_gib'));
      at.set(vm.id, String(host_id));
    }
    const ram = values['blade_class'] === 'standard-v3' ? 384 : 512;
    for (const used of load.values()) expect(used).toBeLessThanOrEqual(ram * number(values, 'memory_overcommit_ratio'));
    for (const tie of await platform.list('affinity_rule')) {
      if (tie.values['cpool_id'] !== id || tie.values['enabled'] !== true) continue;
      const places = texts(tie.values['virtual_machine_ids']).flatMap((vm) => at.get(vm) ?? []);
      expect(new Set(places).size).toBe(tie.values['kind'] === 'affinity' ? Math.min(1, places.length) : places.length);
    }
  }
  expect(new Set(all).size).toBe(all.length);
}

async function checkSpace(platform: Platform): Promise<void> {
  const onArray = new Map<string, number>();
  for (const { id, values } of await platform.list('datastore')) {
    const { array, free_gib } = await platform.observe(id);
    expect(Number(free_gib)).toBeGreaterThanOrEqual(0);
    onArray.set(String(array), (onArray.get(String(array)) ?? 0) + number(values, 'size_gib'));
  }
  const arrays = Object.values(defaultWorld.zones).flatMap((zone) => zone.arrays);
  for (const [name, used] of onArray) expect(used).toBeLessThanOrEqual(Math.max(...arrays.filter((array) => array.name === name).map(usableGib)));
}

const ground = groundOf();
const commands = fc.array(computingCommand(), { minLength: 5, maxLength: 40 });

test('blades, hosts, arrays and datastores are never overfull, and no refused state comes to stand unless it was forced', async () => {
  let carriedOut = 0;
  let given = 0;
  await fc.assert(
    fc.asyncProperty(commands, async (asked) => {
      const platform = await openPlatform();
      await give(platform, ground);
      const told = await give(platform, asked);
      carriedOut += told.carriedOut;
      given += asked.length;
      if (!told.forced) {
        await checkBlades(platform);
        await checkSpace(platform);
        expect((await platform.findings()).findings.filter((finding) => finding.class === 'refused')).toEqual([]);
      }
      await platform.close();
    }),
    { numRuns: 80 },
  );
  // Commands that all meet a refusal would prove nothing.
  expect(carriedOut / given).toBeGreaterThan(0.2);
});

test('whatever stands can be deleted, users first', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (asked) => {
      const platform = await openPlatform();
      await give(platform, [...ground, ...asked]);
      for (const type of ['affinity_rule', 'virtual_machine', 'datastore', 'cpool', 'network', 'backup_policy', 'tenant']) {
        for (const { id } of await platform.list(type)) await platform.dispatch({ kind: 'delete', type, id });
      }
      expect((await platform.findings()).findings).toEqual([]);
      await platform.close();
    }),
    { numRuns: 30 },
  );
});

test('read again from the disk, and taken over command by command in another process, a platform is the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCommand(), { minLength: 5, maxLength: 40 }), async (asked) => {
      const path = file(`p${++files}.db`);
      const all = [...ground, ...standbyOf(), ...asked];
      const memory = await openPlatform();
      const one = await openPlatform({ store: await openSqliteStore(path) });
      const other = await openPlatform({ store: await openSqliteStore(path) });
      await give(memory, all);
      for (const [turn, each] of all.entries()) await give(turn % 2 === 0 ? one : other, [each]);
      const hash = await memory.hash();
      expect(await one.hash()).toBe(hash);
      expect(await other.hash()).toBe(hash);
      const fork = await one.fork();
      expect(await fork.hash()).toBe(hash);
      await Promise.all([memory.close(), one.close(), other.close(), fork.close()]);
      const again = await openPlatform({ store: await openSqliteStore(path) });
      expect(await again.hash()).toBe(hash);
      await again.close();
    }),
    { numRuns: 10 },
  );
});

test('a preview of commands refuses what the commands would be refused for, and leaves all as it was', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (asked) => {
      const platform = await openPlatform();
      await give(platform, ground);
      const before = await platform.hash();
      const previewed = (await platform.preview(asked))
        .filter((finding) => finding.class === 'refused')
        .map(({ code, resource }) => `${code} ${resource}`);
      expect(await platform.hash()).toBe(before);
      const met: string[] = [];
      for (const each of asked) {
        await platform.dispatch(each).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          met.push(...error.findings.map(({ code, resource }) => `${code} ${resource}`));
        });
      }
      expect(previewed.sort()).toEqual(met.sort());
      await platform.close();
    }),
    { numRuns: 30 },
  );
});
