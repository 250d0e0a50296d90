/** Pages of a list: cursors that hold while others write, and filters. */
import { ID_MAX } from '../../core/shape';
import { isObject, type Value, type Values } from '../../core/unknown';
import { CONDITIONS_MAX, FILTER_MAX, PAGE_DEFAULT, PAGE_MAX } from './bounds';
import { Problem } from './problem';

/** The query of a list, as it is written. */
export interface ListQuery {
  readonly limit?: string;
  readonly cursor?: string;
  readonly filter?: string;
  readonly observe?: 'true' | 'false';
}

/** Queries are texts, and nothing is taken for what it is not. */
export const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'string', pattern: '^[1-9][0-9]{0,2}$' },
    cursor: { type: 'string', maxLength: 2 * ID_MAX },
    filter: { type: 'string', maxLength: FILTER_MAX },
    observe: { type: 'string', enum: ['true', 'false'] },
  },
} as const;

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; null where this is the last. */
  readonly next: string | null;
}

export function limitOf({ limit }: { readonly limit?: string }): number {
  const wanted = limit === undefined ? PAGE_DEFAULT : Number(limit);
  if (wanted <= PAGE_MAX) return wanted;
  throw new Problem('malformed', `limit is ${wanted}; allowed: 1 to ${PAGE_MAX}`, { fix: `ask for ${PAGE_MAX} at most, and follow next` });
}

const cursorAt = (id: string): string => Buffer.from(id).toString('base64url');

/** The last id of the page before. */
function idAt(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (id !== '' && cursorAt(id) === cursor) return id;
  throw new Problem('malformed', 'cursor is none that this server gave', { fix: 'follow next as it was read, or begin without a cursor' });
}

/** The page of a list by id that a query asks for; a filter may name these attributes. */
export function pageOf<T extends { readonly id: string; readonly values: Values }>(
  all: readonly T[],
  query: ListQuery,
  attributes: readonly string[],
): Page<T> {
  const limit = limitOf(query);
  const after = query.cursor === undefined ? undefined : idAt(query.cursor);
  const meets = query.filter === undefined ? undefined : conditions(query.filter, attributes);
  const rest = all.filter((each) => (after === undefined || each.id > after) && (meets === undefined || meets(each.values)));
  const items = [...rest].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && rest.length > items.length ? cursorAt(last.id) : null };
}

const CONDITION = /([a-z][a-z0-9_]{0,62}) eq ("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)/y;
const AND = ' and ';

/** Reads `<attribute> eq <JSON scalar>`, joined by ` and `. */
function conditions(filter: string, attributes: readonly string[]): (values: Values) => boolean {
  const wanted: (readonly [string, Value])[] = [];
  let at = 0;
  for (;;) {
    CONDITION.lastIndex = at;
    const [whole, attribute, scalar] = CONDITION.exec(filter) ?? [];
    if (whole === undefined || attribute === undefined || scalar === undefined || wanted.length >= CONDITIONS_MAX) throw unreadable();
    if (!attributes.includes(attribute))
      throw new Problem('malformed', `filter names ${attribute}, which is no attribute here`, { fix: `known: ${[...attributes].sort().join(', ')}` });
    wanted.push([attribute, scalarOf(scalar)]);
    at += whole.length;
    if (at === filter.length) break;
    if (!filter.startsWith(AND, at)) throw unreadable();
    at += AND.length;
  }
  return (values) => wanted.every(([attribute, value]) => isObject(values) && (values[attribute] ?? null) === value);
}

function scalarOf(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw unreadable();
  }
}

const unreadable = (): Problem =>
  new Problem('malformed', `filter is not readable; it is <attribute> eq <JSON scalar>, ${CONDITIONS_MAX} of them at most, joined by " and "`, {
    fix: 'write it as name eq "web" and tenant eq "main"',
  });
