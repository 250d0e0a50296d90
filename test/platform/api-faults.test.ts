/** Faults of the API: reads and commands that answer late or fail, by a chance that is the same for the same requests. */
import { catalogue } from '../../lib/catalogue/complete';
import { CPOOL, cpool, DATASTORE, datastore } from '../../lib/catalogue/facts/example-estates';
import { Troubled } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { troubled } from '../../lib/platform/api-faults';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, openPlatform, remove } from './open-platform';

/** A platform as callers meet it, and what it was made to wait. */
async function opened(...targets: readonly Values[]): Promise<{ platform: Platform; waits: number[]; ids: string[] }> {
  const waits: number[] = [];
  const bare = await openPlatform();
  for (const entry of [cpool(), datastore()]) await create(bare, entry);
  const wait = async (ms: number, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    waits.push(ms);
  };
  const platform = troubled(bare, { catalogue, wait });
  const ids: string[] = [];
  for (const target of targets) ids.push((await platform.strike({ kind: 'api', target })).id);
  return { platform, waits, ids };
}

const statusOf = async (work: Promise<unknown>): Promise<number> =>
  work.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof Troubled) return error.status;
      throw error;
    },
  );

const requests: Readonly<Record<string, (platform: Platform) => Promise<unknown>>> = {
  get: (platform) => platform.get(CPOOL),
  list: (platform) => platform.list('cpool'),
  observe: (platform) => platform.observe(CPOOL),
  findings: (platform) => platform.findings(),
  preview: (platform) => platform.preview([]),
  create: (platform) => create(platform, datastore({ name: 'other' })),
  update: async (platform) => platform.dispatch({ kind: 'update', type: 'datastore', id: DATASTORE, values: datastore({ size_gib: 2048 }).values }),
  delete: (platform) => remove(platform, 'datastore', DATASTORE),
  together: (platform) => platform.dispatchAll([{ kind: 'delete', type: 'datastore', id: DATASTORE }]),
};

test.each(Object.keys(requests))('%s fails with the status of the fault, and nothing is done', async (name) => {
  const { platform } = await opened({ error: 503 });
  const before = await platform.hash();
  expect(await statusOf(requests[name]?.(platform) ?? Promise.resolve())).toBe(503);
  expect(await platform.hash()).toBe(before);
});

test('what fails names the fault that is to be mended, and answers when it is', async () => {
  const { platform, ids } = await opened({ error: 500 });
  await expect(platform.get(CPOOL)).rejects.toThrow(ids[0]);
  await platform.mend(ids[0] ?? '');
  expect(await statusOf(platform.get(CPOOL))).toBe(200);
});

test('time, faults, the log and copies answer always', async () => {
  const { platform } = await opened({ error: 500 });
  await platform.clock();
  await platform.advance(1000);
  await platform.setClock('manual');
  expect((await platform.faults()).length).toBe(1);
  expect((await platform.events(0, 100)).length).toBeGreaterThan(0);
  expect(await statusOf((await platform.fork()).get(CPOOL))).toBe(200);
});

test.each<[string, Values, Record<string, number>]>([
  ['reads', { kind: 'read' }, { get: 429, list: 429, create: 200, update: 200 }],
  ['creations', { kind: 'create' }, { get: 200, create: 429, update: 200, together: 200 }],
  ['deletions', { kind: 'delete' }, { together: 429, create: 200 }],
  ['one type', { type: 'cpool' }, { get: 429, list: 429, create: 200, findings: 200 }],
  ['reads of one type', { kind: 'read', type: 'datastore' }, { get: 200, create: 200, update: 200 }],
])('a fault of %s strikes those alone', async (_, target, expected) => {
  for (const [name, status] of Object.entries(expected)) {
    const { platform } = await opened({ error: 429, ...target });
    expect([name, await statusOf(requests[name]?.(platform) ?? Promise.resolve())]).toEqual([name, status]);
  }
});

test('a fault that is yet to come, or over, strikes nobody', async () => {
  const { platform } = await opened();
  await platform.setClock('manual');
  await platform.strike({ kind: 'api', target: { error: 500 }, after_seconds: 60, for_seconds: 60 });
  const seen: number[] = [];
  for (const ms of [0, 60_000, 60_000]) {
    await platform.advance(ms);
    seen.push(await statusOf(platform.get(CPOOL)));
  }
  expect(seen).toEqual([200, 500, 200]);
});

describe('delays', () => {
  test('are waited for, and then the answer comes', async () => {
    const { platform, waits } = await opened({ delay_ms: 250 });
    expect([await statusOf(platform.get(CPOOL)), waits]).toEqual([200, [250]]);
  });

  test('of several faults add up to a minute at most, and come before the error', async () => {
    const { platform, waits } = await opened({ delay_ms: 40_000 }, { delay_ms: 40_000, error: 502 });
    expect([await statusOf(platform.get(CPOOL)), waits]).toEqual([502, [60_000]]);
  });

  test('end where the caller has gone, and nothing is done', async () => {
    const { platform, waits } = await opened({ delay_ms: 1000 });
    const gone = platform.dispatch({ kind: 'delete', type: 'datastore', id: DATASTORE }, { signal: AbortSignal.abort(new Error('gone')) });
    await expect(gone).rejects.toThrow('gone');
    expect(waits).toEqual([]);
    expect((await platform.list('datastore')).length).toBe(1);
  });
});

describe('chance', () => {
  const fates = async (platform: Platform, times = 200): Promise<number[]> => {
    const seen: number[] = [];
    for (let time = 0; time < times; time += 1) seen.push(await statusOf(platform.get(CPOOL)));
    return seen;
  };

  test.each([
    [0, 0, 0],
    [20, 25, 60],
    [100, 200, 200],
  ])('of %d percent strikes %d to %d of 200', async (probability_percent, least, most) => {
    const { platform } = await opened({ error: 500, probability_percent });
    const struck = (await fates(platform)).filter((status) => status === 500).length;
    expect(struck).toBeGreaterThanOrEqual(least);
    expect(struck).toBeLessThanOrEqual(most);
  });

  test('is the same for the same seed and requests, whatever is asked in between, and another for another seed', async () => {
    const one = await fates((await opened({ error: 500, probability_percent: 50, seed: 7 })).platform);
    const { platform } = await opened({ error: 500, probability_percent: 50, seed: 7 });
    const other: number[] = [];
    for (let time = 0; time < 200; time += 1) {
      await statusOf(platform.list('cpool'));
      other.push(await statusOf(platform.get(CPOOL)));
    }
    expect(other).toEqual(one);
    expect(await fates((await opened({ error: 500, probability_percent: 50, seed: 8 })).platform)).not.toEqual(one);
  });
});

test('a fault that stood before the platform was opened strikes its first request', async () => {
  const { platform } = await opened({ error: 503 });
  const again = troubled(await openPlatform({ store: memoryStore(await platform.contents()) }), { catalogue, wait: async () => undefined });
  expect(await statusOf(change(again, CPOOL, { host_count: 4 }))).toBe(503);
});
