import { decode as oracleDecode, encode as oracleEncode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { numberFromDecimal, numberFromFloat } from '../../lib/tfplugin/decimal';
import { decodeValue } from '../../lib/tfplugin/decode-value';
import { encodeValue } from '../../lib/tfplugin/encode-value';
import { typeFromJson, typeToJson } from '../../lib/tfplugin/type-json';
import { BigNumber, type TfObject, type TfType, type TfValue, UnknownValue } from '../../lib/tfplugin/types';
import { ValueError } from '../../lib/tfplugin/value-error';

interface Typed {
  readonly type: TfType;
  readonly value: TfValue;
}

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', 'toString', '', 'é\u0301', '\u0000'));
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat({ max: 30 }))
  .map(([digits, places]) => numberFromDecimal(`${digits}e-${places}`) ?? 0);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  decimal,
);
const unknown = fc.constantFrom(new UnknownValue(), new UnknownValue({ notNull: true }));
const orAbsent = (type: TfType, value: fc.Arbitrary<TfValue>): fc.Arbitrary<Typed> => {
  return fc
    .oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: unknown })
    .map((chosen) => ({ type, value: chosen }));
};
const nullProto = (entries: readonly (readonly [string, TfValue])[]): TfObject => {
  const object: Record<string, TfValue> = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
};

const { typed } = fc.letrec<{ typed: Typed; simple: Typed }>((tie) => ({
  simple: fc.oneof(orAbsent('string', text), orAbsent('number', number), orAbsent('bool', fc.boolean())),
  typed: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('simple'),
    fc
      .tuple(tie('simple'), fc.nat({ max: 4 }))
      .map(([{ type, value }, count]) => ({ type: { list: type }, value: Array.from({ length: count }, () => value) })),
    fc.array(tie('typed'), { maxLength: 4 }).map((of) => ({ type: { tuple: of.map(({ type }) => type) }, value: of.map(({ value }) => value) })),
    fc
      .tuple(tie('simple'), fc.uniqueArray(text, { maxLength: 4 }))
      .map(([{ type, value }, keys]) => ({ type: { map: type }, value: nullProto(keys.map((key) => [key, value])) })),
    fc.uniqueArray(fc.tuple(text, tie('typed')), { maxLength: 5, selector: ([name]) => name }).map((entries) => ({
      type: { object: Object.fromEntries(entries.map(([name, { type }]) => [name, type])) },
      value: nullProto(entries.map(([name, { value }]) => [name, value])),
    })),
  ),
}));

test('what is encoded decodes to the same value, whatever its type', () => {
  fc.assert(
    fc.property(typed, ({ type, value }) => expect(decodeValue(encodeValue(value, type), type)).toEqual(value)),
    { numRuns: 300 },
  );
});

test('the types of values survive their JSON', () => {
  fc.assert(
    fc.property(typed, ({ type }) => expect(typeFromJson(typeToJson(type))).toEqual(type)),
    { numRuns: 200 },
  );
});

/** What @msgpack/msgpack is to read: text for what no integer holds, and no key that it refuses. */
function plain(value: TfValue): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (value instanceof BigNumber) return value.decimal;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, plain(element)]));
}

test('an independent msgpack reads what is written and writes what is read', () => {
  const readable = typed.filter(({ type, value }) => {
    return !/__proto__/.test(typeToJson(type) + JSON.stringify(value)) && !hasUnknown(value);
  });
  fc.assert(
    fc.property(readable, ({ type, value }) => {
      expect(oracleDecode(encodeValue(value, type))).toEqual(plain(value));
      expect(decodeValue(oracleEncode(plain(value)), type)).toEqual(value);
    }),
    { numRuns: 200 },
  );
});

function hasUnknown(value: TfValue): boolean {
  if (value instanceof UnknownValue) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}

