/** The protocol with a real Terraform: a small provider made with lib/tfplugin, bundled and put in a filesystem mirror. */
import { type ChildProcess, type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = mkdtempSync(join(tmpdir(), 'tfplugin-'));
const mirror = join(root, 'mirror');
const packageDir = join(mirror, `registry.terraform.io/test/smoke/1.0.0/${platform()}_${arch() === 'x64' ? 'amd64' : arch()}`);
const binary = join(packageDir, 'terraform-provider-smoke_v1.0.0');
const cliConfig = join(root, 'terraformrc');
const PROVIDERS = 'terraform {\n  required_providers {\n    smoke = { source = "test/smoke" }\n  }\n}\n';

const FULL = `${PROVIDERS}
resource "smoke_thing" "a" {
  name     = "a"
  big      = 123456789012345678901234567890
  secret   = "sensitive words"
  password = "write-only words"
  tags     = { "__proto__" = "kept", fraction = "0.1" }
  anything = toset(["x", "y"])
  disks    = { data = { size_gib = 0.1 }, "__proto__" = { size_gib = 9007199254740993 } }
  owners   = [{ email = "a@example.org" }, { email = "b@example.org" }]
}
resource "smoke_thing" "b" {
  name     = "b"
  tags     = { of = smoke_thing.a.id }
  anything = [1, "two", { three = smoke_thing.a.big }]
}
data "smoke_echo" "e" {
  given = smoke_thing.a.disks["data"].size_gib
}
output "joined" {
  value = provider::smoke::join("-", "x", "y", "z")
}
output "big" {
  value = format("%.0f", smoke_thing.a.big + 1)
}
output "given" {
  value = data.smoke_echo.e.given
}
`;

const env: NodeJS.ProcessEnv = { ...process.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
delete env.NODE_EXTRA_CA_CERTS;

function workspace(name: string, config: string): string {
  const dir = join(root, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'main.tf'), config);
  return dir;
}

function terraform(dir: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): { readonly code: number | null; readonly text: string } {
  const run = spawnSync('terraform', [...args, '-no-color'], { cwd: dir, env: { ...env, ...more }, encoding: 'utf8', timeout: 60_000 });
  return { code: run.status, text: run.stdout + run.stderr };
}

const children: ChildProcess[] = [];

/** Terraform in the background; it is gone when the tests are over, whatever became of them. */
function running(dir: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn('terraform', args, { cwd: dir, env });
  children.push(child);
  return child;
}

function providersAlive(): string {
  return spawnSync('pgrep', ['-f', binary], { encoding: 'utf8' }).stdout.trim();
}

beforeAll(() => {
  mkdirSync(packageDir, { recursive: true });
  const entry = join(__dirname, '../tfplugin/fake-main.ts');
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    outfile: binary,
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(binary, 0o755);
  writeFileSync(cliConfig, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

test('init, apply, an empty plan, a change, an import and destroy', () => {
  const dir = workspace('full', FULL);
  expect(terraform(dir, ['init'])).toMatchObject({ code: 0 });
  expect(terraform(dir, ['validate'])).toMatchObject({ code: 0 });
  const applied = terraform(dir, ['apply', '-auto-approve']);
  expect(applied).toMatchObject({ code: 0 });
  expect(applied.text).not.toMatch(/sensitive words|write-only words/);
  expect(terraform(dir, ['plan', '-detailed-exitcode'])).toMatchObject({ code: 0 });
  const outputs = JSON.parse(execFileSync('terraform', ['output', '-json'], { cwd: dir, env, encoding: 'utf8' }));
  expect(outputs.joined.value).toBe('x-y-z');
  expect(outputs.big.value).toBe('123456789012345678901234567891');
  expect(outputs.given.value).toBe(0.1);
  const state = readFileSync(join(dir, 'terraform.tfstate'), 'utf8');
  expect(state).toContain('"password_length": 16');
  expect(state).toContain('9007199254740993');
  expect(state).not.toContain('write-only words');

  writeFileSync(join(dir, 'main.tf'), FULL.replace('name     = "b"', 'name     = "c"'));
  expect(terraform(dir, ['apply', '-auto-approve']).text).toContain('1 added, 0 changed, 1 destroyed');
  expect(terraform(dir, ['state', 'rm', 'smoke_thing.b'])).toMatchObject({ code: 0 });
  expect(terraform(dir, ['import', 'smoke_thing.b', 'thing-c'])).toMatchObject({ code: 0 });
  expect(terraform(dir, ['destroy', '-auto-approve'])).toMatchObject({ code: 0 });
  expect(providersAlive()).toBe('');
}, 120_000);

test('diagnostics name the attribute, and a defect shows no stack trace', () => {
  const forbidden = workspace('forbidden', `${PROVIDERS}resource "smoke_thing" "a" {\n  name = "forbidden"\n}\n`);
  terraform(forbidden, ['init']);
  const refused = terraform(forbidden, ['plan']);
  expect(refused.code).toBe(1);
  expect(refused.text).toMatch(/Name forbidden[\s\S]*on main\.tf line \d+, in resource "smoke_thing" "a"/);

  const defective = workspace('defective', `${PROVIDERS}resource "smoke_thing" "a" {\n  name = "defective"\n}\n`);
  terraform(defective, ['init']);
  const broken = terraform(defective, ['plan']);
  expect(broken.text).toContain('Defect in the provider (PlanResourceChange)');
  expect(broken.text).not.toMatch(/\n\s+at |two lines/);
  expect(terraform(defective, ['plan'], { TF_LOG_PROVIDER: 'ERROR' }).text).toContain('two lines');
}, 60_000);

test('an interrupt stops a running apply', async () => {
  const dir = workspace('slow', `${PROVIDERS}resource "smoke_thing" "a" {\n  name = "slow"\n}\n`);
  terraform(dir, ['init']);
  const run = running(dir, ['apply', '-auto-approve', '-no-color']);
  let text = '';
  run.stderr.on('data', (chunk) => (text += String(chunk)));
  run.stdout.on('data', (chunk) => {
    text += String(chunk);
    if (String(chunk).includes('Creating...')) run.kill('SIGINT');
  });
  const code = await new Promise((resolve) => run.on('exit', resolve));
  expect(code).toBe(1);
  // The interrupt may come before what Terraform has announced: then that is not begun.
  expect(text).toMatch(/Stopped as asked|Cancelled/);
  expect(providersAlive()).toBe('');
}, 60_000);

test('a provider whose Terraform was killed ends by itself', async () => {
  const dir = workspace('slow', `${PROVIDERS}resource "smoke_thing" "a" {\n  name = "slow"\n}\n`);
  terraform(dir, ['init']);
  const run = running(dir, ['apply', '-auto-approve', '-no-color']);
  run.stdout.on('data', (chunk) => {
    if (String(chunk).includes('Creating...')) run.kill('SIGKILL');
  });
  await new Promise((resolve) => run.on('exit', resolve));
  for (let attempt = 0; attempt < 40 && providersAlive() !== ''; attempt += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(providersAlive()).toBe('');
}, 60_000);

test('Terraform attaches, again and again, to a provider in debug mode', async () => {
  const dir = workspace('debug', `${PROVIDERS}resource "smoke_thing" "a" {\n  name = "a"\n}\n`);
  terraform(dir, ['init']);
  const provider = spawn(binary, ['--debug'], { env });
  const line = await new Promise<string>((resolve) => provider.stdout.once('data', (chunk) => resolve(String(chunk))));
  const TF_REATTACH_PROVIDERS = /='(.*)'/.exec(line)?.[1];
  expect(terraform(dir, ['apply', '-auto-approve'], { TF_REATTACH_PROVIDERS })).toMatchObject({ code: 0 });
  expect(terraform(dir, ['plan', '-detailed-exitcode'], { TF_REATTACH_PROVIDERS })).toMatchObject({ code: 0 });
  expect(provider.exitCode).toBeNull();
  provider.kill('SIGINT');
  expect(await new Promise((resolve) => provider.on('exit', resolve))).toBe(0);
}, 60_000);
