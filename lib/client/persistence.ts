/** Asks again where that is safe: a bounded number of times, later each time, and never what may have been carried out already. */
import { type After, type Answer, type Asked, type Exchange, NoAnswer } from './exchange';

const ATTEMPTS_MAX = 5;
/** Longest time from the first attempt to the last one. */
const TRYING_MS_MAX = 20_000;
/** Longest pause that a platform may ask for; who asks for more is not waited for. */
const RETRY_AFTER_MS_MAX = 10_000;
/** The first pause at most, doubled with each attempt. */
const PAUSE_MS = 200;
const PAUSE_MS_MAX = 3000;

/** Answers of a server, or of what stands before it, that may be another in a moment. */
const PASSING = [502, 503, 504];
const TOO_MANY = 429;
const UNAVAILABLE = 503;

export interface Patient {
  readonly exchange: Exchange;
  /** Milliseconds since 1970 in UTC. */
  readonly now: () => number;
  readonly after: After;
  /** A number from 0 up to 1. */
  readonly random: () => number;
}

/** What came of it in the end. */
export interface Outcome {
  readonly met: Answer | NoAnswer;
  readonly attempts: number;
}

export class Persistence {
  readonly #parts: Patient;
  /** Nobody has answered of late, however often asked: then each further question is asked once. */
  #isSilent = false;

  constructor(parts: Patient) {
    this.#parts = parts;
  }

  /** Asks until there is an answer, or no hope of one. Throws only what the caller aborted with. */
  async ask(asked: Asked, { token, signal }: { readonly token?: string; readonly signal?: AbortSignal | undefined }): Promise<Outcome> {
    const { now } = this.#parts;
    const begun = now();
    for (let attempts = 1; ; attempts += 1) {
      signal?.throwIfAborted();
      const met = await this.#attempt(asked, { ...(token === undefined ? {} : { token }), signal });
      const pause = attempts < ATTEMPTS_MAX ? this.#pauseAfter(met, asked, attempts) : undefined;
      if (pause === undefined || now() - begun + pause > TRYING_MS_MAX) {
        this.#isSilent = met instanceof NoAnswer && met.silence !== 'large';
        return { met, attempts };
      }
      await this.#rest(pause, signal);
    }
  }

  async #attempt(asked: Asked, turn: { readonly token?: string; readonly signal: AbortSignal | undefined }): Promise<Answer | NoAnswer> {
    try {
      return await this.#parts.exchange.send(asked, turn);
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
  }

  /** Milliseconds to wait before asking again; undefined where that is not safe, or of no use. */
  #pauseAfter(met: Answer | NoAnswer, { safe }: Asked, attempts: number): number | undefined {
    const backoff = Math.min(PAUSE_MS * 2 ** (attempts - 1), PAUSE_MS_MAX) * (0.5 + this.#parts.random() / 2);
    if (met instanceof NoAnswer) {
      const mayGoBetter = met.silence === 'unreached' || (met.silence === 'lost' && safe);
      return mayGoBetter && !this.#isSilent ? backoff : undefined;
    }
    const { status, retryAfter } = met;
    // A platform that asks for a pause has done nothing yet.
    if (retryAfter !== undefined && (status === TOO_MANY || status === UNAVAILABLE)) {
      const asked = this.#millisecondsOf(retryAfter);
      if (asked !== undefined) return asked <= RETRY_AFTER_MS_MAX ? asked + backoff : undefined;
    }
    return status === TOO_MANY || (safe && PASSING.includes(status)) ? backoff : undefined;
  }

  /** A Retry-After: seconds, or a date. */
  #millisecondsOf(retryAfter: string): number | undefined {
    if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
    const at = Date.parse(retryAfter);
    return Number.isNaN(at) ? undefined : Math.max(0, at - this.#parts.now());
  }

  #rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.#parts.after(ms, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}
