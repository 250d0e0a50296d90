/** One piece of work after another: a store's turns never overlap, and no more wait than a bound allows. */
import { Unavailable } from '../core/command';
import type { Turn } from './store';

/** Pieces of work that may wait for their turn. */
export const WAITING_MAX = 20_000;

export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private closing: Promise<void> | undefined;

  /** Runs `work` after all that was given before. What is aborted while it waits does not start. */
  run<T>(work: () => Promise<T>, { signal }: Turn = {}): Promise<T> {
    if (this.closing) return Promise.reject(closed());
    if (this.waiting >= WAITING_MAX) return Promise.reject(full());
    this.waiting += 1;
    const mine = this.last.then(async () => {
      this.waiting -= 1;
      signal?.throwIfAborted();
      return work();
    });
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Runs `last` when all that was given before is done; nothing is taken from now on. Again is the same as once. */
  close(last: () => void): Promise<void> {
    this.closing ??= this.last.then(last);
    return this.closing;
  }

  get isClosed(): boolean {
    return this.closing !== undefined;
  }
}

export const closed = (): Unavailable => new Unavailable('the platform was closed: open it again');
export const full = (): Unavailable => new Unavailable(`${WAITING_MAX} commands wait for the platform already: give fewer at a time`);
