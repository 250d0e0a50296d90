/** The command line: which command was meant, with what, and how its answer ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { onOneLine } from '../review/paint';
import { InputError } from '../terraform/input-error';
import type { CheckOptions } from './cli-check';
import { paintFor } from './cli-paint';
import { EXIT, type Exit, type Terminal } from './terminal';

const EXAMPLES = `
Examples:
  socle check                                   judge cdktf.out, or the folder you stand in
  socle check main.tf.json --complete           nothing but this file exists
  terraform plan -out p && terraform show -json p > p.json && socle check p.json
  socle check cdktf.out --format json           for other programs
  socle explain STORAGE-006                     what a code means, and where it comes from

Exit codes: 0 no errors, 1 errors found, 2 the command could not be carried out.`;

const CHECK_EXAMPLES = `
PATH is cdktf.out, a folder with *.tf.json, a *.tf.json file, a plan as JSON (terraform show -json) or a conformance
file; cdktf.out or the present folder unless given. Several configurations are read as one app.

Examples:
  socle check cdktf.out
  socle check foundation/cdk.tf.json app/cdk.tf.json
  socle check p.json --as-of 2026-01-31
  socle check cdktf.out --world bench/world.json`;

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
  if (error instanceof InputError) terminal.err(`${paint.red('socle:')} ${onOneLine(message)}\n       fix: ${onOneLine(error.fix)}\n`);
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
    })
    .showHelpAfterError('(socle --help shows how)');
  addCheck(socle, terminal, ending);
  addExplain(socle, terminal, ending);
  return socle;
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
    .option('--as-of <date>', 'date of judgement (today unless given)')
    .addHelpText('after', CHECK_EXAMPLES)
    .action((paths: string[], options: CheckOptions) => {
      const { check } = require('./cli-check') as typeof import('./cli-check');
      ending.exit = check(paths, options, terminal);
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

/** The version of the package that this file belongs to: both `lib/bin` and `dist/bin` stand two folders below it. */
function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}
