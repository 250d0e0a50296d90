/** A platform over HTTP. What it answers and how it refuses is what it answers and refuses in process. */
import type { Activity } from '../core/activity';
import { type Catalogue, definitionOfId } from '../core/catalogue';
import { type Command, type Order, type Stored, Unavailable } from '../core/command';
import type { DrillOrder, DrillReport } from '../core/drill';
import type { Fault, FaultOrder } from '../core/fault';
import type { Finding, Judgement } from '../core/finding';
import type { Values } from '../core/unknown';
import { type Advanced, type ClockMode, type ClockState, SECOND_MS } from '../core/virtual-time';
import type { World } from '../core/world';
import { answered, Forbidden } from './answers';
import type { PlatformClient } from './client';
import { endpointOf } from './endpoint';
import { type After, type Asked, Exchange } from './exchange';
import { Persistence } from './persistence';
import { SignIn } from './sign-in';
import { BEGINNING_LINES, isUnused } from './unused';
import {
  activityFrom,
  advancedFrom,
  clockFrom,
  drillFrom,
  editionFrom,
  eventFrom,
  faultFrom,
  findingsFrom,
  Garbled,
  judgementFrom,
  kindFrom,
  type LoggedEvent,
  observedFrom,
  pageOf,
  resultsFrom,
  storedFrom,
  worldFrom,
} from './wire';

/** Resources on a page; a platform gives no more. */
const PAGE = 500;
/** Pages of one list at most. */
const PAGES_MAX = 400;
const UNAUTHORISED = 401;

export interface HttpClientParts {
  /** The URL of the platform, as a user writes it. */
  readonly endpoint: string;
  readonly client_id: string;
  readonly secret_id: string;
  readonly catalogue: Catalogue;
  /** Milliseconds since 1970 in UTC. */
  readonly now: () => number;
  readonly after: After;
  /** A number from 0 up to 1, as Math.random gives it: it spreads the attempts of many clients. */
  readonly random: () => number;
}

interface Turn {
  readonly signal?: AbortSignal;
}

type Read<T> = (body: unknown) => T;

/** What only a platform that is elsewhere is asked. */
export interface RemotePlatform extends PlatformClient {
  /** Whether nothing was ever created on it, as far as this client may see. The first answer shows that the platform is there, and knows the client. */
  isUnused(): Promise<boolean>;
  /** The edition of the offer by which it judges. */
  edition(): Promise<string>;
  /** Lines of its log after a revision, the oldest first; `most` of them. */
  events(after: number, most: number): Promise<readonly LoggedEvent[]>;
  /** Holds a drill on a copy of it. */
  drill(order: DrillOrder): Promise<DrillReport>;
}

/** Throws `Unavailable` where the endpoint is none. Nothing is asked before the first call. */
export const httpClient = (parts: HttpClientParts): RemotePlatform => new HttpClient(parts);

class HttpClient implements RemotePlatform {
  readonly #origin: string;
  readonly #catalogue: Catalogue;
  readonly #exchange: Exchange;
  readonly #persistence: Persistence;
  readonly #signIn: SignIn;
  #isClosed = false;

  constructor({ endpoint: given, client_id: clientId, secret_id: secretId, catalogue, now, after, random }: HttpClientParts) {
    const endpoint = endpointOf(given);
    this.#origin = endpoint.origin;
    this.#catalogue = catalogue;
    this.#exchange = new Exchange(endpoint, after);
    this.#persistence = new Persistence({ exchange: this.#exchange, now, after, random });
    this.#signIn = new SignIn({ origin: endpoint.origin, clientId, secretId, persistence: this.#persistence, now });
  }

  async get(id: string, turn: Turn = {}): Promise<Stored | undefined> {
    const path = this.#pathOf(id);
    return path === undefined ? undefined : this.#look(path, storedFrom, turn);
  }

