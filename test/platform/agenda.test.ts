/** What happens by itself: in its order, once, wholly or not at all, the same however time passes. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { bellId, hang, heard, openBells } from './bells';
import { bundled, ended, start } from './bundle';
import { change, NOON, remove } from './open-platform';
import { scratch } from './scratch';

const file = scratch();

/** What happened by itself, in order. */
const happened = async (platform: Platform): Promise<string[]> =>
  (await platform.events(0, 10_000)).flatMap(({ kind, id }) => (kind === 'due' ? [id.slice(bellId('').length)] : []));

test('things happen by their time, and at one time in the order in which they were planned', async () => {
  const platform = await openBells();
  for (const [name, after] of [
    ['d', 2],
    ['b', 1],
    ['a', 1],
    ['c', 1],
  ] as const)
    await hang(platform, name, { after: after * HOUR_MS });
  await platform.advance(DAY_MS);
  expect(await happened(platform)).toEqual(['b', 'a', 'c', 'd']);
});

test.each([
  [HOUR_MS - 1, []],
  [HOUR_MS, [NOON + HOUR_MS]],
  [HOUR_MS + 1, [NOON + HOUR_MS]],
])('what is planned for an hour from now has happened after %d ms as %j', async (ms, rung) => {
  const platform = await openBells();
  await hang(platform, 'a', { after: HOUR_MS });
  await platform.advance(ms);
  expect((await heard(platform, 'a')).rung).toEqual(rung);
});

test('another plan for the same takes the place of the first, and none takes it off', async () => {
  const platform = await openBells();
  for (const name of ['moved', 'hushed']) await hang(platform, name, { after: HOUR_MS });
  await change(platform, bellId('moved'), { description: JSON.stringify({ after: 2 * HOUR_MS }) });
  await change(platform, bellId('hushed'), { description: '{}' });
  await platform.advance(DAY_MS);
  expect([await heard(platform, 'moved'), await heard(platform, 'hushed')]).toEqual([{ rung: [NOON + 2 * HOUR_MS] }, { rung: [] }]);
});

test('what is planned for the past happens at the present', async () => {
  const platform = await openBells();
  await hang(platform, 'a', { after: -HOUR_MS });
  expect((await platform.advance(0)).done).toBe(1);
  expect((await heard(platform, 'a')).rung).toEqual([NOON]);
});

test('what is deleted has no more plans, and what has its name later begins anew', async () => {
  const platform = await openBells();
  await hang(platform, 'a', { after: HOUR_MS });
  await remove(platform, 'network', bellId('a'));
  await hang(platform, 'a');
  expect((await platform.advance(DAY_MS)).done).toBe(0);
});

test('what is refused when it falls due leaves nothing behind but the reason, and the others go on', async () => {
  const platform = await openBells();
  await hang(platform, 'a', { after: HOUR_MS, every: HOUR_MS, refused: true });
  await hang(platform, 'b', { after: 2 * HOUR_MS });
  expect((await platform.advance(DAY_MS)).done).toBe(2);
  expect([await heard(platform, 'a'), await heard(platform, 'b')]).toEqual([{ rung: [] }, { rung: [NOON + 2 * HOUR_MS] }]);
  expect((await platform.activities()).map(({ subject, state, reason }) => [subject, state, reason])).toEqual([
    [bellId('a'), 'failed', expect.stringContaining('NETWORK-001')],
  ]);
});

test('what recurs happens each time, for ten years', async () => {
  const platform = await openBells();
  await hang(platform, 'a', { every: 7 * DAY_MS });
  expect((await platform.advance(3653 * DAY_MS)).done).toBe(521);
  const { rung } = await heard(platform, 'a');
  expect([rung.length, rung.at(-1)]).toEqual([521, NOON + 521 * 7 * DAY_MS]);
});

// A file that lay untouched for a month would have rung a month of bells before anybody could go on.
test('what was overdue while nobody moved the clock happens once, at the present, and recurs from there', async () => {
  let wall = NOON;
  const platform = await openBells({ clock: { now: () => wall } });
  await hang(platform, 'a', { every: DAY_MS });
  wall += 30 * DAY_MS + HOUR_MS;
  expect((await heard(platform, 'a')).rung).toEqual([]);
  expect((await platform.advance(0)).done).toBe(1);
  expect((await platform.advance(DAY_MS)).done).toBe(1);
  expect((await heard(platform, 'a')).rung).toEqual([wall, wall + DAY_MS]);
});

