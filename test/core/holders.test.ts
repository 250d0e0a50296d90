/**
 * Every plan of a VM once looked at all VMs of its Cpool and of its datastore anew, a dozen times over. An estate keeps what
 * they hold from one judgement to the next; it must be what a look at each of them gives, in the same order.
 */
import fc from 'fast-check';
import { catalogue } from '../../lib/catalogue/complete';
import { CPOOL, cpool, DATASTORE, datastore, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { Estate, type Resource } from '../../lib/core/estate';
import { resourceOf } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';
import { UNKNOWN, type Value, type Values } from '../../lib/core/unknown';

const context = { edition: 'seeds', tenant: 'main' };
const vmOf = (name: string, values: Values = {}): Resource => resourceOf(catalogue, vm(name, values), context);
const newEstate = (...resources: readonly Resource[]): Estate => {
  const estate = new Estate(catalogue, true);
  for (const resource of resources) estate.put(resource);
  return estate;
};
const looked = (estate: Estate, path: string, value: Value): readonly Values[] =>
  Array.from(estate.holding('virtual_machine', path, value), (resource) => resource.values);

test('what comes and goes is kept up with, and a list once given stays as it was', () => {
  const [a, b] = [vmOf('a'), vmOf('b')];
  const estate = newEstate(a);
  const first = estate.valuesHolding('virtual_machine', 'cpool_id', CPOOL);
  estate.put(b);
  expect(first).toEqual([a.values]);
  expect(estate.valuesHolding('virtual_machine', 'cpool_id', CPOOL)).toEqual([a.values, b.values]);
  estate.remove(a.id);
  expect(estate.valuesHolding('virtual_machine', 'cpool_id', CPOOL)).toEqual([b.values]);
  expect(estate.valuesHolding('virtual_machine', 'cpool_id', 'tenants/main/cpools/other')).toEqual([]);
});

test('a VM with two disks on a datastore is there once, and gone at once', () => {
  const two = vmOf('a', { disks: ['d0', 'd1'].map((name) => ({ name, size_gib: 20, datastore_id: DATASTORE })) });
  const estate = newEstate(two);
  const values = () => estate.valuesHolding('virtual_machine', 'disks[].datastore_id', DATASTORE);
  expect(values()).toEqual([two.values]);
  estate.remove(two.id);
  expect(values()).toEqual([]);
});

test('where something is unknown each is looked at by itself, until it is known', () => {
  const estate = newEstate(vmOf('a'), vmOf('b', { memory_gib: UNKNOWN }));
  expect(estate.valuesHolding('virtual_machine', 'cpool_id', CPOOL)).toBeUndefined();
  estate.put(vmOf('b'));
  expect(estate.valuesHolding('virtual_machine', 'cpool_id', CPOOL)).toHaveLength(2);
});

test('an estate that has seen many changes is judged like one that is built at once', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    isRemoved: fc.boolean(),
    memory_gib: fc.constantFrom<Value>(8, 200, 390, UNKNOWN),
    size_gib: fc.constantFrom<Value>(20, 900, UNKNOWN),
    power_state: fc.constantFrom('on', 'off'),
  });
  const ground = [cpool({ host_count: 2 }), datastore()].map((entry) => resourceOf(catalogue, entry, context));
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 10 }), (steps) => {
      const estate = newEstate(...ground);
      for (const { name, isRemoved, size_gib, ...values } of steps) {
        if (isRemoved) estate.remove(vmId(name));
        else estate.put(vmOf(name, { ...values, disks: [{ name: 'd0', size_gib, datastore_id: DATASTORE }] }));
        const occasion = { edition: 'seeds', asOf: '2026-01-01' };
        expect(judge(estate, occasion)).toEqual(judge(newEstate(...estate.all()), occasion));
        const kept = estate.valuesHolding('virtual_machine', 'cpool_id', CPOOL);
        if (kept) expect(kept).toEqual(looked(estate, 'cpool_id', CPOOL));
      }
    }),
    { numRuns: 150, seed: 5 },
  );
});
