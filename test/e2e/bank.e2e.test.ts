/** The bank as its users have it: synthesised by Node alone, then both stacks through Terraform, on one platform and on two. */
import { expectClearRefusal } from './diagnostics';
import { buildExamples, synthesise } from './examples';
import { standing } from './out-of-band';
import { type Run, Workspace } from './terraform';

type Stack = 'foundation' | 'payments';

let bank: Workspace;
let branch: Workspace;
beforeAll(() => {
  buildExamples();
  bank = new Workspace();
  branch = new Workspace();
});
afterAll(() => Promise.all([bank.close(), branch.close()]));

const inStack = (workspace: Workspace, stack: Stack, ...args: readonly string[]): Promise<Run> =>
  workspace.run([`-chdir=cdktf.out/stacks/${stack}`, ...args, '-input=false']);

async function deployed(workspace: Workspace, stack: Stack): Promise<Run> {
  expect(await inStack(workspace, stack, 'init')).toMatchObject({ code: 0 });
  const run = await inStack(workspace, stack, 'apply', '-auto-approve');
  expect(run).toMatchObject({ code: 0 });
  return run;
}

const hasNoChange = async (workspace: Workspace, stack: Stack): Promise<boolean> =>
  (await inStack(workspace, stack, 'plan', '-detailed-exitcode')).code === 0;

test('the foundation and then the payments are applied, without a word of warning, and there is nothing to change', async () => {
  expect(await synthesise('bank', bank)).toMatchObject({ code: 0, text: '' });
  const runs = [await deployed(bank, 'foundation'), await deployed(bank, 'payments')];
  for (const run of runs) expect(run.text).not.toMatch(/Warning: (?!Incomplete lock file)/);
  expect(await standing(bank, 'virtual_machine')).toHaveLength(12);
  expect([await hasNoChange(bank, 'foundation'), await hasNoChange(bank, 'payments')]).toEqual([true, true]);
});

test('the same app in another folder has a platform of its own, where the same names stand', async () => {
  expect(await synthesise('bank', branch)).toMatchObject({ code: 0 });
  await deployed(branch, 'foundation');
  await deployed(branch, 'payments');
  expect(await standing(branch, 'virtual_machine')).toEqual(await standing(bank, 'virtual_machine'));
});

test('the foundation is not taken away under the payments', async () => {
  const run = await inStack(branch, 'foundation', 'destroy', '-auto-approve');
  expectClearRefusal(run, /IN-USE-001 tenants\/main\/datastores\/databases: .*it is used by tenants\/main\/virtual-machines\/database/);
  expect(await standing(branch, 'virtual_machine')).toHaveLength(12);
  // Networks have gone, and the interfaces on them: memberships are detached. Both stacks applied again bring them back.
  await deployed(branch, 'foundation');
  expect((await deployed(branch, 'payments')).text).toMatch(/Apply complete! Resources: 0 added, \d+ changed, 0 destroyed/);
  expect(await hasNoChange(branch, 'payments')).toBe(true);
});

test('destroyed in the reverse order nothing is left of one, and the other has not changed', async () => {
  for (const stack of ['payments', 'foundation'] as const) expect((await inStack(bank, stack, 'destroy', '-auto-approve')).code).toBe(0);
  for (const type of ['virtual_machine', 'datastore', 'cpool', 'network', 'backup_policy']) expect(await standing(bank, type)).toEqual([]);
  expect([await hasNoChange(branch, 'foundation'), await hasNoChange(branch, 'payments')]).toEqual([true, true]);
});
