/** Edition, suppressions, write-only values and a failover, as Terraform sees them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf } from './codes';
import { EVERY_TYPE, edited } from './every-type';
import { onPlatform } from './out-of-band';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

const provider = (settings: string): string => `provider "socle" {\n${settings}\n}\n`;
const DATASTORE = 'resource "socle_datastore" "u" {\n  name = "u"\n  availability_zone = "par7s"\n  storage_class = "ultra"\n  size_gib = 10240\n}\n';
const LONE = 'resource "socle_cpool" "lone" {\n  name = "lone"\n  availability_zone = "par7s"\n  blade_class = "eco-v3"\n  host_count = 1\n}\n';
const suppress = (expires: string, code = 'COMPUTE-003'): string =>
  `  suppress = [{ code = "${code}", resource = "tenants/main/cpools/*", reason = "a laboratory", expires = "${expires}" }]`;

test.each([
  ['seeds', 150_000],
  ['2026-08', 30_000],
])('in edition %s the plan after an apply has no change', async (edition, limit) => {
  const workspace = await workspaces.of(provider(`  edition = "${edition}"`) + DATASTORE, {}, { serve: ['--edition', edition] });
  expect((await workspace.apply()).code).toBe(0);
  expect(await workspace.hasNoChange()).toBe(true);
  expect((await onPlatform(workspace, (platform) => platform.get('tenants/main/datastores/u')))?.values['iops_limit']).toBe(limit);
});

test('another edition is a change in place', async () => {
  const workspace = await workspaces.of(provider('') + DATASTORE);
  expect((await workspace.apply()).code).toBe(0);
  workspace.main(provider('  edition = "2026-08"') + DATASTORE);
  await workspace.serveAgain(['--edition', '2026-08']);
  expect((await workspace.plan()).text).toMatch(/iops_limit\s+= 150000 -> 30000/);
  expect((await workspace.apply()).text).toContain('0 added, 1 changed, 0 destroyed');
  expect(await workspace.hasNoChange()).toBe(true);
});

test('what is accepted is not said, until its day is over; what the offer refuses cannot be accepted', async () => {
  const workspace = await workspaces.of(provider('') + LONE);
  expect(codesOf(await workspace.plan('-json'))).toContain('COMPUTE-003 tenants/main/cpools/lone');
  workspace.main(provider(suppress('2999-12-31')) + LONE);
  expect(codesOf(await workspace.plan('-json'))).not.toContain('COMPUTE-003 tenants/main/cpools/lone');
  workspace.main(provider(suppress('2020-01-01')) + LONE);
  expect((await workspace.plan()).text.replace(/\s*\n[│ ]*/g, ' ')).toContain('accepted until 2020-01-01, which is over: a laboratory');
  workspace.main(provider(suppress('2999-12-31', 'COMPUTE-007')) + LONE);
  const refused = await workspace.plan();
  expect(refused.code).toBe(1);
  expect(refused.text).toContain('COMPUTE-007 is refused by the offer');
  workspace.main(provider('  suppress = [{ code = "COMPUTE-003", resource = "*", expires = "2999-12-31" }]') + LONE);
  expect((await workspace.plan()).text).toMatch(/attribute "reason"\s+is required/);
});

const SECRET = 'never-to-be-seen-again';
const KMS = `
variable "key" {
  type = string
  ephemeral = true
}
variable "turn" { default = 1 }
resource "socle_key_provider" "own" {
  name = "own"
  kind = "external"
  kmip_endpoint = "kms.example.org:5696"
  kmip_ca = "an authority"
  kmip_certificate = "a certificate"
  kmip_private_key_wo = var.key
  kmip_private_key_wo_version = var.turn
}
`;

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'providers') return [];
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

test('a private key is in no file of the workspace: not in the plan, the state, nor the platform', async () => {
  const workspace = await workspaces.of(provider('') + KMS);
  const env = { TF_VAR_key: SECRET, TF_LOG_PROVIDER: 'TRACE', TF_LOG_PATH: join(workspace.folder, 'provider.log') };
  for (const turn of ['1', '2']) {
    const planned = await workspace.run(['plan', '-input=false', '-out=plan', `-var=turn=${turn}`], { env });
    const shown = await workspace.run(['show', '-json', 'plan'], { env });
    const applied = await workspace.run(['apply', '-input=false', 'plan'], { env });
    expect(applied.code).toBe(0);
    for (const { text } of [planned, shown, applied]) expect(text).not.toContain(SECRET);
  }
  const files = filesUnder(workspace.folder);
  expect(files.some((file) => file.endsWith('platform.db'))).toBe(true);
  expect(files.some((file) => file.endsWith('terraform.tfstate'))).toBe(true);
  expect(files.some((file) => file.endsWith('provider.log'))).toBe(true);
  for (const file of files) expect([file, readFileSync(file, 'latin1').includes(SECRET)]).toEqual([file, false]);
  expect((await workspace.run(['plan', '-input=false', '-detailed-exitcode', '-var=turn=2'], { env })).code).toBe(0);
});

describe('a failover', () => {
  let workspace: Workspace;
  const running = (): Promise<unknown> =>
    onPlatform(workspace, async (platform) => (await platform.observe('tenants/main/virtual-machines/db'))['running_cpool_id']);

  test('moves the VMs, and the plan after it has no change', async () => {
    workspace = await workspaces.of(EVERY_TYPE);
    expect((await workspace.apply()).code).toBe(0);
    workspace.main(edited(EVERY_TYPE, { 'consistency_group = "bank"': 'consistency_group = "bank"\n  desired_role = "failed_over"' }));
    expect((await workspace.apply()).text).toContain('0 added, 1 changed, 0 destroyed');
    expect(await running()).toBe('tenants/main/cpools/dr');
    expect(await workspace.hasNoChange()).toBe(true);
  });

  test('is no obstacle to destroying everything', async () => {
    expect((await workspace.destroy()).code).toBe(0);
    expect(await running()).toBeUndefined();
  });
});
