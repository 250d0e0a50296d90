import * as fc from 'fast-check';
import { catalogue } from '../../lib/catalogue/complete';
import { normalise } from '../../lib/core/normalise';
import { isUnknown, UNKNOWN, Unknown, type Values } from '../../lib/core/unknown';

const context = { edition: 'seeds', tenant: 'main' };
const cpool = (values: Values) =>
  normalise(catalogue, 'cpool', { name: 'prod', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3, ...values }, context);
const paths = (values: Values) => cpool(values).problems.map((problem) => problem.path);

test('an id is known as soon as the names are', () => {
  expect(cpool({}).id).toBe('tenants/main/cpools/prod');
  expect(cpool({ tenant: 'other' }).id).toBe('tenants/other/cpools/prod');
  expect(cpool({ name: new Unknown(['var.n']) }).id).toBeUndefined();
  expect(normalise(catalogue, 'tenant', { name: 't', organization: 'acme', owners: [] }, context).id).toBe('organizations/acme/tenants/t');
});

test('defaults and derived values follow from what is known', () => {
  expect(cpool({}).values).toMatchObject({ memory_gib: 384, memory_max_gib: 1152, threads: 192, ha_enabled: true, max_vcpu_per_thread: null });
  expect(isUnknown(cpool({ host_count: new Unknown(['var.n']) }).values['memory_gib'])).toBe(true);
  expect(cpool({ host_count: new Unknown(['var.n']) }).values['sku']).toBe('csp:fr1:iaas:vmware:standard:v3');
});

test('null means unset', () => {
  expect(cpool({ memory_gib: null, ha_enabled: null }).values).toMatchObject({ memory_gib: 384, ha_enabled: true });
});

test('32 hosts are a Cpool, 33 are two', () => {
  expect(paths({ host_count: 32, memory_gib: 4096 })).toEqual([]);
  expect(cpool({ host_count: 33 }).problems).toEqual([
    expect.objectContaining({
      path: 'host_count',
      message: 'host_count is 33; allowed: 1 to 32',
      fix: 'create a second Cpool: one holds 32 hypervisors at most',
    }),
  ]);
});

test('wrong types, unknown attributes and missing ones are named with their place', () => {
  expect(paths({ host_count: 'three' })).toEqual(['host_count']);
  expect(paths({ blades: 3 })).toEqual(['blades']);
  expect(paths({ blade_class: null })).toEqual(['blade_class']);
  expect(paths({ blade_class: 'fast' })).toEqual(['blade_class']);
  expect(paths({ memory_overcommit_ratio: 2.01 })).toEqual(['memory_overcommit_ratio']);
  expect(paths({ max_vcpu_per_thread: 0 })).toEqual(['max_vcpu_per_thread']);
});

test('a name has letters, digits, dots, dashes and underscores, 63 of them', () => {
  expect(paths({ name: 'a'.repeat(63) })).toEqual([]);
  expect(paths({ name: 'a'.repeat(64) })).toEqual(['name']);
  expect(paths({ name: '-a' })).toEqual(['name']);
  expect(paths({ name: 'a b' })).toEqual(['name']);
});

