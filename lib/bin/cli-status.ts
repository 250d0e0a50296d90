/** `socle platform status`: what stands on a platform, and what is wrong. */
import { statusOf } from '../review/status';
import { statusJson } from '../review/status-json';
import { statusText } from '../review/status-text';
import { paintFor } from './cli-paint';
import { type Format, onPlatformMeant } from './platform-meant';
import { EXIT, type Exit, type Terminal } from './terminal';

export function status(file: string | undefined, { format }: { readonly format: Format }, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  return onPlatformMeant({ file, purpose: 'look' }, terminal, async ({ client }) => {
    const found = await statusOf(client, catalogue);
    const canvas = { paint: paintFor(terminal), width: terminal.width, blocks: terminal.colours };
    terminal.out(format === 'json' ? statusJson(found) : statusText(found, canvas));
    return EXIT.fine;
  });
}
