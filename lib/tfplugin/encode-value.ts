/** A `TfValue` into Terraform's msgpack, driven by its type. */
import { VALUE_DEPTH_MAX } from './decode-value';
import { dynamicType } from './dynamic-types';
import { MsgpackWriter } from './msgpack-writer';
import { writeNumber } from './number';
import { typeToJson } from './type-json';
import { type AttributePath, BigNumber, type PathStep, type TfObject, type TfType, type TfValue, UnknownValue } from './types';
import { writeUnknown } from './unknown';
import { ValueError } from './value-error';

/** An attribute that the value leaves out is written as null. Throws `ValueError`, with the path, where the value does not fit. */
export function encodeValue(value: TfValue, type: TfType): Uint8Array {
  const encoder = new Encoder();
  encoder.value(value, type);
  return encoder.writer.finish();
}

class Encoder {
  readonly writer = new MsgpackWriter();
  readonly #path: PathStep[] = [];

  value(value: TfValue | undefined, type: TfType): void {
    if (this.#path.length > VALUE_DEPTH_MAX) this.#fail(`nested deeper than ${VALUE_DEPTH_MAX}`);
    if (value === null) this.writer.nil();
    else if (value === undefined) this.#fail('undefined given; null is the absent value');
    else if (type === 'dynamic') this.#dynamic(value);
    else if (value instanceof UnknownValue) writeUnknown(this.writer, value, type);
    else if (typeof type === 'string') this.#simple(value, type);
    else if ('list' in type) this.#elements(value, () => type.list);
    else if ('set' in type) this.#elements(value, () => type.set);
    else if ('tuple' in type) this.#tuple(value, type.tuple);
    else if ('map' in type) this.#map(value, type.map);
    else this.#object(value, type.object);
  }

  #simple(value: TfValue, type: 'string' | 'number' | 'bool'): void {
    if (type === 'string' && typeof value === 'string') {
      if (/\p{Surrogate}/u.test(value)) this.#fail('the string has half of a surrogate pair');
      this.writer.string(value);
    } else if (type === 'bool' && typeof value === 'boolean') this.writer.bool(value);
    else if (type === 'number' && (typeof value === 'number' || value instanceof BigNumber)) {
      if (!writeNumber(this.writer, value)) this.#fail('a finite number is required');
    } else this.#misfit(`a ${type}`, value);
  }

  #dynamic(value: Exclude<TfValue, null>): void {
    const type = inferType(value, this.#path.length);
    if (type === 'dynamic') {
      this.writer.extension(0, Uint8Array.of(0));
      return;
    }
    this.writer.array(2);
    this.writer.bytes(Buffer.from(typeToJson(type)));
    this.value(value, type);
  }

  #tuple(value: TfValue, types: readonly TfType[]): void {
    if (!isArray(value) || value.length !== types.length) this.#misfit(`a tuple of ${types.length}`, value);
    this.#elements(value, (index) => types[index] ?? 'dynamic');
  }

  #elements(value: TfValue, typeAt: (index: number) => TfType): void {
    if (!isArray(value)) this.#misfit('a list', value);
    this.writer.array(value.length);
    for (const [index, element] of value.entries()) this.#at({ index }, element, typeAt(index));
  }

  #map(value: TfValue, type: TfType): void {
    if (!isObject(value)) this.#misfit('a map', value);
    const keys = Object.keys(value).sort();
    this.writer.map(keys.length);
    for (const key of keys) {
      this.#simple(key, 'string');
      this.#at({ key }, value[key], type);
    }
  }

  #object(value: TfValue, types: Readonly<Record<string, TfType>>): void {
    if (!isObject(value)) this.#misfit('an object', value);
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(types, name)) this.#fail(`there is no attribute ${JSON.stringify(name)}`);
    }
    const attributes = Object.keys(types).sort();
    this.writer.map(attributes.length);
    for (const attribute of attributes) {
      this.writer.string(attribute);
      const given = Object.hasOwn(value, attribute) ? value[attribute] : null;
      this.#at({ attribute }, given ?? null, types[attribute] ?? 'dynamic');
    }
  }

  #at(step: PathStep, value: TfValue | undefined, type: TfType): void {
    this.#path.push(step);
    this.value(value, type);
    this.#path.pop();
  }

  #misfit(wanted: string, given: TfValue): never {
    this.#fail(`${wanted} is required, ${kindOf(given)} given`);
  }

  #fail(message: string): never {
    const path: AttributePath = [...this.#path];
    throw new ValueError(message, path);
  }
}

/** The type a value has of itself: arrays are tuples, objects are objects. */
export function inferType(value: TfValue, depth = 0): TfType {
  if (depth > VALUE_DEPTH_MAX) throw new ValueError(`nested deeper than ${VALUE_DEPTH_MAX}`, []);
  const remembered = dynamicType(value);
  if (remembered !== undefined) return remembered;
  if (value === null || value instanceof UnknownValue) return 'dynamic';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || value instanceof BigNumber) return 'number';
  if (isArray(value)) return { tuple: value.map((element) => inferType(element, depth + 1)) };
  const object: Record<string, TfType> = Object.create(null);
  for (const [name, element] of Object.entries(value)) object[name] = inferType(element, depth + 1);
  return { object };
}

function isArray(value: TfValue): value is readonly TfValue[] {
  return Array.isArray(value);
}

function isObject(value: TfValue): value is TfObject {
  return typeof value === 'object' && value !== null && !isArray(value) && !(value instanceof BigNumber) && !(value instanceof UnknownValue);
}

/** What a value is, without telling it. */
function kindOf(value: TfValue): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'a list';
  if (value instanceof BigNumber) return 'a number';
  if (value instanceof UnknownValue) return 'an unknown value';
  return isObject(value) ? 'an object' : `a ${typeof value}`;
}
