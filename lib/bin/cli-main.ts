/** The command line: which command was meant, with what, and how its answer ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { Unavailable } from '../core/command';
import { onOneLine } from '../review/paint';
import { InputError } from '../terraform/input-error';
import type { BomOptions } from './cli-bom';
import type { CheckOptions } from './cli-check';
import { paintFor } from './cli-paint';
import type { SizeOptions } from './cli-size';
import { addDrill } from './drill-command';
import { addServe } from './serve-commands';
import { EXIT, type Exit, type Terminal } from './terminal';
import { addLife } from './time-commands';
import { addTransfer } from './transfer-commands';

const EXAMPLES = `
Examples:
  socle check                                   judge cdktf.out, or the folder you stand in
  socle check main.tf.json --complete           nothing but this file exists
  terraform plan -out p && terraform show -json p > p.json && socle check p.json
  socle check cdktf.out --format json           for other programs
  socle bom cdktf.out                           what is billed
  socle size cdktf.out                          what is needed, given and left
  socle explain STORAGE-006                     what a code means, and where it comes from
  socle drill PLAN                              what comes back when its zone is lost, and how late

Exit codes: 0 no errors, 1 errors found, 2 the command could not be carried out.`;

const CHECK_EXAMPLES = `
PATH is cdktf.out, a folder with *.tf.json, a *.tf.json file, a plan as JSON (terraform show -json) or a conformance
file; cdktf.out or the present folder unless given. Several configurations are read as one app.

Examples:
  socle check cdktf.out
  socle check foundation/cdk.tf.json app/cdk.tf.json
  socle check p.json --as-of 2026-01-31
  socle check cdktf.out --world docs/world.json  the default stock, as a file to copy and change`;

const BOM_EXAMPLES = `
PATH is what socle check takes. A plan is compared with what stood before it; with --platform alone, what stands there
is billed. The offer's documents give no prices: without --prices there are none. What depends on values that are
not known yet is listed at the end (in CSV: on the error output), never left out silently.

Examples:
  socle bom cdktf.out
  socle bom p.json                              what a plan orders, and how the bill changes
  socle bom cdktf.out --platform                against what stands
  socle bom --platform --format csv > bill.csv  what stands
  socle bom cdktf.out --prices prices.csv       csp:fr1:iaas:vmware:standard:v3,100.00,EUR

Exit codes: 0 billed, 2 the command could not be carried out.`;

const PLATFORM_HELP = `
With SOCLE_ENDPOINT, SOCLE_CLIENT_ID and SOCLE_SECRET_ID, status, clock, fault, activity, do and events ask the platform
that is served there; the others work with a file.

Examples:
  socle platform status
  socle platform clock advance 7d
  socle platform serve`;

const SIZE_EXAMPLES = `
PATH is what socle check takes. The smallest values are those with which every rule about them holds: with one host lost
every VM restarts, 15 % of the memory and 10 % of the space stay free, and a standby holds all that fails over to it.

Examples:
  socle size cdktf.out
  socle size cdktf.out --platform               with what stands beside it
  socle size p.json --format json

Exit codes: 0 sized, 2 the command could not be carried out.`;

// Commands are loaded when they are asked for: the catalogue alone takes longer to load than `--help` to print.

/** What a command tells the rest of this file when it ends. */
type Ending = { exit: Exit };

/** Runs one command. Answers its exit code; throws nothing, and ends no process. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<Exit> {
  const ending: Ending = { exit: EXIT.fine };
  try {
    await program(terminal, ending).parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
    return ending.exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    complain(error, terminal);
    return EXIT.usage;
  }
}

function complain(error: unknown, terminal: Terminal): void {
  const paint = paintFor(terminal);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Unavailable) terminal.err(`${paint.red('socle:')} ${message.split(/\n+/).map(onOneLine).join('\n       ')}\n`);
  else if (error instanceof InputError) terminal.err(`${paint.red('socle:')} ${onOneLine(message)}\n       fix: ${onOneLine(error.fix)}\n`);
  else terminal.err(`${paint.red('socle:')} ${onOneLine(message)}\n       this is a mistake of Socle itself; please report it with what you ran\n`);
}

function program(terminal: Terminal, ending: Ending): Command {
  const socle = new Command('socle')
    .description('Sovereign VMware infrastructure, judged before it is ordered.')
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
      getOutHasColors: () => terminal.colours,
      getErrHasColors: () => terminal.colours,
      outputError: (text, write) => write(text.replace(/^error: /, 'socle: ')),
    });
  addCheck(socle, terminal, ending);
  addBom(socle, terminal, ending);
  addSize(socle, terminal, ending);
  addExplain(socle, terminal, ending);
  addDrill(socle, terminal, (exit) => {
    ending.exit = exit;
  });
  addProvider(socle, terminal, ending);
  addPlatform(socle, terminal, ending);
  hint(socle, 'socle');
  return socle;
}

/** After a mistake in the asking, the help of the very command that was asked. */
function hint(command: Command, words: string): void {
  command.showHelpAfterError(`(${words} --help shows how)`);
  for (const each of command.commands) hint(each, `${words} ${each.name()}`);
}

