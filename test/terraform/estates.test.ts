import { isUnknown } from '../../lib/core/unknown';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { at, cpoolBody, datastoreBody, read, readOne } from './stacks';

const codes = (each: ReturnType<typeof readOne>): string[] => judgeEstate(each, {}).findings.map(({ code, path }) => `${code} ${path}`);

test("Terraform's own arguments are no attributes", () => {
  const meta = {
    depends_on: ['socle_cpool.x'],
    lifecycle: { create_before_destroy: true },
    provider: 'socle',
    provisioner: [{ local: {} }],
    connection: {},
    timeouts: { create: '5m' },
    '//': 'note',
  };
  expect(codes(readOne({ resource: { socle_cpool: { prod: { ...cpoolBody, host_count: 2, ...meta } } } }))).toEqual([]);
});

test('texts become numbers and booleans where an attribute is one, and the other way round', () => {
  const { values } = at(
    readOne({ resource: { socle_cpool: { prod: { ...cpoolBody, host_count: '2', ha_enabled: 'true' }, n: { ...cpoolBody, name: 7 } } } }),
    'socle_cpool.prod',
  );
  expect(values).toMatchObject({ host_count: 2, ha_enabled: true, memory_gib: 256 });
});

test.each([['two'], ['0x10'], [''], ['1 ']])('the text %j is no number', (text) => {
  expect(codes(readOne({ resource: { socle_cpool: { prod: { ...cpoolBody, host_count: text } } } }))).toEqual(['SHAPE host_count']);
});

test('a block may be an array of objects at every level', () => {
  const read = readOne({ resource: [{ socle_cpool: [{ prod: [cpoolBody] }] }, { socle_datastore: { ds1: datastoreBody } }] });
  expect([...read.estate.all()].map(({ id }) => id)).toEqual(['tenants/main/cpools/prod', 'tenants/main/datastores/ds1']);
});

test('a block written twice is a finding', () => {
  expect(codes(readOne({ resource: [{ socle_datastore: { ds1: datastoreBody } }, { socle_datastore: { ds1: datastoreBody } }] }))).toEqual([
    'IDENTITY-002 name',
  ]);
});

test('a type that Socle does not have is a finding; another provider is none of our business', () => {
  expect(codes(readOne({ resource: { socle_castle: { x: {} }, aws_thing: { y: {} }, socle_datastore: { ds1: datastoreBody } } }))).toEqual([
    'SHAPE ',
  ]);
  expect(read({ main: { resource: { aws_thing: { y: {} } } } })).toEqual([]);
});

test.each([
  ['bank/prod/ds1', 'bank/prod/ds1'],
  ['bank/prod/ds1/Default', 'bank/prod/ds1'],
  ['bank/Defaults', 'bank/Defaults'],
])('the construct of path %s is %s', (path, construct) => {
  const body = { ...datastoreBody, '//': { metadata: { path, uniqueId: 'ds1' } } };
  expect(at(readOne({ resource: { socle_datastore: { ds1: body } } }), 'socle_datastore.ds1').construct).toBe(construct);
});

