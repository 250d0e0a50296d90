/** Reads a world file: the stock that a platform hands out, as JSON. Every mistake is reported with its place. */
import { readFileSync, statSync } from 'node:fs';
import type { Catalogue } from '../core/catalogue';
import { Unavailable } from '../core/command';
import type { FaultOrder } from '../core/fault';
import type { Value } from '../core/unknown';
import { shown } from '../core/validate';
import type { ArrayStock, World, ZoneStock } from '../core/world';
import { readOrder } from './fault-orders';
import { Reading } from './reading';

/** Largest world file, in bytes. */
const FILE_BYTES_MAX = 4 * 2 ** 20;
/** Mistakes that are reported at once. */
const PROBLEMS_MAX = 20;
const PATTERN = 'docs/world.json is a whole one';
const ADVICE = `name another file, or leave world out for the default stock (${PATTERN})`;

/**
 * The world that a file describes: sections that it leaves out are the default's, and its tenants stand beside the default ones.
 * Throws `Unavailable`, which names the file and every place that is wrong.
 */
export function readWorldFile(path: string, defaultWorld: World, catalogue: Catalogue): World {
  const reading = new Reading();
  const world = worldOf(reading, jsonOf(path), defaultWorld, catalogue);
  const { problems } = reading;
  if (problems.length === 0) return world;
  const more = problems.length > PROBLEMS_MAX ? [`and ${problems.length - PROBLEMS_MAX} more`] : [];
  throw new Unavailable([`the world file ${path} cannot be used (${PATTERN}):`, ...problems.slice(0, PROBLEMS_MAX), ...more].join('\n  '));
}