function addCheck(socle: Command, terminal: Terminal, ending: Ending): void {
  socle
    .command('check')
    .summary('judge a configuration or a plan')
    .description('Judges what synth or Terraform wrote: every finding, and what cannot be decided yet.')
    .argument('[path...]', 'what to judge')
    .addOption(new Option('--format <format>', 'form of the report').choices(['text', 'json']).default('text'))
    .option('--complete', 'nothing outside the input exists: an id that leads nowhere is an error')
    .option('--world <file>', 'the stock, as a world file')
    .option('--platform [file]', 'lay the input over what stands on the embedded platform')
    .option('--as-of <date>', 'date of judgement (today unless given)')
    .option('--edition <name>', "edition of the catalogue (the provider block's unless given)")
    .addHelpText('after', CHECK_EXAMPLES)
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = require('./cli-check') as typeof import('./cli-check');
      ending.exit = await check(paths, options, terminal);
    });
}

function addBom(socle: Command, terminal: Terminal, ending: Ending): void {
  socle
    .command('bom')
    .summary('list what is billed')
    .description('Lists what a configuration, a plan or a platform is billed for: SKU and quantity by tenant and zone, and what changes.')
    .argument('[path...]', 'what to bill')
    .addOption(new Option('--format <format>', 'form of the bill').choices(['table', 'json', 'csv']).default('table'))
    .option('--platform [file]', 'compare with what stands on the embedded platform')
    .option('--prices <file>', 'prices, as lines of SKU,unit price,currency')
    .option('--edition <name>', "edition of the catalogue (the provider block's unless given)")
    .addHelpText('after', BOM_EXAMPLES)
    .action(async (paths: string[], options: BomOptions) => {
      const { bom } = require('./cli-bom') as typeof import('./cli-bom');
      ending.exit = await bom(paths, options, terminal);
    });
}

function addSize(socle: Command, terminal: Terminal, ending: Ending): void {
  socle
    .command('size')
    .summary('tell what is needed, given and left')
    .description('Tells of each Cpool and datastore what is needed, given and left, also with one host lost, and the least that would do.')
    .argument('[path...]', 'what to size')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['table', 'json']).default('table'))
    .option('--complete', 'nothing outside the input exists')
    .option('--platform [file]', 'lay the input over what stands on the embedded platform')
    .option('--edition <name>', "edition of the catalogue (the provider block's unless given)")
    .addHelpText('after', SIZE_EXAMPLES)
    .action(async (paths: string[], options: SizeOptions) => {
      const { size } = require('./cli-size') as typeof import('./cli-size');
      ending.exit = await size(paths, options, terminal);
    });
}

function addExplain(socle: Command, terminal: Terminal, ending: Ending): void {
  socle
    .command('explain')
    .summary('tell what a code means')
    .description('Tells what a code stands for: the rule, why it is one, its source, what it reads, examples. Without a code: all of them.')
    .argument('[code]', 'such as STORAGE-006')
    .addHelpText('after', '\nExamples:\n  socle explain STORAGE-006\n  socle explain')
    .action((code: string | undefined) => {
      const { explain } = require('./cli-explain') as typeof import('./cli-explain');
      ending.exit = explain(code, terminal);
    });
}

function addProvider(socle: Command, terminal: Terminal, ending: Ending): void {
  const provider = socle.command('provider').summary('the Terraform provider').description('The Terraform provider terraform-provider-socle.');
  provider
    .command('install')
    .summary('put it where Terraform finds it')
    .description('Puts the provider where terraform, tofu and cdktf find it. Needs no network.')
    .option('--project', "for this project only: in its .socle folder, with settings for Terraform's TF_CLI_CONFIG_FILE")
    .addHelpText(
      'after',
      '\nExamples:\n  socle provider install\n  socle provider install --project && export TF_CLI_CONFIG_FILE=$PWD/.socle/terraform.rc',
    )
    .action((options: { project?: boolean }) => {
      const { install } = require('./cli-provider') as typeof import('./cli-provider');
      ending.exit = install(options, terminal);
    });
}

function addPlatform(socle: Command, terminal: Terminal, ending: Ending): void {
  const platform = socle
    .command('platform')
    .summary('the embedded platform')
    .description('The embedded platform that Terraform applies to.')
    .addHelpText('after', PLATFORM_HELP);
  const load = (): typeof import('./cli-platform') => require('./cli-platform') as typeof import('./cli-platform');
  const file = ['[file]', "the platform's file (SOCLE_STATE_PATH, or .socle/platform.db of the project, unless given)"] as const;
  platform
    .command('status')
    .summary('show what stands')
    .description('Shows zones with their blades, Cpools with their hosts and VMs, datastores with their space, and what is wrong.')
    .argument(...file)
    .addOption(new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExamples:\n  socle platform status\n  socle platform status --format json')
    .action(async (path: string | undefined, options: { format: 'text' | 'json' }) => {
      const { status } = require('./cli-status') as typeof import('./cli-status');
      ending.exit = await status(path, options, terminal);
    });
  platform
    .command('reset')
    .summary('forget what stands')
    .description('Forgets everything that stands. Terraform makes it anew at its next apply.')
    .argument(...file)
    .option('--yes', 'do it')
    .addHelpText('after', '\nExamples:\n  socle platform reset --yes')
    .action(async (path: string | undefined, options: { yes?: boolean }) => {
      ending.exit = await load().reset(path, options, terminal);
    });
  const end = (exit: Exit): void => {
    ending.exit = exit;
  };
  addServe(platform, file, terminal, end);
  addTransfer(platform, file, terminal, end);
  addLife(platform, file, terminal, end);
}

/** The version of the package that this file belongs to: both `lib/bin` and `dist/bin` stand two folders below it. */
function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}
