import { catalogue } from '../../lib/catalogue/complete';
import type { PlatformEstate } from '../../lib/terraform/estates';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { estatesOfPlan } from '../../lib/terraform/plan';
import { at, cpoolBody, datastoreBody } from './stacks';

interface Change {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly unknown?: Json;
  readonly more?: { readonly [key: string]: Json };
}

const change = ({ address, actions, before = null, after = null, unknown = {}, more = {} }: Change): Json => ({
  address,
  mode: 'managed',
  type: address.replace(/^module\.\w+\./, '').split('.')[0] as string,
  change: { actions, before, after, after_unknown: unknown },
  ...more,
});

const planned = (changes: readonly Change[], more: { readonly [key: string]: Json } = {}): PlatformEstate[] =>
  estatesOfPlan({
    catalogue,
    edition: 'seeds',
    complete: 'if-nothing-dangles',
    name: 'p.json',
    folder: '/srv/bank',
    json: { format_version: '1.2', resource_changes: changes.map(change), ...more },
  });

const one = (changes: readonly Change[], more: { readonly [key: string]: Json } = {}): PlatformEstate => planned(changes, more)[0] as PlatformEstate;
const idsIn = (estate: PlatformEstate['estate'] | undefined): string[] => [...(estate?.all() ?? [])].map(({ id }) => id.split('/').pop() as string);

const stored = { ...cpoolBody, tenant: 'main', id: 'tenants/main/cpools/prod', memory_gib: 384, cores: 96, sku: 'x', timeouts: null };
const store = { ...datastoreBody, tenant: 'main' };

test('what is deleted is gone, what is left alone or forgotten stays, and both stood before', () => {
  const read = one([
    { address: 'socle_cpool.a', actions: ['delete'], before: { ...stored, name: 'a' } },
    { address: 'socle_cpool.b', actions: ['no-op'], before: { ...stored, name: 'b' }, after: { ...stored, name: 'b' } },
    { address: 'socle_cpool.c', actions: ['forget'], before: { ...stored, name: 'c' } },
    { address: 'socle_cpool.d', actions: ['create'], after: { ...stored, name: 'd' } },
    { address: 'socle_cpool.e', actions: ['delete', 'create'], before: { ...stored, name: 'e' }, after: { ...stored, name: 'e' } },
  ]);
  expect(idsIn(read.estate)).toEqual(['b', 'c', 'd', 'e']);
  expect(idsIn(read.prior)).toEqual(['a', 'b', 'c', 'e']);
});

test('values that the platform computes are worked out again, and break no shape', () => {
  const read = one([{ address: 'socle_cpool.p', actions: ['create'], after: stored, unknown: { id: true } }]);
  expect(judgeEstate(read, {}).findings).toEqual([]);
  expect(at(read, 'socle_cpool.p').values).toMatchObject({ id: 'tenants/main/cpools/prod', cores: 96, memory_gib: 384 });
});

test('change rules see both sides: a datastore that shrinks', () => {
  const read = one([{ address: 'socle_datastore.d', actions: ['update'], before: store, after: { ...store, size_gib: 1000 } }]);
  expect(judgeEstate(read, {}).findings).toMatchObject([{ code: 'STORAGE-009', path: 'size_gib', address: 'socle_datastore.d' }]);
});

test('an unknown leaf is unknown alone, and waits for what its expression names', () => {
  const disk = { name: 'd0', size_gib: null, datastore_id: 'tenants/main/datastores/ds1', mode: 'persistent' };
  const read = one(
    [
      {
        address: 'module.m.socle_virtual_machine.v["a.b"]',
        actions: ['create'],
        after: { name: 'v', tenant: 'main', disks: [disk] },
        unknown: { disks: [{ size_gib: true }] },
        more: { type: 'socle_virtual_machine' },
      },
    ],
    {
      configuration: {
        root_module: {
          module_calls: {
            m: {
              module: {
                resources: [
                  { address: 'socle_virtual_machine.v', expressions: { disks: { references: ['var.n', 'null_resource.x.id', 'null_resource.x'] } } },
                ],
              },
            },
          },
        },
      },
    },
  );
  expect(at(read, 'module.m.socle_virtual_machine.v["a.b"]').values['disks']).toMatchObject([
    { name: 'd0', datastore_id: disk.datastore_id, size_gib: { because: ['null_resource.x.id'] } },
  ]);
});

