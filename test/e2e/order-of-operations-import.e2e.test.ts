/** Import blocks with generated configuration: literal ids, so no edges. */
import { standing } from './out-of-band';
import { apart, cpool, datastore, machine, network, POLICY } from './small-estate';
import { REQUIRED, Workspace } from './terraform';

const ADDRESSES: Readonly<Record<string, string>> = {
  'socle_backup_policy.daily': 'tenants/main/backup-policies/daily',
  'socle_cpool.prod': 'tenants/main/cpools/prod',
  'socle_datastore.data': 'tenants/main/datastores/data',
  'socle_network.lan': 'tenants/main/networks/lan',
  'socle_virtual_machine.a': 'tenants/main/virtual-machines/a',
  'socle_virtual_machine.b': 'tenants/main/virtual-machines/b',
  'socle_affinity_rule.apart': 'tenants/main/affinity-rules/apart',
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = new Workspace();
  const onLan = 'network_interfaces = [{ name = "lan", network_id = socle_network.lan.id }]';
  const machines = ['a', 'b'].map((label) => machine({ label, more: onLan })).join('');
  workspace.main(POLICY + cpool({ hostCount: 4 }) + datastore() + network() + machines + apart(['a', 'b']));
  expect(await workspace.init()).toMatchObject({ code: 0 });
  expect(await workspace.apply()).toMatchObject({ code: 0 });
});
afterAll(() => workspace.close());

test('configuration generated for what stands imports it without a change', async () => {
  workspace.write({ 'terraform.tfstate': '' });
  const blocks = Object.entries(ADDRESSES).map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`);
  workspace.main(blocks.join(''));
  const plan = await workspace.plan('-generate-config-out=generated.tf');
  expect(plan.text).toContain('7 to import, 0 to add, 0 to change, 0 to destroy');
  expect((await workspace.apply()).text).toContain('7 imported, 0 added, 0 changed, 0 destroyed');
  expect(await workspace.hasNoChange()).toBe(true);
});

test('generated configuration has no edges: it is destroyed and applied anew in any order all the same', async () => {
  workspace.write({ 'main.tf': REQUIRED });
  expect(await workspace.destroy()).toMatchObject({ code: 0 });
  expect(await standing(workspace, 'cpool')).toEqual([]);
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
});
