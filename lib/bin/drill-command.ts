/** The part of the command line that rehearses recovery plans. */
import { type Command, Option } from 'commander';
import type { DrillOptions } from './cli-drill';
import type { Exit, Terminal } from './terminal';

const EXAMPLES = `
PLAN is the name or id of a recovery plan that stands on the platform. The drill is held on a copy: what stands is not touched.
It begins with the last thing that happened on the platform, so that the same platform gives the same report.

Examples:
  socle drill pra                               lose the zone that the plan is for
  socle drill pra --at +36h                     a day and a half later: with that night's backups and pushes
  socle drill pra --lose array=par7s-flash-1    also region=fr1, blade=ID, link=par7s:th3s
  socle drill pra --seed 7                      at a moment of the day to come that the seed draws
  socle drill pra --format markdown             for a pull request

With SOCLE_ENDPOINT (and SOCLE_CLIENT_ID, SOCLE_SECRET_ID) the served platform holds it.

Exit codes: 0 all objectives are met, 1 one is missed, 2 the command could not be carried out.`;

export function addDrill(socle: Command, terminal: Terminal, end: (exit: Exit) => void): void {
  socle
    .command('drill')
    .summary('rehearse a recovery plan')
    .description('Loses a zone on a copy of the platform, runs a recovery plan, and measures what comes back: RPO and RTO of each VM.')
    .argument('<plan>', 'the recovery plan')
    .argument('[file]', "the platform's file (SOCLE_STATE_PATH, or .socle/platform.db of the project, unless given)")
    .option('--lose <what>', 'what is lost, as zone=par7s; the primary zone of the plan unless given')
    .option('--at <when>', 'when: a moment as 2026-03-01T02:00Z, or so long after the last thing that happened as +36h')
    .option('--seed <seed>', 'draws the moment from the day that begins then')
    .addOption(new Option('--format <format>', 'form of the report').choices(['text', 'json', 'markdown']).default('text'))
    .addHelpText('after', EXAMPLES)
    .action(async (plan: string, file: string | undefined, options: DrillOptions) => {
      const { drill } = require('./cli-drill') as typeof import('./cli-drill');
      end(await drill(plan, file, options, terminal));
    });
}
