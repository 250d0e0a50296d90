/** The part of the command line that takes a platform from one place to another. */
import { type Command, Option } from 'commander';
import type { RehearseOptions } from './cli-rehearse';
import type { Exit, Terminal } from './terminal';

/** Adds `export` and `import` to `socle platform`; `file` describes the argument that names a platform's file. */
export function addTransfer(platform: Command, file: readonly [string, string], terminal: Terminal, end: (exit: Exit) => void): void {
  const load = (): typeof import('./cli-transfer') => require('./cli-transfer') as typeof import('./cli-transfer');
  platform
    .command('export')
    .summary('write what stands into a document')
    .description('Writes what stands, what is remembered, the stock and the clock into one JSON document. It holds no secrets.')
    .argument('<document>', 'file to write, or - for the output')
    .argument(...file)
    .addHelpText('after', '\nExamples:\n  socle platform export platform.json\n  socle platform export - | gzip > platform.json.gz')
    .action(async (document: string, path: string | undefined) => end(await load().exportPlatform(document, path, terminal)));
  platform
    .command('import')
    .summary('begin a platform with a document')
    .description('Begins a platform with what a document holds. It goes on as the other would have.')
    .argument('<document>', 'what socle platform export wrote')
    .argument(...file)
    .option('--yes', 'replace what stands there')
    .addHelpText('after', '\nExamples:\n  socle platform import platform.json\n  socle platform import platform.json other.db')
    .action(async (document: string, path: string | undefined, options: { yes?: boolean }) =>
      end(await load().importPlatform(document, path, options, terminal)),
    );
  addRehearse(platform, terminal, end);
}

function addRehearse(platform: Command, terminal: Terminal, end: (exit: Exit) => void): void {
  platform
    .command('rehearse')
    .summary('build what a Terraform state describes')
    .description(
      'Builds the resources of Terraform states on a throw-away platform: what stands then, and what is refused. For CI whose state is remote.',
    )
    .argument('<state...>', 'states as terraform state pull writes them; several are read as one estate')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text'))
    .option('--plan <name...>', 'recovery plans to drill, where all of it was built')
    .option('--at <when>', 'when a drill begins, as socle drill takes it')
    .option('--world <file>', 'the stock, as a world file')
    .option('--edition <name>', 'edition of the catalogue')
    .addHelpText(
      'after',
      '\nExamples:\n  socle platform rehearse state.json            after terraform state pull > state.json\n  socle platform rehearse state.json --plan pra --at +36h\n  socle platform rehearse foundation.json app.json --format json\n\nExit codes: 0 all of it was built, 1 some of it was refused or an objective was missed, 2 it could not be carried out.',
    )
    .action(async (states: string[], options: RehearseOptions) => {
      const { rehearseStates } = require('./cli-rehearse') as typeof import('./cli-rehearse');
      end(await rehearseStates(states, options, terminal));
    });
}
