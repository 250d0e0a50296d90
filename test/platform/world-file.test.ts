/** World files: what may be left out, and every mistake with its place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { Unavailable } from '../../lib/core/command';
import { memoryStore } from '../../lib/platform/memory-store';
import { readWorldFile } from '../../lib/platform/world-file';
import { NOON, openPlatform } from './open-platform';
import { scratch } from './scratch';

const file = scratch();

function read(content: unknown) {
  const path = file('world.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readWorldFile(path, defaultWorld, catalogue);
}

function problems(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof Unavailable) return error.message;
    throw error;
  }
  throw new Error('the file was read');
}

const array = { name: 'one-flash', media: 'flash', drives: 24, drive_tb: 9.6, stripe_width: 12, rebuild_areas: 1 };
const zone = { blades: { 'eco-v3': 2 }, blades_per_chassis: 8, arrays: [array] };
const small = { name: 'small', regions: [{ name: 'fr1', zones: ['one'] }], zones: { one: zone }, links: [] };

test('a file that gives all of a world gives that world', () => {
  expect(read({ ...defaultWorld, tenants: [] })).toEqual(defaultWorld);
});

// The help of `socle check` named a world file that there was not, and nothing showed what one looks like.
test('the world file of the documentation is the default world, with every section', () => {
  expect(readWorldFile('docs/world.json', defaultWorld, catalogue)).toEqual(defaultWorld);
  expect(Object.keys(JSON.parse(readFileSync('docs/world.json', 'utf8')))).toEqual(Object.keys(defaultWorld));
});

test('sections that are left out are the default ones, and tenants stand beside the default ones', () => {
  const tenants = [{ organization: 'acme', name: 'bank' }];
  expect(read({ ...small, tenants })).toEqual({ ...defaultWorld, ...small, tenants: [...defaultWorld.tenants, ...tenants] });
});

test('a failover of four hours is the longest', () => {
  expect(read({ failover_minutes: 240 }).failover_minutes).toBe(240);
});

test('a file that is missing, no JSON, or no object is named', () => {
  expect(() => readWorldFile(file('none.json'), defaultWorld, catalogue)).toThrow(/none\.json cannot be read .*: name another file/);
  expect(problems('{"name":')).toMatch(/world\.json is not JSON .*: name another file/);
  expect(problems('[]')).toMatch(/the file is \[\]; it must be an object with name, regions/);
});

test.each([
  [{ colour: 'red' }, 'colour is not known here'],
  [{ name: '' }, 'name is ""; it must be a text'],
  [{ ...small, zones: { one: { ...zone, blades: { 'eco-v3': -1 } } } }, 'zones.one.blades.eco-v3 is -1; it must be a whole number, 0 or more'],
  [{ ...small, zones: { one: { ...zone, blades: { 'eco-v3': 1.5 } } } }, 'zones.one.blades.eco-v3 is 1.5'],
  [{ ...small, zones: { one: { blades: {}, arrays: [] } } }, 'zones.one.blades_per_chassis is missing'],
  [{ ...small, zones: { one: { ...zone, arrays: [{ ...array, media: 'ssd' }] } } }, 'zones.one.arrays[0].media is "ssd"; it must be flash or mass'],
  [{ ...small, zones: { one: { ...zone, arrays: [{ ...array, stripe_width: 2 }] } } }, 'stripe_width is 2; it must be a whole number, 3 or more'],
  [{ ...small, zones: { one: { ...zone, arrays: [{ ...array, drive_tb: 0 }] } } }, 'drive_tb is 0; it must be a number above 0'],
  [{ ...small, zones: { one: { ...zone, arrays: [array, array] } } }, 'zones.one.arrays[1].name is "one-flash", which another array has'],
  [{ ...small, regions: [{ name: 'fr1', zones: ['one', 'two'] }] }, 'regions[0].zones[1] is "two", and zones has no such zone'],
  [{ ...small, regions: [] }, 'zones.one must stand in one region; it stands in 0'],
  [{ ...small, links: [{ between: ['one'], mbit_per_s: 1, latency_ms: 1 }] }, 'links[0].between names two zones'],
  [{ ...small, links: [{ between: ['one', 'x'], mbit_per_s: 1, latency_ms: 1 }] }, 'links[0].between[1] is "x"'],
  [{ hypervisor_builds: [{ build: '9', published_on: 'soon', vulnerabilities: [] }] }, 'hypervisor_builds[0].published_on is "soon"'],
  [{ tenants: [{ organization: 'acme', name: 'a b' }] }, 'tenants[0].name is "a b"; it must be a name'],
  [{ templates: 'debian' }, 'templates is "debian"; it must be a list'],
  [{ failover_minutes: 241 }, 'failover_minutes is 241; a failover takes 240 minutes at most'],
  [{ failover_minutes: 1.5 }, 'failover_minutes is 1.5; it must be a whole number, 0 or more'],
])('%j is refused where it is wrong', (content, place) => {
  expect(problems(content)).toContain(place);
});

test('every mistake is reported, twenty of them one by one', () => {
  const templates = Array.from({ length: 25 }, () => 7);
  expect(problems({ ...small, name: 5, templates }).split('\n')).toHaveLength(1 + 20 + 1);
  expect(problems({ name: 5, templates })).toContain('and 6 more');
});

describe('faults', () => {
  const withFaults = (...faults: readonly object[]) => ({ ...small, faults });

  test('strike when a platform is begun with the world, or are planned from then on', async () => {
    const world = read(
      withFaults(
        { kind: 'zone', target: { zone: 'one' } },
        { kind: 'drive', target: { array: 'one-flash', drive: 24 }, after_seconds: 60, for_seconds: 120 },
      ),
    );
    const store = memoryStore();
    const platform = await openPlatform({ world, store });
    const seen = async () => (await platform.faults()).map(({ kind, active, from, until }) => [kind, active, from - NOON, until && until - NOON]);
    expect(await seen()).toEqual([
      ['zone', true, 0, null],
      ['drive', false, 60_000, 180_000],
    ]);
    await platform.advance(60_000);
    expect((await seen())[1]).toEqual(['drive', true, 60_000, 180_000]);
  });

  test('of a world that a platform was begun with do not strike again when it is opened anew', async () => {
    const world = read(withFaults({ kind: 'zone', target: { zone: 'one' } }));
    const platform = await openPlatform({ world });
    for (const { id } of await platform.faults()) await platform.mend(id);
    const again = await openPlatform({ world, store: memoryStore(await platform.contents()) });
    expect(await again.faults()).toEqual([]);
  });

  test('are none where the file names none', () => {
    expect(read(small).faults).toBeUndefined();
  });

  test.each<[object, RegExp]>([
    [{ kind: 'zonne', target: { zone: 'one' } }, /faults\[0\]\.kind "zonne" is no kind of fault; allowed: blade, /],
    [{ kind: 'zone', target: { zone: 'two' } }, /faults\[0\]\.target zone is "two"; this stock has one/],
    [{ kind: 'zone', target: { zone: 7 } }, /faults\[0\]\.target\.zone /],
    [{ kind: 'zone', target: {} }, /faults\[0\]\.target\.zone /],
    [{ kind: 'zone', target: { zone: 'one', size: 1 } }, /faults\[0\]\.target\.size /],
    [{ kind: 'zone', target: { zone: 'one' }, after_seconds: -1 }, /faults\[0\]\.after_seconds after_seconds is -1; allowed: 0 to /],
    [{ kind: 'zone', target: { zone: 'one' }, for_seconds: '5' }, /faults\[0\]\.for_seconds for_seconds is "5"; allowed: 0 to /],
    [{ kind: 'zone', target: { zone: 'one' }, until: 5 }, /faults\[0\]\.until is not known here/],
    [{ kind: 'zone' }, /faults\[0\]\.target is undefined|faults\[0\]\.target is missing/],
    [{ target: { zone: 'one' } }, /faults\[0\]\.kind is missing/],
  ])('%j is named with its place', (fault, says) => {
    expect(problems(withFaults(fault))).toMatch(says);
  });
});
