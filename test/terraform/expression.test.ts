import fc from 'fast-check';
import { parseExpression } from '../../lib/terraform/expression';

const literal = (value: null | boolean | number) => ({ kind: 'literal', value });
const template = (quoted: string) => ({ kind: 'template', quoted });

test.each([
  ['3', literal(3)],
  ['-1.5e3', literal(-1500)],
  ['true', literal(true)],
  ['null', literal(null)],
  ['"a b"', template('a b')],
  ['("a")', template('a')],
  ['[1, "a",]', { kind: 'list', elements: [literal(1), template('a')] }],
  [
    '{ a = 1, "b": 2 }',
    {
      kind: 'object',
      entries: [
        { key: template('a'), value: literal(1) },
        { key: template('b'), value: literal(2) },
      ],
    },
  ],
  ['toset(["a"])', { kind: 'conversion', of: { kind: 'list', elements: [template('a')] } }],
  ['var.size', { kind: 'traversal', root: 'var', steps: [{ attribute: 'size' }] }],
  [
    'socle_cpool.a-b["k"][0].id',
    { kind: 'traversal', root: 'socle_cpool', steps: [{ attribute: 'a-b' }, { index: template('k') }, { index: literal(0) }, { attribute: 'id' }] },
  ],
  ['a.b[*].id', { kind: 'traversal', root: 'a', steps: [{ attribute: 'b' }, { splat: true }, { attribute: 'id' }] }],
  ['a.b.*.id', { kind: 'traversal', root: 'a', steps: [{ attribute: 'b' }, { splat: true }, { attribute: 'id' }] }],
  ['a.b.0.id', { kind: 'traversal', root: 'a', steps: [{ attribute: 'b' }, { index: literal(0) }, { attribute: 'id' }] }],
])('%s is read', (text, expression) => {
  expect(parseExpression(text)).toEqual(expression);
});

test.each([
  '',
  'a +',
  'a + b',
  'a ? b : c',
  '!a',
  'a.',
  'a[',
  'a["x"',
  'f(a)',
  'join(",", a)',
  '[for x in a : x]',
  '[1 2]',
  '{a 1}',
  '"open',
  'provider::socle::swap_gib([1])',
  '<<EOT\nx\nEOT',
])('%j is not read', (text) => {
  expect(parseExpression(text)).toBeUndefined();
});

test('brackets nested without end are given up, not followed', () => {
  for (const open of ['[', '(', '{a=', 'a[', 'toset(']) expect(parseExpression(open.repeat(100_000))).toBeUndefined();
});

test('any text is read or given up', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '{', '}', '(', ')', '$', '*', '1', ',', '=', ' ', '\\') }), (text) => {
      expect(() => parseExpression(text)).not.toThrow();
    }),
  );
});
