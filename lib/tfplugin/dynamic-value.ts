/** Values inside protocol messages: which encoding, which type, which diagnostic when they do not fit. */
import { decodeValue } from './decode-value';
import { refusal } from './diagnostics';
import { encodeValue } from './encode-value';
import { JsonError } from './json';
import { decodeJsonValue, parseJsonBytes } from './json-value';
import { Refused } from './rpc';
import { impliedType } from './schema';
import { BigNumber, type TfObject, type TfSchema, type TfType, type TfValue, UnknownValue } from './types';
import { ValueError } from './value-error';
import type { wire } from './wire';

type Message = wire.DynamicValue.$Properties | null | undefined;

export function valueIn(message: Message, type: TfType, what: string): TfValue {
  try {
    if (message?.msgpack?.length) return decodeValue(message.msgpack, type);
    if (message?.json?.length) return decodeJsonValue(message.json, type);
    return null;
  } catch (error) {
    const path = error instanceof ValueError ? error.path : [];
    const reason = error instanceof ValueError || error instanceof JsonError ? error.message : 'malformed';
    throw new Refused(refusal(`Terraform sent a ${what} that does not fit the schema`, reason, path));
  }
}

/** Null means "no object". */
export function objectIn(message: Message, schema: TfSchema, what: string): TfObject | null {
  const value = valueIn(message, impliedType(schema), what);
  if (value === null) return null;
  if (!isObject(value)) throw new Refused(refusal(`Terraform sent a ${what} that is wholly unknown`, 'An object is required.'));
  return value;
}

export function presentObjectIn(message: Message, schema: TfSchema, what: string): TfObject {
  const object = objectIn(message, schema, what);
  if (object === null) throw new Refused(refusal(`Terraform sent no ${what}`, 'An object is required.'));
  return object;
}

export function messageOf(value: TfValue, type: TfType): wire.DynamicValue.$Properties {
  return { msgpack: encodeValue(value, type) };
}

export function objectMessage(object: TfObject | null, schema: TfSchema): wire.DynamicValue.$Properties {
  return messageOf(object, impliedType(schema));
}

/** Stored state, as JSON whose numbers are exact. */
export function rawStateIn(state: wire.RawState.$Properties | null | undefined): unknown {
  if (!state?.json?.length) {
    throw new Refused(refusal('The state is too old', 'It was written before Terraform 0.12. Let Terraform 0.12 or later rewrite it first.'));
  }
  try {
    return parseJsonBytes(state.json);
  } catch (error) {
    throw new Refused(refusal('The stored state cannot be read', error instanceof JsonError ? error.message : 'malformed'));
  }
}

function isObject(value: TfValue): value is TfObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnknownValue) && !(value instanceof BigNumber);
}
