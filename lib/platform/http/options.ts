/** What a server is given: the platform that it serves, who may ask, and everything of the outside (time, chance, where lines of its log go). */
import type { Catalogue } from '../../core/catalogue';
import type { Values } from '../../core/unknown';
import type { Platform } from '../platform';
import type { Credential } from './credentials';

/** Calls `action` once after so many milliseconds, unless the answer is called before. */
export type After = (ms: number, action: () => void) => () => void;

/** One line of the server's log. Never a body, a secret or a header. */
export interface LogLine {
  readonly at: string;
  readonly level: 'info' | 'error';
  readonly event: string;
  readonly [key: string]: string | number | null;
}

export interface Rate {
  /** Requests that a client may give in a second, for as long as it likes. */
  readonly perSecond: number;
  /** Requests that it may give at once. */
  readonly burst: number;
}

export interface ServerOptions {
  readonly platform: Platform;
  readonly catalogue: Catalogue;
  readonly credentials: readonly Credential[];
  /** What tokens are signed with, 32 bytes at least; another one at every start, so that a stopped server leaves no token behind. */
  readonly tokenKey: Buffer;
  /** The wall's time, in milliseconds since 1970 in UTC: for tokens and plans, never for the platform. */
  readonly clock: { readonly now: () => number };
  readonly after: After;
  readonly random: (bytes: number) => Buffer;
  readonly log: (line: LogLine) => void;
  readonly rate?: Rate;
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** What of the stock is free; without it, the world alone is told. */
  readonly capacity?: () => Promise<object>;
  /** Runs a drill on a copy of the platform. */
  readonly drill?: (request: Values) => Promise<object>;
}
