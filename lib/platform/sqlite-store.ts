/** A store in one SQLite file, shared by any number of processes. Every change is on the disk before it is acknowledged. */
import type { DatabaseSyncInstance as DatabaseSync } from '@photostructure/sqlite';
import { Unavailable } from '../core/command';
import type { World } from '../core/world';
import { textOf, valuesOf } from './row-text';
import { clearly, legibly, type Patience, patiently } from './sqlite-errors';
import { openDatabase, openForReading } from './sqlite-open';
import { CHARTER_EVENTS, type Change, type Charter, type Event, type News, type Row, type RowKey, type Store, type Task, type Turn } from './store';
import { Together, type Waiting } from './together';
import { closed, Turns } from './turns';

/** Opens a platform file, or begins one where none is; a folder `.socle` is made where it is missing. Throws `Unavailable`. */
export async function openSqliteStore(path: string, patience?: Patience): Promise<Store> {
  return new SqliteStore(await openDatabase(path, patience), path, patience);
}

/** Opens a platform file to be looked at: whatever would change it is refused. Throws `Unavailable`, also where nothing was begun. */
export async function openStoreForReading(path: string, patience?: Patience): Promise<Store> {
  return new SqliteStore(await openForReading(path, patience), path, patience);
}

/** The last line of the log: its revision, and its time. */
interface Tip {
  readonly revision: number;
  readonly at: number;
}

/** What a change came to, before it is kept. */
interface Tried {
  readonly change: Change | undefined;
  /** Gives its caller the answer. */
  readonly tell: () => void;
  readonly undo: () => void;
  readonly failed: (error: unknown) => void;
}

type Columns = Record<string, string | number | null>;

