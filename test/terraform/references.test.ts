import { isUnknown, type Value } from '../../lib/core/unknown';
import type { Json } from '../../lib/terraform/json';
import { at, cpoolBody, datastoreBody, read, readOne } from './stacks';

/** The value that an expression stands for, as the description of a network. */
function valueIn(expression: Json, more: { readonly [section: string]: Json } = {}): Value {
  const read = readOne({
    ...more,
    resource: {
      socle_cpool: { prod: cpoolBody },
      socle_datastore: { ds1: datastoreBody },
      socle_network: { lan: { name: 'lan', availability_zones: ['par7s'], description: expression } },
    },
  });
  return at(read, 'socle_network.lan').values['description'] as Value;
}

const waitingFor = (value: Value): readonly string[] => {
  if (!isUnknown(value)) throw new Error(`${JSON.stringify(value)} is known`);
  return value.because;
};

test.each<[string, Json, Value]>([
  ['an id', '${socle_cpool.prod.id}', 'tenants/main/cpools/prod'],
  ['a configured attribute', '${socle_cpool.prod.name}', 'prod'],
  ['a default that follows from others, as text', 'memory ${socle_cpool.prod.memory_gib} GiB', 'memory 384 GiB'],
  ['a computed attribute', '${socle_datastore.ds1.iops_limit}', '6000'],
  ['text around', 'a-${socle_cpool.prod.name}-b', 'a-prod-b'],
  ['an escape', '$${socle_cpool.prod.id}', '${socle_cpool.prod.id}'],
  ['white space', '${ socle_cpool.prod.id }', 'tenants/main/cpools/prod'],
  ['an attribute in brackets', '${socle_cpool.prod["name"]}', 'prod'],
  ['a literal', '${"x"}', 'x'],
  ['a literal with a template', '${"x-${socle_cpool.prod.name}"}', 'x-prod'],
  ['null', '${null}', null],
])('%s is resolved', (_, expression, value) => {
  expect(valueIn(expression)).toEqual(value);
});

test.each<[string, string, string]>([
  ['a variable', '${var.size}', 'var.size'],
  ['text with a variable', 'a-${var.size}', 'var.size'],
  ['an operator', '${var.size * 2}', 'var.size * 2'],
  ['a function of the provider', '${provider::socle::swap_gib([1])}', 'provider::socle::swap_gib([1])'],
  ['another provider', '${aws_thing.x.id}', 'aws_thing.x.id'],
  ['what the platform chooses', '${socle_datastore.ds1.lun_uid}', 'socle_datastore.ds1.lun_uid'],
  ['what the platform chooses unless given', '${socle_cpool.prod.hypervisor_build}', 'socle_cpool.prod.hypervisor_build'],
  ['what time changes', '${socle_cpool.prod.memory_used_gib}', 'socle_cpool.prod.memory_used_gib'],
  ['an attribute that does not exist', '${socle_cpool.prod.constructor}', 'socle_cpool.prod.constructor'],
  ['a module', '${module.a.b}', 'module.a.b'],
  ['a directive', '%{ if true }a%{ endif }', '%{ if true }a%{ endif }'],
])('%s is unknown, and says why', (_, expression, because) => {
  expect(waitingFor(valueIn(expression))).toEqual([because]);
});

test('an unknown name makes the id unknown, for the reason of the name', () => {
  const read = readOne({
    resource: {
      socle_cpool: { prod: { ...cpoolBody, name: '${var.name}' } },
      socle_datastore: { ds1: { ...datastoreBody, cpool_ids: ['${socle_cpool.prod.id}'] } },
    },
  });
  expect(at(read, 'socle_cpool.prod')).toMatchObject({ identified: false, id: '?socle_cpool.prod' });
  expect(waitingFor((at(read, 'socle_datastore.ds1').values['cpool_ids'] as readonly Value[])[0] as Value)).toEqual(['var.name']);
});

