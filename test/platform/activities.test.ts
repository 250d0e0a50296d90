/** Activities: what takes time can be watched until it ends, well or not, and for a while after. */
import { MINUTE_MS, SECOND_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { askBell, bellId, hang, openBells } from './bells';
import { NOON, remove } from './open-platform';

async function manual(): Promise<Platform> {
  const platform = await openBells();
  await platform.setClock('manual');
  await hang(platform, 'a');
  return platform;
}

test('one that takes a minute is seen on its way', async () => {
  const platform = await manual();
  const begun = await askBell(platform, 'a', 'copy');
  expect(begun).toEqual({
    id: begun.id,
    what: 'copy',
    type: 'network',
    subject: bellId('a'),
    state: 'running',
    progress: 0,
    reason: null,
    items: [],
    started_at: NOON,
    ends_at: NOON + MINUTE_MS,
  });
  const seen: unknown[] = [];
  for (const seconds of [15, 44, 1, 60]) {
    await platform.advance(seconds * SECOND_MS);
    const activity = await platform.activity(begun.id);
    seen.push([activity?.state, activity?.progress, (activity?.ends_at ?? 0) - NOON]);
  }
  expect(seen).toEqual([
    ['running', 25, MINUTE_MS],
    ['running', 98, MINUTE_MS],
    ['completed', 100, MINUTE_MS],
    ['completed', 100, MINUTE_MS],
  ]);
  expect((await platform.activity(begun.id))?.items).toEqual([{ what: bellId('a'), state: 'completed', reason: null }]);
});

test('one of two parts ends with the second, and has the items of all', async () => {
  const platform = await manual();
  const { id, items, ends_at } = await askBell(platform, 'a', 'both');
  expect([items.map(({ what }) => what), ends_at]).toEqual([['first'], NOON + 2 * MINUTE_MS]);
  await platform.advance(MINUTE_MS);
  expect((await platform.activity(id))?.state).toBe('running');
  await platform.advance(MINUTE_MS);
  const whole = await platform.activity(id);
  expect([whole?.state, whole?.items.map(({ what }) => what)]).toEqual(['completed', ['first', bellId('a')]]);
});

test('one whose first part fails has failed at its end', async () => {
  const platform = await manual();
  const { id } = await askBell(platform, 'a', 'both', true);
  await platform.advance(2 * MINUTE_MS);
  const activity = await platform.activity(id);
  expect([activity?.state, activity?.progress, activity?.reason]).toEqual(['failed', 0, 'it broke']);
});

test.each<[boolean, string, string | null]>([
  [false, 'completed', null],
  [true, 'failed', 'it would not'],
])('one that ends at once has ended when it is answered (failing: %s)', async (force, state, reason) => {
  const activity = await askBell(await manual(), 'a', 'at_once', force);
  expect([activity.state, activity.reason]).toEqual([state, reason]);
});

test.each(['manual', 'automatic'] as const)('one that another hastens, by the %s clock, still ends', async (mode) => {
  const platform = await manual();
  const first = await askBell(platform, 'a', 'copy');
  await platform.setClock(mode);
  const second = await askBell(platform, 'a', 'copy');
  await platform.advance(MINUTE_MS);
  const states = [first, second].map(async ({ id }) => (await platform.activity(id))?.state);
  expect(await Promise.all(states)).toEqual(['completed', 'completed']);
});

test('one that is called off has failed, and says so', async () => {
  const platform = await manual();
  const { id } = await askBell(platform, 'a', 'copy');
  await askBell(platform, 'a', 'hush');
  expect(await platform.activity(id)).toMatchObject({ state: 'failed', reason: 'it was called off', ends_at: NOON });
});

test('one whose resource is deleted has failed, and names it', async () => {
  const platform = await manual();
  const { id } = await askBell(platform, 'a', 'copy');
  await remove(platform, 'network', bellId('a'));
  expect(await platform.activity(id)).toMatchObject({ state: 'failed', reason: expect.stringContaining(bellId('a')) });
  expect((await platform.advance(MINUTE_MS)).done).toBe(0);
});

test('none has an id that was never given, and all stand in the order in which they began', async () => {
  const platform = await manual();
  expect(await platform.activity('0a1b2c3d4e5f')).toBeUndefined();
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    ids.push((await askBell(platform, 'a', 'at_once')).id);
    await platform.advance(SECOND_MS);
  }
  expect((await platform.activities()).map(({ id }) => id)).toEqual(ids);
});

test('they go on where the platform is opened again', async () => {
  const platform = await manual();
  const { id } = await askBell(platform, 'a', 'copy');
  await platform.advance(MINUTE_MS / 2);
  const again = await openBells({ store: memoryStore(await platform.contents()) });
  expect(await again.activity(id)).toMatchObject({ state: 'running', progress: 50 });
  await again.advance(MINUTE_MS / 2);
  expect(await again.activity(id)).toMatchObject({ state: 'completed' });
});

test('of those that ended the first are forgotten beyond a thousand; what is under way never is', async () => {
  const platform = await manual();
  const { id: running } = await askBell(platform, 'a', 'copy');
  const { id: first } = await askBell(platform, 'a', 'at_once');
  await platform.advance(1);
  for (let count = 0; count < 998; count += 1) await askBell(platform, 'a', 'at_once');
  expect([(await platform.activities()).length, await platform.activity(first)]).toEqual([1000, expect.anything()]);
  await askBell(platform, 'a', 'at_once');
  expect([(await platform.activities()).length, await platform.activity(first)]).toEqual([1000, undefined]);
  expect((await platform.activity(running))?.state).toBe('running');
});
