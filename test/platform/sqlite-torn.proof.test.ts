/** Platform files that a crash of the machine leaves behind: a log that was cut or garbled, a companion that is missing. */
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { Unavailable } from '../../lib/core/command';
import type { Platform } from '../../lib/platform/platform';
import { sqlite } from '../../lib/platform/sqlite';
import { openSqliteStore, openStoreForReading } from '../../lib/platform/sqlite-store';
import { create, openPlatform } from './open-platform';
import { groundOf, standbyOf, stepsOf } from './random-commands';
import { giveStep } from './random-platform';
import { scratch } from './scratch';

const file = scratch();
const WHOLE = file('whole.db');
const COMPANIONS = ['', '-wal', '-shm'];
/** SQLite's: a header before the first frame of the log. */
const LOG_HEADER_BYTES = 32;

/** Hashes of all states that stood one after another, by revision. */
const stood = new Map<number, string>();
let copies = 0;

/** The files as they lie on the disk while the platform is open: the log is not folded in. */
beforeAll(async () => {
  const platform = await openPlatform({ store: await openSqliteStore(WHOLE) });
  const note = async (): Promise<unknown> => stood.set(await revisionOf(platform), await platform.hash());
  await note();
  await platform.dispatchAll([...groundOf(), ...standbyOf()]);
  await note();
  for (const [index, step] of stepsOf('main', 5, 240, 'moving').entries()) {
    await giveStep(platform, step);
    await note();
    // Half of it is in the file itself, the rest in its log.
    if (index === 120) foldIn(WHOLE);
  }
  for (const companion of COMPANIONS) copyFileSync(WHOLE + companion, `${WHOLE}.kept${companion}`);
  await platform.close();
  copyFileSync(WHOLE, `${WHOLE}.folded`);
  expect(stood.size).toBeGreaterThan(40);
});

function foldIn(path: string): void {
  const database = new (sqlite())(path);
  database.exec('PRAGMA wal_checkpoint(FULL)');
  database.close();
}

const revisionOf = async (platform: Platform): Promise<number> => (await platform.events(0, 1_000_000)).at(-1)?.revision ?? 0;

/** A copy of the files, to be damaged. */
function copy(): string {
  const path = file(`copy-${++copies}.db`);
  for (const companion of COMPANIONS) copyFileSync(`${WHOLE}.kept${companion}`, path + companion);
  return path;
}

/** Opens what is left: it is a state that once stood, and it goes on. Gives its revision. */
async function opened(path: string): Promise<number> {
  const platform = await openPlatform({ store: await openSqliteStore(path) });
  const revision = await revisionOf(platform);
  // A log of which nothing is left is begun anew, as the first opening did.
  expect(await platform.hash()).toBe(stood.get(revision));
  await create(platform, { type: 'network', values: { name: `after-${copies}`, availability_zones: ['par7s'] } });
  await platform.close();
  const again = await openPlatform({ store: await openSqliteStore(path) });
  expect(await revisionOf(again)).toBe(revision + 1);
  await again.close();
  for (const companion of COMPANIONS) rmSync(path + companion, { force: true });
  return revision;
}

const last = (): number => Math.max(...stood.keys());
const logBytes = (): number => readFileSync(`${WHOLE}.kept-wal`).length;

test('whole, the files give the last state', async () => {
  expect(await opened(copy())).toBe(last());
});

test('a log that was cut anywhere gives a state that once stood', async () => {
  const revisions = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: logBytes() }), async (bytes) => {
      const path = copy();
      truncateSync(`${path}-wal`, bytes);
      revisions.add(await opened(path));
    }),
    { numRuns: 40, seed: 1 },
  );
  expect(revisions.size).toBeGreaterThan(10);
});

test('bytes that were garbled in the log end it there, with a state that once stood', async () => {
  const garble = fc.record({
    from: fc.integer({ min: LOG_HEADER_BYTES, max: logBytes() - 1 }),
    flip: fc.integer({ min: 1, max: 255 }),
    length: fc.integer({ min: 1, max: 4096 }),
  });
  const revisions = new Set<number>();
  await fc.assert(
    fc.asyncProperty(garble, async ({ from, flip, length }) => {
      const path = copy();
      const log = readFileSync(`${path}-wal`);
      for (let at = from; at < Math.min(from + length, log.length); at += 1) log[at] = (log[at] ?? 0) ^ flip;
      writeFileSync(`${path}-wal`, log);
      // What maps the log is made anew by whoever opens the file first after a crash.
      rmSync(`${path}-shm`);
      revisions.add(await opened(path));
    }),
    { numRuns: 40, seed: 2 },
  );
  expect(revisions.size).toBeGreaterThan(10);
});

test('a log full of noise gives the state that the file itself holds', async () => {
  const path = copy();
  writeFileSync(`${path}-wal`, Buffer.alloc(logBytes(), 0xa5));
  expect(stood.has(await opened(path))).toBe(true);
});

test.each([['-shm'], ['-wal'], ['-wal', '-shm']])('without %s there is a state that once stood', async (...missing) => {
  const path = copy();
  for (const companion of missing) rmSync(path + companion);
  const revision = await opened(path);
  if (!missing.includes('-wal')) expect(revision).toBe(last());
});

/** What comes of a damaged file: the hash of all that it holds, or a refusal that says what to do. */
async function outcomeOf(path: string): Promise<string> {
  try {
    const platform = await openPlatform({ store: await openSqliteStore(path) });
    return await platform.hash().finally(() => platform.close());
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    expect(error.message).toMatch(/damaged|not a platform file/);
    return 'refused';
  } finally {
    for (const companion of COMPANIONS) rmSync(path + companion, { force: true });
  }
}

/** A copy of the file with its log folded in. */
function folded(): string {
  const path = file(`copy-${++copies}.db`);
  copyFileSync(`${WHOLE}.folded`, path);
  return path;
}

test('a file that was cut is refused as damaged, unless its log has all that is missing', async () => {
  const outcomes = new Set<string>();
  const whole = stood.get(last()) ?? '';
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 999 }), fc.boolean(), async (share, withLog) => {
      const path = withLog ? copy() : folded();
      truncateSync(path, Math.floor((share / 1000) * readFileSync(path).length));
      const outcome = await outcomeOf(path);
      outcomes.add(outcome);
      // An empty file without a log is one that was never begun.
      if (outcome !== 'refused' && (share > 0 || withLog)) expect(outcome).toBe(whole);
    }),
    { numRuns: 40, seed: 3 },
  );
  expect(outcomes).toContain('refused');
});

// SQLite took the empty file for a new one and threw away the log, which held all that had been acknowledged.
test.each([
  ['to be written', openSqliteStore],
  ['to be looked at', openStoreForReading],
])('an empty file with a log is refused %s, and the log is left', async (_, open) => {
  const path = copy();
  truncateSync(path, 0);
  await expect(open(path)).rejects.toThrow(Unavailable);
  expect(readFileSync(`${path}-wal`).length).toBe(logBytes());
});

test('bytes that were garbled in the file itself are refused as damage where they are seen at all, and never end in anything else', async () => {
  const outcomes: string[] = [];
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.integer({ min: 1, max: 64 }), async (place, flip, length) => {
      const path = folded();
      const bytes = readFileSync(path);
      const from = place % bytes.length;
      for (let at = from; at < Math.min(from + length, bytes.length); at += 1) bytes[at] = (bytes[at] ?? 0) ^ flip;
      writeFileSync(path, bytes);
      outcomes.push(await outcomeOf(path));
    }),
    { numRuns: 60, seed: 4 },
  );
  expect(outcomes).toContain('refused');
});
