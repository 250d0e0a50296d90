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

/** SQLite's primary result codes that have something of their own to say. */
const BUSY = 5;
const LOCKED = 6;
const WORDS: Readonly<Record<number, string>> = {
  8: 'is read-only: make it and its folder writable, or name another file',
  10: 'cannot be read or written (an I/O error, or a limit on the size of files): check the disk',
  11: 'is damaged: restore it, or set it aside and begin anew',
  13: 'cannot be written, since the disk is full: make room, then try again; nothing of the command was kept',
  14: 'cannot be opened: check that its folder exists and that you may write in it',
  26: 'is not a platform file of Socle: name another file, or set this one aside',
};

const resultOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

export const isBusy = (error: unknown): boolean => [BUSY, LOCKED].includes(resultOf(error) ?? 0);

/** Runs `work`; what SQLite throws becomes `Unavailable` with the file's name and what to do. Anything else climbs as it is. */
export function clearly<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const result = resultOf(error);
    if (result === undefined || isBusy(error)) throw error;
    throw new Unavailable(`the platform file ${path} ${WORDS[result] ?? `cannot be used: ${(error as Error).message}`}`);
  }
}

/** Runs `work` again while other processes hold the file, a bounded number of times. */
export async function patiently<T>(path: string, work: () => T, { attemptsMax = ATTEMPTS_MAX, signal }: Patience = {}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return clearly(path, work);
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (attempt >= attemptsMax) throw new Unavailable(`the platform file ${path} is locked by another process: wait for it to end, or end it`);
    }
    await pause(PAUSE_MS, undefined, signal ? { signal } : {});
  }
}
