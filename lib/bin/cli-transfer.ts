/** `socle platform export` and `import`: a platform as one document, and a platform file that begins with it. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type * as StoreModule from '../platform/sqlite-store';
import type * as TransferModule from '../platform/transfer';
import { InputError } from '../terraform/input-error';
import { reasonOf } from '../terraform/read-json';
import { checkUnheld, fileFor, forget, onPlatform, resourcesOn } from './cli-platform';
import { EXIT, type Exit, type Terminal } from './terminal';

/** The name of a document that means the terminal's output. */
const OUTPUT = '-';
/** Largest document that is read, in MiB: well over 100,000 resources. */
const DOCUMENT_MAX_MIB = 256;
const MIB = 2 ** 20;

const transfer = (): typeof TransferModule => require('../platform/transfer') as typeof TransferModule;

/** Writes what stands on a platform into a document; a document that is there already is replaced as a whole. */
export async function exportPlatform(document: string, named: string | undefined, terminal: Terminal): Promise<Exit> {
  const path = fileFor(named, terminal);
  if (resolve(document) === path) throw new InputError(`${document} is the platform's own file`, 'name another file for the document');
  const found = await onPlatform(path, async (client) => ({ contents: await client.contents(), resources: await resourcesOn(client) }));
  const text = transfer().documentOf(found.contents);
  if (document === OUTPUT) terminal.out(text);
  else {
    writeWhole(document, text);
    terminal.out(`exported ${found.resources} resources at revision ${found.contents.revision}: ${document}\n`);
  }
  return EXIT.fine;
}

/** Begins a platform file with a document. The file is complete before it takes its name, so that nothing is left half done. */
export async function importPlatform(
  document: string,
  named: string | undefined,
  { yes }: { readonly yes?: boolean },
  terminal: Terminal,
): Promise<Exit> {
  const path = fileFor(named, terminal);
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const contents = transfer().contentsOf(textOf(document), document, catalogue);
  await checkReplaceable(path, yes === true);
  const { openSqliteStore } = require('../platform/sqlite-store') as typeof StoreModule;
  const begun = `${path}.import-${process.pid}`;
  try {
    const store = await openSqliteStore(begun);
    await transfer()
      .beginWith(store, contents)
      .finally(() => store.close());
    forget(path);
    renameSync(begun, path);
  } finally {
    forget(begun);
  }
  const resources = await onPlatform(path, resourcesOn);
  terminal.out(`imported ${resources} resources at revision ${contents.revision}: ${path}\n`);
  return EXIT.fine;
}

/** Refuses a file on which something was created, unless its owner agrees; and one that is no platform file, or in use, whoever agrees. */
async function checkReplaceable(path: string, agreed: boolean): Promise<void> {
  if (!statSync(path, { throwIfNoEntry: false })?.size) return;
  await checkUnheld(path);
  const { openEmbedded } = require('./embedded') as typeof import('./embedded');
  const { client, unused } = await openEmbedded({ statePath: path, purpose: 'look', cwd: '.' });
  const resources = await resourcesOn(client).finally(() => client.close());
  if (!unused && !agreed)
    throw new InputError(`${path} holds ${resources} resources, and importing would replace them`, 'add --yes, or name another file');
}

function textOf(document: string): string {
  try {
    const stats = statSync(document);
    if (!stats.isFile()) throw new InputError(`${document} is not a file`, 'name a document that socle platform export wrote');
    if (stats.size > DOCUMENT_MAX_MIB * MIB)
      throw new InputError(`${document} has ${Math.ceil(stats.size / MIB)} MiB; at most ${DOCUMENT_MAX_MIB} are read`, 'name another document');
    return readFileSync(document, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${document}: ${reasonOf(error)}`, 'name a document that exists and that you may read');
  }
}

function writeWhole(document: string, text: string): void {
  const begun = `${document}.export-${process.pid}`;
  try {
    writeFileSync(begun, text);
    renameSync(begun, document);
  } catch (error) {
    throw new InputError(
      `${document} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      'name a file that you may write',
    );
  } finally {
    rmSync(begun, { force: true });
  }
}