class SqliteStore implements Store {
  private readonly turns = new Turns();
  private readonly together = new Together(this.turns, (changes) => this.commit(changes));
  private readonly statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly path: string,
    private readonly patience: Patience | undefined,
  ) {}

  async read({ type, id }: RowKey): Promise<Row | undefined> {
    return this.rows('SELECT * FROM resources WHERE type = ? AND id = ?', rowOf, type, id)[0];
  }

  async collection(type: string): Promise<readonly Row[]> {
    return this.rows('SELECT * FROM resources WHERE type = ? ORDER BY id', rowOf, type);
  }

  async charter(): Promise<Charter | undefined> {
    const meta = new Map(this.all('SELECT name, value FROM meta').map((row) => [row['name'], String(row['value'])]));
    const seed = meta.get('seed');
    const world = meta.get('world');
    const edition = meta.get('edition') ?? null;
    return seed === undefined || world === undefined ? undefined : { seed, world: legibly(this.path, () => JSON.parse(world) as World), edition };
  }

  async news(since: number): Promise<News> {
    const keys = new Map<string, RowKey>();
    let charter = false;
    for (const event of this.rows('SELECT * FROM events WHERE revision > ? ORDER BY revision', eventOf, since)) {
      for (const key of [event, ...event.touched]) keys.set(`${key.type} ${key.id}`, key);
      charter ||= CHARTER_EVENTS.includes(event.kind);
    }
    const rows: Row[] = [];
    const gone: RowKey[] = [];
    for (const key of keys.values()) {
      const row = await this.read(key);
      if (row) rows.push(row);
      else gone.push(key);
    }
    return { rows, gone, charter };
  }

  async events(after: number, limit: number): Promise<readonly Event[]> {
    return this.rows('SELECT * FROM events WHERE revision > ? ORDER BY revision LIMIT ?', eventOf, after, limit);
  }

  look<T>(work: (revision: number, at: number) => Promise<T>, turn: Turn = {}): Promise<T> {
    this.together.part();
    return this.turns.run(async () => {
      const tip = await this.begun('BEGIN', turn);
      try {
        return await work(tip.revision, tip.at);
      } finally {
        this.rollBack();
      }
    }, turn);
  }

  change<T>(task: Task<T>, turn: Turn = {}): Promise<T> {
    return this.together.give(task, turn);
  }

  close(): Promise<void> {
    return this.turns.close(() => {
      // Statements that were not collected yet can keep the log from being folded in, so that is asked for by name.
      try {
        this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Others are reading or the disk is full: the log stays, and nothing is lost.
      }
      this.database.close();
    });
  }

  /** One transaction for as many changes as may share it, then another for the rest. */
  private async commit(changes: readonly Waiting[]): Promise<void> {
    let rest = changes;
    while (rest.length > 0) rest = await this.commitTogether(rest);
  }

  /** Gives those that wait for another transaction: behind one that changes the charter, since they read it from the file. */
  private async commitTogether([first, ...others]: readonly Waiting[]): Promise<readonly Waiting[]> {
    if (!first) return [];
    let tip: Tip;
    try {
      first.turn.signal?.throwIfAborted();
      tip = await this.begun('BEGIN IMMEDIATE', first.turn);
    } catch (error) {
      // Who waited for the same lock has waited as long; who gave up did so alone.
      const all = error instanceof Unavailable;
      for (const each of all ? [first, ...others] : [first]) each.failed(error);
      return all ? [] : others;
    }
    const tried: Tried[] = [];
    const rest = [first, ...others];
    while (rest.length > 0 && !tried.at(-1)?.change?.charter) {
      const next = rest.shift();
      if (!next) break;
      const last = await tryOut(next, tip);
      tip = last.change?.events.at(-1) ?? tip;
      tried.push(last);
    }
    this.end(tried);
    return rest;
  }

  /** Commits what was tried, and tells everyone; nothing of it stands where that fails, so those who were refused in view of it fail too. */
  private end(tried: readonly Tried[]): void {
    const changes = tried.flatMap(({ change }) => change ?? []);
    try {
      clearly(this.path, () => {
        for (const change of changes) this.keep(change);
        this.database.exec(changes.length > 0 ? 'COMMIT' : 'ROLLBACK');
      });
    } catch (error) {
      this.rollBack();
      for (const each of [...tried].reverse()) each.undo();
      for (const each of tried) each.failed(error);
      return;
    }
    for (const each of tried) each.tell();
  }

  /** Begins a transaction as soon as no other process holds the file. */
  private begun(begin: string, { signal }: Turn): Promise<Tip> {
    return patiently(this.path, () => this.begin(begin), { ...this.patience, ...(signal ? { signal } : {}) });
  }

  /** Begins a turn; gives the last line of the log. Either may find the file held by another process. */
  private begin(begin: string): Tip {
    this.database.exec(begin);
    try {
      const last = this.statement('SELECT revision, at FROM events ORDER BY revision DESC LIMIT 1').get() as Columns | undefined;
      return { revision: Number(last?.['revision'] ?? 0), at: Number(last?.['at'] ?? 0) };
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** SQLite has rolled back by itself after some failures, and cannot after others; either way nothing of the turn is kept. */
  private rollBack(): void {
    try {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
    } catch {
      // What the turn failed with says more than that its end failed too.
    }
  }

  private keep({ events, written, removed, charter }: Change): void {
    for (const { type, id } of removed) this.run('DELETE FROM resources WHERE type = ? AND id = ?', type, id);
    for (const { type, id, values, runtime, incarnation, revision } of written) {
      const columns = [type, id, textOf(values), runtime === null ? null : textOf(runtime), incarnation, revision];
      this.run('INSERT OR REPLACE INTO resources (type, id, "values", runtime, incarnation, revision) VALUES (?, ?, ?, ?, ?, ?)', ...columns);
    }
    for (const { revision, at, principal, kind, what, type, id, touched } of events) {
      const columns = [revision, at, principal, kind, what ?? null, type, id, JSON.stringify(touched)];
      this.run('INSERT INTO events (revision, at, principal, kind, what, type, id, touched) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', ...columns);
    }
    if (!charter) return;
    this.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', 'seed', charter.seed);
    this.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', 'world', JSON.stringify(charter.world));
    if (charter.edition !== null) this.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', 'edition', charter.edition);
  }

  private run(sql: string, ...parameters: (string | number | null)[]): void {
    this.statement(sql).run(...parameters);
  }

  private rows<T>(sql: string, read: (columns: Columns) => T, ...parameters: (string | number)[]): T[] {
    const found = this.all(sql, ...parameters);
    return legibly(this.path, () => found.map(read));
  }

  private all(sql: string, ...parameters: (string | number)[]): Columns[] {
    return clearly(this.path, () => this.statement(sql).all(...parameters)) as Columns[];
  }

  private statement(sql: string): ReturnType<DatabaseSync['prepare']> {
    if (!this.database.isOpen) throw closed();
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

async function tryOut({ turn, work, undo, done, failed }: Waiting, { revision, at }: Tip): Promise<Tried> {
  const refused = (error: unknown): Tried => ({ change: undefined, tell: () => failed(error), undo: () => undefined, failed });
  if (turn.signal?.aborted) return refused(turn.signal.reason);
  try {
    return { change: await work(revision, at), tell: done, undo, failed };
  } catch (error) {
    undo();
    return refused(error);
  }
}

const rowOf = (columns: Columns): Row => ({
  id: String(columns['id']),
  type: String(columns['type']),
  values: valuesOf(String(columns['values'])),
  runtime: columns['runtime'] === null ? null : valuesOf(String(columns['runtime'])),
  incarnation: String(columns['incarnation']),
  revision: Number(columns['revision']),
});

const eventOf = (columns: Columns): Event => ({
  revision: Number(columns['revision']),
  at: Number(columns['at']),
  principal: String(columns['principal']),
  kind: columns['kind'] as Event['kind'],
  ...(columns['what'] === null ? {} : { what: String(columns['what']) }),
  type: String(columns['type']),
  id: String(columns['id']),
  touched: JSON.parse(String(columns['touched'])) as RowKey[],
});