test('what is left to the platform is no unknown; what the configuration computes is one', () => {
  const network = { name: 'lan', tenant: 'main', availability_zones: ['par7s'] };
  const values = (expressions: Json) =>
    at(
      one([{ address: 'socle_network.n', actions: ['create'], after: network, unknown: { vlan_id: true } }], {
        configuration: { root_module: { resources: [{ address: 'socle_network.n', expressions }] } },
      }),
      'socle_network.n',
    ).values['vlan_id'];
  expect(values({})).toBeNull();
  expect(values({ vlan_id: { references: ['null_resource.x.id'] } })).toMatchObject({ because: ['null_resource.x.id'] });
});

test('resources outside the targets of a plan stay as they stand', () => {
  const read = one([{ address: 'socle_cpool.a', actions: ['no-op'], before: { ...stored, name: 'a' }, after: { ...stored, name: 'a' } }], {
    prior_state: {
      values: {
        root_module: {
          resources: [{ address: 'socle_cpool.a', mode: 'managed', type: 'socle_cpool', values: { ...stored, name: 'a' } }],
          child_modules: [
            { resources: [{ address: 'module.m.socle_cpool.b', mode: 'managed', type: 'socle_cpool', values: { ...stored, name: 'b' } }] },
          ],
        },
      },
    },
  });
  expect(idsIn(read.estate)).toEqual(['a', 'b']);
});

test('data sources, deposed objects and other providers take no part', () => {
  expect(
    planned([
      { address: 'socle_cpool.a', actions: ['read'], after: stored, more: { mode: 'data' } },
      { address: 'socle_cpool.b', actions: ['delete'], before: stored, more: { deposed: '0a1b2c3d' } },
      { address: 'null_resource.x', actions: ['create'], after: {} },
    ]),
  ).toEqual([]);
});

test('provider configurations that lead elsewhere are judged apart', () => {
  const resource = (address: string, key: string): Json => ({ address, expressions: {}, provider_config_key: key });
  const estates = planned(
    [
      { address: 'socle_cpool.a', actions: ['create'], after: stored },
      { address: 'socle_cpool.b', actions: ['create'], after: stored },
      { address: 'socle_cpool.c', actions: ['create'], after: stored },
    ],
    {
      configuration: {
        provider_config: {
          socle: {},
          'socle.dr': { expressions: { state_path: { constant_value: 'dr.db' } } },
          'socle.x': { expressions: { endpoint: { references: ['var.e'] } } },
        },
        root_module: { resources: [resource('socle_cpool.a', 'socle'), resource('socle_cpool.b', 'socle.dr'), resource('socle_cpool.c', 'socle.x')] },
      },
    },
  );
  expect(estates.map(({ platform }) => platform.key)).toEqual(['embedded', 'embedded /srv/bank/dr.db', 'unknown: socle.x endpoint of p.json']);
});

test.each<[string, Json]>([
  ['no change', {}],
  ['a change that is a text', { change: 'x' }],
  ['modules without end', {}],
])('a plan with %s is read', (_, more) => {
  let module: Json = {};
  for (let depth = 0; depth < 1000; depth += 1) module = { module_calls: { m: { module } }, child_modules: [module] };
  const json = {
    format_version: '1.2',
    resource_changes: [{ address: 'socle_cpool.a', type: 'socle_cpool', mode: 'managed', ...(more as object) }],
    configuration: { root_module: module },
  };
  const read = estatesOfPlan({ catalogue, edition: 'seeds', complete: 'all-given', name: 'p', folder: '/', json });
  expect(read.map(({ estate }) => estate.size).filter((size) => size > 0)).toEqual([]);
});
