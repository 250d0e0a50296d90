/** Terraform's msgpack into a `TfValue`, driven by its type. */
import { dynamicType, rememberDynamicType } from './dynamic-types';
import { MsgpackReader, type Token } from './msgpack-reader';
import { readNumber } from './number';
import { typeFromJson } from './type-json';
import type { AttributePath, PathStep, TfType, TfValue } from './types';
import { readUnknown } from './unknown';
import { ValueError } from './value-error';

export const VALUE_DEPTH_MAX = 200;

/** Throws `ValueError` where the bytes are malformed or do not fit the type. */
export function decodeValue(bytes: Uint8Array, type: TfType): TfValue {
  const decoder = new Decoder(new MsgpackReader(bytes));
  const value = decoder.value(type);
  decoder.end();
  return value;
}

class Decoder {
  readonly #path: PathStep[] = [];

  constructor(readonly reader: MsgpackReader) {}

  end(): void {
    if (!this.reader.atEnd) this.#fail('there are bytes after the value');
  }

  value(type: TfType): TfValue {
    if (this.#path.length > VALUE_DEPTH_MAX) this.#fail(`nested deeper than ${VALUE_DEPTH_MAX}`);
    const token = this.#next();
    if (token.kind === 'extension') return this.#wire(() => readUnknown(token.code, token.body));
    if (token.kind === 'nil') return null;
    if (typeof type === 'string') return this.#simple(token, type);
    if ('list' in type || 'set' in type) {
      const element = 'list' in type ? type.list : type.set;
      return this.#elements(token, () => element);
    }
    if ('tuple' in type) return this.#tuple(token, type.tuple);
    return 'map' in type ? this.#map(token, type.map) : this.#object(token, type.object);
  }

  #simple(token: Token, type: 'string' | 'number' | 'bool' | 'dynamic'): TfValue {
    if (type === 'dynamic') return this.#dynamic(token);
    if (type === 'number') return readNumber(token) ?? this.#misfit('a number', token);
    if (token.kind !== type) return this.#misfit(`a ${type}`, token);
    return token.kind === 'string' || token.kind === 'bool' ? token.value : this.#misfit(`a ${type}`, token);
  }

  #dynamic(token: Token): TfValue {
    if (token.kind !== 'array' || token.length !== 2) return this.#misfit('a type and a value', token);
    const typeToken = this.#next();
    const text = typeToken.kind === 'bytes' || typeToken.kind === 'string' ? typeToken.value.toString() : '';
    const type = typeFromJson(text);
    if (type === undefined) return this.#fail('a type constraint is required');
    // The type of a type nests no deeper than values may, but a chain of dynamics has no path of its own.
    this.#path.push({ index: 1 });
    const value = this.value(type);
    this.#path.pop();
    return rememberDynamicType(value, dynamicType(value) ?? type);
  }

  #tuple(token: Token, types: readonly TfType[]): TfValue {
    if (token.kind !== 'array' || token.length !== types.length) return this.#misfit(`a tuple of ${types.length}`, token);
    return this.#elements(token, (index) => types[index] ?? 'dynamic');
  }

  #elements(token: Token, typeAt: (index: number) => TfType): TfValue {
    if (token.kind !== 'array') return this.#misfit('a list', token);
    const elements: TfValue[] = [];
    for (let index = 0; index < token.length; index += 1) elements.push(this.#at({ index }, typeAt(index)));
    return elements;
  }

  #map(token: Token, type: TfType): TfValue {
    if (token.kind !== 'map') return this.#misfit('a map', token);
    const map: Record<string, TfValue> = Object.create(null);
    for (let entry = 0; entry < token.length; entry += 1) {
      const key = this.#key();
      map[key] = this.#at({ key }, type);
    }
    return map;
  }

  #object(token: Token, types: Readonly<Record<string, TfType>>): TfValue {
    if (token.kind !== 'map') return this.#misfit('an object', token);
    const object: Record<string, TfValue> = Object.create(null);
    for (let entry = 0; entry < token.length; entry += 1) {
      const attribute = this.#key();
      const type = Object.hasOwn(types, attribute) ? types[attribute] : undefined;
      if (type === undefined) return this.#fail(`there is no attribute ${JSON.stringify(attribute)}`);
      object[attribute] = this.#at({ attribute }, type);
    }
    for (const name of Object.keys(types)) {
      if (!Object.hasOwn(object, name)) this.#fail(`the attribute ${JSON.stringify(name)} is missing`);
    }
    return object;
  }

  #key(): string {
    const token = this.#next();
    return token.kind === 'string' ? token.value : this.#misfit('a key', token);
  }

  #at(step: PathStep, type: TfType): TfValue {
    this.#path.push(step);
    const value = this.value(type);
    this.#path.pop();
    return value;
  }

  #next(): Token {
    return this.#wire(() => this.reader.next());
  }

  /** Malformed bytes are reported with the place that was being read. */
  #wire<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      return this.#fail(error instanceof Error ? error.message : 'malformed msgpack');
    }
  }

  #misfit(wanted: string, found: Token): never {
    return this.#fail(`${wanted} is required, ${found.kind} given`);
  }

  #fail(message: string): never {
    const path: AttributePath = [...this.#path];
    throw new ValueError(message, path);
  }
}
