/** Bodies: JSON in UTF-8, no deeper than any resource. A key that is called like a part of every object is a key like any other. */
import type { FastifyInstance } from 'fastify';
import { BODY_DEPTH_MAX } from './bounds';
import { Problem } from './problem';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Lets a server read JSON, and nothing else. */
export function readJsonBodies(server: FastifyInstance): void {
  // JSON gives every object keys of its own alone, and nothing here copies them by assignment.
  const parse = server.getDefaultJsonParser('ignore', 'ignore');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = UTF8.decode(body as Buffer);
    } catch {
      return done(malformed('the body is not UTF-8'));
    }
    // What names no command may be left out altogether.
    if (text === '') return done(null, undefined);
    parse(request, text, (error, value) => {
      if (error) done(malformed('the body is no JSON'));
      else if (isTooDeep(value)) done(malformed(`the body has more than ${BODY_DEPTH_MAX} objects and lists inside one another`));
      else done(null, value);
    });
  });
}

const malformed = (detail: string): Problem => new Problem('malformed', detail, { fix: 'send JSON as /openapi.json describes it' });

/** Looks without calling itself, since what is looked at may be a million lists inside one another. */
function isTooDeep(value: unknown): boolean {
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= BODY_DEPTH_MAX) return true;
    for (const inner of Object.values(next.value)) pending.push({ value: inner, depth: next.depth + 1 });
  }
  return false;
}
