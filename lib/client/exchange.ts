/** One request and its answer over one socket. Bounded in time and size; nothing of it is logged, and no redirection is followed. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import type { Endpoint } from './endpoint';

/** Calls `action` once after so many milliseconds, unless the answer is called before. */
export type After = (ms: number, action: () => void) => () => void;

/** Sockets to one platform at most. */
const SOCKETS_MAX = 32;
/** How long a socket is kept for the next question: shorter than any server keeps it, so that none is asked into a closed one. */
const SOCKET_MS_MAX = 30_000;
/** Largest answer that is read: a page of the largest resources takes a tenth of it. */
const ANSWER_BYTES_MAX = 64 * 2 ** 20;
/** Longest wait for an answer; a platform gives its own up at 30 s. */
const ANSWER_MS_MAX = 35_000;
/** How long a command that is under way may still be answered when its caller wants to stop: what has begun shall not be forgotten. */
const STOPPING_MS = 5000;

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query; every part of it is encoded. */
  readonly path: string;
  readonly body?: unknown;
  /** Asking twice is as good as asking once, and nothing is lost where the answer is. */
  readonly safe: boolean;
  /** Longest wait for the answer, where it is not the usual one. */
  readonly answerMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/**
 * Why there is no answer. unreached: nothing was sent, and it may work later · hopeless: nothing was sent, and it will not work
 * later · lost: it broke off · late: it did not come in time · large: there is more than is read.
 */
export type Silence = 'unreached' | 'hopeless' | 'lost' | 'late' | 'large';

export class NoAnswer extends Error {
  constructor(
    readonly silence: Silence,
    /** In words that end a sentence: `the connection was refused`. */
    readonly why: string,
  ) {
    super(why);
  }
}

export class Exchange {
  readonly #after: After;
  readonly #axios: AxiosInstance;
  readonly #agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: SOCKETS_MAX, timeout: SOCKET_MS_MAX }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS_MAX, timeout: SOCKET_MS_MAX }),
  };

  constructor({ origin, isLoopback }: Endpoint, after: After) {
    this.#after = after;
    this.#axios = axios.create({
      baseURL: origin,
      allowAbsoluteUrls: false,
      ...this.#agents,
      // A proxy of the environment leads to other machines, never back to this one.
      ...(isLoopback ? { proxy: false as const } : {}),
      // Another address would be given the token too.
      maxRedirects: 0,
      maxContentLength: ANSWER_BYTES_MAX,
      responseType: 'text',
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
    });
  }

  /** Asks once. Throws `NoAnswer`, or what the caller aborted with. */
  async send(asked: Asked, { token, signal }: { readonly token?: string; readonly signal?: AbortSignal | undefined }): Promise<Answer> {
    const { method, path, body, answerMs = ANSWER_MS_MAX } = asked;
    const patience = new Patience(this.#after, answerMs, signal, asked.safe ? 0 : STOPPING_MS);
    try {
      const { status, headers, data } = await this.#axios.request<unknown>({
        method,
        url: path,
        ...(body === undefined ? {} : { data: JSON.stringify(body) }),
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        signal: patience.signal,
      });
      return { status, contentType: textOf(headers['content-type']) ?? '', retryAfter: textOf(headers['retry-after']), text: String(data ?? '') };
    } catch (error) {
      if (signal?.aborted && asked.safe) throw signal.reason;
      throw patience.ended ?? noAnswerOf(error);
    } finally {
      patience.rest();
    }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

/** How long one answer is waited for: until its time is over, or its caller wants no more. */
class Patience {
  readonly #controller = new AbortController();
  readonly #cancels: (() => void)[] = [];
  ended: NoAnswer | undefined;

  constructor(after: After, answerMs: number, caller: AbortSignal | undefined, stoppingMs: number) {
    const end = (why: string) => (): void => {
      this.ended ??= new NoAnswer('late', why);
      this.#controller.abort();
    };
    this.#cancels.push(after(answerMs, end(`no answer came within ${answerMs / 1000} s`)));
    if (!caller) return;
    const stop = (): void => {
      const stopped = end('it was stopped before an answer came');
      if (stoppingMs === 0) stopped();
      else this.#cancels.push(after(stoppingMs, stopped));
    };
    caller.addEventListener('abort', stop, { once: true });
    this.#cancels.push(() => caller.removeEventListener('abort', stop));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  rest(): void {
    for (const cancel of this.#cancels) cancel();
  }
}

/** What went wrong before anything was sent, and may go better in a moment. */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  EAI_AGAIN: 'its name cannot be looked up at present',
};
const HOPELESS: Readonly<Record<string, string>> = { ENOTFOUND: 'there is no host of this name' };
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ISSUER|CRL|HOSTNAME_MISMATCH|ALTNAME/;

function noAnswerOf(error: unknown): NoAnswer {
  const code = textOf(property(error, 'code')) ?? '';
  const unreached =
    UNREACHED[code] ?? (property(property(error, 'cause'), 'syscall') === 'connect' ? `it cannot be connected to (${code})` : undefined);
  if (unreached !== undefined) return new NoAnswer('unreached', unreached);
  if (HOPELESS[code] !== undefined) return new NoAnswer('hopeless', HOPELESS[code]);
  if (CERTIFICATE.test(code))
    return new NoAnswer('hopeless', `its certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS names a file of further authorities`);
  if (/^ERR_SSL|^EPROTO/.test(code))
    return new NoAnswer('hopeless', `it does not speak TLS as it should (${code}), as where the endpoint is an http:// one`);
  if (error instanceof Error && error.message.startsWith('maxContentLength'))
    return new NoAnswer('large', `its answer is longer than ${ANSWER_BYTES_MAX / 2 ** 20} MiB`);
  return new NoAnswer('lost', `the connection broke off${code === '' ? '' : ` (${code})`}`);
}

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
