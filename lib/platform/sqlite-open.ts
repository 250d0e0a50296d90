/** Opens a platform file, and proves that it is one, that its commits last, and that its tables are of this version. */
import { accessSync, constants, existsSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseSyncInstance as DatabaseSync } from '@photostructure/sqlite';
import { Unavailable } from '../core/command';
import { APPLICATION_ID, migrations } from './schema';
import { atLeast, SQLITE_AT_LEAST, sqlite } from './sqlite';
import { BUSY_TIMEOUT_MS, clearly, DAMAGED, type Patience, patiently } from './sqlite-errors';

/** `synchronous=FULL`, as SQLite reads it back. */
const FULL = 2;
/** The one folder that is made where it is missing: any other may be a slip of the pen. */
const OWN_FOLDER = '.socle';

/** Opens the file, or begins it. A file that is not ours is left as it is. Throws `Unavailable`. */
export async function openDatabase(path: string, patience?: Patience): Promise<DatabaseSync> {
  checkPlace(path);
  const Database = sqlite();
  const database = clearly(path, () => new Database(path));
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    clearly(path, () => checkVersion(database));
    await patiently(path, () => checkOurs(database, path), patience);
    await patiently(path, () => makeDurable(database), patience);
    await patiently(path, () => migrate(database, path), patience);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a file to be looked at. Nothing is written, not even beside it: where no log stands beside it, nobody writes either, and
 * it is read as what never changes; else SQLite would make a log of its own. Throws `Unavailable`, also where nothing was begun.
 */
export async function openForReading(path: string, patience?: Patience): Promise<DatabaseSync> {
  const found = attempt(path, 'cannot be read', 'name another file', () => statSync(path, { throwIfNoEntry: false }));
  if (!found || found.size === 0) {
    checkWhole(path, found);
    throw new Unavailable(nothingAt(path));
  }
  if (!found.isFile()) throw new Unavailable(`the platform file ${path} is no ordinary file: name a file`);
  const file = pathToFileURL(path);
  if (!statSync(`${path}-wal`, { throwIfNoEntry: false })?.size) file.searchParams.set('immutable', '1');
  const Database = sqlite();
  const database = clearly(path, () => new Database(file.href, { readOnly: true }));
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    await patiently(path, () => checkOurs(database, path), patience);
    if (clearly(path, () => pragma(database, 'user_version')) === migrations.length) return database;
    throw new Unavailable(nothingAt(path));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Attempts to find a file that nobody else has open. */
const ALONE_ATTEMPTS = 3;

/**
 * Makes sure that nobody else has the file open: whoever replaced it under them would lose what they write. SQLite lets a file
 * leave its log only then; the next opening begins one again. Throws `Unavailable`, also where the file is not ours.
 */
export async function checkAlone(path: string): Promise<void> {
  const Database = sqlite();
  const database = clearly(path, () => new Database(path));
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    await patiently(path, () => checkOurs(database, path), { attemptsMax: ALONE_ATTEMPTS });
    await patiently(path, () => database.exec('PRAGMA journal_mode = DELETE'), { attemptsMax: ALONE_ATTEMPTS });
  } finally {
    database.close();
  }
}

const nothingAt = (path: string): string =>
  `no platform stands at ${path}\nfix: terraform apply begins one; name another file, or set SOCLE_STATE_PATH, or SOCLE_ENDPOINT for one that is served`;

function checkVersion(database: DatabaseSync): void {
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  if (!atLeast(version, SQLITE_AT_LEAST)) throw new Error(`SQLite ${version} is in use; ${SQLITE_AT_LEAST} is the oldest that keeps every commit`);
}

/** What the file system can say better than SQLite. The folder must be writable too: the log stands beside the file. */
function checkPlace(path: string): void {
  const folder = dirname(path);
  const writable = 'name a file in a folder that you may write in';
  const found = attempt(path, 'cannot be made', writable, () => statSync(path, { throwIfNoEntry: false }));
  const owner = basename(folder) === OWN_FOLDER ? dirname(folder) : folder;
  if (!existsSync(owner))
    throw new Unavailable(`the platform file ${path} cannot be made, since there is no folder ${owner}: correct the path, or make that folder`);
  if (owner !== folder) attempt(path, 'cannot be made', writable, () => mkdirSync(folder, { recursive: true }));
  if (found && !found.isFile())
    throw new Unavailable(`the platform file ${path} is ${found.isDirectory() ? 'a folder' : 'no ordinary file'}: name a file`);
  const advice = 'make the file and its folder writable, or name another file';
  checkWhole(path, found);
  if (found) attempt(path, 'is read-only', advice, () => accessSync(path, constants.W_OK));
  attempt(path, `stands in a folder that is read-only`, advice, () => accessSync(folder, constants.W_OK));
}

/** SQLite takes an empty file for one that was never begun, and throws the log beside it away. */
function checkWhole(path: string, found: Stats | undefined): void {
  if (found?.size === 0 && statSync(`${path}-wal`, { throwIfNoEntry: false })?.size)
    throw new Unavailable(`the platform file ${path} is empty, and the log beside it is not: it ${DAMAGED}`);
}

function attempt<T>(path: string, outcome: string, advice: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Unavailable(`the platform file ${path} ${outcome} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}): ${advice}`);
  }
}

const pragma = (database: DatabaseSync, name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() as object)[0];

/** Refuses what another program or a later Socle wrote. A file without tables is one that was begun and not finished. */
function checkOurs(database: DatabaseSync, path: string): void {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (tables === 0) return;
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw new Unavailable(`${path} is a database of another program, not a platform file of Socle: name another file`);
  }
  const version = Number(pragma(database, 'user_version'));
  if (version > migrations.length) {
    throw new Unavailable(
      `the platform file ${path} was written by a newer Socle (its tables are version ${version}, this one knows ${migrations.length}): use that Socle, or name another file`,
    );
  }
}

function makeDurable(database: DatabaseSync): void {
  const mode = pragma(database, 'journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  const synchronous = pragma(database, 'synchronous');
  if (mode !== 'wal' || synchronous !== FULL)
    throw new Unavailable(`the disk of the platform file cannot keep a write-ahead log (journal mode ${String(mode)}): name a file on a local disk`);
}

/** Brings the tables forward, all steps or none. Two processes may try at once: the second finds it done. */
function migrate(database: DatabaseSync, path: string): void {
  if (Number(pragma(database, 'user_version')) === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    checkOurs(database, path);
    for (const step of migrations.slice(Number(pragma(database, 'user_version')))) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
