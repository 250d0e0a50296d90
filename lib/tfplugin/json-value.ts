/** Terraform's JSON values (stored state, mostly) into a `TfValue`, driven by the type. */
import { isUtf8 } from 'node:buffer';
import { numberFromDecimal } from './decimal';
import { VALUE_DEPTH_MAX } from './decode-value';
import { rememberDynamicType } from './dynamic-types';
import { JsonError, parseJson } from './json';
import { typeFromJson } from './type-json';
import { type AttributePath, BigNumber, type TfType, type TfValue } from './types';
import { ValueError } from './value-error';

/** What to do with attributes that the type does not have: state written by another version of a provider has some. */
export type Surplus = 'drop' | 'refuse';

/** `raw` comes from `parseJson`. An attribute that is absent is null. Throws `ValueError` where it does not fit. */
export function valueFromJson(raw: unknown, type: TfType, surplus: Surplus = 'refuse', path: AttributePath = []): TfValue {
  if (path.length > VALUE_DEPTH_MAX) throw new ValueError(`nested deeper than ${VALUE_DEPTH_MAX}`, path);
  if (raw === null) return null;
  if (type === 'dynamic') return dynamicFromJson(raw, surplus, path);
  if (typeof type === 'string') return simpleFromJson(raw, type, path);
  if ('list' in type || 'set' in type || 'tuple' in type) return elementsFromJson(raw, type, surplus, path);
  if (!isObject(raw)) throw new ValueError('an object is required', path);
  const object: Record<string, TfValue> = Object.create(null);
  if ('map' in type) {
    for (const [key, value] of Object.entries(raw)) object[key] = valueFromJson(value, type.map, surplus, [...path, { key }]);
    return object;
  }
  for (const [attribute, of] of Object.entries(type.object)) {
    const value = Object.hasOwn(raw, attribute) ? raw[attribute] : null;
    object[attribute] = valueFromJson(value, of, surplus, [...path, { attribute }]);
  }
  if (surplus === 'refuse') {
    const stranger = Object.keys(raw).find((name) => !Object.hasOwn(type.object, name));
    if (stranger !== undefined) throw new ValueError(`there is no attribute ${JSON.stringify(stranger)}`, path);
  }
  return object;
}

/** The bytes of a JSON value that has a type. */
export function decodeJsonValue(bytes: Uint8Array, type: TfType): TfValue {
  return valueFromJson(parseJsonBytes(bytes), type);
}

export function parseJsonBytes(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new JsonError('the text is not valid UTF-8');
  return parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

function simpleFromJson(raw: unknown, type: 'string' | 'number' | 'bool', path: AttributePath): TfValue {
  if (type === 'string' && typeof raw === 'string') return raw;
  if (type === 'bool' && typeof raw === 'boolean') return raw;
  if (type === 'number') {
    if (typeof raw === 'number' || raw instanceof BigNumber) return raw;
    // Terraform writes numbers beyond a float as text.
    const value = typeof raw === 'string' ? numberFromDecimal(raw) : undefined;
    if (value !== undefined) return value;
  }
  throw new ValueError(`a ${type} is required`, path);
}

function elementsFromJson(raw: unknown, type: Exclude<TfType, string>, surplus: Surplus, path: AttributePath): TfValue {
  if (!Array.isArray(raw)) throw new ValueError('a list is required', path);
  if ('tuple' in type && raw.length !== type.tuple.length) throw new ValueError(`a tuple of ${type.tuple.length} is required`, path);
  return raw.map((element: unknown, index) => valueFromJson(element, elementType(type, index), surplus, [...path, { index }]));
}

function elementType(type: Exclude<TfType, string>, index: number): TfType {
  if ('list' in type) return type.list;
  if ('set' in type) return type.set;
  return ('tuple' in type ? type.tuple[index] : undefined) ?? 'dynamic';
}

function dynamicFromJson(raw: unknown, surplus: Surplus, path: AttributePath): TfValue {
  const type = isObject(raw) && Object.hasOwn(raw, 'type') ? typeFromJson(JSON.stringify(raw.type)) : undefined;
  if (!isObject(raw) || type === undefined) throw new ValueError('a type and a value are required', path);
  const value = valueFromJson(raw.value, type, surplus, [...path, { index: 1 }]);
  return rememberDynamicType(value, type);
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof BigNumber);
}
