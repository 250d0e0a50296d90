import { INSTANCES_MAX } from '../../lib/terraform/expand';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { at, cpoolBody, datastoreBody, readOne } from './stacks';

const addresses = (read: ReturnType<typeof readOne>): (string | undefined)[] => [...read.estate.all()].map(({ address }) => address);

test('count makes numbered instances, and none for 0', () => {
  const read = readOne({ resource: { socle_cpool: { p: { ...cpoolBody, count: 2, name: 'p-${count.index}' }, none: { ...cpoolBody, count: 0 } } } });
  expect(addresses(read)).toEqual(['socle_cpool.p[0]', 'socle_cpool.p[1]']);
  expect(at(read, 'socle_cpool.p[1]').id).toBe('tenants/main/cpools/p-1');
});

test('for_each over a set or a map makes named instances', () => {
  const read = readOne({
    resource: {
      socle_cpool: {
        set: { ...cpoolBody, for_each: '${toset(["a", "b"])}', name: '${each.value}' },
        map: { ...cpoolBody, for_each: { x: { hosts: '4' } }, name: '${each.key}', host_count: '${each.value.hosts}' },
      },
    },
  });
  expect(addresses(read)).toEqual(['socle_cpool.set["a"]', 'socle_cpool.set["b"]', 'socle_cpool.map["x"]']);
  expect(at(read, 'socle_cpool.map["x"]').values).toMatchObject({ name: 'x', host_count: 4, memory_gib: 512 });
});

test('instances are referred to by key, by index, and all at once', () => {
  const pools = { ...cpoolBody, for_each: '${toset(["a", "b"])}', name: '${each.key}' };
  const stores = { ...datastoreBody, for_each: '${toset(["a", "b"])}', name: '${each.key}', cpool_ids: ['${socle_cpool.p[each.key].id}'] };
  const read = readOne({
    resource: { socle_cpool: { p: pools }, socle_datastore: { own: stores, all: { ...datastoreBody, cpool_ids: '${socle_cpool.p[*].id}' } } },
  });
  expect(at(read, 'socle_datastore.own["b"]').values['cpool_ids']).toEqual(['tenants/main/cpools/b']);
  expect(at(read, 'socle_datastore.all').values['cpool_ids']).toEqual(['tenants/main/cpools/a', 'tenants/main/cpools/b']);
});

test.each([
  ['count = var.n', { count: '${var.n}' }, ['var.n']],
  ['for_each = var.m', { for_each: '${var.m}' }, ['var.m']],
  ['a count that is no whole number', { count: -1 }, ['count = -1']],
  ['a count beyond all measure', { count: 1e9 }, [`count = 1000000000 (${INSTANCES_MAX} at most are read)`]],
])('%s leaves the type open: sums over it are undecided', (_, meta, because) => {
  const read = readOne({
    resource: {
      socle_cpool: { p: { ...cpoolBody, ...meta } },
      socle_datastore: { ds1: { ...datastoreBody, cpool_ids: ['${socle_cpool.p[0].id}'] } },
    },
  });
  expect(read.estate.ofType('cpool').size).toBe(0);
  expect(read.estate.unsure('cpool', 'name')).toEqual(because);
  expect(judgeEstate(read, {}).undecided).toContainEqual({ code: 'SHAPE', resource: '?socle_cpool.p', address: 'socle_cpool.p', because });
});

test('a dynamic block leaves its attribute unknown', () => {
  const read = readOne({ resource: { socle_datastore: { ds1: { ...datastoreBody, dynamic: { cpool_ids: { for_each: '${var.x}' } } } } } });
  expect(at(read, 'socle_datastore.ds1').values['cpool_ids']).toMatchObject({ because: ['dynamic cpool_ids'] });
});
