/** `socle platform`: the file of the embedded platform, and forgetting it. */
import { rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PlatformClient } from '../client/client';
import { InputError } from '../terraform/input-error';
import type * as Embedded from './embedded';
import { defaultStatePath } from './state-path';
import { EXIT, type Exit, type Terminal } from './terminal';

/** The file that is meant: the one named, the environment's, the project's. */
export const statePathFor = (named: string | undefined, terminal: Terminal): string =>
  resolve(named ?? (terminal.env['SOCLE_STATE_PATH'] || defaultStatePath('.')));

/** The file of what is done to a file alone. Whoever set an endpoint and names no file may mean the platform there, and is told. */
export function fileFor(named: string | undefined, terminal: Terminal): string {
  const endpoint = terminal.env['SOCLE_ENDPOINT'];
  if (named === undefined && endpoint)
    throw new InputError(
      `this is done with the file of a platform, and SOCLE_ENDPOINT is set (${endpoint})`,
      'name the file, or unset SOCLE_ENDPOINT',
    );
  return statePathFor(named, terminal);
}

/** Opens the platform that stands on a file, for a look, and closes it when the work is done. */
export async function onPlatform<T>(path: string, work: (client: Embedded.Embedded['client']) => Promise<T>): Promise<T> {
  const { openEmbedded } = require('./embedded') as typeof Embedded;
  const { client } = await openEmbedded({ statePath: path, purpose: 'look', cwd: '.' });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** Forgets a platform. Opening it first makes sure that the file is one. */
export async function reset(named: string | undefined, { yes }: { readonly yes?: boolean }, terminal: Terminal): Promise<Exit> {
  const path = fileFor(named, terminal);
  if (yes) await checkUnheld(path);
  const resources = await onPlatform(path, resourcesOn);
  if (!yes)
    throw new InputError(
      `${path} holds ${resources} resources, and nothing brings them back`,
      `socle platform reset ${named === undefined ? '' : `${named} `}--yes`,
    );
  forget(path);
  terminal.out(`forgot ${resources} resources: ${path}\n`);
  return EXIT.fine;
}

/** Refuses a file that another process has open: what that writes later would be lost with it. */
export async function checkUnheld(path: string): Promise<void> {
  if (!statSync(path, { throwIfNoEntry: false })?.size) return;
  const { checkAlone } = require('../platform/sqlite-open') as typeof import('../platform/sqlite-open');
  await checkAlone(path);
}

/** How many resources stand on a platform. */
export async function resourcesOn(client: PlatformClient): Promise<number> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  let count = 0;
  for (const type of catalogue.definitions.keys()) count += (await client.list(type)).length;
  return count;
}

/** SQLite keeps what is not yet merged beside the file. Those go first: a log that is left over would be read into the next file. */
const COMPANIONS = ['-wal', '-shm', ''];

/** Removes a platform file with its companions. */
export function forget(path: string): void {
  for (const companion of COMPANIONS) rmSync(path + companion, { force: true });
}
