/** A store in memory: for forks, tests, and whatever need not outlive the process. Rows are shared, never edited. */
import { CHARTER_EVENTS, type Change, type Charter, type Event, type News, type Row, type RowKey, type Store, type Task, type Turn } from './store';
import { closed, Turns } from './turns';

export interface Contents {
  readonly charter: Charter;
  readonly rows: Iterable<Row>;
  readonly revision: number;
  /** Time of the last line of the log, in milliseconds since 1970 in UTC. */
  readonly at: number;
}

/** A store that begins empty, or as a copy of what another held. */
export function memoryStore(contents?: Contents): Store {
  return new MemoryStore(contents);
}

class MemoryStore implements Store {
  private readonly rows = new Map<string, Map<string, Row>>();
  private readonly log: Event[] = [];
  private readonly turns = new Turns();
  private begun: Charter | undefined;
  private revision = 0;
  private at = 0;

  constructor(contents: Contents | undefined) {
    if (!contents) return;
    this.begun = contents.charter;
    this.revision = contents.revision;
    this.at = contents.at;
    for (const row of contents.rows) this.write(row);
  }

  async read({ type, id }: RowKey): Promise<Row | undefined> {
    this.open();
    return this.rows.get(type)?.get(id);
  }

  async collection(type: string): Promise<readonly Row[]> {
    this.open();
    return [...(this.rows.get(type)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async charter(): Promise<Charter | undefined> {
    this.open();
    return this.begun;
  }

  async news(since: number): Promise<News> {
    const keys = new Map(this.after(since).flatMap((event) => [event, ...event.touched].map((key) => [`${key.type} ${key.id}`, key] as const)));
    const rows: Row[] = [];
    const gone: RowKey[] = [];
    for (const key of keys.values()) {
      const row = await this.read(key);
      if (row) rows.push(row);
      else gone.push(key);
    }
    return { rows, gone, charter: this.after(since).some((event) => CHARTER_EVENTS.includes(event.kind)) };
  }

  async events(after: number, limit: number): Promise<readonly Event[]> {
    this.open();
    return this.after(after).slice(0, limit);
  }

  look<T>(work: (revision: number, at: number) => Promise<T>, turn?: Turn): Promise<T> {
    return this.turns.run(() => work(this.revision, this.at), turn);
  }

  change<T>({ work, undo }: Task<T>, turn?: Turn): Promise<T> {
    return this.turns.run(async () => {
      try {
        const { change, result } = await work(this.revision, this.at);
        if (change) this.keep(change);
        return result;
      } catch (error) {
        undo();
        throw error;
      }
    }, turn);
  }

  close(): Promise<void> {
    return this.turns.close(() => undefined);
  }

  /** The log after a revision. Its revisions follow one another without a gap. */
  private after(revision: number): readonly Event[] {
    const first = this.log[0]?.revision ?? 0;
    return this.log.slice(Math.max(0, revision + 1 - first));
  }

  private open(): void {
    if (this.turns.isClosed) throw closed();
  }

  private keep(change: Change): void {
    for (const { type, id } of change.removed) this.rows.get(type)?.delete(id);
    for (const row of change.written) this.write(row);
    this.log.push(...change.events);
    const last = change.events.at(-1) ?? change.events[0];
    this.revision = last.revision;
    this.at = last.at;
    if (change.charter) this.begun = change.charter;
  }

  private write(row: Row): void {
    let ofType = this.rows.get(row.type);
    if (!ofType) this.rows.set(row.type, (ofType = new Map()));
    ofType.set(row.id, row);
  }
}
