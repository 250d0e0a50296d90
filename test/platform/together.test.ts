/** Commands that wait at the same time are committed together: each is still done wholly or not at all, and all are told the truth. */
import { cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import type { Change } from '../../lib/platform/store';
import { create, type Entry, openPlatform, refusalOf, remove, said, withGround } from './open-platform';
import { passedThrough } from './passed-through';
import { scratch } from './scratch';

const file = scratch();
let files = 0;
const nextFile = (): string => file(`together-${++files}.db`);
const network = (name: string): Entry => ({ type: 'network', values: { name, availability_zones: ['par7s'] } });

/** Its revision is one that stands already, so that it cannot be kept. */
const broken = (change: Change): Change => ({ ...change, events: [{ ...change.events[0], revision: 1 }] });

/** A platform that has been read from the file by somebody else holds the same. */
async function sameOnDisk(path: string, platform: Platform): Promise<void> {
  const twin = await openPlatform({ store: await openSqliteStore(path) });
  expect(await twin.hash()).toBe(await platform.hash());
  expect(await twin.events(0, 1000)).toEqual(await platform.events(0, 1000));
  await twin.close();
}

test('they come to the same as one after another, and each has its own line', async () => {
  const path = nextFile();
  const [together, apart] = [await openPlatform({ store: await openSqliteStore(path) }), await openPlatform()];
  const entries = [cpool(), datastore(), policy(), ...['a', 'b', 'c'].map((name) => vm(name))];
  const stored = await Promise.all(entries.map((entry) => create(together, entry)));
  for (const [index, entry] of entries.entries()) expect(await create(apart, entry)).toEqual(stored[index]);
  expect(await together.hash()).toBe(await apart.hash());
  expect(await together.events(0, 100)).toEqual(await apart.events(0, 100));
  await sameOnDisk(path, together);
  await together.close();
});

test('one that is refused does not touch the others, and sees what those before it did', async () => {
  const path = nextFile();
  const platform = await withGround(await openPlatform({ store: await openSqliteStore(path) }));
  const outcomes = await Promise.allSettled([
    create(platform, vm('a')),
    create(platform, vm('b', { memory_gib: 5000 })),
    create(platform, vm('a')),
    remove(platform, 'virtual_machine', vmId('a')),
    create(platform, vm('a', { memory_gib: 16 })),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled']);
  expect(said(await refusalOf(create(platform, vm('a'))))).toEqual([`IDENTITY-002 ${vmId('a')}`]);
  expect((await platform.get(vmId('a')))?.values['memory_gib']).toBe(16);
  await sameOnDisk(path, platform);
  await platform.close();
});

test('nobody reads what is not committed', async () => {
  const path = nextFile();
  const platform = await openPlatform({ store: await openSqliteStore(path) });
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  const acknowledged = new Set<string>();
  const other = await openSqliteStore(path);
  const writing = names.map((name) =>
    create(platform, network(name)).then(({ id }) => {
      acknowledged.add(id);
    }),
  );
  while (acknowledged.size < names.length) {
    // The file as any other process finds it at this very moment: nothing that was read here may be missing there.
    const here = await platform.list('network');
    const there = new Set((await other.collection('network')).map(({ id }) => id));
    expect(here.filter(({ id }) => !there.has(id))).toEqual([]);
    for (const id of acknowledged) expect(there).toContain(id);
    await new Promise(setImmediate);
  }
  await Promise.all([...writing, other.close()]);
  await platform.close();
});

test('where they cannot be kept, none of them stands, all of them fail, and the platform goes on', async () => {
  const path = nextFile();
  let breaking = false;
  const platform = await withGround(
    await openPlatform({ store: passedThrough(await openSqliteStore(path), (change) => (breaking && change ? broken(change) : change)) }),
  );
  await create(platform, vm('a'));
  const before = { hash: await platform.hash(), log: await platform.events(0, 100) };
  breaking = true;
  const outcomes = await Promise.allSettled([
    create(platform, vm('b')),
    // Refused in view of the one before, which does not come to stand: that would be no true answer.
    create(platform, vm('b')),
    remove(platform, 'virtual_machine', vmId('a')),
    create(platform, network('n')),
  ]);
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : undefined)?.constructor.name)).toEqual(
    Array(4).fill('Unavailable'),
  );
  breaking = false;
  expect({ hash: await platform.hash(), log: await platform.events(0, 100) }).toEqual(before);
  await Promise.all([create(platform, vm('b')), create(platform, network('n'))]);
  await sameOnDisk(path, platform);
  await platform.close();
});

test('one that is aborted while it waits leaves the others alone', async () => {
  const platform = await openPlatform({ store: await openSqliteStore(nextFile()) });
  const controller = new AbortController();
  const values = { name: 'aborted', availability_zones: ['par7s'] };
  const given = [
    create(platform, network('a')),
    platform.dispatch({ kind: 'create', type: 'network', values }, { signal: controller.signal }),
    create(platform, network('b')),
  ];
  controller.abort();
  expect((await Promise.allSettled(given)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await platform.list('network')).map(({ values: { name } }) => name)).toEqual(['a', 'b']);
  await platform.close();
});

test('the edition is noted once, however many commands come first', async () => {
  const path = nextFile();
  await (await openPlatform({ store: await openSqliteStore(path) })).close();
  const again = await openPlatform({ store: await openSqliteStore(path), edition: '2026-08' });
  await Promise.all(['a', 'b', 'c'].map((name) => create(again, network(name))));
  expect((await again.events(0, 100)).map(({ kind }) => kind)).toEqual(['begin', 'edition', 'create', 'create', 'create']);
  await again.close();
});

test('no more wait than a bound allows, and there is room again when they are done', async () => {
  const store = await openSqliteStore(nextFile());
  const nothing = { work: async () => ({ result: undefined }), undo: () => undefined };
  const waiting = Array.from({ length: 20_000 }, () => store.change(nothing));
  await expect(store.change(nothing)).rejects.toThrow(/20000 commands wait/);
  await Promise.all(waiting);
  await store.change(nothing);
  const last = store.change(nothing);
  const closing = store.close();
  await expect(store.change(nothing)).rejects.toThrow(/closed/);
  await Promise.all([last, closing]);
});
