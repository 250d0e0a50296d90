/** A platform as one document: what stands, what is remembered, and from where it goes on, so that another file may begin with it. */
import { createHash } from 'node:crypto';
import { type Catalogue, definitionOfId } from '../core/catalogue';
import { Unavailable } from '../core/command';
import { shown } from '../core/validate';
import type { World } from '../core/world';
import { ordered } from './hash';
import { LEDGERS } from './ledger';
import type { Contents } from './memory-store';
import { Reading } from './reading';
import { textOf, valuesOf } from './row-text';
import type { Charter, Row, Store } from './store';

/** The form of the document; a later Socle reads all that come before its own. */
const VERSION = 1;
/** Mistakes that are reported at once. */
const PROBLEMS_MAX = 20;
const ADVICE = 'export it anew, or name another document';

/** The document of a platform: the same contents give the same text. A line for each row, so that two documents can be compared. */
export function documentOf({ charter, rows, revision, at }: Contents): string {
  const { seed, edition, world } = charter;
  const kept = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(plain);
  const head = { socle_platform: VERSION, edition, seed, revision, at, world };
  const lines = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${ordered(value)},\n`);
  const digest = digestOf({ ...head, rows: kept });
  return `{\n${lines.join('')}"rows": [\n${kept.map(ordered).join(',\n')}\n],\n"sha256": "${digest}"\n}\n`;
}

/** The contents that a document describes. Throws `Unavailable`, which says what is wrong with it. */
export function contentsOf(text: string, name: string, catalogue: Catalogue): Contents {
  const { sha256, ...body } = bodyOf(text, name);
  if (sha256 !== digestOf(body)) throw new Unavailable(`${name} was changed or damaged since it was exported: its checksum does not fit. ${ADVICE}`);
  const reading = new Reading();
  const contents = readContents(reading, body, catalogue);
  const { problems } = reading;
  if (problems.length === 0) return contents;
  const more = problems.length > PROBLEMS_MAX ? [`and ${problems.length - PROBLEMS_MAX} more`] : [];
  const said = [`${name} cannot be imported by this Socle (use the one that exported it):`, ...problems.slice(0, PROBLEMS_MAX), ...more];
  throw new Unavailable(said.join('\n  '));
}

/** Begins an empty store with contents: all of them, or none. Throws `Unavailable` where something stands already. */
export function beginWith(store: Store, { charter, rows, revision, at }: Contents): Promise<void> {
  const written = [...rows];
  const touched = written.map(({ type, id }) => ({ type, id }));
  return store.change({
    work: async (found) => {
      if (found > 0) throw new Unavailable('a platform stands there already: name another file');
      const event = { revision, at, principal: 'socle', kind: 'import', type: '', id: '', touched } as const;
      return { change: { events: [event], written, removed: [], charter }, result: undefined };
    },
    undo: () => undefined,
  });
}

type Json = Readonly<Record<string, unknown>>;

const keyOf = ({ type, id }: Pick<Row, 'type' | 'id'>): string => `${type} ${id}`;
const plain = (row: Row): Json => ({
  ...row,
  values: JSON.parse(textOf(row.values)),
  runtime: row.runtime === null ? null : JSON.parse(textOf(row.runtime)),
});
const digestOf = (body: Json): string => createHash('sha256').update(ordered(body)).digest('hex');

function bodyOf(text: string, name: string): Json {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Unavailable(`${name} is not JSON, or only the beginning of it: ${ADVICE}`);
  }
  const version = typeof json === 'object' && json !== null && 'socle_platform' in json ? json.socle_platform : undefined;
  if (typeof version !== 'number') throw new Unavailable(`${name} is not the document of a platform: name one that socle platform export wrote`);
  if (version > VERSION) throw new Unavailable(`${name} was exported by a newer Socle (form ${version}, this one reads ${VERSION}): use that Socle`);
  return json as Json;
}

function readContents(reading: Reading, body: Json, catalogue: Catalogue): Contents {
  const at = reading.object(body, '', ['socle_platform', 'edition', 'seed', 'revision', 'at', 'world', 'rows']);
  const { edition } = at;
  if (edition !== null && !catalogue.editions.includes(String(edition)))
    reading.problem('edition', `is ${shown(edition)}; known: ${catalogue.editions.join(', ')}`);
  const charter: Charter = {
    seed: reading.text(at['seed'], 'seed'),
    // The checksum tells that it is as a platform held it.
    world: at['world'] as World,
    edition: edition === null ? null : String(edition),
  };
  const rows = reading.list(at['rows'], 'rows', (each, path) => rowOf(reading, each, path, catalogue));
  const keys = new Set(rows.map(keyOf));
  if (keys.size < rows.length) reading.problem('rows', 'hold something twice');
  return { charter, rows, revision: reading.count(at['revision'], 'revision', 1), at: reading.count(at['at'], 'at', 0) };
}

function rowOf(reading: Reading, value: unknown, path: string, catalogue: Catalogue): Row {
  const row = reading.object(value, path, ['id', 'type', 'values', 'runtime', 'incarnation', 'revision']);
  const id = String(row['id']);
  const type = String(row['type']);
  const isLedger = LEDGERS.some((ledger) => ledger === type);
  if (!isLedger && !catalogue.definitions.has(type)) reading.problem(`${path}.type`, `is ${shown(type)}, which is not known here`);
  else if (!isLedger && definitionOfId(catalogue, id)?.type !== type) reading.problem(`${path}.id`, `is ${shown(id)}, which is no id of a ${type}`);
  return {
    id,
    type,
    values: valuesOf(JSON.stringify(row['values'])),
    runtime: row['runtime'] === null ? null : valuesOf(JSON.stringify(row['runtime'])),
    incarnation: String(row['incarnation']),
    revision: reading.count(row['revision'], `${path}.revision`, 1),
  };
}
