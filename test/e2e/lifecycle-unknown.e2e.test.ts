/** Values that nobody knows at plan, everywhere that a value may stand: planned without an error, applied as they come out. */
import { expectClearRefusal } from './diagnostics';
import { onPlatform, standing } from './out-of-band';
import { EMBEDDED } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

/** What a `terraform_data` gives back is unknown until it is applied. */
const LATER = `
resource "terraform_data" "later" {
  input = {
    tenant  = "lab"
    lan     = "lan"
    prod    = "prod"
    ds      = "ds"
    nightly = "nightly"
    vm      = "vm"
    zone    = "par7s"
    backup  = "th3s"
    blade   = "standard-v3"
    class   = "premium"
    hosts   = 3
    number  = 600
    small   = 8
    email   = "ops@example.org"
    yes     = true
    tags    = { role = "web" }
    disks   = [{ name = "system", size_gib = 20, reserved_iops = 10 }]
  }
}
locals {
  later = terraform_data.later.output
}
`;

/** Advice about backups is accepted, so that only what unknown values bring about is told. */
const UNKNOWN_LEAVES = `
provider "socle" {
  suppress = [for code in ["BACKUP-007", "BACKUP-011"] : { code = code, resource = "*", reason = "a test", expires = "2999-12-31" }]
}
resource "socle_tenant" "lab" {
  organization = "acme"
  name         = local.later.tenant
  owners       = [{ email = local.later.email, from_organization = local.later.yes }]
}
resource "socle_network" "lan" {
  name               = local.later.lan
  vlan_id            = local.later.number
  availability_zones = [local.later.zone, local.later.backup]
  propagated_to      = [socle_tenant.lab.name]
}
resource "socle_cpool" "prod" {
  name                    = local.later.prod
  availability_zone       = local.later.zone
  blade_class             = local.later.blade
  host_count              = local.later.hosts
  memory_gib              = local.later.number
  ha_enabled              = local.later.yes
  memory_overcommit_ratio = local.later.hosts / 2
}
resource "socle_datastore" "ds" {
  name              = local.later.ds
  availability_zone = local.later.zone
  storage_class     = local.later.class
  size_gib          = local.later.number
  cpool_ids         = [socle_cpool.prod.id]
}
resource "socle_backup_policy" "nightly" {
  name              = local.later.nightly
  availability_zone = local.later.backup
  keep_daily        = local.later.small
  contact           = { name = local.later.vm, email = local.later.email, phone = local.later.vm }
}
resource "socle_virtual_machine" "vm" {
  count              = 2
  name               = "\${local.later.vm}-\${count.index}"
  cpool_id           = socle_cpool.prod.id
  vcpus              = local.later.small
  memory_gib         = local.later.small
  cpu_hot_add        = local.later.yes
  backup_policy_ids  = [socle_backup_policy.nightly.id]
  network_interfaces = [{ name = local.later.lan, network_id = socle_network.lan.id }]
  tags               = { (local.later.vm) = local.later.vm }
  disks = [
    { name = local.later.ds, size_gib = local.later.small, datastore_id = socle_datastore.ds.id, peak_iops = local.later.small },
    { name = "data", size_gib = local.later.small, datastore_id = socle_datastore.ds.id },
  ]
  boot_disk = local.later.ds
  timeouts  = { create = "\${local.later.small}m" }
}
resource "socle_affinity_rule" "apart" {
  name                = local.later.vm
  cpool_id            = socle_cpool.prod.id
  kind                = "anti_affinity"
  virtual_machine_ids = socle_virtual_machine.vm[*].id
}
`;

test('every leaf may be unknown at plan, names and references too', async () => {
  const workspace = await workspaces.of(LATER + UNKNOWN_LEAVES);
  const plan = await workspace.plan();
  expect(plan.text).toContain('Plan: 9 to add, 0 to change, 0 to destroy.');
  expect(plan.text).not.toMatch(/Error|Warning/);
  expect((await workspace.apply()).text).toContain('9 added');
  expect(await standing(workspace, 'virtual_machine')).toEqual(['tenants/main/virtual-machines/vm-0', 'tenants/main/virtual-machines/vm-1']);
  expect(await workspace.hasNoChange()).toBe(true);
  expect((await workspace.destroy()).code).toBe(0);
});

