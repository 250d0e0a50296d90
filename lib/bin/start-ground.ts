/** The ground of `npm start`: the folder of one example, its stacks, and the programs that are run there. */
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

/** What an example is judged, planned and applied with. */
interface Ground {
  readonly cli: (...args: string[]) => Program;
  readonly stacks: () => readonly Stack[];
  readonly terraform: (stack: Stack, ...args: string[]) => Program;
}

/** The folder in which everything about an example happens, and which the next run empties. */
const workFolder = ({ root, example }: Job): string => join(root, '.socle/start', example);

/** Empties the folder of an example. */
export function groundFor(job: Job): Ground {
  const work = workFolder(job);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, '.socle'), { recursive: true });
  const env = environment(job);
  const terraform = onPath(['terraform', 'tofu'], job.terminal.env) ?? 'terraform';
  return {
    cli: (...args) => ({ command: process.execPath, args: [join(job.root, 'dist/bin/socle.js'), ...args], cwd: work, env }),
    stacks: () => stacksOf(work),
    terraform: (stack, ...args) => ({ command: terraform, args, cwd: stack.folder, env }),
  };
}

/** Synthesises the example and judges what it gives. */
export async function synthesised(job: Job, { cli, stacks }: Ground): Promise<void> {
  const { root, example, terminal } = job;
  await step(terminal, `synthesise ${example}`, async () => {
    const main = join(root, 'examples', example, 'dist/main.js');
    await must('synthesis', run({ command: process.execPath, args: [main], cwd: workFolder(job), env: environment(job) }));
    return stacks()
      .map((stack) => `${stack.name}: ${resourceCount(stack)} resources`)
      .join(', ');
  });
  await step(terminal, 'judge it against every rule', async () => {
    const checked = await must('socle check', run(cli('check', 'cdktf.out', '--format', 'json')));
    const { summary } = JSON.parse(checked.stdout) as { summary: { errors: number; warnings: number; undecided: number } };
    const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
    return `${counted(summary.errors, 'error')}, ${counted(summary.warnings, 'warning')}, ${summary.undecided} not decidable yet`;
  });
}

/** Installs the provider, plans and applies every stack. */
export async function applied({ terminal }: Job, { cli, stacks, terraform }: Ground): Promise<void> {
  await step(terminal, 'install the provider', async () => {
    await must('socle provider install', run(cli('provider', 'install', '--project')));
    return 'in .socle/ of the project, offline';
  });
  for (const stack of stacks()) {
    await step(terminal, `terraform init ${stack.name}`, async () => {
      await must('terraform init', run(terraform(stack, 'init', '-input=false', '-no-color')));
      return 'no download';
    });
    await step(terminal, `terraform plan ${stack.name}`, async () =>
      lastLine(await must('terraform plan', run(terraform(stack, 'plan', '-input=false', '-no-color', '-out=tfplan'))), /^Plan:/),
    );
    await step(terminal, `terraform apply ${stack.name}`, async () =>
      lastLine(await must('terraform apply', run(terraform(stack, 'apply', '-input=false', '-no-color', 'tfplan'))), /^Apply complete/),
    );
  }
}

/** Destroys every stack, those that others depend on last. */
export async function destroyed({ terminal }: Job, { stacks, terraform }: Ground): Promise<void> {
  for (const stack of [...stacks()].reverse()) {
    await step(terminal, `terraform destroy ${stack.name}`, async () =>
      lastLine(await must('terraform destroy', run(terraform(stack, 'destroy', '-auto-approve', '-input=false', '-no-color'))), /^Destroy complete/),
    );
  }
}

export async function must(title: string, program: Promise<Ran>): Promise<Ran> {
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
    CDKTF_OUTDIR: join(workFolder(job), 'cdktf.out'),
    TF_CLI_CONFIG_FILE: join(workFolder(job), '.socle/terraform.rc'),
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
