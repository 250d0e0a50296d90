/** Unknown values on the wire: extension 0, or extension 12 holding what is known of them (cty refinements). */
import { MsgpackError, MsgpackReader, type Token } from './msgpack-reader';
import { MsgpackWriter } from './msgpack-writer';
import { readNumber, writeNumber } from './number';
import { type Refinements, type TfType, UnknownValue } from './types';

const CODE_UNREFINED = 0;
const CODE_REFINED = 12;
/** Terraform refuses longer ones. */
const BODY_MAX_BYTES = 1024;
const PREFIX_MAX_BYTES = 256;

const KEY = { nullness: 1, prefix: 2, numberMin: 3, numberMax: 4, lengthMin: 5, lengthMax: 6 } as const;

type Draft = { -readonly [K in keyof Refinements]: Refinements[K] };
type Bound = NonNullable<Refinements['numberMin']>;

/** Null where the refinement says that the value can only be null. */
export function readUnknown(code: number, body: Buffer): UnknownValue | null {
  if (body.length <= 1) return new UnknownValue();
  if (code !== CODE_REFINED) throw new MsgpackError(`extension ${code} is not an unknown value`);
  if (body.length > BODY_MAX_BYTES) throw new MsgpackError('the refinement of an unknown value is too long');
  const reader = new MsgpackReader(body);
  const map = expect(reader.next(), 'map');
  const refinements: Draft = {};
  for (let entry = 0; entry < map.length; entry += 1) {
    const key = Number(expect(reader.next(), 'int').value);
    if (key === KEY.nullness) {
      if (expect(reader.next(), 'bool').value) return null;
      refinements.notNull = true;
    } else if (key === KEY.prefix) refinements.stringPrefix = expect(reader.next(), 'string').value;
    else if (key === KEY.numberMin) refinements.numberMin = readBound(reader);
    else if (key === KEY.numberMax) refinements.numberMax = readBound(reader);
    else if (key === KEY.lengthMin) refinements.lengthMin = Number(expect(reader.next(), 'int').value);
    else if (key === KEY.lengthMax) refinements.lengthMax = Number(expect(reader.next(), 'int').value);
    // A later Terraform may say more: what came so far is still true.
    else break;
  }
  return Object.keys(refinements).length === 0 ? new UnknownValue() : new UnknownValue(refinements);
}

/** Only what fits the type is written: Terraform refuses a string's prefix on a number. */
export function writeUnknown(writer: MsgpackWriter, value: UnknownValue, type: TfType): void {
  const body = refinementBody(value.refinements ?? {}, type);
  if (body) writer.extension(CODE_REFINED, body);
  else writer.extension(CODE_UNREFINED, Uint8Array.of(0));
}

function refinementBody(refinements: Refinements, type: TfType): Uint8Array | undefined {
  if (type === 'dynamic') return undefined;
  const entries: ((writer: MsgpackWriter) => void)[] = [];
  const add = (key: number, write: (writer: MsgpackWriter) => void): void => {
    entries.push((writer) => {
      writer.int(key);
      write(writer);
    });
  };
  const { notNull, stringPrefix, numberMin, numberMax, lengthMin, lengthMax } = refinements;
  if (notNull) add(KEY.nullness, (writer) => writer.bool(false));
  if (type === 'string' && stringPrefix && Buffer.byteLength(stringPrefix) <= PREFIX_MAX_BYTES)
    add(KEY.prefix, (writer) => writer.string(stringPrefix));
  if (type === 'number' && numberMin) add(KEY.numberMin, (writer) => writeBound(writer, numberMin));
  if (type === 'number' && numberMax) add(KEY.numberMax, (writer) => writeBound(writer, numberMax));
  const isCollection = typeof type === 'object' && ('list' in type || 'set' in type || 'map' in type);
  if (isCollection && lengthMin) add(KEY.lengthMin, (writer) => writer.int(lengthMin));
  if (isCollection && lengthMax !== undefined) add(KEY.lengthMax, (writer) => writer.int(lengthMax));
  if (entries.length === 0) return undefined;
  const writer = new MsgpackWriter();
  writer.map(entries.length);
  for (const write of entries) write(writer);
  const body = writer.finish();
  return body.length <= BODY_MAX_BYTES ? body : undefined;
}

function readBound(reader: MsgpackReader): Bound {
  if (expect(reader.next(), 'array').length !== 2) throw new MsgpackError('a bound is a number and a bool');
  const value = readNumber(reader.next());
  if (value === undefined) throw new MsgpackError('a bound is a number and a bool');
  return { value, inclusive: expect(reader.next(), 'bool').value };
}

function writeBound(writer: MsgpackWriter, bound: Bound): void {
  writer.array(2);
  if (!writeNumber(writer, bound.value)) throw new MsgpackError('a bound must be a finite number');
  writer.bool(bound.inclusive);
}

function expect<K extends Token['kind']>(token: Token, kind: K): Extract<Token, { readonly kind: K }> {
  if (token.kind !== kind) throw new MsgpackError(`${kind} expected, ${token.kind} found`);
  return token as Extract<Token, { readonly kind: K }>;
}