test('locals are followed, through each other and into their parts', () => {
  const locals = { zone: 'par7s', both: { first: '${local.zone}', second: ['a', 'b'] }, again: '${local.both.first}' };
  expect(valueIn('${local.again}', { locals })).toBe('par7s');
  expect(valueIn('${local.both.second[1]}', { locals })).toBe('b');
  expect(waitingFor(valueIn('${local.missing}', { locals }))).toEqual(['local.missing']);
});

test('locals that go in a circle are unknown', () => {
  expect(isUnknown(valueIn('${local.a}', { locals: { a: '${local.b}', b: '${local.a}' } }))).toBe(true);
});

test('resources that go in a circle are unknown where the circle closes', () => {
  const one = readOne({
    resource: {
      socle_network: {
        a: { name: 'a', availability_zones: ['par7s'], description: '${socle_network.b.description}' },
        b: { name: 'b', availability_zones: ['par7s'], description: '${socle_network.a.description}' },
      },
    },
  });
  expect(one.estate.size).toBe(2);
  expect(isUnknown(at(one, 'socle_network.a').values['description'])).toBe(true);
});

test('a chain of ten thousand references is read without end of stack', () => {
  const networks = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `n${index}`,
      { name: `n${index}`, availability_zones: ['par7s'], description: index === 9_999 ? 'last' : `\${socle_network.n${index + 1}.description}` },
    ]),
  );
  expect(readOne({ resource: { socle_network: networks } }).estate.size).toBe(10_000);
});

test('a reference to what is not declared is a finding at its attribute', () => {
  const { findings } = readOne({ resource: { socle_datastore: { ds1: { ...datastoreBody, cpool_ids: ['${socle_cpool.nope.id}'] } } } });
  expect(findings).toMatchObject([
    { code: 'REFERENCE-001', resource: 'tenants/main/datastores/ds1', path: 'cpool_ids', address: 'socle_datastore.ds1' },
  ]);
});

test('outputs of another stack lead to its resources', () => {
  const foundation = {
    provider: { socle: { tenant: 'bank' } },
    resource: { socle_cpool: { prod: cpoolBody } },
    output: { pool: { value: '${socle_cpool.prod.id}' } },
  };
  const app = (name: string, config: Json) => ({
    provider: { socle: { tenant: 'bank' } },
    data: { terraform_remote_state: { [name]: { backend: 'local', config } } },
    resource: { socle_datastore: { ds1: { ...datastoreBody, cpool_ids: [`\${data.terraform_remote_state.${name}.outputs.pool}`] } } },
  });
  const byName = read({ foundation, app: app('cross-stack-reference-input-foundation', {}) });
  expect(at(byName[0] as never, 'socle_datastore.ds1').values['cpool_ids']).toEqual(['tenants/bank/cpools/prod']);
  const withBackend = { ...foundation, terraform: { backend: { local: { path: 'f.tfstate' } } } };
  const byBackend = read({ foundation: withBackend, app: app('base', { path: 'f.tfstate' }) });
  expect(at(byBackend[0] as never, 'socle_datastore.ds1').values['cpool_ids']).toEqual(['tenants/bank/cpools/prod']);
  const elsewhere = read({ foundation: withBackend, app: app('base', { path: 'other.tfstate' }) });
  expect(isUnknown((at(elsewhere[0] as never, 'socle_datastore.ds1').values['cpool_ids'] as readonly Value[])[0])).toBe(true);
});

test('a data source with a literal name has a known id', () => {
  const data = { socle_cpool: { shared: { name: 'prod' }, other: { id: 'tenants/x/cpools/y' }, open: { name: '${var.n}' } } };
  expect(valueIn('${data.socle_cpool.shared.id}', { data })).toBe('tenants/main/cpools/prod');
  expect(valueIn('${data.socle_cpool.other.id}', { data })).toBe('tenants/x/cpools/y');
  expect(waitingFor(valueIn('${data.socle_cpool.open.id}', { data }))).toEqual(['data.socle_cpool.open.id']);
  expect(waitingFor(valueIn('${data.socle_cpool.shared.memory_gib}', { data }))).toEqual(['data.socle_cpool.shared.memory_gib']);
});