test('malformed bytes give a ValueError and nothing else', () => {
  const attempt = (bytes: Uint8Array, type: TfType): void => {
    try {
      decodeValue(bytes, type);
    } catch (error) {
      expect(error).toBeInstanceOf(ValueError);
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), typed, (bytes, { type }) => attempt(bytes, type)),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(typed, fc.nat(), fc.nat({ max: 255 }), ({ type, value }, place, byte) => {
      const bytes = Uint8Array.from(encodeValue(value, type));
      bytes[place % bytes.length] = byte;
      attempt(bytes, type);
      attempt(bytes.subarray(0, place % bytes.length), type);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['an array that claims four billion elements', 'ddffffffff', { list: 'string' }],
  ['a string that claims four gigabytes', 'dbffffffff', 'string'],
  ['bytes after the value', 'c0c0', 'string'],
  ['text that is not UTF-8', 'a2c328', 'string'],
  ['an infinite number', 'cb7ff0000000000000', 'number'],
  ['text for a number', 'a3616263', 'number'],
  ['a code that msgpack never uses', 'c1', 'string'],
  ['a refinement of another extension', 'c7020101c0', 'string'],
  ['nothing', '', 'string'],
] as const)('%s is refused', (_what, hex, type) => {
  expect(() => decodeValue(Buffer.from(hex, 'hex'), type)).toThrow(ValueError);
});

test('values nested without end are refused both ways', () => {
  const bytes = Buffer.concat([
    ...Array.from({ length: 5000 }, () => Buffer.concat([Buffer.of(0x92, 0xc4, 9), Buffer.from('"dynamic"')])),
    Buffer.of(0xc0),
  ]);
  expect(() => decodeValue(bytes, 'dynamic')).toThrow(/nested deeper/);
  let deep: TfValue = 'x';
  for (let level = 0; level < 5000; level += 1) deep = [deep];
  expect(() => encodeValue(deep, 'dynamic')).toThrow(/nested deeper/);
});

const DISKS: TfType = { object: { name: 'string', disks: { map: { object: { size_gib: 'number' } } }, zones: { list: 'string' } } };
const pathOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error instanceof ValueError ? { path: error.path, message: error.message } : error;
  }
  return undefined;
};

test('a value that does not fit names its path and not itself', () => {
  expect(pathOf(() => encodeValue({ disks: { data: { size_gib: 'secret' } } }, DISKS))).toEqual({
    path: [{ attribute: 'disks' }, { key: 'data' }, { attribute: 'size_gib' }],
    message: 'a number is required, a string given',
  });
  expect(pathOf(() => encodeValue({ zones: ['a', 1] }, DISKS))).toMatchObject({ path: [{ attribute: 'zones' }, { index: 1 }] });
  expect(pathOf(() => encodeValue({ nam: 'typing error' }, DISKS))).toMatchObject({ path: [], message: 'there is no attribute "nam"' });
  const bytes = encodeValue({ zones: [1] }, { object: { name: 'string', disks: { map: 'string' }, zones: { list: 'number' } } });
  expect(pathOf(() => decodeValue(bytes, DISKS))).toMatchObject({ path: [{ attribute: 'zones' }, { index: 0 }] });
});