const wholes = (tags: string) => `
resource "socle_tenant" "lab" {
  organization = "acme"
  name         = "lab"
  owners       = [for each in [local.later.email] : { email = each }]
}
resource "socle_network" "lan" {
  name               = "lan"
  availability_zones = toset(split(",", local.later.zone))
}
resource "socle_cpool" "prod" {
  name              = "prod"
  availability_zone = "par7s"
  blade_class       = "standard-v3"
  host_count        = 3
}
resource "socle_datastore" "ds" {
  name              = "ds"
  availability_zone = "par7s"
  storage_class     = "premium"
  size_gib          = 600
  cpool_ids         = toset(formatlist("tenants/main/cpools/%s", split(",", local.later.prod)))
  depends_on        = [socle_cpool.prod]
}
resource "socle_virtual_machine" "vm" {
  name               = "vm"
  power_state        = "off"
  cpool_id           = "\${socle_datastore.ds.id == local.later.ds ? "" : socle_cpool.prod.id}"
  vcpus              = 2
  memory_gib         = 8
  tags               = ${tags}
  network_interfaces = [for name in split(",", local.later.lan) : { name = name, network_id = socle_network.lan.id }]
  disks              = [for each in local.later.disks : merge(each, { datastore_id = socle_datastore.ds.id, peak_iops = null })]
}
`;

test('a whole list, set or map may be unknown at plan, and what the platform chooses inside it is filled in', async () => {
  const workspace = await workspaces.of(LATER + wholes('local.later.tags'));
  const plan = await workspace.plan();
  expect(plan.text).toContain('Plan: 6 to add, 0 to change, 0 to destroy.');
  expect((await workspace.apply()).text).toContain('6 added');
  const vm = await onPlatform(workspace, (platform) => platform.get('tenants/main/virtual-machines/vm'));
  expect(vm?.values).toMatchObject({ tags: { role: 'web' }, disks: [{ name: 'system', size_gib: 20, reserved_iops: 10 }] });
  expect(await workspace.hasNoChange()).toBe(true);

  // The prior state is known now, and what was known becomes unknown: still no false replacement.
  workspace.main(
    (LATER + wholes('{ since = terraform_data.again.output }')).replace(
      'locals {',
      'resource "terraform_data" "again" {\n  input = "now"\n}\nlocals {',
    ),
  );
  expect((await workspace.apply()).text).toContain('1 added, 1 changed, 0 destroyed');
  expect(await workspace.hasNoChange()).toBe(true);
});

const pools = (): string =>
  ['small', 'fine']
    .map(
      (name) =>
        `resource "socle_cpool" "${name}" {\n  name = "${name}"\n  availability_zone = "par7s"\n  blade_class = "standard-v3"\n  host_count = ${name === 'small' ? 1 : 3}\n  memory_gib = local.later.number\n}\n`,
    )
    .join('');

test('what turns out wrong at apply is refused then, and what it does not concern stands', async () => {
  const workspace = await workspaces.of(LATER + pools());
  const refused = await workspace.apply();
  expectClearRefusal(refused, 'COMPUTE-002 tenants/main/cpools/small', 'memory_gib', 'Fix:');
  expect(await standing(workspace, 'cpool')).toEqual(['tenants/main/cpools/fine']);
});

test("a provider's tenant may be unknown; where its platform stands may not", async () => {
  const network = 'resource "socle_network" "lan" {\n  name = "lan"\n  availability_zones = ["par7s"]\n  depends_on = [socle_tenant.lab]\n}\n';
  const lab =
    'resource "socle_tenant" "lab" {\n  provider = socle.main\n  organization = "acme"\n  name = local.later.tenant\n  owners = [{ email = "ops@example.org" }]\n}\n';
  const main = 'provider "socle" {\n  alias = "main"\n}\n';
  const workspace = await workspaces.of(`${LATER}${main}provider "socle" {\n  tenant = local.later.tenant\n}\n${lab}${network}`);
  expect((await workspace.apply()).text).toContain('3 added');
  expect(await standing(workspace, 'network')).toEqual(['tenants/lab/networks/lan']);
  expect(await workspace.hasNoChange()).toBe(true);

  const nowhere = await workspaces.of(`${LATER}${main}provider "socle" {\n  state_path = local.later.ds\n}\n${lab}${network}`);
  expectClearRefusal(await nowhere.run(['plan', '-input=false'], { env: EMBEDDED }), 'state_path is not known yet', 'with -target');
});
