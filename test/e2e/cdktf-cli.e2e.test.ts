/**
 * The bank with cdktf-cli, offline. `cdktf` has Terraform look its providers up at their registry for every platform
 * (`terraform providers lock`), which no mirror answers; `--skip-provider-lock` leaves that out.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildExamples, mainOf, printedCodes, promisedCodes } from './examples';
import { standing } from './out-of-band';
import { noProviderLeft } from './processes';
import { Workspace } from './terraform';

const ROOT = join(__dirname, '../..');
/** A command that takes longer hangs. */
const COMMAND_MS_MAX = 120_000;
const OFFLINE = '--skip-provider-lock';

let workspace: Workspace;
beforeAll(() => {
  buildExamples();
  workspace = new Workspace();
});
afterAll(() => workspace.close());

/** An app as cdktf finds it: the folder's cdktf.json names the program. */
function appOf(example: 'bank' | 'broken'): void {
  const settings = {
    language: 'typescript',
    app: `node ${mainOf(example)}`,
    projectId: 'f2d3a4c8-51d2-4d42-9f0e-6c1c5e0b7a11',
    sendCrashReports: 'false',
  };
  workspace.write({ 'cdktf.json': JSON.stringify(settings) });
}

/** Runs a command of cdktf to its end. Its home is the workspace, so that it reads and writes nothing of the user's. */
async function cdktf(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const access = await workspace.access();
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/cdktf-cli/bundle/bin/cdktf'), ...args], {
    cwd: workspace.folder,
    env: { ...env, ...access, HOME: workspace.folder, TF_CLI_CONFIG_FILE: join(workspace.folder, 'terraform.rc'), CHECKPOINT_DISABLE: '1', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: COMMAND_MS_MAX,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text: stripVTControlCharacters(text) }));
  });
}

test('synth fails on the broken bank, with exactly the findings of its README and no stack trace', async () => {
  appOf('broken');
  const { code, text } = await cdktf('synth');
  expect(code).toBe(1);
  expect([...new Set(printedCodes(text))]).toEqual(promisedCodes());
  expect(text).not.toMatch(/node_modules|node:internal/);
});

test('synth writes both stacks of the bank', async () => {
  appOf('bank');
  expect(await cdktf('synth')).toMatchObject({ code: 0 });
  expect(readdirSync(join(workspace.folder, 'cdktf.out/stacks')).sort()).toEqual(['foundation', 'payments']);
});

test('diff shows what deploy would create', async () => {
  const { code, text } = await cdktf('diff', 'foundation', OFFLINE);
  expect(code).toBe(0);
  expect(text).toContain('Plan: 13 to add, 0 to change, 0 to destroy.');
});

test('deploy builds both stacks on one platform, the foundation first', async () => {
  expect(await cdktf('deploy', 'foundation', 'payments', '--auto-approve', OFFLINE)).toMatchObject({ code: 0 });
  expect(existsSync(join(workspace.folder, '.socle/platform.db'))).toBe(true);
  expect(await standing(workspace, 'virtual_machine')).toHaveLength(12);
});

test('diff shows nothing right after', async () => {
  const { code, text } = await cdktf('diff', 'payments', OFFLINE);
  expect(code).toBe(0);
  expect(text).toContain('No changes. Your infrastructure matches the configuration.');
});

test('destroy takes both away, and no process stays', async () => {
  expect(await cdktf('destroy', 'foundation', 'payments', '--auto-approve', OFFLINE)).toMatchObject({ code: 0 });
  for (const type of ['virtual_machine', 'datastore', 'cpool']) expect(await standing(workspace, type)).toEqual([]);
  for (const stack of ['foundation', 'payments']) await noProviderLeft(join(workspace.folder, 'cdktf.out/stacks', stack));
});
