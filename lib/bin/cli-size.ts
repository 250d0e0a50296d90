/** `socle size`: what every Cpool and datastore needs and gives, and the least that would do. */
import { byCodeUndecided } from '../core/finding';
import { sizesOf } from '../core/sizing';
import { sizesJson, sizesText } from '../review/size-text';
import { type InputOptions, readEstates } from './cli-input';
import { paintFor } from './cli-paint';
import { EXIT, type Exit, type Terminal } from './terminal';

export interface SizeOptions extends InputOptions {
  readonly format: 'table' | 'json';
}

/** Sizes what files and folders hold; `cdktf.out` or the present folder where none is named. */
export async function size(paths: readonly string[], options: SizeOptions, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const { sizings } = require('../catalogue/sizing') as typeof import('../catalogue/sizing');
  const estates = await readEstates(catalogue, paths, options, terminal);
  const each = estates.map(({ estate, edition }) => sizesOf(estate, sizings, edition));
  const all = {
    sizes: each.flatMap(({ sizes }) => sizes),
    undecided: [...estates.flatMap(({ undecided }) => undecided), ...each.flatMap(({ undecided }) => undecided)].sort(byCodeUndecided),
  };
  terminal.out(options.format === 'json' ? sizesJson(all) : sizesText(all, paintFor(terminal)));
  return EXIT.fine;
}
