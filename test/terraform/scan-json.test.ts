import fc from 'fast-check';
import { blemishOf } from '../../lib/terraform/scan-json';

test.each([
  ['{"a": [1,}', 'broken', 1, 10],
  ['{\n  "a": 1,\n  "b" 2\n}', 'broken', 3, 7],
  ['{"a": 1', 'broken', 1, 8],
  ['', 'broken', 1, 1],
  ['[1] [2]', 'broken', 1, 5],
  ['{"a": 1, "a": 2}', 'written twice', 1, 10],
  ['{"a": 1,\n "\\u0061": 2}', 'written twice', 2, 2],
  ['{"__proto__": 1, "__proto__": 2}', 'written twice', 1, 18],
])('%j is %s at line %i, column %i', (text, kind, line, column) => {
  expect(blemishOf(text)).toMatchObject({ kind, line, column });
});

test('one key in two objects is no blemish', () => {
  expect(blemishOf('{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}')).toBeUndefined();
});

test('what JSON.parse takes is broken nowhere, and what it does not take is', () => {
  fc.assert(fc.property(fc.json(), (text) => blemishOf(text)?.kind !== 'broken'));
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('{', '}', ',', '"', ':', 'x', ''), (text, at, change) => {
      const changed = text.slice(0, at % (text.length + 1)) + change + text.slice((at % (text.length + 1)) + 1);
      let sound = true;
      try {
        JSON.parse(changed);
      } catch {
        sound = false;
      }
      // A key written twice is met before what is broken further on.
      const blemish = blemishOf(changed);
      if (sound) expect(blemish?.kind).not.toBe('broken');
      else expect(blemish).toBeDefined();
    }),
  );
});

test('a hundred thousand brackets and a million characters cost no stack', () => {
  expect(blemishOf('['.repeat(100_000))).toMatchObject({ kind: 'broken' });
  expect(blemishOf(JSON.stringify({ a: 'x\\"'.repeat(500_000) }))).toBeUndefined();
});
