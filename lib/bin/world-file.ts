/** A world file: the stock of a platform, laid over the default one section by section. */
import { defaultWorld } from '../catalogue/facts/default-world';
import type { World } from '../core/world';
import { InputError } from '../terraform/input-error';
import { isJsonObject, type Json, own } from '../terraform/json';
import { readJson } from '../terraform/read-json';

/** What each section must be, in words and as a test. */
const SECTIONS: Readonly<Record<keyof World, readonly [string, (value: Json) => boolean]>> = {
  name: ['a text', (value) => typeof value === 'string'],
  regions: ['a list of {name, zones}', (value) => everyObject(value, (each) => isText(each, 'name') && Array.isArray(own(each, 'zones')))],
  zones: ['an object of {blades, blades_per_chassis, arrays} by zone', (value) => isJsonObject(value) && Object.values(value).every(isZone)],
  links: [
    'a list of {between, mbit_per_s, latency_ms}',
    (value) => everyObject(value, (each) => Array.isArray(own(each, 'between')) && isNumber(each, 'mbit_per_s') && isNumber(each, 'latency_ms')),
  ],
  hypervisor_builds: [
    'a list of {build, published_on, vulnerabilities}',
    (value) => everyObject(value, (each) => isText(each, 'build') && isText(each, 'published_on') && Array.isArray(own(each, 'vulnerabilities'))),
  ],
  templates: ['a list of texts', (value) => Array.isArray(value) && (value as readonly Json[]).every((each) => typeof each === 'string')],
  tools_version: ['a text', (value) => typeof value === 'string'],
  tenants: ['a list of {organization, name}', (value) => everyObject(value, (each) => isText(each, 'organization') && isText(each, 'name'))],
};

const everyObject = (value: Json, test: (each: Json) => boolean): boolean =>
  Array.isArray(value) && (value as readonly Json[]).every((each) => isJsonObject(each) && test(each));
const isText = (value: Json, key: string): boolean => typeof own(value, key) === 'string';
const isNumber = (value: Json, key: string): boolean => typeof own(value, key) === 'number';

function isZone(value: Json): boolean {
  const blades = own(value, 'blades');
  const arrays = own(value, 'arrays') ?? null;
  const numbers = ['drives', 'drive_tb', 'stripe_width', 'rebuild_areas'];
  return (
    isJsonObject(blades) &&
    Object.values(blades).every((count) => typeof count === 'number') &&
    isNumber(value, 'blades_per_chassis') &&
    everyObject(
      arrays,
      (array) => isText(array, 'name') && ['flash', 'mass'].includes(String(own(array, 'media'))) && numbers.every((key) => isNumber(array, key)),
    )
  );
}

/** Reads a world file. Sections it leaves out are the default's; its tenants stand beside the default ones. Throws `InputError`. */
export function readWorld(path: string): World {
  const json = readJson(path);
  if (!isJsonObject(json)) throw new InputError(`${path} is not a world file`, `a world is {${Object.keys(SECTIONS).join(', ')}}`);
  for (const [key, value] of Object.entries(json)) {
    const section = Object.hasOwn(SECTIONS, key) ? SECTIONS[key as keyof World] : undefined;
    if (!section) throw new InputError(`${path}: a world has no ${JSON.stringify(key.slice(0, 80))}`, `known: ${Object.keys(SECTIONS).join(', ')}`);
    if (!section[1](value)) throw new InputError(`${path}: ${key} must be ${section[0]}`, 'see the default world for an example');
  }
  // Every section has just been checked against what `World` asks for.
  const given = json as unknown as Partial<World>;
  return { ...defaultWorld, ...given, tenants: [...defaultWorld.tenants, ...(given.tenants ?? [])] };
}