test('an attribute left out is written as null, one that Terraform leaves out is an error', () => {
  expect(decodeValue(encodeValue({ name: 'x' }, DISKS), DISKS)).toEqual(
    nullProto([
      ['name', 'x'],
      ['disks', null],
      ['zones', null],
    ]),
  );
  expect(pathOf(() => decodeValue(encodeValue({ name: 'x' }, { map: 'string' }), DISKS))).toMatchObject({
    message: 'the attribute "disks" is missing',
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, new BigNumber('1e99999'), new BigNumber('0x10')])(
  '%p is not a number that Terraform takes',
  (value) => {
    expect(() => encodeValue(value, 'number')).toThrow(ValueError);
  },
);

test('half of a surrogate pair is refused instead of silently replaced', () => {
  expect(() => encodeValue('\ud800', 'string')).toThrow(ValueError);
});

describe('numbers', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', new BigNumber('9007199254740993')],
    ['123456789012345678901234567890', new BigNumber('123456789012345678901234567890')],
    ['0.1', 0.1],
    ['-0', 0],
    ['1.50', 1.5],
    ['0.10000000000000000555', new BigNumber('0.10000000000000000555')],
    ['1e21', 1e21],
  ])('%s is held exactly', (source, value) => {
    expect(numberFromDecimal(source)).toEqual(value);
  });

  test('64-bit integers survive at both ends', () => {
    for (const [hex, value] of [
      ['cfffffffffffffffff', '18446744073709551615'],
      ['d38000000000000000', '-9223372036854775808'],
    ] as const) {
      const decoded = decodeValue(Buffer.from(hex, 'hex'), 'number');
      expect(BigInt(decoded instanceof BigNumber ? decoded.decimal : Number(decoded))).toBe(BigInt(value));
    }
  });

  // Terraform compares with 512 bits: the float 0.1 and the text "0.1" are two numbers to it.
  test('the float 0.1 is not one tenth', () => {
    expect(numberFromFloat(0.1)).toEqual(new BigNumber('0.1000000000000000055511151231257827021181583404541015625'));
    expect(numberFromFloat(0.5)).toBe(0.5);
    expect(numberFromFloat(5e-324)).toBeInstanceOf(BigNumber);
    expect(oracleDecode(encodeValue(0.1, 'number'))).toBe('0.1');
  });

  test('every float decodes to a decimal that rounds to it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const decoded = numberFromFloat(value);
        expect(Number(decoded instanceof BigNumber ? decoded.decimal : decoded)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('unknown values', () => {
  test('refinements that fit the type survive, the others stay home', () => {
    const full = {
      notNull: true,
      stringPrefix: 'tenants/',
      lengthMin: 1,
      lengthMax: 3,
      numberMin: { value: 0.5, inclusive: true },
      numberMax: { value: new BigNumber('1e30'), inclusive: false },
    };
    const back = (type: TfType): TfValue => decodeValue(encodeValue(new UnknownValue(full), type), type);
    expect(back('string')).toEqual(new UnknownValue({ notNull: true, stringPrefix: 'tenants/' }));
    expect(back({ set: 'string' })).toEqual(new UnknownValue({ notNull: true, lengthMin: 1, lengthMax: 3 }));
    expect(back('number')).toMatchObject({
      refinements: { numberMin: { value: 0.5, inclusive: true }, numberMax: { value: 1e30, inclusive: false } },
    });
    expect(back('dynamic')).toEqual(new UnknownValue());
  });

  test('a refinement that allows only null is null', () => {
    expect(decodeValue(Buffer.from('c7030c8101c3', 'hex'), 'string')).toBeNull();
  });
});

describe('dynamic values', () => {
  const wire = (type: string, value: unknown): Uint8Array => oracleEncode([Buffer.from(type), value]);

  test('a list handed back is still a list, a new array is a tuple', () => {
    const bytes = wire('["list","string"]', ['a']);
    const value = decodeValue(bytes, 'dynamic');
    expect(Buffer.from(encodeValue(value, 'dynamic'))).toEqual(Buffer.from(bytes));
    expect(oracleDecode(encodeValue(['a', 1], 'dynamic'))).toEqual([Uint8Array.from(Buffer.from('["tuple",["string","number"]]')), ['a', 1]]);
  });

  test('an object carries its own type, with any key', () => {
    const value = nullProto([
      ['__proto__', 'kept'],
      ['n', null],
    ]);
    expect(decodeValue(encodeValue(value, 'dynamic'), 'dynamic')).toEqual(value);
  });

  test('a type that is none is refused', () => {
    expect(() => decodeValue(wire('["bag","string"]', []), 'dynamic')).toThrow(ValueError);
    expect(() => decodeValue(oracleEncode(['only one']), 'dynamic')).toThrow(ValueError);
  });
});
