/** Both stores against a model that fits on a page: whatever is kept, refused, read and opened again, all three say the same. */
import fc from 'fast-check';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { UNKNOWN, type Values } from '../../lib/core/unknown';
import { memoryStore } from '../../lib/platform/memory-store';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import type { Change, Charter, Event, Row, Store } from '../../lib/platform/store';
import { scratch } from './scratch';

const file = scratch();
let files = 0;

const TYPES = ['network', 'cpool'] as const;
const NAMES = ['a', 'b', 'c', 'd'] as const;

/** What a change writes and removes, before it knows at which revision. */
interface Draft {
  readonly written: readonly Pick<Row, 'id' | 'type' | 'values' | 'runtime'>[];
  readonly removed: readonly { readonly type: string; readonly id: string }[];
  /** Lines of the log. */
  readonly lines: number;
  readonly edition: string | null;
}

class Model {
  readonly rows = new Map<string, Row>();
  readonly log: Event[] = [];
  charter: Charter | undefined;

  get revision(): number {
    return this.log.length;
  }

  keep(change: Change): void {
    for (const { type, id } of change.removed) this.rows.delete(`${type} ${id}`);
    for (const row of change.written) this.rows.set(`${row.type} ${row.id}`, row);
    this.log.push(...change.events);
    this.charter = change.charter ?? this.charter;
  }

