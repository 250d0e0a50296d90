import fc from 'fast-check';
import { JsonError, parseJson } from '../../lib/tfplugin/json';
import { decodeJsonValue, valueFromJson } from '../../lib/tfplugin/json-value';
import { BigNumber } from '../../lib/tfplugin/types';
import { ValueError } from '../../lib/tfplugin/value-error';

test('JSON reads as JSON.parse reads it, wherever no digit is lost', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
      const expected: unknown = JSON.parse(json);
      const text = JSON.stringify(expected, null, indent);
      expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(expected));
    }),
  );
});

test.each(['', '{', '[1,]', '{"a":1,}', '{"a"}', '01', '1.', '.5', '+1', 'nul', '"a', '"\\x"', '"\n"', '[1] 2', '{a:1}', 'NaN', '1e999999'])(
  '%j is refused',
  (text) => {
    expect(() => parseJson(text)).toThrow(JsonError);
  },
);

test('numbers keep every digit and keys keep their names', () => {
  const value = parseJson('{"__proto__": 1, "big": 123456789012345678901234567890, "dup": 1, "dup": 2}');
  expect(Object.entries(value as object)).toEqual([
    ['__proto__', 1],
    ['big', new BigNumber('123456789012345678901234567890')],
    ['dup', 2],
  ]);
});

test('JSON nested without end is refused, a long string is not', () => {
  expect(() => parseJson('['.repeat(100_000))).toThrow(JsonError);
  expect(parseJson(JSON.stringify('x"\\'.repeat(500_000)))).toHaveLength(1_500_000);
});

describe('by type', () => {
  const type = { object: { n: 'number', tags: { map: 'string' }, any: 'dynamic' } } as const;

  test('stored state becomes a value, absent attributes become null', () => {
    const raw = parseJson('{"n": "12345678901234567890123", "any": {"type": ["set","number"], "value": [1]}}');
    expect(valueFromJson(raw, type)).toEqual({ n: new BigNumber('12345678901234567890123'), tags: null, any: [1] });
  });

  test('attributes of another version are refused or dropped, as asked', () => {
    expect(() => valueFromJson(parseJson('{"old": 1}'), type)).toThrow(ValueError);
    expect(valueFromJson(parseJson('{"old": 1}'), type, 'drop')).toEqual({ n: null, tags: null, any: null });
  });

  test('a misfit names its path', () => {
    expect(() => valueFromJson(parseJson('{"tags": {"a": 1}}'), type)).toThrow(
      expect.objectContaining({ path: [{ attribute: 'tags' }, { key: 'a' }] }),
    );
    expect(() => decodeJsonValue(Buffer.of(0x22, 0xff, 0x22), 'string')).toThrow(JsonError);
  });
});
