/** Planning an estate that is wanted: what it takes, in an order that works, or what stands in its way. */
import { catalogue } from '../../lib/catalogue/complete';
import { CPOOL, cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Values } from '../../lib/core/unknown';
import { type Desired, type DesiredPlan, planDesired } from '../../lib/platform/desired';
import type { Platform } from '../../lib/platform/platform';
import { create, type Entry, openPlatform, withGround } from './open-platform';

const GROUND = [cpool(), datastore(), policy()];

let platform: Platform;
beforeEach(async () => {
  platform = await openPlatform();
});
afterEach(() => platform.close());

const plan = (resources: readonly Desired[], unwanted: 'delete' | 'keep' = 'keep'): Promise<DesiredPlan> =>
  planDesired(catalogue, platform, { tenant: 'main', resources, unwanted });
const done = ({ changes }: DesiredPlan): readonly string[] => changes.map(({ action, id }) => `${action} ${id.replace('tenants/main/', '')}`);
const codes = ({ findings }: DesiredPlan): readonly string[] =>
  findings.filter((finding) => finding.class === 'refused').map(({ code, resource }) => `${code} ${resource}`);

/** Plans, looks that nothing has changed, carries it out, and looks that nothing is left to do. */
async function reached(resources: readonly Desired[], unwanted: 'delete' | 'keep' = 'keep'): Promise<readonly string[]> {
  const before = await platform.hash();
  const first = await plan(resources, unwanted);
  expect([await platform.hash(), codes(first), first.applicable]).toEqual([before, [], true]);
  await platform.dispatchAll(first.commands);
  expect(done(await plan(resources, unwanted))).toEqual([]);
  return done(first);
}

test('what others refer to comes first, however it is written down', async () => {
  const steps = await reached([vm('web'), policy(), datastore(), cpool()]);
  expect(steps).toHaveLength(4);
  const at = (name: string): number => steps.indexOf(`create ${name}`);
  expect(at('cpools/prod')).toBeLessThan(at('datastores/ds1'));
  expect(Math.max(at('datastores/ds1'), at('backup-policies/nightly'))).toBeLessThan(at('virtual-machines/web'));
});

test('what stands as it is wanted is left alone, what differs is updated', async () => {
  await withGround(platform);
  await create(platform, vm('web'));
  expect(await reached([...GROUND, vm('web', { memory_gib: 16 })])).toEqual(['update virtual-machines/web']);
});

test('what only another object can have is replaced, with all that it takes', async () => {
  await create(platform, { type: 'network', values: { name: 'n', availability_zones: ['par7s'] } });
  const replaced: Entry = cpool({ name: 'spare', blade_class: 'standard-v3' });
  await create(platform, replaced);
  expect(await reached([cpool({ name: 'spare', blade_class: 'advance-v3' })])).toEqual(['replace cpools/spare']);
});

test('what is not wanted stays, or goes with what depends on it, users first', async () => {
  await withGround(platform);
  await create(platform, vm('web'));
  expect(await reached([], 'keep')).toEqual([]);
  const steps = await reached([policy()], 'delete');
  expect(steps).toEqual(['delete virtual-machines/web', 'delete datastores/ds1', 'delete cpools/prod']);
});

test('room that something leaves is there for what comes', async () => {
  const wide = (name: string, more: Values = {}): Entry => cpool({ name, host_count: 30, ...more });
  await create(platform, wide('a'));
  await create(platform, wide('b'));
  expect(await reached([wide('b'), wide('c')], 'delete')).toEqual(['delete cpools/a', 'create cpools/c']);
});

test('a user moves before what it used goes', async () => {
  await withGround(platform);
  await create(platform, vm('web', { power_state: 'off' }));
  const moved = vm('web', { power_state: 'off', disks: [disk({ datastore_id: 'tenants/main/datastores/ds2' })] });
  const steps = await reached([cpool(), policy(), datastore({ name: 'ds2' }), moved], 'delete');
  expect(steps.indexOf('create datastores/ds2')).toBeLessThan(steps.findIndex((step) => step.endsWith('virtual-machines/web')));
  expect(steps.at(-1)).toBe('delete datastores/ds1');
});

test('what cannot be says why, and nothing of it is applicable', async () => {
  await withGround(platform);
  const stuck = await plan([
    ...GROUND,
    vm('big', { memory_gib: 5000 }),
    vm('lost', { disks: [disk({ datastore_id: 'tenants/main/datastores/none' })] }),
  ]);
  expect([stuck.applicable, stuck.changes]).toEqual([false, []]);
  expect(codes(stuck)).toEqual(expect.arrayContaining([`REFERENCE-001 ${vmId('lost')}`]));
  expect(codes(stuck).some((each) => each.endsWith(vmId('big')))).toBe(true);
});

test('what is in use is not replaced', async () => {
  await withGround(platform);
  await create(platform, vm('web'));
  const stuck = await plan([cpool({ blade_class: 'advance-v3' }), datastore(), policy(), vm('web')]);
  expect([stuck.applicable, codes(stuck)]).toEqual([false, [`IN-USE-001 ${CPOOL}`]]);
});

test('values of another form are told as such', async () => {
  const { findings, applicable } = await plan([cpool({ blade_class: 'gold' }), { type: 'network', values: {} }]);
  expect([applicable, findings.map(({ code, path }) => `${code} ${path}`)]).toEqual([
    false,
    expect.arrayContaining(['SHAPE blade_class', 'SHAPE name']),
  ]);
});

test.each([
  ['n', 'IDENTITY-002'],
  ['N', 'DUPLICATE-001'],
])('the name n is not wanted a second time as %s', async (name, code) => {
  const network = { type: 'network', values: { name: 'n', availability_zones: ['par7s'] } };
  const second = { ...network, values: { ...network.values, name } };
  for (const both of [
    [network, second],
    [network, { ...second, values: { ...second.values, description: 'another' } }],
  ]) {
    const twice = await plan(both);
    expect([twice.applicable, codes(twice)[0]?.split(' ')[0]]).toEqual([false, code]);
  }
});

test('what is not advised is said, and hinders nothing', async () => {
  const { findings, applicable } = await plan([...GROUND, vm('web')]);
  expect([applicable, findings.every((finding) => finding.class !== 'refused')]).toEqual([true, true]);
  expect(findings.length).toBeGreaterThan(0);
});

test('a chain of references is planned however long it is', async () => {
  const many = Array.from({ length: 40 }, (_, index) => vm(`vm-${index}`, { memory_gib: 1, disks: [disk({ size_gib: 1 })] }));
  expect(await reached([...many.reverse(), ...GROUND])).toHaveLength(43);
  expect(await reached(GROUND, 'delete')).toHaveLength(40);
  expect(await platform.get(DATASTORE)).toBeDefined();
});

test('a plan is of the revision that was planned on', async () => {
  const { revision } = await plan([cpool()]);
  expect(revision).toBe((await platform.contents()).revision);
  await create(platform, cpool());
  expect((await plan([cpool()])).revision).toBeGreaterThan(revision);
});

test('who gives up is left with nothing', async () => {
  await expect(planDesired(catalogue, platform, { tenant: 'main', resources: [cpool()], unwanted: 'keep' }, AbortSignal.abort())).rejects.toThrow();
});
