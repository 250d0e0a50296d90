/** What stands, in memory: the rows and the estate that rules judge, with a journal, so that a trial leaves no trace. */
import type { Catalogue } from '../core/catalogue';
import { Estate, type Resource } from '../core/estate';
import type { ShapeProblem } from '../core/validate';
import { isLedger } from './ledger';
import type { Row, RowKey } from './store';

/** A resource as it was and as it is; undefined where it did not or does not exist. */
export interface Changed {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** A place in the journal. */
export type Mark = number;

export const resourceOfRow = (row: Row, problems: readonly ShapeProblem[] = []): Resource => ({
  id: row.id,
  type: row.type,
  values: row.values,
  identified: true,
  ...(problems.length > 0 ? { problems } : {}),
});

export class Standing {
  readonly estate: Estate;
  /** The store's revision that this copy has seen. */
  revision = 0;
  private readonly rows = new Map<string, Row>();
  private readonly ledgers = new Map<string, Map<string, Row>>();
  private readonly collections = new Set<string>();
  private journal: { readonly key: RowKey; readonly before: Row | undefined }[] = [];

  constructor(catalogue: Catalogue) {
    this.estate = new Estate(catalogue, true);
  }

  row(id: string): Row | undefined {
    return this.rows.get(id);
  }

  /** Rows of one ledger by id. */
  ledger(type: string): ReadonlyMap<string, Row> {
    return this.ledgers.get(type) ?? NONE;
  }

  all(): IterableIterator<Row> {
    return this.rows.values();
  }

  holds(type: string): boolean {
    return this.collections.has(type);
  }

  /** Takes over a whole collection as the store holds it. */
  load(type: string, rows: readonly Row[]): void {
    this.collections.add(type);
    for (const row of rows) this.place(row, row);
  }

  /** Takes over what others have written, as far as its collection is held here. */
  reload(row: Row): void {
    if (this.collections.has(row.type)) this.place(row, row);
  }

  forget(key: RowKey): void {
    this.place(key, undefined);
  }

  /** Puts a row in the place of what had its id, until it is undone or kept. */
  put(row: Row, problems: readonly ShapeProblem[] = []): void {
    this.note(row);
    this.place(row, row, problems);
  }

  drop(key: RowKey): void {
    this.note(key);
    this.place(key, undefined);
  }

  mark(): Mark {
    return this.journal.length;
  }

  /** Every resource that differs now from what it was at a mark. */
  changedSince(mark: Mark): Changed[] {
    const first = new Map<string, Row | undefined>();
    for (const { key, before } of this.journal.slice(mark)) if (!first.has(key.id)) first.set(key.id, before);
    return [...first].map(([id, before]) => ({ before, after: this.rows.get(id) }));
  }

  undo(mark: Mark): void {
    while (this.journal.length > mark) {
      const last = this.journal.pop();
      if (last) this.place(last.key, last.before);
    }
  }

  /** What was put and dropped so far stays. */
  keep(): void {
    this.journal = [];
  }

  private note({ type, id }: RowKey): void {
    this.journal.push({ key: { type, id }, before: this.rows.get(id) });
  }

  private place({ type, id }: RowKey, row: Row | undefined, problems: readonly ShapeProblem[] = []): void {
    const values = this.rows.get(id)?.values;
    if (row) this.rows.set(id, row);
    else this.rows.delete(id);
    if (isLedger(type)) this.enter(type, id, row);
    // What is remembered is none of the estate's business: it is not indexed anew for it.
    else if (row && row.values === values && problems.length === 0 && !this.estate.get(id)?.problems) return;
    else if (row) this.estate.put(resourceOfRow(row, problems));
    else this.estate.remove(id);
  }

  private enter(type: string, id: string, row: Row | undefined): void {
    let ledger = this.ledgers.get(type);
    if (!ledger) this.ledgers.set(type, (ledger = new Map()));
    if (row) ledger.set(id, row);
    else ledger.delete(id);
  }
}

const NONE: ReadonlyMap<string, Row> = new Map();
