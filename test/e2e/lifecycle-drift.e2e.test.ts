/** What others change or delete meanwhile: the refresh sees it, the plan says it, the apply cures it. */
import { MAIN_TYPES } from './every-type';
import { changeBeside, deleteBeside, onPlatform, standing } from './out-of-band';
import { Workspace } from './terraform';

const workspace = new Workspace();
afterAll(() => workspace.close());

beforeAll(async () => {
  workspace.main(MAIN_TYPES);
  await workspace.init();
  expect((await workspace.apply()).code).toBe(0);
});

test('what was changed beside Terraform is shown, and set back by the next apply', async () => {
  await changeBeside(workspace, 'tenants/main/cpools/prod', { host_count: 5, memory_gib: 1024 });
  await changeBeside(workspace, 'tenants/main/networks/lan', { description: 'Changed at a console' });
  await changeBeside(workspace, 'tenants/main/virtual-machines/vm-a', { tags: null, restart_priority: 'high' });
  await changeBeside(workspace, 'organizations/acme/tenants/lab', { owners: [{ email: 'else@example.org', from_organization: true }] });
  const plan = await workspace.plan('-detailed-exitcode');
  expect(plan.code).toBe(2);
  expect(plan.text).toContain('Plan: 0 to add, 4 to change, 0 to destroy.');
  expect(plan.text).toMatch(/host_count\s+= 5 -> 3/);
  expect(plan.text).toMatch(/restart_priority\s+= "high" -> "medium"/);
  expect((await workspace.apply()).code).toBe(0);
  const cpool = await onPlatform(workspace, (platform) => platform.get('tenants/main/cpools/prod'));
  expect(cpool?.values).toMatchObject({ host_count: 3, memory_gib: 384 });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('without a refresh the change beside Terraform is not seen', async () => {
  await changeBeside(workspace, 'tenants/main/backup-policies/nightly', { keep_daily: 30 });
  expect((await workspace.plan('-detailed-exitcode', '-refresh=false')).code).toBe(0);
  expect((await workspace.plan('-detailed-exitcode')).code).toBe(2);
  expect((await workspace.apply('-refresh-only')).code).toBe(0);
  expect((await workspace.run(['state', 'show', 'socle_backup_policy.nightly'])).stdout).toMatch(/keep_daily\s+= 30/);
  expect((await workspace.apply()).text).toContain('0 added, 1 changed, 0 destroyed');
});

test('what was deleted beside Terraform is created anew, and who lost the mention gets it back', async () => {
  await deleteBeside(workspace, 'virtual_machine', 'tenants/main/virtual-machines/vm-b');
  await deleteBeside(workspace, 'network', 'tenants/main/networks/lan');
  const plan = await workspace.plan();
  expect(plan.text).toContain('socle_network.lan will be created');
  expect(plan.text).toContain('socle_virtual_machine.vm["b"] will be created');
  expect(plan.text).toContain('socle_virtual_machine.vm["a"] will be updated in-place');
  expect(plan.text).toContain('socle_affinity_rule.apart will be updated in-place');
  expect((await workspace.apply()).text).toContain('2 added, 2 changed, 0 destroyed');
  expect(await workspace.hasNoChange()).toBe(true);
});

test('what was deleted and created anew beside Terraform is kept as it is', async () => {
  await onPlatform(workspace, async (platform) => {
    const rule = await platform.get('tenants/main/affinity-rules/apart');
    await platform.dispatch({ kind: 'delete', type: 'affinity_rule', id: 'tenants/main/affinity-rules/apart' });
    await platform.dispatch({ kind: 'create', type: 'affinity_rule', values: rule?.values ?? {} });
  });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('with a state of before, another object under the same id is neither updated nor deleted', async () => {
  const before = await onPlatform(workspace, (platform) => platform.get('tenants/main/affinity-rules/apart'));
  await deleteBeside(workspace, 'affinity_rule', 'tenants/main/affinity-rules/apart');
  await onPlatform(workspace, (platform) => platform.dispatch({ kind: 'create', type: 'affinity_rule', values: before?.values ?? {} }));
  workspace.main(MAIN_TYPES.replace('kind = "anti_affinity"', 'kind = "anti_affinity"\n  enabled = false'));
  const refused = await workspace.apply('-refresh=false', '-target=socle_affinity_rule.apart');
  expect(refused.code).toBe(1);
  expect(refused.text).toContain('STALE-001 tenants/main/affinity-rules/apart');
  await workspace.destroy('-refresh=false', '-target=socle_affinity_rule.apart');
  expect(await standing(workspace, 'affinity_rule')).toEqual(['tenants/main/affinity-rules/apart']);
});

test('a destruction passes over what is gone already', async () => {
  await deleteBeside(workspace, 'affinity_rule', 'tenants/main/affinity-rules/apart');
  await deleteBeside(workspace, 'virtual_machine', 'tenants/main/virtual-machines/vm-a');
  expect((await workspace.destroy('-refresh=false')).code).toBe(0);
  expect(await standing(workspace, 'virtual_machine')).toEqual([]);
});
