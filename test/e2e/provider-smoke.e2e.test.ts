/** The built provider with the real Terraform, once through: init, validate, plan, apply, no change, update, import, destroy. */
import { type Run, Workspace } from './terraform';

const BANK = `
resource "socle_cpool" "prod" {
  name              = "prod"
  availability_zone = "par7s"
  blade_class       = "standard-v3"
  host_count        = 2
}
resource "socle_datastore" "ds1" {
  name              = "ds1"
  availability_zone = "par7s"
  storage_class     = "standard"
  size_gib          = 1024
  cpool_ids         = [socle_cpool.prod.id]
}
resource "socle_backup_policy" "daily" {
  name              = "daily"
  availability_zone = "th3s"
  keep_daily        = 7
  contact           = { name = "Ada", email = "ada@example.org", phone = "+33 1" }
}
resource "socle_virtual_machine" "web" {
  name              = "web"
  cpool_id          = socle_cpool.prod.id
  vcpus             = 2
  memory_gib        = 16
  disks             = [{ name = "system", size_gib = 40, datastore_id = socle_datastore.ds1.id }]
  backup_policy_ids = [socle_backup_policy.daily.id]
}
data "socle_datastore" "after" {
  id         = socle_datastore.ds1.id
  depends_on = [socle_virtual_machine.web]
}
output "free_gib" {
  value = data.socle_datastore.after.free_gib
}
output "iops" {
  value = provider::socle::iops_limit("standard", 1024)
}
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = new Workspace();
  workspace.main(BANK);
  succeeded(await workspace.init());
}, 60_000);
afterAll(() => workspace.close());

const succeeded = (run: Run): Run => {
  expect(run).toMatchObject({ code: 0 });
  return run;
};

test('once through its life', async () => {
  succeeded(await workspace.run(['validate']));
  expect(succeeded(await workspace.plan()).stdout).toContain('Plan: 4 to add');
  succeeded(await workspace.apply());
  expect((await workspace.run(['output', '-json'])).json()).toMatchObject({ free_gib: { value: 968 }, iops: { value: 1500 } });
  expect(await workspace.hasNoChange()).toBe(true);

  workspace.main(BANK.replace('size_gib = 40', 'size_gib = 50'));
  expect(succeeded(await workspace.apply()).stdout).toContain('0 added, 1 changed, 0 destroyed');

  succeeded(await workspace.run(['state', 'rm', 'socle_virtual_machine.web']));
  succeeded(await workspace.run(['import', 'socle_virtual_machine.web', 'tenants/main/virtual-machines/web']));
  expect(await workspace.hasNoChange()).toBe(true);

  workspace.main(BANK.replace('size_gib = 40', 'size_gib = 4000'));
  const overfull = await workspace.plan();
  expect(overfull.code).toBe(1);
  expect(overfull.stderr).toContain('STORAGE-006 tenants/main/datastores/ds1');
  expect(overfull.text).not.toMatch(/\n\s+at .*\.js/);

  // A destroy plans the configuration first: one that shrinks the disk is refused there too.
  workspace.main(BANK.replace('size_gib = 40', 'size_gib = 50'));
  expect(succeeded(await workspace.destroy()).stdout).toContain('4 destroyed');
}, 60_000);
