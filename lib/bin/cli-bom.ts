/** `socle bom`: what a configuration, a plan or a platform is billed for, and how that differs from what stands. */
import { type Bill, billOf } from '../core/billing';
import type { Catalogue } from '../core/catalogue';
import { byCodeUndecided } from '../core/finding';
import { type Prices, positionsOf, readPrices } from '../review/bom';
import { bomCsv, bomJson, bomTable, notBilledText } from '../review/bom-text';
import { standingOn } from '../review/lay-over';
import type { PlatformEstate } from '../terraform/estates';
import { InputError } from '../terraform/input-error';
import { readText } from '../terraform/read-json';
import { type InputOptions, readEstates, sorted } from './cli-input';
import { fileFor, onPlatform } from './cli-platform';
import { EXIT, type Exit, type Terminal } from './terminal';

export interface BomOptions extends InputOptions {
  readonly format: 'table' | 'json' | 'csv';
  /** A file of `SKU,unit price,currency` lines. */
  readonly prices?: string;
}

/** What a bill is made of: what will stand, and what stands where that is known. */
type Billed = Pick<PlatformEstate, 'estate' | 'prior' | 'undecided'>;

/** Bills files and folders; with `--platform` alone, what stands there. */
export async function bom(paths: readonly string[], options: BomOptions, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const { billings } = require('../catalogue/billing') as typeof import('../catalogue/billing');
  const prices = options.prices === undefined ? undefined : pricesAt(options.prices);
  const billed = await billedOf(catalogue, paths, options, terminal);
  const after = billed.map(({ estate }) => billOf(estate, billings));
  const before = billed.some(({ prior }) => prior) ? billed.flatMap(({ prior }) => (prior ? billOf(prior, billings).lines : [])) : undefined;
  const positions = positionsOf(
    after.flatMap(({ lines }) => lines),
    before,
  );
  const undecided: Bill['undecided'] = [...billed.flatMap((each) => each.undecided), ...after.flatMap((each) => each.undecided)].sort(
    byCodeUndecided,
  );
  if (options.format === 'json') terminal.out(`${bomJson(positions, undecided, prices)}\n`);
  else if (options.format === 'csv') {
    terminal.out(`${bomCsv(positions, prices)}\n`);
    terminal.err(notBilledText(undecided));
  } else terminal.out(`${bomTable(positions, prices)}\n${notBilledText(undecided)}`);
  return EXIT.fine;
}

async function billedOf(catalogue: Catalogue, paths: readonly string[], options: BomOptions, terminal: Terminal): Promise<readonly Billed[]> {
  const { platform } = sorted(paths, options);
  // `--platform folder` names the input, so that only a platform's own file, or none, leaves nothing else to bill.
  const alone = paths.length === 0 && platform !== undefined && platform === options.platform;
  if (!alone) return readEstates(catalogue, paths, options, terminal);
  const path = fileFor(platform === true ? undefined : platform, terminal);
  return [{ estate: await onPlatform(path, (client) => standingOn(client, catalogue)), undecided: [] }];
}

function pricesAt(path: string): Prices {
  const text = readText(path).toString('utf8');
  try {
    return readPrices(text);
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}`, 'correct the line: csp:fr1:iaas:vmware:standard:v3,100.00,EUR');
  }
}
