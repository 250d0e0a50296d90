/** `socle platform rehearse`: what a Terraform state describes, built on a throw-away platform. */
import { resolve } from 'node:path';
import { oneLine } from '../core/finding';
import { onOneLine } from '../review/paint';
import { type Rehearsal, rehearse } from '../review/rehearsal';
import { findingJson } from '../review/report-json';
import { statusOf } from '../review/status';
import { statusBody } from '../review/status-json';
import { statusText } from '../review/status-text';
import { InputError } from '../terraform/input-error';
import { readState } from '../terraform/state';
import { editionNamed } from './cli-input';
import { paintFor } from './cli-paint';
import { openInMemory } from './embedded';
import { EXIT, type Exit, type Terminal } from './terminal';

export interface RehearseOptions {
  readonly format: 'text' | 'json';
  readonly world?: string;
  readonly edition?: string;
}

/** Builds the resources of some states, which are read as one estate, and tells what stands then. */
export async function rehearseStates(paths: readonly string[], options: RehearseOptions, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const resources = paths.flatMap((path) => readState(path, catalogue));
  if (resources.length === 0) throw new InputError(`${paths.join(', ')}: no Socle resources`, 'name the state of a stack that uses the provider');
  const client = await openInMemory({ world: options.world, ...editionNamed(options.edition, catalogue), cwd: resolve('.') });
  try {
    const rehearsal = await rehearse(client, catalogue, resources);
    const status = await statusOf(client, catalogue);
    if (options.format === 'json') terminal.out(`${JSON.stringify({ ...rehearsalJson(rehearsal), ...statusBody(status) }, null, 2)}\n`);
    else {
      const canvas = { paint: paintFor(terminal), width: terminal.width, blocks: terminal.colours };
      terminal.out(`${statusText(status, canvas)}\n${rehearsalText(rehearsal, terminal)}`);
    }
    return rehearsal.refused.length > 0 ? EXIT.errors : EXIT.fine;
  } finally {
    await client.close();
  }
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
