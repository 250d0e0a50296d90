/** The URL of a platform as a user writes it: an origin, and nothing beside it. */
import { Unavailable } from '../core/command';

export interface Endpoint {
  /** `https://platform.example:7480`. */
  readonly origin: string;
  /** It is this machine, so what is said to it in clear leaves no wire. */
  readonly isLoopback: boolean;
}

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Reads an endpoint. Throws `Unavailable` where it is none, or where a secret would travel in clear. */
export function endpointOf(given: string): Endpoint {
  const url = urlOf(given);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refused(given, 'it is no URL that begins with https:// or http://');
  if (url.username !== '' || url.password !== '')
    throw refused(
      given,
      'it holds a user or a password',
      'leave them out, and give client_id and secret_id (or SOCLE_CLIENT_ID and SOCLE_SECRET_ID)',
    );
  if (url.pathname !== '/' || /[?#]/.test(given)) throw refused(given, 'it has something after the host and port', `use ${url.origin}`);
  const isLoopback = LOOPBACK.test(url.hostname);
  if (url.protocol === 'http:' && !isLoopback)
    throw refused(given, 'over http:// the secret would travel to another machine in clear', `use https://${url.host}`);
  return { origin: url.origin, isLoopback };
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

const refused = (given: string, why: string, fix = 'write it as https://platform.example or http://127.0.0.1:7480'): Unavailable =>
  new Unavailable(`endpoint is ${JSON.stringify(withoutSecret(given))}, and ${why}.\n\nFix: ${fix}.`);

/** A password that was put into the URL is repeated nowhere. */
const withoutSecret = (given: string): string => given.replace(/[^/]*@/, '…@');