function jsonOf(path: string): unknown {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > FILE_BYTES_MAX) throw new Error(`it has ${size} bytes, and ${FILE_BYTES_MAX} are the most that is read`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Unavailable(`the world file ${path} cannot be read (${(error as Error).message}): ${ADVICE}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unavailable(`the world file ${path} is not JSON (${(error as Error).message}): ${ADVICE}`);
  }
}

function worldOf(reading: Reading, value: unknown, otherwise: World, catalogue: Catalogue): World {
  const at = reading.object(value, '', [...Object.keys(otherwise), 'faults']);
  const section = <K extends keyof World>(key: K, read: (given: unknown, path: string) => World[K]): World[K] =>
    at[key] === undefined ? otherwise[key] : read(at[key], key);
  const list =
    <T>(read: (each: unknown, path: string) => T) =>
    (given: unknown, path: string) =>
      reading.list(given, path, read);
  const world: World = {
    name: section('name', reading.text),
    regions: section(
      'regions',
      list((each, path) => regionOf(reading, each, path)),
    ),
    zones: section('zones', (given, path) => reading.map(given, path, (each, at) => zoneOf(reading, each, at))),
    links: section(
      'links',
      list((each, path) => linkOf(reading, each, path)),
    ),
    hypervisor_builds: section(
      'hypervisor_builds',
      list((each, path) => buildOf(reading, each, path)),
    ),
    templates: section('templates', list(reading.text)),
    tools_version: section('tools_version', reading.text),
    failover_minutes: section('failover_minutes', (given, path) => failoverMinutes(reading, given, path)),
    tenants: [
      ...otherwise.tenants,
      ...(at['tenants'] === undefined ? [] : reading.list(at['tenants'], 'tenants', (each, path) => tenantOf(reading, each, path))),
    ],
  };
  checkZones(reading, world);
  if (at['faults'] === undefined) return world;
  return { ...world, faults: reading.list(at['faults'], 'faults', (each, path) => faultOf(reading, each, path, { world, catalogue })) };
}

/** What breaks when a platform is begun with the world: as it would be asked of a platform. */
function faultOf(reading: Reading, value: unknown, path: string, stock: { readonly world: World; readonly catalogue: Catalogue }): FaultOrder {
  const before = reading.problems.length;
  const at = reading.object(value, path, ['kind', 'target', 'after_seconds', 'for_seconds']);
  const seconds = (key: string) => (at[key] === undefined ? {} : { [key]: at[key] as number });
  const target = reading.map(at['target'], `${path}.target`, (each) => each as Value);
  const order = { kind: reading.text(at['kind'], `${path}.kind`), target, ...seconds('after_seconds'), ...seconds('for_seconds') };
  if (reading.problems.length > before) return order;
  const { findings } = readOrder({ ...stock, edition: stock.catalogue.editions[0] }, order);
  for (const finding of findings) reading.problem(`${path}.${finding.path}`, finding.message);
  return order;
}

/** Longest failover, in minutes: the offer promises that it takes less than four hours. */
const FAILOVER_MINUTES_MAX = 240;

function failoverMinutes(reading: Reading, value: unknown, path: string): number {
  const minutes = reading.count(value, path, 0);
  if (minutes > FAILOVER_MINUTES_MAX) reading.problem(path, `is ${minutes}; a failover takes ${FAILOVER_MINUTES_MAX} minutes at most`);
  return minutes;
}

function regionOf(reading: Reading, value: unknown, path: string): World['regions'][number] {
  const region = reading.object(value, path, ['name', 'zones']);
  return { name: reading.text(region['name'], `${path}.name`), zones: reading.list(region['zones'], `${path}.zones`, reading.text) };
}

function buildOf(reading: Reading, value: unknown, path: string): World['hypervisor_builds'][number] {
  const build = reading.object(value, path, ['build', 'published_on', 'vulnerabilities']);
  return {
    build: reading.text(build['build'], `${path}.build`),
    published_on: reading.date(build['published_on'], `${path}.published_on`),
    vulnerabilities: reading.list(build['vulnerabilities'], `${path}.vulnerabilities`, reading.text),
  };
}

function tenantOf(reading: Reading, value: unknown, path: string): World['tenants'][number] {
  const tenant = reading.object(value, path, ['organization', 'name']);
  return { organization: reading.name(tenant['organization'], `${path}.organization`), name: reading.name(tenant['name'], `${path}.name`) };
}

function zoneOf(reading: Reading, value: unknown, path: string): ZoneStock {
  const zone = reading.object(value, path, ['blades', 'blades_per_chassis', 'arrays']);
  return {
    blades: reading.map(zone['blades'], `${path}.blades`, (each, at) => reading.count(each, at, 0)),
    blades_per_chassis: reading.count(zone['blades_per_chassis'], `${path}.blades_per_chassis`, 1),
    arrays: reading.list(zone['arrays'], `${path}.arrays`, (each, at) => arrayOf(reading, each, at)),
  };
}

function arrayOf(reading: Reading, value: unknown, path: string): ArrayStock {
  const array = reading.object(value, path, ['name', 'media', 'drives', 'drive_tb', 'stripe_width', 'rebuild_areas']);
  return {
    name: reading.text(array['name'], `${path}.name`),
    media: reading.oneOf(array['media'], `${path}.media`, ['flash', 'mass']),
    drives: reading.count(array['drives'], `${path}.drives`, 1),
    drive_tb: reading.positive(array['drive_tb'], `${path}.drive_tb`),
    stripe_width: reading.count(array['stripe_width'], `${path}.stripe_width`, 3),
    rebuild_areas: reading.count(array['rebuild_areas'], `${path}.rebuild_areas`, 0),
  };
}

function linkOf(reading: Reading, value: unknown, path: string): World['links'][number] {
  const link = reading.object(value, path, ['between', 'mbit_per_s', 'latency_ms']);
  const [one, other, ...more] = reading.list(link['between'], `${path}.between`, reading.text);
  if (one === undefined || other === undefined || more.length > 0) reading.problem(`${path}.between`, 'names two zones');
  return {
    between: [one ?? '', other ?? ''],
    mbit_per_s: reading.positive(link['mbit_per_s'], `${path}.mbit_per_s`),
    latency_ms: reading.positive(link['latency_ms'], `${path}.latency_ms`),
  };
}

/** Zones are named in several places, and arrays across zones: the names must agree. */
function checkZones(reading: Reading, world: World): void {
  const stocked = (zone: string, path: string): void => {
    if (zone !== '' && !Object.hasOwn(world.zones, zone)) reading.problem(path, `is ${shown(zone)}, and zones has no such zone`);
  };
  for (const [index, region] of world.regions.entries())
    for (const [at, zone] of region.zones.entries()) stocked(zone, `regions[${index}].zones[${at}]`);
  for (const [index, link] of world.links.entries()) for (const [at, zone] of link.between.entries()) stocked(zone, `links[${index}].between[${at}]`);
  const placed = world.regions.flatMap((region) => region.zones);
  for (const zone of Object.keys(world.zones)) {
    const times = placed.filter((each) => each === zone).length;
    if (times !== 1) reading.problem(`zones.${zone}`, `must stand in one region; it stands in ${times}`);
  }
  const names = Object.entries(world.zones).flatMap(([zone, { arrays }]) =>
    arrays.map(({ name }, index) => ({ name, path: `zones.${zone}.arrays[${index}].name` })),
  );
  for (const [index, { name, path }] of names.entries())
    if (names.findIndex((each) => each.name === name) < index) reading.problem(path, `is ${shown(name)}, which another array has`);
}