  async list(type: string, { tenant, ...turn }: Turn & { readonly tenant?: string } = {}): Promise<readonly Stored[]> {
    const definition = this.#catalogue.definitions.get(type);
    // What stands outside of tenants is in none.
    if (!definition || (tenant !== undefined && definition.attrs['tenant'] === undefined)) return [];
    if (tenant === undefined) return this.#pages(`/v1/collections/${definition.collection}`, storedFrom, turn);
    const path = pathOf('tenants', tenant, definition.collection);
    return path === undefined ? [] : this.#pages(path, storedFrom, { ...turn, absent: 'is empty' });
  }

  async observe(id: string): Promise<Values> {
    const path = this.#pathOf(id);
    return (path === undefined ? undefined : await this.#look(path, observedFrom)) ?? {};
  }

  async dispatch(command: Command, turn: Turn = {}): Promise<Stored | undefined> {
    const [result] = await this.dispatchAll([command], turn);
    return result;
  }

  // One path for every command: the platform itself, in one step, sees whether what is meant still stands.
  async dispatchAll(commands: readonly Command[], turn: Turn = {}): Promise<readonly (Stored | undefined)[]> {
    const read: Read<readonly (Stored | undefined)[]> = (body) => {
      const results = resultsFrom(body);
      if (results.length !== commands.length) throw new Garbled(`it has ${results.length} results for ${commands.length} commands`);
      return results;
    };
    if (commands.length === 0) return [];
    return this.#expect({ method: 'POST', path: '/v1/commands', body: { commands }, safe: false }, read, turn);
  }

  async act({ id, action, input }: Order, turn: Turn = {}): Promise<Activity> {
    const path = pathOf(...id.split('/'), 'actions', action);
    if (path === undefined) throw new Unavailable(`${JSON.stringify(id)} takes no ${JSON.stringify(action)}: no resource has this id`);
    return this.#expect({ method: 'POST', path, body: input, safe: false }, activityFrom, turn);
  }

  async activity(id: string): Promise<Activity | undefined> {
    const path = pathOf('activities', id);
    return path === undefined ? undefined : this.#look(path, activityFrom);
  }

  activities(): Promise<readonly Activity[]> {
    return this.#pages('/v1/activities', activityFrom);
  }

  async preview(commands: readonly Command[]): Promise<readonly Finding[]> {
    if (commands.length === 0) return [];
    return this.#expect({ method: 'POST', path: '/v1/preview', body: { commands }, safe: true }, findingsFrom);
  }

  findings(): Promise<Judgement> {
    return this.#expect({ method: 'GET', path: '/v1/findings', safe: true }, judgementFrom);
  }

  world(): Promise<World> {
    return this.#expect({ method: 'GET', path: '/v1/world', safe: true }, worldFrom);
  }

  clock(): Promise<ClockState> {
    return this.#expect({ method: 'GET', path: '/v1/simulation/clock', safe: true }, clockFrom);
  }

  setClock(mode: ClockMode): Promise<ClockState> {
    return this.#expect({ method: 'PUT', path: '/v1/simulation/clock', body: { mode }, safe: false }, clockFrom);
  }

  advance(ms: number, turn: Turn = {}): Promise<Advanced> {
    const body = { seconds: ms / SECOND_MS };
    return this.#expect({ method: 'POST', path: '/v1/simulation/clock/advance', body, safe: false }, advancedFrom, turn);
  }

  faults(): Promise<readonly Fault[]> {
    return this.#pages('/v1/simulation/faults', faultFrom);
  }

  strike(order: FaultOrder, turn: Turn = {}): Promise<Fault> {
    return this.#expect({ method: 'POST', path: '/v1/simulation/faults', body: order, safe: false }, faultFrom, turn);
  }

  async mend(id: string, turn: Turn = {}): Promise<void> {
    const path = pathOf('simulation', 'faults', id);
    if (path !== undefined) await this.#ask({ method: 'DELETE', path, safe: false }, () => undefined, turn);
  }

  drill({ at, ...order }: DrillOrder): Promise<DrillReport> {
    const when = at === undefined ? {} : 'moment' in at ? { at: new Date(at.moment).toISOString() } : { after_seconds: at.afterMs / SECOND_MS };
    return this.#expect({ method: 'POST', path: '/v1/simulation/drills', body: { ...order, ...when }, safe: true }, drillFrom);
  }

  edition(): Promise<string> {
    return this.#expect({ method: 'GET', path: '/v1/edition', safe: true }, editionFrom);
  }

  async events(after: number, most: number): Promise<readonly LoggedEvent[]> {
    const all: LoggedEvent[] = [];
    let from = String(after);
    for (let page = 1; page <= PAGES_MAX && all.length < most; page += 1) {
      const path = `/v1/events?after=${encodeURIComponent(from)}&limit=${Math.min(PAGE, most - all.length)}`;
      const { items, next } = await this.#expect({ method: 'GET', path, safe: true }, pageOf(eventFrom));
      all.push(...items);
      if (next === null) break;
      from = next;
    }
    return all;
  }

  async isUnused(): Promise<boolean> {
    const path = `/v1/events?after=0&limit=${BEGINNING_LINES}`;
    const { items } = await this.#expect({ method: 'GET', path, safe: true }, pageOf(kindFrom)).catch((error: unknown) => {
      // Who may not read the log is not told.
      if (error instanceof Forbidden) return { items: ['create'] };
      throw error;
    });
    return isUnused(items);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#exchange.close();
  }

  /** What may be missing. */
  #look<T>(path: string, read: Read<T>, turn: Turn = {}): Promise<T | undefined> {
    return this.#ask({ method: 'GET', path, safe: true }, read, turn);
  }

  /** What every platform has. */
  async #expect<T>(asked: Asked, read: Read<T>, turn: Turn = {}): Promise<T> {
    const value = await this.#ask(asked, read, turn);
    if (value !== undefined) return value;
    throw new Unavailable(
      `the platform at ${this.#origin} knows no ${asked.method} ${asked.path}.\n\nFix: use a platform and a client of the same release of Socle, or correct endpoint (or SOCLE_ENDPOINT).`,
    );
  }

  /** Every page of a list; `absent`: what a list that is not there says. */
  async #pages<T>(path: string, read: Read<T>, { absent, ...turn }: Turn & { readonly absent?: 'is empty' } = {}): Promise<readonly T[]> {
    const all: T[] = [];
    let cursor: string | null = null;
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const asked: Asked = { method: 'GET', path: `${path}?limit=${PAGE}${query}`, safe: true };
      const found = await (absent === 'is empty' ? this.#ask(asked, pageOf(read), turn) : this.#expect(asked, pageOf(read), turn));
      if (!found) return all;
      all.push(...found.items);
      if (found.next === null) return all;
      cursor = found.next;
    }
    throw new Unavailable(
      `the platform at ${this.#origin} does not come to the end of ${path}: ${PAGES_MAX} pages of it were read.\n\nFix: correct endpoint (or SOCLE_ENDPOINT), or use another release of the platform.`,
    );
  }

  /** Asks with a token, and once more with another where the platform no longer knows it. Throws `Refusal` and `Unavailable`. */
  async #ask<T>(asked: Asked, read: Read<T>, { signal }: Turn): Promise<T | undefined> {
    if (this.#isClosed) throw new Unavailable('the platform was closed: open it again');
    const first = await this.#askOnce(asked, signal);
    const outcome = 'status' in first.met && first.met.status === UNAUTHORISED ? await this.#askOnce(asked, signal) : first;
    return answered(this.#origin, asked, outcome, read);
  }

  async #askOnce(asked: Asked, signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
    const token = await this.#signIn.token();
    const outcome = await this.#persistence.ask(asked, { token, signal });
    if ('status' in outcome.met && outcome.met.status === UNAUTHORISED) this.#signIn.drop(token);
    return outcome;
  }

  #pathOf(id: string): string | undefined {
    return definitionOfId(this.#catalogue, id) && pathOf(...id.split('/'));
  }
}

/** A path below the API's root; undefined where a part of it can be the name of nothing, and a URL would read it otherwise. */
function pathOf(...parts: readonly string[]): string | undefined {
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
  return `/v1/${parts.map(encodeURIComponent).join('/')}`;
}
