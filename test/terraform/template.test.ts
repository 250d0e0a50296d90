import fc from 'fast-check';
import { partsOf, unescaped } from '../../lib/terraform/template';

test.each([
  ['plain', [{ text: 'plain' }]],
  ['', [{ text: '' }]],
  ['${a.b}', [{ expression: 'a.b' }]],
  ['x-${a}-${b}', [{ text: 'x-' }, { expression: 'a' }, { text: '-' }, { expression: 'b' }]],
  ['$${kept}', [{ text: '${kept}' }]],
  ['%%{kept}', [{ text: '%{kept}' }]],
  ['$5 and 10% {x}', [{ text: '$5 and 10% {x}' }]],
  ['${~ a ~}', [{ expression: 'a' }]],
  ['${f({a = "}"})}', [{ expression: 'f({a = "}"})' }]],
  ['${"x${y}z"}', [{ expression: '"x${y}z"' }]],
  ['${"$${y"}', [{ expression: '"$${y"' }]],
])('%j has the parts %j', (template, parts) => {
  expect(partsOf(template)).toEqual(parts);
});

test.each(['${never closed', '%{ if x }y%{ endif }', '${"open}'])('%j is one expression that nothing reads', (template) => {
  expect(partsOf(template)).toEqual([{ expression: template }]);
});

test('escapes of quoted strings mean their characters', () => {
  expect(unescaped('a\\"b\\\\c\\n\\u00e9\\U0001F600')).toBe('a"b\\c\né😀');
});

test('text that is escaped is read back, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const template = text.replace(/([$%])\{/g, '$1$1{');
      // "$$" before "{" is the one thing that cannot be written back: "$${" always means "${".
      fc.pre(!/[$%]{2}\{/.test(text));
      expect(
        partsOf(template)
          .map((part) => ('text' in part ? part.text : '?'))
          .join(''),
      ).toBe(text);
    }),
  );
});
