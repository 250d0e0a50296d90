/**
 * Parks what the platform refuses for now. Terraform may create before it deletes, so a refusal that another operation of the
 * same apply can cure waits until one has finished. When nothing runs and nothing arrives any more, nobody is left to cure it.
 */
import { Refusal } from '../core/command';

/** Calls `action` once after so many milliseconds, unless the answer is called before. */
export type After = (ms: number, action: () => void) => () => void;

/** How long nothing may run or arrive before one parked operation is given up. */
export const IDLE_MS = 400;

/** Why an operation stopped waiting; `refusal` is the platform's last word. */
export class GivenUp extends Error {
  constructor(
    readonly reason: 'idle' | 'timeout' | 'stopped',
    readonly refusal: Refusal,
  ) {
    super(`no longer waits (${reason}): ${refusal.message}`);
  }
}

type Signalled = 'retry' | 'last try' | 'timeout' | 'stopped';

interface Waiting {
  readonly resume: (why: Signalled) => void;
}

export class Parking {
  #running = 0;
  /** Operations that have ended: one that was refused before another ended tries again at once. */
  #ended = 0;
  readonly #parked = new Set<Waiting>();
  readonly #after: After;
  #cancelIdle: (() => void) | undefined;

  constructor(after: After) {
    this.#after = after;
  }

  get parked(): number {
    return this.#parked.size;
  }

  /** Runs an operation, as often as others end, until it is done, refused for good, out of time, stopped or alone. */
  async run<T>(operation: () => Promise<T>, { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<T> {
    let waiting: Waiting | undefined;
    let expired = false;
    let lastTry = false;
    const cancelTimeout = this.#after(timeoutMs, () => {
      expired = true;
      waiting?.resume('timeout');
    });
    try {
      for (;;) {
        const seen = this.#ended;
        const refusal = await this.#attempt(operation);
        if (!(refusal instanceof Refused)) return refusal;
        if (lastTry) throw new GivenUp('idle', refusal.refusal);
        if (expired) throw new GivenUp('timeout', refusal.refusal);
        if (signal.aborted) throw new GivenUp('stopped', refusal.refusal);
        if (seen !== this.#ended) continue;
        const why = await this.#park(signal, (parked) => (waiting = parked));
        waiting = undefined;
        if (why === 'timeout' || why === 'stopped') throw new GivenUp(why, refusal.refusal);
        lastTry = why === 'last try';
      }
    } finally {
      cancelTimeout();
    }
  }

  /** Something else has arrived: Terraform is not done. */
  stir(): void {
    this.#watch();
  }

  async #attempt<T>(operation: () => Promise<T>): Promise<T | Refused> {
    this.#running += 1;
    this.#watch();
    try {
      const result = await operation();
      this.#wake();
      return result;
    } catch (error) {
      if (error instanceof Refusal && error.retryable) return new Refused(error);
      throw error;
    } finally {
      this.#running -= 1;
      this.#watch();
    }
  }

  #wake(): void {
    this.#ended += 1;
    for (const waiting of [...this.#parked]) waiting.resume('retry');
  }

  #park(signal: AbortSignal, begun: (waiting: Waiting) => void): Promise<Signalled> {
    return new Promise((resolve) => {
      const stop = (): void => waiting.resume('stopped');
      const waiting: Waiting = {
        resume: (why) => {
          this.#parked.delete(waiting);
          signal.removeEventListener('abort', stop);
          this.#watch();
          resolve(why);
        },
      };
      this.#parked.add(waiting);
      signal.addEventListener('abort', stop, { once: true });
      begun(waiting);
      this.#watch();
    });
  }

  /** Starts the idle timer anew, or stops it while something runs or nothing waits. */
  #watch(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    if (this.#running > 0 || this.#parked.size === 0) return;
    this.#cancelIdle = this.#after(IDLE_MS, () => {
      const [oldest] = this.#parked;
      // Another process may have cured it meanwhile, so it is tried once more before it is given up.
      oldest?.resume('last try');
    });
  }
}

/** A refusal that may be cured, as a value: not yet an error. */
class Refused {
  constructor(readonly refusal: Refusal) {}
}
