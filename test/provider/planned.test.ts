/** The planned state, as a pure function: what is kept, what is known, what replaces. */
import fc from 'fast-check';
import { catalogue } from '../../lib/catalogue/complete';
import type { Attributes } from '../../lib/core/attribute';
import { definitionOf } from '../../lib/core/catalogue';
import type { Shape } from '../../lib/core/shape';
import { Unknown } from '../../lib/core/unknown';
import { planned } from '../../lib/provider/planned';
import { isSame } from '../../lib/provider/values';
import { type TfObject, type TfValue, UnknownValue } from '../../lib/tfplugin/types';
import { configOf, configurations, type Written } from './configurations';

const context = { tenant: 'main', edition: 'seeds' } as const;
const unknown = new UnknownValue();
const NOT_KNOWN = expect.any(UnknownValue);

const plan = (type: string, written: Written, prior: TfObject | null = null, tenant: string | Unknown = 'main') => {
  const definition = definitionOf(catalogue, type);
  return planned(catalogue, definition, { config: configOf(definition, written), prior }, { ...context, tenant });
};

const datastore = { name: 'ds1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 512 };
const cpool = { name: 'prod', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 };
const disk = (name: string, size_gib = 50) => ({ name, size_gib, datastore_id: 'tenants/main/datastores/ds1' });
const vm = { name: 'web', cpool_id: 'tenants/main/cpools/prod', vcpus: 2, memory_gib: 8, disks: [disk('system')] };

/** A state as the platform leaves it: what the plan did not know has a value that fits its shape. */
const applied = (type: string, state: TfObject): TfObject => ({
  ...settled(definitionOf(catalogue, type).attrs, state),
  timeouts: state['timeouts'] ?? null,
});

function settled(attrs: Attributes, state: TfObject): TfObject {
  return Object.fromEntries(Object.entries(state).map(([key, value]) => [key, settle(attrs[key]?.shape, value)]));
}

function settle(shape: Shape | undefined, value: TfValue): TfValue {
  if (value instanceof UnknownValue && shape?.kind === 'set') return [];
  if (value instanceof UnknownValue)
    return shape?.kind === 'int' ? 7 : shape?.kind === 'string' && shape.pattern?.includes('0-9a-f') ? '00:50:56:00:00:07' : 'chosen';
  if (Array.isArray(value)) return value.map((element) => settle(shape && 'of' in shape ? shape.of : undefined, element));
  return shape?.kind === 'object' ? settled(shape.attrs, value as TfObject) : value;
}

describe('at creation', () => {
  test.each<[string, string, Written, Written]>([
    [
      'identity, defaults and what follows from them are known',
      'datastore',
      datastore,
      { id: 'tenants/main/datastores/ds1', tenant: 'main', iops_limit: 750, allow_destroy: false, lun_uid: NOT_KNOWN, cpool_ids: null },
    ],
    [
      'an organisation is the parent of a tenant',
      'tenant',
      { name: 't', organization: 'acme', owners: [] },
      { id: 'organizations/acme/tenants/t', owners: [] },
    ],
    [
      'a default follows from what is given',
      'cpool',
      cpool,
      { memory_gib: 384, memory_max_gib: 1152, hypervisor_build: NOT_KNOWN, max_vcpu_per_thread: null },
    ],
    [
      'a default that follows from an unknown value is unknown',
      'cpool',
      { ...cpool, host_count: unknown },
      { memory_gib: NOT_KNOWN, sku: 'csp:fr1:iaas:vmware:standard:v3', threads: NOT_KNOWN },
    ],
    ['an unknown name gives an unknown id', 'datastore', { ...datastore, name: unknown }, { id: NOT_KNOWN, name: NOT_KNOWN, iops_limit: 750 }],
    ['a computed value may be null', 'datastore', { ...datastore, storage_class: 'mass', size_gib: 1024 }, { iops_limit: null }],
    ['an empty set stays empty', 'datastore', { ...datastore, cpool_ids: [] }, { cpool_ids: [] }],
  ])('%s', (_, type, written, expected) => {
    expect(plan(type, written)).toMatchObject({ state: expected, changed: true, replaces: [] });
  });

  test("an unknown tenant of the provider's gives an unknown id", () => {
    expect(plan('datastore', datastore, null, new Unknown()).state).toMatchObject({ id: NOT_KNOWN, tenant: NOT_KNOWN });
  });

  test('nested attributes get their defaults', () => {
    const { state } = plan('virtual_machine', { ...vm, network_interfaces: [{ name: 'lan', network_id: 'tenants/main/networks/n' }] });
    expect(state).toMatchObject({
      disks: [{ name: 'system', provisioning: 'thick', peak_iops: null }],
      network_interfaces: [{ name: 'lan', mac_address: NOT_KNOWN }],
      swap_gib: 8,
    });
  });

  test('a value that breaks its shape breaks no plan', () => {
    const { state, normalised } = plan('cpool', { ...cpool, blade_class: 'mainframe', host_count: 33 });
    expect(normalised.problems.map((problem) => problem.path).sort()).toEqual(['blade_class', 'host_count']);
    expect(state).toMatchObject({ blade_class: 'mainframe', host_count: 33, memory_gib: NOT_KNOWN });
  });

  test('what stands at a computed attribute is never read', () => {
    expect(plan('datastore', { ...datastore, iops_limit: 1, lun_uid: 'mine', id: 'other' }).state).toMatchObject({
      id: 'tenants/main/datastores/ds1',
      iops_limit: 750,
      lun_uid: NOT_KNOWN,
    });
  });
});

describe('at an update', () => {
  const standing = (type: string, written: Written): TfObject => applied(type, plan(type, written).state);

  test('removing an attribute resets it to its default', () => {
    const prior = standing('cpool', { ...cpool, memory_gib: 500, ha_enabled: false });
    expect(plan('cpool', cpool, prior)).toMatchObject({ state: { memory_gib: 384, ha_enabled: true }, changed: true, replaces: [] });
  });

  test("the platform's choice is kept, and so is a choice of one's own that is no longer written", () => {
    expect(plan('cpool', cpool, standing('cpool', cpool)).state['hypervisor_build']).toBe('chosen');
    expect(plan('cpool', cpool, standing('cpool', { ...cpool, hypervisor_build: '8.0.2' })).state['hypervisor_build']).toBe('8.0.2');
  });

  test('what the platform chose follows the name, never the position', () => {
    const lan = { name: 'lan', network_id: 'tenants/main/networks/n' };
    const prior = {
      ...standing('virtual_machine', { ...vm, network_interfaces: [lan] }),
      network_interfaces: [{ ...lan, mac_address: '00:50:56:00:00:01' }],
    };
    const { state } = plan('virtual_machine', { ...vm, network_interfaces: [{ ...lan, name: 'dmz' }, lan] }, prior);
    expect(state['network_interfaces']).toMatchObject([
      { name: 'dmz', mac_address: NOT_KNOWN },
      { name: 'lan', mac_address: '00:50:56:00:00:01' },
    ]);
  });

  test.each([
    ['name', { name: 'ds2' }],
    ['availability_zone', { availability_zone: 'th3s' }],
    ['storage_class', { storage_class: 'premium' }],
    ['tenant', { tenant: 'other' }],
  ])('%s replaces', (attribute, change) => {
    expect(plan('datastore', { ...datastore, ...change }, standing('datastore', datastore)).replaces).toEqual([[{ attribute }]]);
  });

  test('an unknown name replaces too, since it may be another', () => {
    expect(plan('datastore', { ...datastore, name: unknown }, standing('datastore', datastore)).replaces).toEqual([[{ attribute: 'name' }]]);
  });

  test('growing changes in place', () => {
    expect(plan('datastore', { ...datastore, size_gib: 1024 }, standing('datastore', datastore))).toMatchObject({
      state: { iops_limit: 1500, lun_uid: 'chosen' },
      changed: true,
      replaces: [],
    });
  });

  test("a resource keeps its tenant when the provider's default changes", () => {
    expect(plan('datastore', datastore, standing('datastore', datastore), 'other')).toMatchObject({
      state: { tenant: 'main' },
      changed: false,
      replaces: [],
    });
  });

  test.each<[string, TfValue, TfValue, boolean]>([
    ['null to a list', null, [], true],
    ['a list to null', [], null, true],
    ['another order of a set', ['tenants/main/cpools/a', 'tenants/main/cpools/b'], ['tenants/main/cpools/b', 'tenants/main/cpools/a'], false],
  ])('%s', (_, before, after, changed) => {
    const prior = standing('datastore', { ...datastore, cpool_ids: before });
    expect(plan('datastore', { ...datastore, cpool_ids: after }, prior).changed).toBe(changed);
  });
});

describe('timeouts', () => {
  const imported = { ...applied('datastore', plan('datastore', datastore).state), timeouts: { create: null, update: null, delete: null } };

  test('after an import, whatever is written of them is no change', () => {
    expect(plan('datastore', { ...datastore, timeouts: { create: '5m', update: null, delete: null } }, imported).changed).toBe(false);
    expect(plan('datastore', datastore, imported)).toMatchObject({ changed: false, state: { timeouts: imported.timeouts } });
  });

  test('with another change they are taken over', () => {
    const timeouts = { create: '5m', update: null, delete: null };
    expect(plan('datastore', { ...datastore, size_gib: 600, timeouts }, imported).state['timeouts']).toEqual(timeouts);
  });

  test('another one is a change', () => {
    const prior = applied('datastore', plan('datastore', { ...datastore, timeouts: { create: '5m', update: null, delete: null } }).state);
    expect(plan('datastore', { ...datastore, timeouts: { create: '6m', update: null, delete: null } }, prior).changed).toBe(true);
  });
});

describe.each([...catalogue.definitions.values()])('any $type', (definition) => {
  const planOf = (config: TfObject, prior: TfObject | null) => planned(catalogue, definition, { config, prior }, context);

  test('what is configured is kept, and what may not be invented is null', () => {
    fc.assert(
      fc.property(configurations(catalogue, definition.type, 'some'), (config) => expectKept(definition.attrs, config, planOf(config, null).state)),
      { numRuns: 60 },
    );
  });

  test('the same configuration gives the same plan', () => {
    fc.assert(
      fc.property(configurations(catalogue, definition.type, 'some'), (config) => expect(planOf(config, null)).toEqual(planOf(config, null))),
      { numRuns: 20 },
    );
  });

  test('after an apply nothing is left to change', () => {
    const check = (config: TfObject): void => {
      const state = applied(definition.type, planOf(config, null).state);
      const again = planOf(config, state);
      expect(again).toMatchObject({ changed: false, replaces: [] });
      expect(again.state).toEqual(state);
    };
    fc.assert(fc.property(configurations(catalogue, definition.type, 'none'), check), { numRuns: 60 });
  });

  test('a change from any configuration to any other keeps what is configured', () => {
    const check = (before: TfObject, after: TfObject): void => {
      const { state } = planOf(after, applied(definition.type, planOf(before, null).state));
      expectKept(definition.attrs, after, state);
    };
    fc.assert(fc.property(configurations(catalogue, definition.type, 'none'), configurations(catalogue, definition.type, 'some'), check), {
      numRuns: 60,
    });
  });
});

/** What Terraform demands of a plan: configured values as given, null where nothing is configured and nothing may be computed. */
function expectKept(attrs: Attributes, config: TfObject, state: TfObject): void {
  for (const [key, attribute] of Object.entries(attrs)) {
    if (attribute.volatile) {
      expect(Object.hasOwn(state, key)).toBe(false);
      continue;
    }
    const given = attribute.mode === 'computed' || attribute.writeOnly ? null : (config[key] ?? null);
    if (given !== null) expectKeptValue(attribute.shape, given, state[key] ?? null);
    else if (attribute.mode === 'optional' || attribute.mode === 'required') expect(state[key]).toBeNull();
  }
}

function expectKeptValue(shape: Shape, given: TfValue, kept: TfValue): void {
  if (shape.kind === 'object' && !(given instanceof UnknownValue)) return expectKept(shape.attrs, given as TfObject, kept as TfObject);
  if ((shape.kind === 'list' || shape.kind === 'set') && shape.of.kind === 'object' && Array.isArray(given)) {
    expect(kept).toHaveLength(given.length);
    for (const [index, element] of given.entries()) expectKeptValue(shape.of, element, (kept as readonly TfValue[])[index] ?? null);
    return;
  }
  expect(isSame(shape, kept, given)).toBe(true);
}
