/** A server that misbehaves on purpose, and a client in front of it whose pauses pass at once. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { catalogue } from '../../lib/catalogue/complete';
import type { PlatformClient } from '../../lib/client/client';
import { httpClient } from '../../lib/client/http-client';
import { Unavailable } from '../../lib/core/command';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly token: string | undefined;
}

/** How a request is answered. */
type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export const says =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
export const problem = (status: number, headers: Readonly<Record<string, string>> = {}, more: object = {}): Answering =>
  says(status, { type: 'about:blank', title: 'Trouble', status, detail: 'there is trouble', ...more }, headers);
export const cuts: Answering = (response) => response.destroy();
export const cutsInTheMiddle: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"items":');
  response.destroy();
};
export const staysSilent: Answering = () => undefined;

export class BadServer {
  readonly heard: Heard[] = [];
  readonly #server: Server;
  readonly #script: Answering[] = [];
  /** Tokens given so far. */
  tokens = 0;
  token: Answering = (response) => {
    this.tokens += 1;
    says(200, { access_token: `token-${this.tokens}`, token_type: 'Bearer', expires_in: 3600 })(response, {} as IncomingMessage);
  };

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        if (request.url === '/v1/auth/token') return this.token(response, request);
        this.heard.push({ method: request.method ?? '', path: request.url ?? '', body, token: request.headers.authorization });
        const answer = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
        answer?.(response, request);
      });
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Answers one request after another so; the last way holds for all that follow. */
  answers(...script: readonly Answering[]): void {
    this.#script.splice(0, this.#script.length, ...script);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** How long answers are waited for: these end only when the test says so. All other waits are pauses between attempts. */
const ANSWER_WAITS_MS = [35_000, 10_000, 5000];

/** A client whose pauses pass at once, on a clock that they move. */
export class Impatient {
  readonly pauses: number[] = [];
  readonly client: PlatformClient;
  now = Date.UTC(2026, 0, 31);
  readonly #waits = new Map<number, Set<() => void>>();

  constructor(readonly endpoint: string) {
    this.client = httpClient({
      endpoint,
      client_id: 'robot',
      secret_id: 'very-secret',
      catalogue,
      now: () => this.now,
      after: (ms, action) => this.#after(ms, action),
      random: () => 1,
    });
  }

  /** Lets the longest wait for an answer of so many milliseconds end. */
  runOut(ms: number): void {
    for (const action of this.#waits.get(ms) ?? []) action();
  }

  #after(ms: number, action: () => void): () => void {
    if (!ANSWER_WAITS_MS.includes(ms)) {
      this.pauses.push(ms);
      this.now += ms;
      queueMicrotask(action);
      return () => undefined;
    }
    const waits = this.#waits.get(ms) ?? new Set();
    this.#waits.set(ms, waits.add(action));
    return () => waits.delete(action);
  }
}

/** The error that work ends with. */
export const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Says that the platform cannot be asked, where, and what to do; and no secret. */
export function expectAdvice(error: unknown, ...words: readonly (string | RegExp)[]): void {
  expect(error).toBeInstanceOf(Unavailable);
  const { message } = error as Unavailable;
  for (const each of ['Fix: ', ...words]) expect(message).toMatch(each);
  expect(message).not.toMatch(/very-secret|token-\d|Bearer|\bat .*:\d+:\d+/);
}

export const ID = 'tenants/main/networks/lan';
/** A network as the API shows it, a command that creates it, and what is answered then. */
export const LAN = { id: ID, type: 'network', incarnation: 'ab', revision: 7, values: { name: 'lan' }, observed: {} };
export const CREATE = { kind: 'create', type: 'network', values: { name: 'lan' } } as const;
export const RESULT = { results: [LAN] };

interface Pair {
  server: BadServer;
  impatient: Impatient;
}

/** A server and a client of its own for each test. */
export function eachTestHas(): Pair {
  // Filled before each test.
  const pair = {} as Pair;
  beforeEach(async () => {
    pair.server = new BadServer();
    await pair.server.listen();
    pair.impatient = new Impatient(pair.server.endpoint);
  });
  afterEach(async () => {
    await pair.impatient.client.close();
    await pair.server.close();
  });
  return pair;
}