/** Several bells, one of them added in the middle. */
async function lived(platform: Platform, steps: number): Promise<Platform> {
  for (const [name, every] of [
    ['a', 5],
    ['b', 7],
    ['c', 11],
  ] as const)
    await hang(platform, name, { every: every * MINUTE_MS });
  for (let step = 0; step < steps; step += 1) await platform.advance((6 * HOUR_MS) / steps);
  await hang(platform, 'd', { every: 13 * MINUTE_MS });
  for (let step = 0; step < steps; step += 1) await platform.advance((6 * HOUR_MS) / steps);
  return platform;
}

test('in one go or in many steps, the same has happened in the same order', async () => {
  const whole = await lived(await openBells(), 1);
  const stepped = await lived(await openBells(), 96);
  for (const name of ['a', 'b', 'c', 'd']) expect(await heard(stepped, name)).toEqual(await heard(whole, name));
  expect(await happened(stepped)).toEqual(await happened(whole));
  expect((await stepped.clock()).now).toBe((await whole.clock()).now);
});

test('the same commands on the same seed give the same hash, and another seed gives another', async () => {
  const one = await lived(await openBells(), 3);
  expect(await (await lived(await openBells(), 3)).hash()).toBe(await one.hash());
  expect(await (await lived(await openBells({ random: () => 0.25 }), 3)).hash()).not.toBe(await one.hash());
});

describe('an advance that is called off in the middle', () => {
  const day = 24 * HOUR_MS;
  const reached = async (platform: Platform): Promise<number> => {
    const off = new AbortController();
    const seen: number[] = [];
    const onStep = (now: number): void => {
      seen.push(now);
      if (seen.length === 2) off.abort(new Error('called off'));
    };
    await expect(platform.advance(day, { signal: off.signal, onStep })).rejects.toThrow('called off');
    return seen.at(-1) ?? 0;
  };

  test('has done what was on the way so far, and nothing of what was to come', async () => {
    const platform = await openBells();
    await hang(platform, 'a', { every: MINUTE_MS });
    const now = await reached(platform);
    const { rung } = await heard(platform, 'a');
    expect([now > NOON, now < NOON + day, (await platform.clock()).now]).toEqual([true, true, now]);
    expect(rung).toEqual(Array.from({ length: (now - NOON) / MINUTE_MS }, (_, index) => NOON + (index + 1) * MINUTE_MS));
  });

  test('comes to the same as one that was not when the rest is advanced, also after opening the file again', async () => {
    const whole = await openBells();
    await hang(whole, 'a', { every: MINUTE_MS });
    await whole.advance(day);
    const path = file('called-off.db');
    const open = async (): Promise<Platform> => openBells({ store: await openSqliteStore(path) });
    const begun = await open();
    await hang(begun, 'a', { every: MINUTE_MS });
    const now = await reached(begun);
    await begun.close();
    const again = await open();
    await again.advance(NOON + day - now);
    expect(await again.hash()).toBe(await whole.hash());
    await again.close();
  });
});

test('closing and opening, a copy, and another process change nothing of what comes', async () => {
  const inMemory = await lived(await openBells(), 2);
  const path = file('elsewhere.db');
  const first = await openBells({ store: await openSqliteStore(path) });
  for (const [name, every] of [
    ['a', 5],
    ['b', 7],
    ['c', 11],
  ] as const)
    await hang(first, name, { every: every * MINUTE_MS });
  await first.advance(3 * HOUR_MS);
  await first.close();
  const { code, out, err } = await ended(start(bundled('test/platform/bell-ringer.ts', file('bell-ringer.js')), [path, String(3 * HOUR_MS)]));
  expect([code, err]).toEqual([0, '']);
  const last = await openBells({ store: await openSqliteStore(path) });
  expect(await last.hash()).toBe(out);
  await hang(last, 'd', { every: 13 * MINUTE_MS });
  const copy = await openBells({ store: memoryStore(await last.contents()) });
  for (const platform of [last, copy]) for (let step = 0; step < 2; step += 1) await platform.advance(3 * HOUR_MS);
  expect([await last.hash(), await copy.hash()]).toEqual([await inMemory.hash(), await inMemory.hash()]);
  await last.close();
});
