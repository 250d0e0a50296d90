/** Several providers, several stacks, several platforms; and `terraform test`. */
import { expectClearRefusal } from './diagnostics';
import { MAIN_TYPES } from './every-type';
import { onPlatform, standing } from './out-of-band';
import { testEmbedded } from './served';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

test('two providers on one platform work in two tenants at once', async () => {
  const cpool = (label: string, more: string) =>
    Array.from(
      { length: 4 },
      (_, index) =>
        `resource "socle_cpool" "${label}${index}" {\n  name = "pool${index}"\n  availability_zone = "par7s"\n  blade_class = "eco-v3"\n  host_count = 2\n${more}\n}\n`,
    ).join('');
  const workspace = await workspaces.of(`
provider "socle" {}
provider "socle" {
  alias  = "lab"
  tenant = "lab"
}
resource "socle_tenant" "lab" {
  name         = "lab"
  organization = "acme"
  owners       = [{ email = "ops@example.org" }]
}
${cpool('main', '')}
${cpool('lab', '  provider = socle.lab\n  tenant = socle_tenant.lab.name')}
resource "socle_network" "lab" {
  provider           = socle.lab
  depends_on         = [socle_tenant.lab]
  name               = "lan"
  availability_zones = ["par7s"]
}`);
  expect((await workspace.apply()).text).toContain('10 added');
  const pools = await standing(workspace, 'cpool');
  for (const tenant of ['main', 'lab']) for (let index = 0; index < 4; index += 1) expect(pools).toContain(`tenants/${tenant}/cpools/pool${index}`);
  expect(await standing(workspace, 'network')).toEqual(['tenants/lab/networks/lan']);
  expect(await workspace.hasNoChange()).toBe(true);
  expect((await workspace.destroy()).text).toContain('10 destroyed');
});

testEmbedded('two providers with files of their own are two platforms: one name stands on both, and no rule looks across', async () => {
  const network = (label: string, provider: string) =>
    `resource "socle_network" "${label}" {\n  ${provider}\n  name = "lan"\n  vlan_id = 100\n  availability_zones = ["par7s"]\n}\n`;
  const workspace = await workspaces.of(
    `provider "socle" {}\nprovider "socle" {\n  alias = "other"\n  state_path = "other.db"\n}\n${network('one', '')}${network('two', 'provider = socle.other')}`,
  );
  const applied = await workspace.apply();
  expect(applied.text).toContain('2 added');
  expect(applied.text).not.toMatch(/IDENTITY|DUPLICATE|NETWORK/);
  expect(await standing(workspace, 'network')).toEqual(['tenants/main/networks/lan']);
  expect(await standing(workspace, 'network', 'other.db')).toEqual(['tenants/main/networks/lan']);
  expect(await workspace.hasNoChange()).toBe(true);
});

describe("an application's stack without its foundation's", () => {
  const application = (memoryGib: number) => `
resource "socle_virtual_machine" "app" {
  name              = "app"
  cpool_id          = "tenants/main/cpools/prod"
  vcpus             = 2
  memory_gib        = ${memoryGib}
  backup_policy_ids = [data.socle_backup_policy.nightly.id]
  disks             = [{ name = "system", size_gib = 20, datastore_id = data.socle_datastore.ds.id }]
}
data "socle_datastore" "ds" { name = "ds" }
data "socle_backup_policy" "nightly" { name = "nightly" }
`;
  let foundation: Workspace;
  let app: Workspace;
  let provider = '';

  beforeAll(async () => {
    foundation = await workspaces.of(MAIN_TYPES);
    expect((await foundation.apply()).code).toBe(0);
    provider = await foundation.shared();
    app = await workspaces.of(provider + application(8));
  });

  test('is planned without an error about what it does not hold, and applies on the platform of both', async () => {
    const plan = await app.plan();
    expect(plan.text).toContain('1 to add');
    expect(plan.text).not.toMatch(/Error|Warning/);
    expect((await app.apply()).code).toBe(0);
    expect(await app.hasNoChange()).toBe(true);
    expect(await foundation.hasNoChange()).toBe(true);
  });

  test('is refused by the platform where it does not fit the foundation, and stays as it was', async () => {
    app.main(provider + application(512));
    const refused = await app.apply();
    expectClearRefusal(refused, 'COMPUTE-005 tenants/main/virtual-machines/app', 'memory_gib', 'Fix:');
    const stored = await onPlatform(foundation, (platform) => platform.get('tenants/main/virtual-machines/app'));
    expect(stored?.values['memory_gib']).toBe(8);
  });

  test('keeps the foundation from being taken away under it', async () => {
    expectClearRefusal(
      await foundation.destroy(),
      /IN-USE-001 tenants\/main\/(cpools\/prod|datastores\/ds|backup-policies\/nightly)/,
      'tenants/main/virtual-machines/app',
    );
    expect((await app.destroy()).code).toBe(0);
    expect((await foundation.destroy()).code).toBe(0);
  });
});

test('terraform test plans, applies and cleans up', async () => {
  const workspace = await workspaces.of(`variable "hosts" {\n  default = 3\n}\n${MAIN_TYPES.replace('host_count = 3', 'host_count = var.hosts')}`, {
    'estate.tftest.hcl': `
run "planned" {
  command = plan
  assert {
    condition     = socle_cpool.prod.memory_gib == 384 && socle_cpool.prod.id == "tenants/main/cpools/prod"
    error_message = "computed values are known at plan"
  }
}
run "applied" {
  assert {
    condition     = provider::socle::iops_limit("standard", socle_datastore.ds.size_gib) == socle_datastore.ds.iops_limit
    error_message = "the function and the attribute agree"
  }
}
run "grown" {
  variables {
    hosts = 5
  }
  assert {
    condition     = socle_cpool.prod.memory_gib == 640
    error_message = "the default follows"
  }
}
`,
  });
  const tested = await workspace.run(['test']);
  expect(tested.text).toContain('Success! 3 passed, 0 failed.');
  expect(await standing(workspace, 'virtual_machine')).toEqual([]);
});
