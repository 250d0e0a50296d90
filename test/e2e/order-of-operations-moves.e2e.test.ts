/** What VMs refer to is moved by a replacement under a new name: created first, its users updated, then the old one destroyed. */
import { codesOf } from './codes';
import { expectClearRefusal } from './diagnostics';
import { standing } from './out-of-band';
import { cpool, datastore, machine, network, POLICY } from './small-estate';
import { Workspace } from './terraform';

const FIRST = 'lifecycle {\n    create_before_destroy = true\n  }';
const policy = (name: string): string =>
  POLICY.replace('"daily"\n  availability', `"${name}"\n  availability`).replace('keep_daily', `${FIRST}\n  keep_daily`);
const onLan = 'network_interfaces = [{ name = "lan", network_id = socle_network.lan.id }]';

let workspace: Workspace;
beforeAll(async () => {
  workspace = new Workspace();
  workspace.main('');
  expect(await workspace.init()).toMatchObject({ code: 0 });
});
afterAll(() => workspace.close());

/** The stack whose policy, network and datastore have these names. */
const stack = ({ policyName = 'daily', networkName = 'lan', vlanId = 100, datastoreName = 'data', storageClass = 'standard' } = {}): string =>
  policy(policyName) +
  cpool() +
  network({ name: networkName, vlanId, more: FIRST }) +
  datastore({ name: datastoreName, storageClass, more: FIRST }) +
  ['a', 'b', 'c'].map((label) => machine({ label, more: onLan })).join('');

test('the stack as it stands at first', async () => {
  workspace.main(stack());
  expect(await workspace.apply()).toMatchObject({ code: 0 });
});

const MOVES = [
  { what: 'a backup policy', names: { policyName: 'nightly' }, type: 'backup_policy', left: 'tenants/main/backup-policies/nightly', warnings: [] },
  { what: 'a network', names: { networkName: 'front', vlanId: 101 }, type: 'network', left: 'tenants/main/networks/front', warnings: [] },
  {
    what: 'a datastore',
    names: { datastoreName: 'fast', storageClass: 'premium' },
    type: 'datastore',
    left: 'tenants/main/datastores/fast',
    warnings: ['CHANGE-004 tenants/main/datastores/data'],
  },
] as const;

// The provider cannot see create_before_destroy: of a datastore, whose VMs would keep it from being destroyed, it warns all the same.
test.each(MOVES)('$what that running VMs use moves in one apply', async ({ names, type, left, warnings }) => {
  workspace.main(stack(names));
  const run = await workspace.apply('-json');
  expect(codesOf(run)).toEqual(warnings);
  expect(run.code).toBe(0);
  expect(await standing(workspace, type)).toEqual([left]);
  expect(await workspace.hasNoChange()).toBe(true);
});

test('all of them move back at once', async () => {
  workspace.main(stack());
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('without create_before_destroy the old one is in the way: warned of at plan, refused at apply, and the VMs keep their disks', async () => {
  workspace.main(stack({ datastoreName: 'fast', storageClass: 'premium' }).replaceAll(FIRST, ''));
  expect(codesOf(await workspace.plan('-json'))).toEqual(['CHANGE-004 tenants/main/datastores/data']);
  const run = await workspace.apply();
  expectClearRefusal(run, /IN-USE-001 tenants\/main\/datastores\/data: .*Fix: set create_before_destroy = true in its lifecycle block/);
  expect(await standing(workspace, 'datastore')).toEqual(['tenants/main/datastores/data']);
});

test('the stack is destroyed in the reverse order', async () => {
  workspace.main(stack());
  expect(await workspace.destroy()).toMatchObject({ code: 0 });
  expect(await standing(workspace, 'virtual_machine')).toEqual([]);
});
