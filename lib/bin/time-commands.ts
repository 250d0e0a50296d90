/** The part of the command line in which a platform lives: its clock, faults, activities, actions and log. */
import { type Command, Option } from 'commander';
import { faultKinds } from '../catalogue/facts/fault-kinds';
import { InputError } from '../terraform/input-error';
import { DURATION_SAYS } from './duration';
import type { Format } from './platform-meant';
import type { Exit, Terminal } from './terminal';

type File = readonly [string, string];
type End = (exit: Exit) => void;
interface Formatted {
  readonly format: Format;
}

const format = (): Option => new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text');
const DOING = [
  '  socle platform do run_backup tenants/main/virtual-machines/db1\n',
  '  socle platform do restore tenants/main/virtual-machines/db1 mode=test backup=daily-2026-03-01-0a1b2c3d\n',
].join('');
const BACKUPS = `
A backup is named by its id: data.socle_virtual_machine has them all (backups), as has its GET where the platform is
served; an id that is none is answered with the newest.
`;
const CODES = '\nExit codes: 0 done, 1 refused or failed, 2 the command could not be carried out.';

const CLOCK_HELP = `
Examples:
  socle platform clock                          what it shows
  socle platform clock advance 7d               let a week pass
  socle platform clock manual                   nothing ends by itself until time is advanced
${CODES}`;

const FAULT_HELP = `
Examples:
  socle platform fault strike zone --zone par7s --for 2h
  socle platform fault list
  socle platform fault mend zone-0a1b2c3d

A world file may hold faults too: they strike, or are planned, when a platform is begun with it.
  { "faults": [{ "kind": "zone", "target": { "zone": "par7s" }, "after_seconds": 3600, "for_seconds": 7200 }] }
${CODES}`;

const STRIKE_HELP = `
${faultKinds.map(kindText).join('\n')}

Examples:
  socle platform fault strike zone --zone par7s
  socle platform fault strike link --zone par7s --other-zone th3s --after 15m --for 2h
  socle platform fault strike api --error 503 --probability-percent 20 --for 1h
${CODES}`;

/** Adds what lets time pass, breaks things and shows what came of it; `file` describes the argument that names a platform's file. */
export function addLife(platform: Command, file: File, terminal: Terminal, end: End): void {
  addClock(platform, file, terminal, end);
  addFault(platform, file, terminal, end);
  addActivity(platform, file, terminal, end);
}

function addClock(platform: Command, file: File, terminal: Terminal, end: End): void {
  const load = (): typeof import('./cli-time') => require('./cli-time') as typeof import('./cli-time');
  const clock = platform
    .command('clock')
    .summary('show and move its clock')
    .description('Shows the clock of the platform. Backups, pushes and growth happen when it is advanced, never while somebody waits.')
    .addHelpText('after', CLOCK_HELP);
  clock
    .command('show', { isDefault: true })
    .summary('show what it shows')
    .description('Shows the time of the platform, and who moves it.')
    .argument(...file)
    .addOption(format())
    // It is what is meant where no command is named, so that a mistyped one comes here.
    .allowExcessArguments()
    .action(async (path: string | undefined, options: Formatted, { args }: Command) => {
      if (args.length > 1) throw new InputError(`${JSON.stringify(path)} moves no clock`, 'use show, advance, manual or automatic');
      end(await load().showClock(path, options, terminal));
    });
  clock
    .command('advance')
    .summary('let time pass')
    .description('Lets time pass: everything that falls due on the way happens, in its order.')
    .argument('<time>', DURATION_SAYS)
    .argument(...file)
    .addOption(format())
    .addHelpText(
      'after',
      `\nExamples:\n  socle platform clock advance 2h30m\n  socle platform clock advance 0s               only what is overdue\n${CODES}`,
    )
    .action(async (by: string, path: string | undefined, options: Formatted) => end(await load().advance(by, path, options, terminal)));
  for (const [mode, says] of [
    ['manual', 'it stands still, and everything waits until it is advanced'],
    ['automatic', 'it follows the wall clock, and what ends by itself ends at once'],
  ] as const)
    clock
      .command(mode)
      .summary(says)
      .description(`The clock is ${mode} from now on: ${says}.`)
      .argument(...file)
      .addOption(format())
      .action(async (path: string | undefined, options: Formatted) => end(await load().setMode(mode, path, options, terminal)));
}

