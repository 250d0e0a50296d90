/** The clock of a platform: who moves it, how far, and that it is the platform's own. */
import { Refusal } from '../../lib/core/command';
import { ADVANCE_MAX_MS, DAY_MS, HOUR_MS, SECOND_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { askBell, bellId, hang, heard, openBells } from './bells';
import { NOON, refusalOf, said } from './open-platform';

/** A platform beside a wall clock that the test moves. */
async function beside(): Promise<{ platform: Platform; wall: { now: number }; reopened: () => Promise<Platform> }> {
  const wall = { now: NOON };
  const options = { clock: { now: () => wall.now } };
  const platform = await openBells(options);
  return { platform, wall, reopened: async () => openBells({ ...options, store: memoryStore(await platform.contents()) }) };
}

const nowOf = async (platform: Platform): Promise<number> => (await platform.clock()).now;

describe('the automatic clock', () => {
  test('follows the wall, and stays ahead by what was advanced, also when it is opened again', async () => {
    const { platform, wall, reopened } = await beside();
    const seen = [await platform.clock()];
    wall.now += HOUR_MS;
    seen.push(await platform.clock());
    seen.push(await platform.advance(DAY_MS));
    wall.now += HOUR_MS;
    seen.push(await (await reopened()).clock());
    const hours = seen.map(({ mode, now }) => [mode, (now - NOON) / HOUR_MS]);
    expect(hours).toEqual([
      ['automatic', 0],
      ['automatic', 1],
      ['automatic', 25],
      ['automatic', 26],
    ]);
  });

  test('stays at what was written where the wall falls back', async () => {
    const { platform, wall } = await beside();
    await hang(platform, 'a');
    wall.now -= DAY_MS;
    expect(await nowOf(platform)).toBe(NOON);
    await platform.advance(HOUR_MS);
    expect(await nowOf(platform)).toBe(NOON + HOUR_MS);
  });

  test('lets end at once what ends by itself, within the same command', async () => {
    const { platform } = await beside();
    await hang(platform, 'a');
    const { state, progress, started_at, ends_at } = await askBell(platform, 'a', 'both');
    expect([state, progress, started_at, ends_at]).toEqual(['completed', 100, NOON, NOON]);
    expect((await heard(platform, 'a')).rung).toEqual([NOON]);
  });
});

describe('the manual clock', () => {
  test('stands still whatever the wall does, until it is advanced, also when it is opened again', async () => {
    const { platform, wall, reopened } = await beside();
    expect(await platform.setClock('manual')).toEqual({ mode: 'manual', now: NOON });
    wall.now += DAY_MS;
    expect(await nowOf(platform)).toBe(NOON);
    await platform.advance(HOUR_MS);
    wall.now -= 3 * DAY_MS;
    expect(await (await reopened()).clock()).toEqual({ mode: 'manual', now: NOON + HOUR_MS });
  });

  test('lets what ends by itself wait, and end in its time', async () => {
    const { platform } = await beside();
    await platform.setClock('manual');
    await hang(platform, 'a');
    const { id, state } = await askBell(platform, 'a', 'copy');
    const states = [state];
    for (const ms of [59_999, 1]) {
      await platform.advance(ms);
      states.push((await platform.activity(id))?.state ?? 'running');
    }
    expect(states).toEqual(['running', 'running', 'completed']);
  });

  test('becomes automatic: what is under way ends at once, and what is on the calendar waits for its time', async () => {
    const { platform } = await beside();
    await platform.setClock('manual');
    await hang(platform, 'a');
    const { id } = await askBell(platform, 'a', 'both');
    await hang(platform, 'b', { after: HOUR_MS });
    await platform.setClock('automatic');
    const { state, ends_at } = (await platform.activity(id)) ?? {};
    expect([state, ends_at, (await heard(platform, 'b')).rung]).toEqual(['completed', NOON, []]);
    await platform.advance(HOUR_MS);
    expect((await heard(platform, 'b')).rung).toEqual([NOON + HOUR_MS]);
  });

  test('becomes automatic at the time that it shows, or at the wall where that is further', async () => {
    const { platform, wall } = await beside();
    await platform.setClock('manual');
    await platform.advance(DAY_MS);
    expect(await platform.setClock('automatic')).toEqual({ mode: 'automatic', now: NOON + DAY_MS });
    await platform.setClock('manual');
    wall.now += 2 * DAY_MS;
    await platform.setClock('automatic');
    expect(await nowOf(platform)).toBe(NOON + 2 * DAY_MS);
  });
});

test('setting the mode that it has changes nothing and leaves no line', async () => {
  const { platform } = await beside();
  const before = await platform.hash();
  await platform.setClock('automatic');
  expect([await platform.hash(), (await platform.events(0, 100)).length]).toEqual([before, 1]);
});

test.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY], [ADVANCE_MAX_MS + 1]])('it is not advanced by %d ms', async (ms) => {
  const { platform } = await beside();
  const { findings, retryable } = await refusalOf(platform.advance(ms));
  expect([findings.map(({ code, path }) => [code, path]), retryable]).toEqual([[['SHAPE', 'seconds']], false]);
  expect(await nowOf(platform)).toBe(NOON);
});

test.each([
  [0, 0],
  [1, 1],
  [8.2 * SECOND_MS, 8200],
  [ADVANCE_MAX_MS, ADVANCE_MAX_MS],
])('advanced by %d ms it shows %d ms more', async (ms, more) => {
  const { platform } = await beside();
  expect((await platform.advance(ms)).now).toBe(NOON + more);
});

test('who may not simulate moves no clock, and breaks and mends nothing', async () => {
  const { platform } = await beside();
  const { id } = await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
  const before = await platform.hash();
  const principal = { name: 'reader', may: () => false };
  for (const work of [
    platform.setClock('manual', { principal }),
    platform.advance(HOUR_MS, { principal }),
    platform.strike({ kind: 'zone', target: { zone: 'th3s' } }, { principal }),
    platform.mend(id, { principal }),
  ])
    expect(said(await refusalOf(work))).toEqual(['ACCESS-000 the simulation']);
  await hang(platform, 'a');
  const asked = platform.act({ type: 'network', id: bellId('a'), action: 'copy', input: {} }, { principal });
  await expect(asked).rejects.toThrow(Refusal);
  await platform.dispatch({ kind: 'delete', type: 'network', id: bellId('a') });
  expect([await platform.hash(), (await platform.activities()).length]).toEqual([before, 0]);
});

test('a copy goes its own way in time', async () => {
  const { platform } = await beside();
  await hang(platform, 'a', { every: HOUR_MS });
  const copy = await platform.fork();
  await copy.setClock('manual');
  await copy.advance(DAY_MS);
  expect([(await heard(copy, 'a')).rung.length, (await heard(platform, 'a')).rung.length]).toEqual([24, 0]);
  expect(await platform.clock()).toEqual({ mode: 'automatic', now: NOON });
});

test('the log tells who moved the clock, and what happened on the way', async () => {
  const { platform } = await beside();
  await hang(platform, 'a', { after: HOUR_MS });
  await platform.setClock('manual');
  await platform.advance(DAY_MS);
  const told = (await platform.events(1, 100)).map(({ principal, kind, what, id, at }) => [principal, kind, what, id, (at - NOON) / HOUR_MS]);
  expect(told).toEqual([
    ['owner', 'create', undefined, bellId('a'), 0],
    ['owner', 'clock', 'manual', '', 0],
    ['socle', 'due', 'ring', bellId('a'), 1],
    ['socle', 'clock', undefined, '', 24],
  ]);
});