test('an attribute named __proto__ is an attribute that does not exist', () => {
  expect(paths(JSON.parse('{"__proto__": {"polluted": true}}') as Values)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a long bad value is cut in its message', () => {
  const [problem] = cpool({ blade_class: 'x'.repeat(1_000_000) }).problems;
  expect(problem?.message.length).toBeLessThan(400);
});

const vm = (disks: readonly Values[], values: Values = {}) =>
  normalise(catalogue, 'virtual_machine', { name: 'a', cpool_id: 'tenants/main/cpools/prod', vcpus: 1, memory_gib: 1, disks, ...values }, context);
const disk = (values: Values = {}) => ({ name: 'd0', size_gib: 1, datastore_id: 'tenants/main/datastores/ds1', ...values });

// A disk whose name was a megabyte long came back with its whole name as the place of the problem.
test('a long key or name is cut in the place that it is part of', () => {
  const long = 'x'.repeat(1_000_000);
  for (const { problems } of [
    vm([disk({ name: long })]),
    vm([disk()], { tags: { [long]: long } }),
    vm([disk({ name: long }), disk({ name: long })]),
  ]) {
    expect(problems.length).toBeGreaterThan(0);
    for (const { path, message, fix } of problems) expect((path + message + fix).length).toBeLessThan(1000);
  }
});

test('a key of 255 characters is a key, a longer one is not', () => {
  expect(vm([disk()], { tags: { ['k'.repeat(255)]: '' } }).problems).toEqual([]);
  const [problem, ...rest] = vm([disk()], { tags: { ['k'.repeat(256)]: '' } }).problems;
  expect(rest).toEqual([]);
  expect(problem?.message).toBe('a key of tags has 256 characters; allowed: at most 255');
});

test('an id of 512 characters may be one, a longer one is none', () => {
  expect(vm([disk()], { cpool_id: 'x'.repeat(512) }).problems).toEqual([]);
  expect(vm([disk()], { cpool_id: 'x'.repeat(513) }).problems[0]?.message).toBe('cpool_id has 513 characters; allowed: 1 to 512');
});

test('nested places carry the name of their element', () => {
  expect(vm([disk({ size_gib: 0 })]).problems.map((problem) => problem.path)).toEqual(['disks["d0"].size_gib']);
  expect(vm([disk(), disk()]).problems.map((problem) => problem.path)).toEqual(['disks["d0"].name']);
  expect(vm([disk(), disk({ name: 'd1' })]).problems).toEqual([]);
  expect(vm([]).problems.map((problem) => problem.path)).toEqual(['disks']);
});

test('unknown leaves break nothing', () => {
  expect(vm([disk({ size_gib: new Unknown(['var.s']), name: new Unknown(['var.n']) })]).problems).toEqual([]);
  expect(
    normalise(
      catalogue,
      'virtual_machine',
      { name: 'a', cpool_id: new Unknown([]), vcpus: new Unknown([]), memory_gib: 1, disks: new Unknown([]) },
      context,
    ).problems,
  ).toEqual([]);
});

test('any JSON gives problems or values, never an exception', () => {
  const names = [...Object.keys(catalogue.definitions.get('virtual_machine')?.attrs ?? {}), '__proto__', 'constructor'];
  fc.assert(
    fc.property(fc.constantFrom(...catalogue.definitions.keys()), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (type, values) => {
      const read = normalise(catalogue, type, values as Values, context);
      expect(Array.isArray(read.problems)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('two elements of a set that defaults make one are a mistake, two that are written alike are one', () => {
  const owners = (...elements: readonly Values[]) =>
    normalise(catalogue, 'tenant', { name: 't', organization: 'acme', owners: elements }, context).problems.map((problem) => problem.path);
  const ada = { email: 'ada@example.org' };
  expect(owners(ada, { ...ada, from_organization: true })).toEqual(['owners']);
  expect(owners(ada, { ...ada, from_organization: false })).toEqual([]);
  expect(owners(ada, { ...ada, from_organization: null })).toEqual([]);
});

// Two VMs kept apart were one VM, given twice: every check passed it, and Terraform, whose sets hold each element once, refused the plan.
test('an element that a set is given twice counts once, wherever the set stands', () => {
  const [one, two] = ['one', 'two'].map((each) => `tenants/main/virtual-machines/${each}`) as [string, string];
  const rule = (ids: readonly string[]) =>
    normalise(
      catalogue,
      'affinity_rule',
      { name: 'r', cpool_id: 'tenants/main/cpools/prod', kind: 'anti_affinity', virtual_machine_ids: ids },
      context,
    );
  expect(rule([one, two, one])).toMatchObject({ problems: [], values: { virtual_machine_ids: [one, two] } });
  expect(rule([one, one]).problems).toMatchObject([
    { path: 'virtual_machine_ids', message: expect.stringMatching(/ has 1 element?; allowed: 2 to 10000 \(what is written twice counts once\)$/) },
  ]);
  expect(rule([one]).problems).toMatchObject([{ message: expect.stringMatching(/; allowed: 2 to 10000$/) }]);
});

// All unknown values are one object in memory: a rule about three VMs that are yet to be created was refused for having one.
test('elements that are not known yet count each', () => {
  const rule = { name: 'r', cpool_id: 'tenants/main/cpools/prod', kind: 'anti_affinity', virtual_machine_ids: [UNKNOWN, UNKNOWN] };
  expect(normalise(catalogue, 'affinity_rule', rule, context).problems).toEqual([]);
});

test('a broken element keeps its place after a repeated one', () => {
  const network = (zones: readonly unknown[]) => normalise(catalogue, 'network', { name: 'lan', availability_zones: zones as Values[] }, context);
  const { values, problems } = network(['par7s', 'par7s', '', 'th3s']);
  expect(problems.map(({ path }) => path)).toEqual(['availability_zones[1]']);
  expect(values['availability_zones']).toMatchObject(['par7s', expect.any(Unknown), 'th3s']);
});
