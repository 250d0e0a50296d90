/** What a reader needed most stood last, or nowhere: the name he had meant, the number to write, the form of an id. */
import { catalogue } from '../../lib/catalogue/complete';
import { cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { nearest } from '../../lib/core/nearest';
import { normalise } from '../../lib/core/normalise';
import type { Values } from '../../lib/core/unknown';
import { complete, judged, partial } from './estates';

const first = (type: string, values: Values) => normalise(catalogue, type, values, { edition: 'seeds', tenant: 'main' }).problems[0];
const STORE = { name: 'ds', availability_zone: 'par7s', storage_class: 'standard', size_gib: 500 };

test('the known name that was meant is told before the list', () => {
  expect(first('datastore', { ...STORE, sizegb: 500 })?.fix).toMatch(/^did you mean size_gib\? known: /);
  expect(first('datastore', { ...STORE, elephants: 500 })?.fix).toMatch(/^known: /);
  expect(first('datastore', { ...STORE, storage_class: 'premiun' })?.fix).toBe('did you mean premium? else use one of the allowed values');
});

test('one element is one, and the bound is told', () => {
  const rule = { name: 'r', cpool_id: 'tenants/main/cpools/prod', kind: 'affinity', virtual_machine_ids: [vmId('a')] };
  expect(first('affinity_rule', rule)).toMatchObject({
    message: 'virtual_machine_ids has 1 element; allowed: 2 to 10000',
    fix: 'give 2 elements at least',
  });
  expect(first('affinity_rule', { ...rule, virtual_machine_ids: [] })?.message).toContain('has 0 elements');
});

test('a name where an id belongs is told how to be written', () => {
  for (const estate of [complete, partial]) {
    const { findings } = judged(estate(cpool(), datastore(), policy(), vm('a', { backup_policy_ids: ['nightly'] })));
    expect(findings.find(({ code }) => code === 'REFERENCE-001')?.fix).toBe(
      'write socle_backup_policy.<name>.id, or tenants/<tenant>/backup-policies/<name>',
    );
  }
});

test('an id of what does not exist is not one of these', () => {
  const { findings } = judged(complete(cpool(), datastore(), policy(), vm('a', { backup_policy_ids: ['tenants/main/backup-policies/x'] })));
  expect(findings.find(({ code }) => code === 'REFERENCE-001')?.fix).toBe('create it, or correct the reference');
});

test.each([
  ['size', 'size_gib'],
  ['sizeGib', 'size_gib'],
  ['memory-gb', 'memory_gib'],
  ['x', undefined],
  ['storage', undefined],
  ['', undefined],
  ['m'.repeat(81), undefined],
])('nearest to %p is %p', (given, name) => {
  expect(nearest(given, ['size_gib', 'memory_gib', 'name'])).toBe(name);
});
