/** Preconditions: what a request says it expects, in `If-Match`, `If-None-Match` and `Socle-Incarnation`. */
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from './problem';

/** A whole number in quotes: the one form that a tag of this server has. */
const TAG = /^"(\d{1,15})"$/;
const INCARNATION = /^[0-9a-f]{1,64}$/;

export const INCARNATION_HEADER = 'socle-incarnation';

export type Expected =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'revision'; readonly revision: number; readonly incarnation?: string }
  | { readonly kind: 'anything'; readonly incarnation?: string };

/** Reads what a request expects. Throws a `Problem` where that is said otherwise than it can be. */
export function expectedBy(headers: IncomingHttpHeaders): Expected {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const given = headers[INCARNATION_HEADER];
  if (given !== undefined && (typeof given !== 'string' || !INCARNATION.test(given)))
    throw new Problem('malformed', 'Socle-Incarnation is not the incarnation of a resource', { fix: 'send it as it was read' });
  const incarnation = given === undefined ? {} : { incarnation: given };
  if (noneMatch !== undefined) {
    if (noneMatch.trim() === '*' && match === undefined && given === undefined) return { kind: 'nothing' };
    throw new Problem('malformed', 'If-None-Match goes with nothing but *, and with no other condition', { fix: 'send If-None-Match: * to create' });
  }
  if (match === undefined) return { kind: 'anything', ...incarnation };
  const [, revision] = TAG.exec(match.trim()) ?? [];
  if (revision === undefined)
    throw new Problem('malformed', 'If-Match is not the tag of a resource', { fix: 'send the etag as it was read: a revision in quotes, as "12"' });
  return { kind: 'revision', revision: Number(revision), ...incarnation };
}

/** What a replacement must say. */
export const unconditional = (): Problem =>
  new Problem('unconditional', 'a PUT must say whether it creates or replaces', {
    fix: 'send If-None-Match: * to create, or If-Match with the etag that was read to replace',
  });
