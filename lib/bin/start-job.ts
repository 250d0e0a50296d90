/** The main job, from a program in TypeScript to a platform that runs it and back: what `npm start` shows. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Program, type Ran, run, StepFailed, step } from './start-steps';
import type { Terminal } from './terminal';

export interface Job {
  /** Folder of the project. */
  readonly root: string;
  readonly example: string;
  readonly terminal: Terminal;
}

interface Stack {
  readonly name: string;
  readonly folder: string;
}

/** The folder of the project in which everything happens, and which the next run empties. */
const workFolder = (root: string): string => join(root, '.socle/start');

/** Carries the job out. Throws `StepFailed` where a step fails. */
export async function startJob(job: Job): Promise<void> {
  const { root, terminal } = job;
  const work = workFolder(root);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, '.socle'), { recursive: true });
  const cli = (...args: string[]): Program => ({
    command: process.execPath,
    args: [join(root, 'dist/bin/socle.js'), ...args],
    cwd: work,
    env: environment(job),
  });

  await step(terminal, `synthesise ${job.example}`, async () => {
    const program = { command: process.execPath, args: [join(root, 'examples', job.example, 'dist/main.js')], cwd: work, env: environment(job) };
    await must('synthesis', run(program));
    return stacksOf(work)
      .map((stack) => `${stack.name}: ${resourceCount(stack)} resources`)
      .join(', ');
  });
  await step(terminal, 'judge it against every rule', async () => {
    const checked = await must('socle check', run(cli('check', 'cdktf.out', '--format', 'json')));
    const { summary } = JSON.parse(checked.stdout) as { summary: { errors: number; warnings: number; undecided: number } };
    return `${summary.errors} errors, ${summary.warnings} warnings, ${summary.undecided} not decidable yet`;
  });
  const terraform = onPath(['terraform', 'tofu'], terminal.env);
  if (terraform === undefined) {
    terminal.out('\nNo terraform (or tofu) on PATH, so the job ends here; with one it is also planned, applied and destroyed.\n');
    return;
  }
  await withTerraform(job, terraform, cli);
}

async function withTerraform(job: Job, terraform: string, cli: (...args: string[]) => Program): Promise<void> {
  const { terminal } = job;
  const work = workFolder(job.root);
  const stacks = stacksOf(work);
  const tool = (stack: Stack, ...args: string[]): Program => ({ command: terraform, args, cwd: stack.folder, env: environment(job) });
  await step(terminal, 'install the provider', async () => {
    await must('socle provider install', run(cli('provider', 'install', '--project')));
    return 'in .socle/ of the project, offline';
  });
  for (const stack of stacks) {
    await step(terminal, `terraform init ${stack.name}`, async () => {
      await must('terraform init', run(tool(stack, 'init', '-input=false', '-no-color')));
      return 'no download';
    });
    await step(terminal, `terraform plan ${stack.name}`, async () =>
      lastLine(await must('terraform plan', run(tool(stack, 'plan', '-input=false', '-no-color', '-out=tfplan'))), /^Plan:/),
    );
    await step(terminal, `terraform apply ${stack.name}`, async () =>
      lastLine(await must('terraform apply', run(tool(stack, 'apply', '-input=false', '-no-color', 'tfplan'))), /^Apply complete/),
    );
  }
  const status = await must('socle platform status', run(cli('platform', 'status')));
  terminal.out(`\n${status.stdout.trimEnd()}\n\n`);
  for (const stack of stacks) {
    await step(terminal, `terraform plan ${stack.name} again`, async () => {
      const planned = await run(tool(stack, 'plan', '-input=false', '-no-color', '-detailed-exitcode'));
      if (planned.code !== 0) throw new StepFailed(planned.code === 2 ? 'a plan right after apply shows a change' : 'terraform plan', planned.output);
      return 'no change';
    });
  }
  for (const stack of [...stacks].reverse()) {
    await step(terminal, `terraform destroy ${stack.name}`, async () =>
      lastLine(await must('terraform destroy', run(tool(stack, 'destroy', '-auto-approve', '-input=false', '-no-color'))), /^Destroy complete/),
    );
  }
}

async function must(title: string, program: Promise<Ran>): Promise<Ran> {
  const ran = await program;
  if (ran.code !== 0) throw new StepFailed(title, ran.output);
  return ran;
}

const lastLine = (ran: Ran, which: RegExp): string =>
  ran.stdout
    .split('\n')
    .reverse()
    .find((line) => which.test(line)) ?? 'done';

/** The synthesised stacks, those that others depend on first. */
function stacksOf(work: string): Stack[] {
  const manifest = JSON.parse(readFileSync(join(work, 'cdktf.out/manifest.json'), 'utf8')) as {
    readonly stacks: Readonly<Record<string, { readonly workingDirectory: string; readonly dependencies: readonly string[] }>>;
  };
  const ordered = new Map<string, Stack>();
  const add = (name: string): void => {
    const entry = manifest.stacks[name];
    if (!entry || ordered.has(name)) return;
    for (const dependency of entry.dependencies) add(dependency);
    ordered.set(name, { name, folder: join(work, 'cdktf.out', entry.workingDirectory) });
  };
  for (const name of Object.keys(manifest.stacks).sort()) add(name);
  return [...ordered.values()];
}

function resourceCount(stack: Stack): number {
  const json = JSON.parse(readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8')) as { readonly resource?: Readonly<Record<string, object>> };
  return Object.values(json.resource ?? {}).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
}

/** Only what the job needs of the environment: nothing of the user's Terraform set-up takes part, and nothing asks the network. */
function environment(job: Job): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = job.terminal.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    LANG,
    CDKTF_OUTDIR: join(workFolder(job.root), 'cdktf.out'),
    TF_CLI_CONFIG_FILE: join(workFolder(job.root), '.socle/terraform.rc'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  };
}

/** The first of these programs that PATH leads to. */
export function onPath(names: readonly string[], env: Terminal['env']): string | undefined {
  for (const name of names) {
    for (const folder of (env['PATH'] ?? '').split(delimiter)) if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}