  collection(type: string): Row[] {
    return [...this.rows.values()].filter((row) => row.type === type).sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

interface Real {
  readonly path: string;
  readonly memory: Store;
  sqlite: Store;
}

const storesOf = (real: Real): readonly Store[] => [real.memory, real.sqlite];

function changeOf({ written, removed, lines, edition }: Draft, revision: number, at: number): Change {
  const keys = [...written, ...removed].map(({ type, id }) => ({ type, id }));
  const line = (index: number): Event => ({
    revision: revision + index + 1,
    at: at + index,
    principal: 'me',
    kind: edition === null ? 'update' : 'edition',
    type: keys[index]?.type ?? '',
    id: keys[index]?.id ?? '',
    // What has no line of its own is named by the last.
    touched: index === lines - 1 ? keys.slice(lines) : [],
  });
  const [first, ...others] = Array.from({ length: lines }, (_, index) => line(index));
  if (!first) throw new Error('a change without a line');
  return {
    events: [first, ...others],
    written: written.map((row) => ({ ...row, incarnation: 'i', revision: revision + 1 })),
    removed,
    ...(edition === null ? {} : { charter: { seed: 's', world: defaultWorld, edition } }),
  };
}

const keep = (store: Store, draft: Draft): Promise<Change> =>
  store.change({
    work: async (revision, at) => {
      const change = changeOf(draft, revision, at);
      return { change, result: change };
    },
    undo: () => undefined,
  });

type Step = fc.AsyncCommand<Model, Real>;

/** Several at once: they take their turns in the order in which they were given. */
const keeping = (drafts: readonly Draft[]): Step => ({
  check: () => true,
  run: async (model, real) => {
    const [one, other] = await Promise.all(storesOf(real).map((store) => Promise.all(drafts.map((draft) => keep(store, draft)))));
    expect(one).toEqual(other);
    for (const change of one ?? []) model.keep(change);
  },
  toString: () => `keeps ${JSON.stringify(drafts)}`,
});

/** One that fails among others that do not: they are kept, it is undone before the next takes its turn. */
const failing = (before: Draft, after: Draft): Step => ({
  check: () => true,
  run: async (model, real) => {
    const [one, other] = await Promise.all(
      storesOf(real).map(async (store) => {
        const order: string[] = [];
        const fail = {
          work: async (): Promise<{ result: never }> => {
            order.push('work');
            throw new Error('no');
          },
          undo: () => order.push('undo'),
        };
        const all = [keep(store, before), store.change(fail).catch(() => order.push('failed')), keep(store, after)] as const;
        const [first, , second] = await Promise.all(all);
        return { order: order.filter((word) => word !== 'failed'), kept: [first, second] };
      }),
    );
    expect(one).toEqual(other);
    expect(one?.order).toEqual(['work', 'undo']);
    for (const change of one?.kept ?? []) model.keep(change);
  },
  toString: () => `fails between ${JSON.stringify([before, after])}`,
});

const looking = (since: number): Step => ({
  check: () => true,
  run: async (model, real) => {
    const after = Math.min(since, model.revision);
    for (const store of storesOf(real)) {
      expect(await store.look(async (revision) => revision)).toBe(model.revision);
      expect(await store.charter()).toEqual(model.charter);
      expect(await store.events(after, 5)).toEqual(model.log.slice(after, after + 5));
      for (const type of TYPES) expect(await store.collection(type)).toEqual(model.collection(type));
      const { rows, gone, charter } = await store.news(after);
      const named = new Set(model.log.slice(after).flatMap((event) => [event, ...event.touched].map(({ type, id }) => `${type} ${id}`)));
      expect(new Set(rows)).toEqual(new Set([...named].flatMap((key) => model.rows.get(key) ?? [])));
      expect(new Set(gone.map(({ type, id }) => `${type} ${id}`))).toEqual(new Set([...named].filter((key) => !model.rows.has(key))));
      expect(charter).toBe(model.log.slice(after).some(({ kind }) => kind === 'edition'));
    }
  },
  toString: () => `looks since ${since}`,
});

const reopening: Step = {
  check: () => true,
  run: async (_model, real) => {
    await real.sqlite.close();
    real.sqlite = await openSqliteStore(real.path);
  },
  toString: () => 'opens again',
};

const values: fc.Arbitrary<Values> = fc.dictionary(
  fc.constantFrom('size_gib', 'text', '__proto__', 'deep'),
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 5 }),
    fc.integer(),
    fc.constantFrom(null, true, 1e21, 0.1, UNKNOWN),
    fc.array(fc.record({ secret: fc.constantFrom(UNKNOWN, '{"unknown":true}') }), { maxLength: 2 }),
  ),
  { noNullPrototype: true },
) as fc.Arbitrary<Values>;
const key = fc.record({ type: fc.constantFrom(...TYPES), id: fc.constantFrom(...NAMES) });
const selector = ({ type, id }: { readonly type: string; readonly id: string }): string => `${type} ${id}`;
const draft: fc.Arbitrary<Draft> = fc
  .record({
    written: fc.uniqueArray(
      fc.tuple(key, values, fc.option(values)).map(([own, all, runtime]) => ({ ...own, values: all, runtime })),
      {
        selector,
        minLength: 1,
        maxLength: 3,
      },
    ),
    gone: fc.uniqueArray(key, { selector, maxLength: 2 }),
    lines: fc.integer({ min: 1, max: 3 }),
    edition: fc.constantFrom(null, null, null, '2026-08'),
  })
  .map(({ gone, ...rest }) => ({ ...rest, removed: gone.filter((each) => !rest.written.some((row) => selector(row) === selector(each))) }));

test('memory and SQLite keep, undo, tell and reopen alike', async () => {
  const steps = [
    fc.array(draft, { minLength: 1, maxLength: 4 }).map(keeping),
    fc.tuple(draft, draft).map(([before, after]) => failing(before, after)),
    fc.integer({ min: 0, max: 40 }).map(looking),
    fc.constant(reopening),
  ];
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 20 }), async (commands) => {
      const path = file(`model-${++files}.db`);
      const real: Real = { path, memory: memoryStore(), sqlite: await openSqliteStore(path) };
      try {
        await fc.asyncModelRun(() => ({ model: new Model(), real }), commands);
      } finally {
        await Promise.all(storesOf(real).map((store) => store.close()));
      }
    }),
    { numRuns: 40 },
  );
});
