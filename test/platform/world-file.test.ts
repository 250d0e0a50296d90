/** World files: what may be left out, and every mistake with its place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { Unavailable } from '../../lib/core/command';
import { readWorldFile } from '../../lib/platform/world-file';
import { scratch } from './scratch';

const file = scratch();

function read(content: unknown) {
  const path = file('world.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readWorldFile(path, defaultWorld);
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
  expect(readWorldFile('docs/world.json', defaultWorld)).toEqual(defaultWorld);
  expect(Object.keys(JSON.parse(readFileSync('docs/world.json', 'utf8')))).toEqual(Object.keys(defaultWorld));
});

test('sections that are left out are the default ones, and tenants stand beside the default ones', () => {
  const tenants = [{ organization: 'acme', name: 'bank' }];
  expect(read({ ...small, tenants })).toEqual({ ...defaultWorld, ...small, tenants: [...defaultWorld.tenants, ...tenants] });
});

test('a file that is missing, no JSON, or no object is named', () => {
  expect(() => readWorldFile(file('none.json'), defaultWorld)).toThrow(/none\.json cannot be read .*: name another file/);
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
])('%j is refused where it is wrong', (content, place) => {
  expect(problems(content)).toContain(place);
});

test('every mistake is reported, twenty of them one by one', () => {
  const templates = Array.from({ length: 25 }, () => 7);
  expect(problems({ ...small, name: 5, templates }).split('\n')).toHaveLength(1 + 20 + 1);
  expect(problems({ name: 5, templates })).toContain('and 6 more');
});
