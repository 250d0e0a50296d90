/** What every store promises, memory and SQLite alike. */
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { Unavailable } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { memoryStore } from '../../lib/platform/memory-store';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import type { Change, Row, Store } from '../../lib/platform/store';
import { scratch } from './scratch';

const file = scratch();
let files = 0;

const row = (name: string, values: Values = {}, revision = 1): Row => ({
  id: `tenants/main/networks/${name}`,
  type: 'network',
  values: { name, ...values },
  runtime: null,
  incarnation: 'i',
  revision,
});
const changing = (revision: number, written: readonly Row[], removed: readonly Row[] = [], more: Partial<Change> = {}): Change => ({
  events: [
    {
      revision,
      at: 5,
      principal: 'me',
      kind: 'create',
      type: 'network',
      id: (written[0] ?? removed[0])?.id ?? '',
      touched: [...written, ...removed].slice(1).map(({ type, id }) => ({ type, id })),
    },
  ],
  written,
  removed: removed.map(({ type, id }) => ({ type, id })),
  ...more,
});
/** Keeps a change made at the revision that the store is at. */
const keep = (store: Store, make: (revision: number) => Change): Promise<number> =>
  store.change({ work: async (revision) => ({ change: make(revision + 1), result: revision + 1 }), undo: () => undefined });

describe.each([
  ['memory', async () => memoryStore()],
  ['SQLite', () => openSqliteStore(file(`store-${++files}.db`))],
])('a store in %s', (_kind, open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test('begins at revision 0, without a charter and without rows', async () => {
    expect(await store.look(async (revision) => revision)).toBe(0);
    expect(await store.charter()).toBeUndefined();
    expect(await store.collection('network')).toEqual([]);
  });

  test('a kept change is read back, row by row and by type in order of id', async () => {
    const odd = row('b', { text: 'é\u0000"\\', deep: [{ n: 1e21 }, null, true], ['__proto__']: 'x' });
    await keep(store, (revision) => changing(revision, [odd, { ...row('a'), runtime: { host: null } }]));
    expect(await store.read(odd)).toEqual(odd);
    expect((await store.collection('network')).map(({ id, runtime }) => [id, runtime])).toEqual([
      ['tenants/main/networks/a', { host: null }],
      ['tenants/main/networks/b', null],
    ]);
    expect(await store.read({ type: 'cpool', id: odd.id })).toBeUndefined();
  });

  test('the charter is kept with the change that brings it', async () => {
    const charter = { edition: '2026-08', seed: 's', world: defaultWorld };
    await keep(store, (revision) => changing(revision, [], [], { charter }));
    expect(await store.charter()).toEqual(charter);
  });

  test('a change that throws keeps nothing and is undone before the next turn', async () => {
    const order: string[] = [];
    const failing = store.change({
      work: async () => {
        order.push('work');
        throw new Error('no');
      },
      undo: () => order.push('undo'),
    });
    const next = store.look(async (revision) => order.push(`next at ${revision}`));
    await expect(failing).rejects.toThrow('no');
    await next;
    expect(order).toEqual(['work', 'undo', 'next at 0']);
  });

  test('a turn that hands over no change leaves the revision as it is', async () => {
    expect(await store.change({ work: async () => ({ result: 7 }), undo: () => undefined })).toBe(7);
    expect(await store.look(async (revision) => revision)).toBe(0);
  });

  test('news name what was written and what is gone since a revision', async () => {
    await keep(store, (revision) => changing(revision, [row('a'), row('b')]));
    await keep(store, (revision) => changing(revision, [row('c', {}, revision)], [row('a')]));
    await keep(store, (revision) =>
      changing(revision, [], [row('c')], {
        events: [{ revision, at: 5, principal: 'me', kind: 'world', type: 'network', id: row('c').id, touched: [] }],
      }),
    );
    expect(await store.news(3)).toEqual({ rows: [], gone: [], charter: false });
    expect(await store.news(1)).toEqual({
      rows: [],
      gone: [
        { type: 'network', id: row('c').id },
        { type: 'network', id: row('a').id },
      ].map((key) => expect.objectContaining(key)),
      charter: true,
    });
    expect((await store.news(0)).rows.map(({ id }) => id)).toEqual([row('b').id]);
  });

  test('the log is given oldest first, after a revision, as many lines as asked for', async () => {
    for (const name of ['a', 'b', 'c']) await keep(store, (revision) => changing(revision, [row(name)]));
    expect((await store.events(1, 1)).map(({ revision, id, principal, at }) => [revision, id, principal, at])).toEqual([[2, row('b').id, 'me', 5]]);
    expect(await store.events(0, 10)).toHaveLength(3);
  });

  test('turns never overlap', async () => {
    let running = 0;
    const turn = async (revision: number) => {
      running += 1;
      expect(running).toBe(1);
      await new Promise(setImmediate);
      running -= 1;
      return { change: changing(revision + 1, [row(`r${revision}`)]), result: revision };
    };
    const done = await Promise.all(Array.from({ length: 10 }, () => store.change({ work: turn, undo: () => undefined })));
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('what is aborted while it waits does not start', async () => {
    const controller = new AbortController();
    const first = store.look(async () => controller.abort());
    const second = store.look(async () => 'started', { signal: controller.signal });
    await first;
    await expect(second).rejects.toThrow(/abort/);
  });

  test('closing waits for the turns that were given before, and refuses those that come after', async () => {
    const before = keep(store, (revision) => changing(revision, [row('a')]));
    const closing = store.close();
    const after = store.look(async () => 1);
    await expect(after).rejects.toThrow(Unavailable);
    expect(await before).toBe(1);
    await closing;
    await expect(store.read(row('a'))).rejects.toThrow(Unavailable);
    await store.close();
  });
});
