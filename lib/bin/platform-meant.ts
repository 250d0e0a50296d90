/** Which platform a command means, embedded or elsewhere, opened for it and closed when it is done. */
import { existsSync } from 'node:fs';
import type { PlatformClient } from '../client/client';
import type { RemotePlatform } from '../client/http-client';
import { Refusal } from '../core/command';
import type { Platform } from '../platform/platform';
import { onOneLine } from '../review/paint';
import { InputError } from '../terraform/input-error';
import { paintFor } from './cli-paint';
import { statePathFor } from './cli-platform';
import type * as Embedded from './embedded';
import type * as Endpoint from './endpoint';
import { EXIT, type Exit, type Terminal } from './terminal';

/** A platform on a file can be asked more than one that is elsewhere. */
export type Meant =
  | { readonly kind: 'embedded'; readonly client: Platform & PlatformClient }
  | { readonly kind: 'served'; readonly client: RemotePlatform };

export interface Meaning {
  /** The file that was named, if one was. */
  readonly file: string | undefined;
  /** Whether commands will follow, or nothing may be written. */
  readonly purpose: 'command' | 'look';
}

/** Does a command's work on the platform that is meant. What it refuses is told with what to do, and ends with 1; a mistake in the asking with 2. */
export async function onPlatformMeant({ file, purpose }: Meaning, terminal: Terminal, work: (meant: Meant) => Promise<Exit>): Promise<Exit> {
  const meant = await openPlatform(file, purpose, terminal);
  try {
    return await work(meant);
  } catch (error) {
    if (error instanceof Refusal) return tellRefusal(error, terminal);
    throw error;
  } finally {
    await meant.client.close();
  }
}

async function openPlatform(file: string | undefined, purpose: Meaning['purpose'], terminal: Terminal): Promise<Meant> {
  const { SOCLE_ENDPOINT: endpoint, SOCLE_STATE_PATH: statePath, SOCLE_CLIENT_ID: client_id, SOCLE_SECRET_ID: secret_id } = terminal.env;
  if (file === undefined && endpoint) {
    if (statePath) throw new InputError('SOCLE_ENDPOINT and SOCLE_STATE_PATH name two platforms', 'unset one of them, or name a file');
    if (!client_id || !secret_id) throw new InputError(`nobody signs in at ${endpoint}`, 'set SOCLE_CLIENT_ID and SOCLE_SECRET_ID');
    const { openEndpoint } = require('./endpoint') as typeof Endpoint;
    return { kind: 'served', client: openEndpoint({ endpoint, client_id, secret_id }) };
  }
  const path = statePathFor(file, terminal);
  const { openEmbedded } = require('./embedded') as typeof Embedded;
  // A command about time or faults is about a platform that stands: a mistyped path begins none, and is told as for a look.
  const { client } = await openEmbedded({ statePath: path, purpose: existsSync(path) ? purpose : 'look', cwd: '.' });
  return { kind: 'embedded', client };
}

function tellRefusal({ findings }: Refusal, terminal: Terminal): Exit {
  const paint = paintFor(terminal);
  for (const { code, resource, path, message, fix } of findings) {
    const where = path === '' ? resource : `${resource} ${path}`;
    terminal.err(`${paint.red(code)} ${onOneLine(where)}: ${onOneLine(message)}\n${fix === '' ? '' : `       fix: ${onOneLine(fix)}\n`}`);
  }
  return findings.every(({ code }) => code === 'SHAPE') ? EXIT.usage : EXIT.errors;
}

/** A moment of the platform's clock as it is shown. */
export const momentText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** What other programs read: one object, with the version of its form. */
export const jsonOf = (value: object): string => `${JSON.stringify({ version: 1, ...value }, null, 2)}\n`;

export type Format = 'text' | 'json';