function addFault(platform: Command, file: File, terminal: Terminal, end: End): void {
  const load = (): typeof import('./cli-fault') => require('./cli-fault') as typeof import('./cli-fault');
  const fault = platform
    .command('fault')
    .summary('break and mend things')
    .description('Breaks what the stock holds, at once or later, and mends it: what follows is what would follow.')
    .addHelpText('after', FAULT_HELP);
  fault
    .command('list')
    .summary('show what is broken, or will be')
    .description('Shows what is broken, or will be, and until when.')
    .argument(...file)
    .addOption(format())
    .action(async (path: string | undefined, options: Formatted) => end(await load().listFaults(path, options, terminal)));
  const strike = fault
    .command('strike')
    .summary('break something')
    .description('Breaks something, at once or later, until it is mended or for some time.')
    .argument('<kind>', `one of ${faultKinds.map(({ kind }) => kind).join(', ')}`)
    .argument(...file);
  for (const [name, doc] of targets()) strike.option(`--${name.replaceAll('_', '-')} <value>`, doc);
  strike
    .option('--after <time>', 'when it strikes, as 15m; at once unless given')
    .option('--for <time>', 'how long it lasts, as 2h; until it is mended unless given')
    .addOption(format())
    .addHelpText('after', STRIKE_HELP)
    .action(async (kind: string, path: string | undefined, options: Formatted & Record<string, string>) =>
      end(await load().strike(kind, path, options, terminal)),
    );
  fault
    .command('mend')
    .summary('mend what a fault broke, or call it off')
    .description(
      'Mends what a fault broke, or calls it off. VMs start again by themselves; a mirror that was parted while its VMs wrote waits for do start.',
    )
    .argument('<id>', 'as socle platform fault list shows it')
    .argument(...file)
    .addOption(format())
    .action(async (id: string, path: string | undefined, options: Formatted) => end(await load().mend(id, path, options, terminal)));
}

/** Every attribute that a target may have, with what it means where it was named first. */
function targets(): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const [name, { doc }] of faultKinds.flatMap(({ attrs }) => Object.entries(attrs))) if (!first.has(name)) first.set(name, doc);
  return first;
}

function kindText({ kind, doc, attrs }: (typeof faultKinds)[number]): string {
  const names = Object.entries(attrs).map(
    ([name, { mode }]) => `${mode === 'required' ? '' : '['}--${name.replaceAll('_', '-')}${mode === 'required' ? '' : ']'}`,
  );
  return `  ${kind.padEnd(11)} ${doc}\n              ${names.join(' ')}`;
}

function addActivity(platform: Command, file: File, terminal: Terminal, end: End): void {
  const load = (): typeof import('./cli-activity') => require('./cli-activity') as typeof import('./cli-activity');
  const named = ['--file <file>', file[1]] as const;
  platform
    .command('activity')
    .summary('show what is under way')
    .description('Shows what is under way and what ended last; with an id, that one with its parts.')
    .argument('[id]', 'as socle platform activity shows it')
    .option(...named)
    .addOption(format())
    .addHelpText('after', `\nExamples:\n  socle platform activity\n  socle platform activity 0a1b2c3d4e5f --format json\n${CODES}`)
    .action(async (id: string | undefined, options: Formatted & { file?: string }) => end(await load().showActivities(id, options, terminal)));
  platform
    .command('do')
    .summary('ask an action of a resource')
    .description('Asks an action of a resource: a backup, a restore, a stop of its copy.')
    .argument('<action>', 'name of the action')
    .argument('<id>', 'id of the resource')
    .argument('[input...]', 'its input, as KEY=VALUE; several values with commas')
    .option(...named)
    .addOption(format())
    .addHelpText('after', () => `\nActions:\n${load().actionsText()}${BACKUPS}\nExamples:\n${DOING}${CODES}`)
    .action(async (action: string, id: string, input: string[], options: Formatted & { file?: string }) =>
      end(await load().act(action, id, input, options, terminal)),
    );
  platform
    .command('events')
    .summary('show what happened')
    .description('Shows the log: who did what to which resource, and what happened by itself.')
    .argument(...file)
    .option('--after <n>', 'only what came after this line', '0')
    .addOption(format())
    .addHelpText('after', `\nExamples:\n  socle platform events\n  socle platform events --after 120 --format json\n${CODES}`)
    .action(async (path: string | undefined, options: Formatted & { after: string }) => end(await load().showEvents(path, options, terminal)));
}
