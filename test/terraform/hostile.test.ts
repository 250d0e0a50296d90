/** Whatever JSON holds, reading it ends and throws nothing. */
import fc from 'fast-check';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { at, cpoolBody, read, readOne } from './stacks';

const fragments = [
  '${',
  '}',
  'socle_cpool.',
  'p',
  '.id',
  '[',
  ']',
  '"',
  'each.key',
  'local.a',
  'var.x',
  '$${',
  '%{',
  '\\',
  '*',
  '__proto__',
  'toset(["a"])',
  'count.index',
  'data.socle_cpool.p.id',
];
const text = fc.array(fc.constantFrom(...fragments), { maxLength: 8 }).map((parts) => parts.join(''));
const expression = text.map((inner) => `\${${inner}}`);
const key = fc.constantFrom(
  'resource',
  'socle_cpool',
  'p',
  'name',
  'host_count',
  'count',
  'for_each',
  'provider',
  'socle',
  'tenant',
  'alias',
  'locals',
  'a',
  'data',
  'dynamic',
  '//',
  'metadata',
  '__proto__',
  'constructor',
  'tags',
);
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    expression,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('any configuration is read', () => {
  fc.assert(
    fc.property(json, json, json, (body, locals, provider) => {
      for (const each of read({ a: { resource: { socle_cpool: { p: body } }, locals, provider, data: body }, b: body })) judgeEstate(each, {});
    }),
    { numRuns: 300 },
  );
});

test('any expression stands for a value', () => {
  fc.assert(
    fc.property(fc.oneof(text, expression, fc.string()), (value) => {
      const estate = readOne({ resource: { socle_cpool: { p: { ...cpoolBody, hypervisor_build: value } } }, locals: { a: value } });
      expect(estate.estate.size).toBe(1);
    }),
    { numRuns: 300 },
  );
});

test('__proto__ is a key like others, everywhere', () => {
  const json = JSON.parse(
    '{"resource":{"socle_network":{"__proto__":{"name":"a","availability_zones":["par7s"]},"b":{"name":"b","availability_zones":["par7s"],"__proto__":{"vlan_id":1}}},"__proto__":{}},"locals":{"__proto__":1},"provider":{"__proto__":{}}}',
  ) as Json;
  const estate = readOne(json);
  expect([...estate.estate.all()].map(({ id }) => id)).toEqual(['tenants/main/networks/a', 'tenants/main/networks/b']);
  expect(judgeEstate(estate, {}).findings).toMatchObject([{ code: 'SHAPE', resource: 'tenants/main/networks/b', path: '__proto__' }]);
  expect(({} as { vlan_id?: number }).vlan_id).toBeUndefined();
});

test('a value nested without end is unknown', () => {
  let deep: Json = 'end';
  for (let depth = 0; depth < 5000; depth += 1) deep = [deep];
  const estate = readOne({ resource: { socle_cpool: { p: { ...cpoolBody, hypervisor_build: deep } } } });
  expect(judgeEstate(estate, {}).findings).toMatchObject([{ code: 'SHAPE', path: 'hypervisor_build' }]);
});

test('a text of a million characters is refused in a short message', () => {
  const estate = readOne({ resource: { socle_cpool: { p: { ...cpoolBody, name: 'x'.repeat(1_000_000) } } } });
  const [finding] = judgeEstate(estate, {}).findings;
  expect(finding).toMatchObject({ code: 'SHAPE', path: 'name' });
  expect(finding?.message.length).toBeLessThan(300);
});

test('numbers keep what they are: a fraction is not rounded to a whole number', () => {
  expect(judgeEstate(readOne({ resource: { socle_cpool: { p: { ...cpoolBody, host_count: '2.5' } } } }), {}).findings).toMatchObject([
    { code: 'SHAPE', path: 'host_count' },
  ]);
  expect(
    at(readOne({ resource: { socle_cpool: { p: { ...cpoolBody, memory_overcommit_ratio: '1.25' } } } }), 'socle_cpool.p').values[
      'memory_overcommit_ratio'
    ],
  ).toBe(1.25);
});