describe('providers', () => {
  const two = (a: Json, b: Json) =>
    read({
      a: { provider: { socle: a }, resource: { socle_cpool: { p: cpoolBody } } },
      b: { provider: { socle: b }, resource: { socle_datastore: { d: datastoreBody } } },
    });

  test('the tenant of the provider, of the environment, and main, in that order', () => {
    const resource = { socle_cpool: { p: cpoolBody } };
    const id = (json: Json, defaults = {}) => at(readOne(json, { defaults }), 'socle_cpool.p').id;
    expect(id({ provider: { socle: { tenant: 'bank' } }, resource }, { tenant: 'env' })).toBe('tenants/bank/cpools/prod');
    expect(id({ resource }, { tenant: 'env' })).toBe('tenants/env/cpools/prod');
    expect(id({ resource })).toBe('tenants/main/cpools/prod');
  });

  test('an unknown tenant makes every id unknown', () => {
    const { identified, values } = at(
      readOne({ provider: { socle: { tenant: '${var.t}' } }, resource: { socle_cpool: { p: cpoolBody } } }),
      'socle_cpool.p',
    );
    expect(identified).toBe(false);
    expect(isUnknown(values['tenant'])).toBe(true);
  });

  test('aliases may lead to two platforms, and their resources are judged apart', () => {
    const provider = { socle: [{ tenant: 'a' }, { alias: 'dr', tenant: 'b', endpoint: 'https://dr' }] };
    const estates = read({
      main: {
        provider,
        resource: {
          socle_cpool: { p: cpoolBody, q: { ...cpoolBody, provider: 'socle.dr' }, r: { ...cpoolBody, name: 'r', provider: '${socle.dr}' } },
        },
      },
    });
    expect(estates.map(({ platform, estate }) => [platform.key, [...estate.all()].map(({ id }) => id)])).toEqual([
      ['embedded', ['tenants/a/cpools/prod']],
      ['endpoint https://dr', ['tenants/b/cpools/prod', 'tenants/b/cpools/r']],
    ]);
  });

  test('stacks without settings share a platform; another state_path, world or endpoint is another one', () => {
    expect(two({}, {})).toHaveLength(1);
    expect(two({ state_path: 'x.db' }, {})).toHaveLength(2);
    expect(two({ world: 'w.json' }, {})).toHaveLength(2);
    expect(two({ endpoint: 'https://x' }, { endpoint: 'https://x', state_path: 'ignored' })).toHaveLength(1);
    expect(two({ state_path: '${var.p}' }, { state_path: '${var.p}' })).toHaveLength(2);
  });

  test('relative paths lead from the folder of their stack', () => {
    const stack = (name: string, state_path: string) => ({
      name,
      folder: `/app/cdktf.out/stacks/${name}`,
      json: { provider: { socle: { state_path } }, resource: { socle_cpool: { p: cpoolBody } } },
    });
    const keys = (stacks: ReturnType<typeof stack>[]) => read({}, { stacks }).map(({ platform }) => platform.key);
    expect(keys([stack('a', '../../../.socle/platform.db'), stack('b', '/app/.socle/platform.db')])).toEqual(['embedded /app/.socle/platform.db']);
    expect(keys([stack('a', 'own.db'), stack('b', 'own.db')])).toHaveLength(2);
  });
});

describe('completeness', () => {
  const store = (cpool: string): Json => ({ resource: { socle_datastore: { ds1: { ...datastoreBody, cpool_ids: [cpool] } } } });

  test('an input is complete when no id leads outside, and undecided about one that does', () => {
    expect(readOne({ resource: { socle_datastore: { ds1: datastoreBody } } }).estate.complete).toBe(true);
    const outside = readOne(store('tenants/main/cpools/elsewhere'));
    expect(outside.estate.complete).toBe(false);
    expect(judgeEstate(outside, {}).undecided).toContainEqual(
      expect.objectContaining({ code: 'REFERENCE-001', because: ['tenants/main/cpools/elsewhere'] }),
    );
  });

  test('with everything given, an id that leads outside is an error', () => {
    expect(codes(readOne(store('tenants/main/cpools/elsewhere'), { complete: 'all-given' }))).toEqual(['REFERENCE-001 cpool_ids']);
  });

  test('a text that is no id leads nowhere, complete or not', () => {
    expect(codes(readOne(store('elsewhere')))).toEqual(['REFERENCE-001 cpool_ids']);
  });

  test('an id may name a resource whose name is not known yet, even with everything given', () => {
    const open = {
      resource: {
        socle_cpool: { p: { ...cpoolBody, name: '${var.n}' } },
        socle_datastore: { ds1: { ...datastoreBody, cpool_ids: ['tenants/main/cpools/elsewhere'] } },
      },
    };
    expect(codes(readOne(open, { complete: 'all-given' }))).toEqual([]);
  });

  test('modules are not read, so what calls them is not complete', () => {
    expect(readOne({ module: { m: { source: './m' } }, resource: { socle_datastore: { ds1: datastoreBody } } }).estate.complete).toBe(false);
  });
});
