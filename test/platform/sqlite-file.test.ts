/** Platform files that are not as they should be: each gives a clear answer, and none is harmed. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Unavailable } from '../../lib/core/command';
import { atLeast, SQLITE_AT_LEAST, sqlite } from '../../lib/platform/sqlite';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import type { Change, Row, Store } from '../../lib/platform/store';
import { bundled, ended, start } from './bundle';
import { scratch } from './scratch';

const file = scratch();
const Database = sqlite();

const refusal = async (path: string): Promise<string> => {
  const error = await openSqliteStore(path, { attemptsMax: 3 }).then(
    async (store) => {
      const problem = await store.collection('network').catch((error: unknown) => error);
      await store.close();
      return Array.isArray(problem) ? undefined : problem;
    },
    (problem: unknown) => problem,
  );
  if (!(error instanceof Unavailable)) throw error ?? new Error(`${path} was opened`);
  expect(error.message).toContain(path);
  return error.message;
};

const row = (name: string, revision: number, text = ''): Row => ({
  id: name,
  type: 'network',
  values: { name, text },
  runtime: null,
  incarnation: 'i',
  revision,
});
const write = (store: Store, name: string, text = ''): Promise<void> =>
  store.change({
    work: async (revision) => {
      const written = [row(name, revision + 1, text)];
      const change: Change = {
        events: [{ revision: revision + 1, at: 0, principal: 'me', kind: 'create', type: 'network', id: name, touched: [] }],
        written,
        removed: [],
      };
      return { change, result: undefined };
    },
    undo: () => undefined,
  });

test('a missing .socle folder is made', async () => {
  const path = file('.socle/platform.db');
  await (await openSqliteStore(path)).close();
  expect(statSync(path).isFile()).toBe(true);
});

// A mistyped path made folders and an empty platform at plan, and Terraform planned to create everything anew.
test.each(['one/platform.db', 'two/.socle/platform.db'])('no other folder is made: %s', async (path) => {
  expect(await refusal(file(path))).toMatch(/there is no folder .*(one|two): correct the path/);
  expect(existsSync(dirname(file(path)))).toBe(false);
});

test('commits go to a write-ahead log and wait for the disk', async () => {
  const path = file('durable.db');
  const store = await openSqliteStore(path);
  await write(store, 'a');
  expect(existsSync(`${path}-wal`)).toBe(true);
  const other = new Database(path);
  expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  other.close();
  await store.close();
});

test('the SQLite in use keeps commits when processes checkpoint together', () => {
  const memory = new Database(':memory:');
  const found = memory.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  expect(atLeast(found.version, SQLITE_AT_LEAST)).toBe(true);
  memory.close();
});

test.each([
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.51.10', true],
  ['3.52', true],
  ['3.9.9', false],
  ['4', true],
])('version %s is new enough: %s', (version, enough) => {
  expect(atLeast(version, SQLITE_AT_LEAST)).toBe(enough);
});

test('a folder is no platform file', async () => {
  mkdirSync(file('folder'));
  expect(await refusal(file('folder'))).toContain('folder');
});

test('a folder that cannot be made is said to be so', async () => {
  writeFileSync(file('plain'), 'x');
  expect(await refusal(file('plain/below/platform.db'))).toContain('cannot be made');
});

test('a name that no file can have is said to be so', async () => {
  expect(await refusal(file('a\0b.db'))).toContain('cannot be made');
});

test('a text file is refused and left as it is', async () => {
  const text = 'This is a letter, and a long one at that. '.repeat(50);
  writeFileSync(file('letter.txt'), text);
  expect(await refusal(file('letter.txt'))).toContain('not a platform file');
  expect(readFileSync(file('letter.txt'), 'utf8')).toBe(text);
});

test("another program's database is refused and left as it is", async () => {
  const path = file('foreign.db');
  const foreign = new Database(path);
  foreign.exec('CREATE TABLE songs (name TEXT)');
  foreign.close();
  const before = readFileSync(path);
  expect(await refusal(path)).toContain('another program');
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a file of a newer Socle is refused and left as it is', async () => {
  const path = file('newer.db');
  await (await openSqliteStore(path)).close();
  const later = new Database(path);
  later.exec('PRAGMA user_version = 99');
  later.close();
  expect(await refusal(path)).toContain('newer Socle');
});

test('an empty file is begun', async () => {
  writeFileSync(file('empty.db'), '');
  const store = await openSqliteStore(file('empty.db'));
  await write(store, 'a');
  await store.close();
});

test('a damaged file is refused', async () => {
  const path = file('damaged.db');
  const store = await openSqliteStore(path);
  for (let number = 0; number < 40; number += 1) await write(store, `n${number}`, 'x'.repeat(1000));
  await store.close();
  truncateSync(path, 5000);
  expect(await refusal(path)).toMatch(/damaged|cannot be used/);
});

test('a file that another process holds is waited for, and then said to be locked', async () => {
  const path = file('held.db');
  const store = await openSqliteStore(path, { attemptsMax: 3 });
  const holder = new Database(path);
  holder.exec('BEGIN IMMEDIATE');
  await expect(write(store, 'a')).rejects.toThrow(/locked by another process/);
  holder.exec('COMMIT');
  await write(store, 'a');
  holder.close();
  await store.close();
});

test('waiting for a lock ends when it is aborted', async () => {
  const path = file('aborted.db');
  const store = await openSqliteStore(path);
  const holder = new Database(path);
  holder.exec('BEGIN IMMEDIATE');
  const controller = new AbortController();
  const waiting = store.change({ work: async () => ({ result: 1 }), undo: () => undefined }, { signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(waiting).rejects.toThrow(/abort/);
  holder.exec('COMMIT');
  holder.close();
  await store.close();
});

describe('as another user, or under a limit', () => {
  let writer: string;
  beforeAll(() => {
    writer = bundled('test/platform/writer.ts', file('writer.js'));
  });

  test('a read-only file is refused', async () => {
    const path = file('locked/platform.db');
    mkdirSync(dirname(path));
    await (await openSqliteStore(path)).close();
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    chmodSync(dirname(dirname(path)), 0o755);
    const { out, code } = await ended(start(writer, [path, 'a', '1'], asNobody()));
    chmodSync(dirname(path), 0o755);
    expect(out).toMatch(/^Unavailable: the platform file .* is read-only/);
    expect(code).toBe(1);
  });

  test('a file that may be written, in a folder that may not, is refused: its log stands beside it', async () => {
    const path = file('closed/platform.db');
    mkdirSync(dirname(path));
    await (await openSqliteStore(path)).close();
    chmodSync(path, 0o666);
    chmodSync(dirname(path), 0o555);
    const { out, code } = await ended(start(writer, [path, 'a', '1'], asNobody()));
    chmodSync(dirname(path), 0o755);
    expect(out).toMatch(/^Unavailable: the platform file .* stands in a folder that is read-only/);
    expect(code).toBe(1);
  });

  test('on a full disk the command is refused, everything acknowledged before stands, and with room again the same process goes on', async () => {
    const path = file('full.db');
    // Files may have 300 blocks of 1,024 bytes: the log reaches that soon. The limit is soft, so that it can be raised from outside.
    const child = start(writer, [path, 'n', '400'], ['bash', '-c', 'ulimit -S -f 300; exec "$0" "$@"'], 'told');
    let refused = 0;
    let first = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!chunk.includes('Unavailable')) return;
      refused += 1;
      first ||= chunk.toString().slice(chunk.indexOf('Unavailable'));
      // Once more without room, and then with it.
      if (refused > 1) execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
      child.stdin?.write('again\n');
    });
    const { out, err, code } = await ended(child);
    expect(first).toMatch(/^Unavailable: the platform file .* cannot be (read or )?written/);
    expect({ last: out.trim().split('\n').at(-1), err, code, refused }).toEqual({ last: 'done', err: '', code: 0, refused: 2 });
    expect(acknowledgedIn(out.slice(0, out.indexOf('Unavailable'))).size).toBeGreaterThan(10);
    const store = await openSqliteStore(path);
    expect(new Set((await store.collection('network')).map(({ values }) => values['name']))).toEqual(acknowledgedIn(out));
    await store.close();
  });
});

function acknowledgedIn(out: string): Set<string> {
  const names = new Set<string>();
  for (const line of out.trim().split('\n')) {
    const [verb, name = ''] = line.split(' ');
    if (verb === 'created') names.add(name);
    if (verb === 'deleted') names.delete(name);
  }
  return names;
}

/** The superuser may write anything, so the test steps down where it is one. */
const asNobody = (): string[] => (process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []);
