/** A Terraform state (version 4: `terraform state pull`): the resources that it holds, as they were written. */
import type { Attributes } from '../core/attribute';
import { type Catalogue, definitionOf } from '../core/catalogue';
import { elementOf } from '../core/resource';
import type { Shape } from '../core/shape';
import { isObject, UNKNOWN, type Value, type Values } from '../core/unknown';
import { InputError } from './input-error';
import { isJsonObject, type Json, type JsonObject, own } from './json';
import { readJson } from './read-json';

const STATE_VERSION = 4;
const PREFIX = 'socle_';

export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly id: string;
  /** What a user may write. A secret that is never kept in a state is unknown. */
  readonly values: Values;
}

/** Reads the Socle resources of a state file. Throws `InputError`. */
export function readState(path: string, catalogue: Catalogue): readonly StateResource[] {
  const json = readJson(path);
  const version = own(json, 'version');
  if (own(json, 'terraform_version') === undefined || typeof version !== 'number')
    throw new InputError(`${path} is not a Terraform state`, `terraform state pull > state.json, then name that`);
  if (version !== STATE_VERSION)
    throw new InputError(`${path} is a state of version ${version}; ${STATE_VERSION} is read`, 'use a release of Socle that knows it');
  return listAt(json, 'resources').flatMap((resource) => instancesOf(path, resource, catalogue));
}

function instancesOf(path: string, resource: JsonObject, catalogue: Catalogue): StateResource[] {
  const [mode, written, name, module] = ['mode', 'type', 'name', 'module'].map((key) => own(resource, key));
  if (mode !== 'managed' || typeof written !== 'string' || !written.startsWith(PREFIX)) return [];
  const type = written.slice(PREFIX.length);
  const address = `${typeof module === 'string' ? `${module}.` : ''}${written}.${String(name)}`;
  if (!catalogue.definitions.has(type))
    throw new InputError(`${path} holds ${address}, and no such type is known here`, 'use the release of Socle that it was applied with');
  const { attrs } = definitionOf(catalogue, type);
  return listAt(resource, 'instances').flatMap((instance) => {
    const attributes = own(instance, 'attributes');
    const id = own(attributes, 'id');
    // What was replaced and not deleted yet is deposed: another stands in its place.
    if (!isJsonObject(attributes) || typeof id !== 'string' || own(instance, 'deposed') !== undefined) return [];
    const key = own(instance, 'index_key');
    const place = key === undefined ? '' : `[${JSON.stringify(key)}]`;
    return { address: address + place, type, id, values: writable(attrs, attributes as Values) };
  });
}

/** Values without what the platform computes, at any depth. */
function writable(attrs: Attributes, values: Values): Values {
  const written = Object.entries(attrs).filter(([, { mode }]) => mode !== 'computed');
  return Object.fromEntries(written.map(([key, { shape, writeOnly }]) => [key, writeOnly ? UNKNOWN : writableValue(shape, values[key] ?? null)]));
}

function writableValue(shape: Shape, value: Value): Value {
  const element = elementOf(shape);
  if (element.kind !== 'object' || shape.kind === 'map') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map((each) => writableValue(element, each));
  return isObject(value) ? writable(element.attrs, value) : value;
}

function listAt(json: Json, key: string): readonly JsonObject[] {
  const value = own(json, key);
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}
