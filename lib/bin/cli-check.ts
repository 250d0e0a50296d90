/** `socle check`: reads what synth or Terraform wrote, judges it, and says what it found. */
import type { Catalogue } from '../core/catalogue';
import type { Occasion } from '../core/judge';
import { errorsIn, reportOn } from '../review/report';
import { reportJson } from '../review/report-json';
import { reportText } from '../review/report-text';
import { InputError } from '../terraform/input-error';
import { type InputOptions, readEstates } from './cli-input';
import { paintFor } from './cli-paint';
import { EXIT, type Exit, type Terminal } from './terminal';

export interface CheckOptions extends InputOptions {
  readonly format: 'text' | 'json';
  readonly world?: string;
  readonly asOf?: string;
}

/** Judges files and folders; `cdktf.out` or the present folder where none is named. */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const estates = await readEstates(catalogue, paths, options, terminal);
  const report = reportOn(estates, { asOf: dateOf(options.asOf, terminal), ...worldOf(options.world, catalogue) });
  terminal.out(options.format === 'json' ? reportJson(report) : reportText(report, paintFor(terminal)));
  return errorsIn(report) > 0 ? EXIT.errors : EXIT.fine;
}

function worldOf(path: string | undefined, catalogue: Catalogue): Pick<Occasion, 'world'> {
  if (path === undefined) return {};
  const { readWorldFile } = require('../platform/world-file') as typeof import('../platform/world-file');
  const { defaultWorld } = require('../catalogue/facts/default-world') as typeof import('../catalogue/facts/default-world');
  return { world: readWorldFile(path, defaultWorld, catalogue) };
}

/** The date of judgement: the one given, else today. */
function dateOf(given: string | undefined, terminal: Terminal): string {
  if (given === undefined) return terminal.now().toISOString().slice(0, 10);
  const date = new Date(`${given}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given);
  if (!real) throw new InputError(`--as-of ${given} is not a date`, 'write it as 2026-01-31');
  return given;
}
