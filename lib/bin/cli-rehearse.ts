/** `socle platform rehearse`: what a Terraform state describes, built on a throw-away platform. */
import { resolve } from 'node:path';
import type { DrillReport } from '../core/drill';
import { oneLine } from '../core/finding';
import { drillText } from '../review/drill-text';
import { onOneLine } from '../review/paint';
import { type Rehearsal, rehearse } from '../review/rehearsal';
import { findingJson } from '../review/report-json';
import { type Status, statusOf } from '../review/status';
import { statusBody } from '../review/status-json';
import { statusText } from '../review/status-text';
import { InputError } from '../terraform/input-error';
import { readState } from '../terraform/state';
import { editionNamed } from './cli-input';
import { paintFor } from './cli-paint';
import { type Embedded, openInMemory } from './embedded';
import { EXIT, type Exit, type Terminal } from './terminal';

export interface RehearseOptions {
  readonly format: 'text' | 'json';
  readonly world?: string;
  readonly edition?: string;
  /** Recovery plans to drill, by name or id. */
  readonly plan?: readonly string[];
  readonly at?: string;
}

/** Builds the resources of some states, which are read as one estate, and tells what stands then and what its plans bring back. */
export async function rehearseStates(paths: readonly string[], options: RehearseOptions, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const resources = paths.flatMap((path) => readState(path, catalogue));
  if (resources.length === 0) throw new InputError(`${paths.join(', ')}: no Socle resources`, 'name the state of a stack that uses the provider');
  const client = await openInMemory({ world: options.world, ...editionNamed(options.edition, catalogue), cwd: resolve('.') });
  try {
    const rehearsal = await rehearse(client, catalogue, resources);
    const status = await statusOf(client, catalogue);
    // Of what was built in part, a drill would measure nothing that is true.
    const drills = rehearsal.refused.length > 0 ? [] : await drillsOf(client, options);
    terminal.out(options.format === 'json' ? asJson(rehearsal, status, drills) : asText(rehearsal, status, drills, terminal));
    return rehearsal.refused.length > 0 || drills.some(({ verdict }) => verdict !== 'met') ? EXIT.errors : EXIT.fine;
  } finally {
    await client.close();
  }
}

async function drillsOf(client: Embedded['client'], { plan: plans = [], at }: RehearseOptions): Promise<readonly DrillReport[]> {
  const { drillOf } = require('./cli-drill') as typeof import('./cli-drill');
  const reports: DrillReport[] = [];
  for (const plan of plans) reports.push(await drillOf(client, plan, at === undefined ? {} : { at }));
  return reports;
}

const asJson = (rehearsal: Rehearsal, status: Status, drills: readonly DrillReport[]): string =>
  `${JSON.stringify({ ...rehearsalJson(rehearsal), drills, ...statusBody(status) }, null, 2)}\n`;

function asText(rehearsal: Rehearsal, status: Status, drills: readonly DrillReport[], terminal: Terminal): string {
  const { width, colours: blocks } = terminal;
  const paint = paintFor(terminal);
  const told = drills.map((report) => drillText(report, { paint, width }));
  return [statusText(status, { paint, width, blocks }), rehearsalText(rehearsal, terminal), ...told].join('\n');
}

const rehearsalJson = ({ built, refused }: Rehearsal): object => ({
  built,
  refused: refused.map(({ address, id, findings }) => ({ address, id, findings: findings.map(findingJson) })),
});

function rehearsalText({ built, refused }: Rehearsal, terminal: Terminal): string {
  const paint = paintFor(terminal);
  const lines = refused.flatMap(({ address, id, findings }) => [
    `${paint.bold(onOneLine(address))}  ${paint.dim(onOneLine(id))}\n`,
    ...findings.map((finding) => `  ${paint.red(onOneLine(oneLine(finding)))}\n`),
  ]);
  const summary = `built ${built} of ${built + refused.length} resources`;
  return `${lines.join('')}${refused.length > 0 ? `${paint.red(summary)}; what is refused is named above` : paint.green(summary)}\n`;
}
