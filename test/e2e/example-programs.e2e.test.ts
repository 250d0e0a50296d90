/** The examples that are programs, through Terraform: applied without errors, unchanged right after, destroyed; and people are waited for. */
import { chmodSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { targetOf } from '../../lib/bin/install-provider';
import { expectClearRefusal } from './diagnostics';
import { buildExamples, type Example, synthesise } from './examples';
import { standing } from './out-of-band';
import { type Run, Workspace } from './terraform';

const NULL_VERSION = '3.2.4';
const workspaces: Workspace[] = [];

beforeAll(buildExamples);
afterAll(() => Promise.all(workspaces.map((workspace) => workspace.close())));

const inStack = (workspace: Workspace, stack: string, ...args: readonly string[]): Promise<Run> =>
  workspace.run([`-chdir=cdktf.out/stacks/${stack}`, ...args, '-input=false']);

/** An example as its user has it, after `terraform init`. */
async function ready(example: Example, stack: string): Promise<Workspace> {
  const workspace = new Workspace();
  workspaces.push(workspace);
  offerNull(workspace);
  expect(await synthesise(example, workspace)).toMatchObject({ code: 0 });
  expect(await inStack(workspace, stack, 'init')).toMatchObject({ code: 0 });
  return workspace;
}

/** Puts the stand-in where Terraform looks for the null provider, beside the mirror that the workspace has. */
function offerNull(workspace: Workspace): void {
  const own = join(workspace.folder, 'mirror');
  const outfile = join(
    own,
    `registry.terraform.io/hashicorp/null/${NULL_VERSION}/${targetOf(platform(), arch())}/terraform-provider-null_v${NULL_VERSION}`,
  );
  const entry = join(__dirname, 'stand-in-null.ts');
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', target: 'node20', banner: { js: '#!/usr/bin/env node' } });
  chmodSync(outfile, 0o755);
  const [head, ...rest] = workspace.read('terraform.rc').split('\n');
  workspace.write({
    'terraform.rc': [head, `  filesystem_mirror {\n    path = ${JSON.stringify(own)}\n    include = ["hashicorp/null"]\n  }`, ...rest].join('\n'),
  });
}

test.each([
  ['insurer-pra', 'claims', 4],
  ['encrypted-health', 'hospital', 4],
] as const)('%s is applied, unchanged right after, and destroyed', async (example, stack, machines) => {
  const workspace = await ready(example, stack);
  expect(await inStack(workspace, stack, 'apply', '-auto-approve')).toMatchObject({ code: 0 });
  expect(await standing(workspace, 'virtual_machine')).toHaveLength(machines);
  expect(await inStack(workspace, stack, 'plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  expect(await inStack(workspace, stack, 'destroy', '-auto-approve')).toMatchObject({ code: 0 });
  for (const type of ['virtual_machine', 'global_mirror_lun', 'vm_replication', 'datastore', 'cpool'])
    expect(await standing(workspace, type)).toEqual([]);
});

test('a runbook stops Terraform at each step that nobody has confirmed, in their order, and lets it go on then', async () => {
  const workspace = await ready('runbook', 'ledger');
  const plan = (...args: readonly string[]) => inStack(workspace, 'ledger', 'plan', ...args);
  const confirmed = (steps: object) => ['-var', `cut_over_confirmed=${JSON.stringify(steps)}`];
  const both = confirmed({ approval: 'CHG-42', freeze: '22:00' });

  const first = await plan();
  expectClearRefusal(first, 'Step 2 of 3 of runbook cut-over is not confirmed. Change board: Approve the change');
  expect(first.text).not.toContain('Step 3 of 3');
  expectClearRefusal(
    await plan(...confirmed({ approval: 'CHG-42' })),
    'Step 3 of 3 of runbook cut-over is not confirmed. Payments: Stop the night batch',
  );

  expect(await inStack(workspace, 'ledger', 'apply', '-auto-approve', ...both)).toMatchObject({ code: 0 });
  expect(await standing(workspace, 'virtual_machine')).toEqual(['tenants/main/virtual-machines/ledger']);
  expect(await plan('-detailed-exitcode', ...both)).toMatchObject({ code: 0 });
  expect(workspace.read('ledger.tfstate')).toContain('CHG-42');
  expect(await inStack(workspace, 'ledger', 'destroy', '-auto-approve')).toMatchObject({ code: 0 });
});
