/** What SQLite says, said to the person who must act; and patience with files that others are writing. */
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '../core/command';

/** How long SQLite itself waits for a lock, in milliseconds. It blocks the whole process meanwhile, so it is short. */
export const BUSY_TIMEOUT_MS = 25;
/** Pause between two attempts, in milliseconds; others of this process run meanwhile. */
const PAUSE_MS = 25;
/** Attempts to get the lock: about twenty seconds. */
const ATTEMPTS_MAX = 400;

export interface Patience {
  readonly attemptsMax?: number;
  readonly signal?: AbortSignal;
}

export const DAMAGED = 'is damaged: restore it, or set it aside and begin anew';
const BUSY = 5;
const LOCKED = 6;
/** SQLite's primary result codes that have something of their own to say, with SQLite's message (not every error carries its code). */
const RESULTS: readonly { readonly code: number; readonly message: string; readonly says: string }[] = [
  { code: BUSY, message: 'database is locked', says: 'is locked by another process: wait for it to end, or end it' },
  { code: LOCKED, message: 'database table is locked', says: 'is locked by another process: wait for it to end, or end it' },
  { code: 8, message: 'attempt to write a readonly database', says: 'is read-only: make it and its folder writable, or name another file' },
  { code: 10, message: 'disk I/O error', says: 'cannot be read or written (an I/O error, or a limit on the size of files): check the disk' },
  { code: 11, message: 'database disk image is malformed', says: DAMAGED },
  {
    code: 13,
    message: 'database or disk is full',
    says: 'cannot be written, since the disk is full: make room, then try again; nothing of the command was kept',
  },
  { code: 14, message: 'unable to open database file', says: 'cannot be opened: check that its folder exists and that you may write in it' },
  { code: 26, message: 'file is not a database', says: 'is not a platform file of Socle: name another file, or set this one aside' },
];

interface SqliteError {
  readonly message: string;
  readonly errcode?: unknown;
}

/** Told by its mark, since an error of a native module need not be of this realm's Error class. */
const isSqliteError = (error: unknown): error is SqliteError =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

const resultOf = ({ errcode, message }: SqliteError) =>
  RESULTS.find((result) => (typeof errcode === 'number' ? result.code === (errcode & 0xff) : message.includes(result.message)));

export const isBusy = (error: unknown): boolean => isSqliteError(error) && [BUSY, LOCKED].includes(resultOf(error)?.code ?? 0);

const unavailable = (path: string, error: SqliteError): Unavailable =>
  new Unavailable(`the platform file ${path} ${resultOf(error)?.says ?? `cannot be used: ${error.message}`}`);

/** Runs `work`; what SQLite throws becomes `Unavailable` with the file's name and what to do. Anything else climbs as it is. */
export function clearly<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isSqliteError(error) ? unavailable(path, error) : error;
  }
}

/** What a row says, read from its columns. SQLite finds damage to its own pages; damage to a text shows when that is read. */
export function legibly<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SyntaxError ? new Unavailable(`the platform file ${path} ${DAMAGED}`) : error;
  }
}

/** Runs `work` again while other processes hold the file, a bounded number of times. */
export async function patiently<T>(path: string, work: () => T, { attemptsMax = ATTEMPTS_MAX, signal }: Patience = {}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      if (!isBusy(error) || attempt >= attemptsMax) throw unavailable(path, error);
    }
    await pause(PAUSE_MS, undefined, signal ? { signal } : {});
  }
}
