/** A server in front of a platform in memory, with clocks that stand still, and callers who hold tokens. */
import type { InjectOptions } from 'fastify';
import { catalogue } from '../../../lib/catalogue/complete';
import type { Values } from '../../../lib/core/unknown';
import { TOKEN_SECONDS } from '../../../lib/platform/http/bounds';
import { type Credential, hashOfSecret } from '../../../lib/platform/http/credentials';
import type { LogLine, ServerOptions } from '../../../lib/platform/http/options';
import { createServer, type Server } from '../../../lib/platform/http/server';
import type { Platform } from '../../../lib/platform/platform';
import { ManualTimers } from '../../provider/manual-timers';
import { NOON, openPlatform } from '../open-platform';

export const SECRET = 'correct-horse-battery-staple';

/** Everybody has the same secret: who they are is what differs. */
const secretHash = hashOfSecret(SECRET);

export interface Who {
  readonly tenants?: readonly string[];
  readonly permissions?: readonly string[];
}

/** What a request came to. */
export interface Met {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | string[] | undefined>>;
  readonly body: Json;
  readonly text: string;
}
export type Json = { readonly [key: string]: Json } & readonly Json[] & { readonly code: string };

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Served {
  /** The wall, in milliseconds since 1970 in UTC. */
  wall = NOON;
  readonly log: LogLine[] = [];
  readonly timers = new ManualTimers();

  private constructor(
    readonly server: Server,
    readonly platform: Platform,
    private readonly tokens: Map<string, string>,
  ) {}

  /** Serves a platform to these callers, by name. Without any, `ada` owns everything. */
  static async begin(callers: Readonly<Record<string, Who>> = { ada: {} }, more: Partial<ServerOptions> = {}): Promise<Served> {
    const platform = more.platform ?? (await openPlatform());
    const hash = await secretHash;
    const credentials = Object.entries(callers).map(
      ([client_id, { tenants = ['*'], permissions = ['owner'] }]): Credential => ({ client_id, secret_hash: hash, tenants, permissions }),
    );
    const late: { served?: Served } = {};
    const server = await createServer({
      platform,
      catalogue,
      credentials,
      tokenKey: Buffer.alloc(32, 7),
      clock: { now: () => late.served?.wall ?? NOON },
      after: (ms, action) => late.served?.timers.after(ms, action) ?? (() => undefined),
      random: counting(),
      log: (line) => void late.served?.log.push(line),
      rate: { perSecond: 1_000_000, burst: 1_000_000 },
      ...more,
    });
    const served = new Served(server, platform, new Map());
    late.served = served;
    for (const name of Object.keys(callers)) served.signIn(name);
    return served;
  }

  /** A token as the server gives it; reading a secret takes its time, and has tests of its own. */
  signIn(name: string): void {
    const iat = Math.floor(this.wall / 1000);
    this.tokens.set(name, this.server.http.jwt.sign({ sub: name, iat, exp: iat + TOKEN_SECONDS }));
  }

  tokenOf(name: string): string {
    return this.tokens.get(name) ?? '';
  }

  /** Asks `METHOD path` as somebody; as nobody where no name is given. */
  async ask(name: string | undefined, what: string, { body, headers }: Ask = {}): Promise<Met> {
    const [method, url] = what.split(/ (.*)/s) as [NonNullable<InjectOptions['method']>, string];
    const answer = await this.server.http.inject({
      method,
      url,
      headers: {
        ...(name === undefined ? {} : { authorization: `Bearer ${this.tokenOf(name)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isJson = String(answer.headers['content-type'] ?? '').includes('json') && answer.body !== '';
    return { status: answer.statusCode, headers: answer.headers, body: (isJson ? answer.json() : {}) as Json, text: answer.body };
  }

  create(name: string, path: string, values: Values): Promise<Met> {
    return this.ask(name, `PUT ${path}`, { body: { values }, headers: { 'if-none-match': '*' } });
  }

  async end(): Promise<void> {
    await this.server.http.close();
    await this.platform.close();
  }
}

/** Bytes that never repeat, and are the same in every run. */
function counting(): (bytes: number) => Buffer {
  let count = 0;
  return (bytes) => {
    count += 1;
    const buffer = Buffer.alloc(bytes);
    buffer.writeUInt32BE(count);
    return buffer;
  };
}
