/** The part of the command line that takes a platform from one place to another. */
import type { Command } from 'commander';
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
}
