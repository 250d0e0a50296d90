/** Platform files that a crash of the machine leaves behind: a log that was cut or garbled, a companion that is missing. */
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { Unavailable } from '../../lib/core/command';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
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
  for (const step of stepsOf('main', 5, 240, 'moving')) {
    await giveStep(platform, step);
    await note();
  }
  for (const companion of COMPANIONS) copyFileSync(WHOLE + companion, `${WHOLE}.kept${companion}`);
  await platform.close();
  expect(stood.size).toBeGreaterThan(40);
});

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

test('a file that was cut is refused as damaged, whatever its log says', async () => {
  const path = copy();
  const whole = await openPlatform({ store: await openSqliteStore(path) });
  await whole.close();
  const bytes = readFileSync(path).length;
  for (const share of [0.1, 0.5, 0.9]) {
    const cut = file(`cut-${share}.db`);
    copyFileSync(path, cut);
    truncateSync(cut, Math.floor(bytes * share));
    const outcome = await openSqliteStore(cut)
      .then(
        async (store) => {
          const platform = await openPlatform({ store });
          return platform.hash().finally(() => platform.close());
        },
        (error: unknown) => Promise.reject(error),
      )
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Unavailable);
    expect(String(outcome)).toMatch(/damaged|not a platform file/);
  }
});
