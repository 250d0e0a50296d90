/** Faults: they strike in their time, their consequences are taken each time, and they are mended or mend by themselves. */
import { HOUR_MS, SECOND_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { hang, heard, openBells } from './bells';
import { NOON, refusalOf } from './open-platform';

async function opened(): Promise<Platform> {
  const platform = await openBells();
  await hang(platform, 'a');
  return platform;
}

const zone = (name: string, times: { after_seconds?: number; for_seconds?: number } = {}) => ({ kind: 'zone', target: { zone: name }, ...times });
const standing = async (platform: Platform) =>
  (await platform.faults()).map(({ target, active, from, until }) => [target['zone'], active, from - NOON, until === null ? null : until - NOON]);
const shaken = async (platform: Platform) => (await heard(platform, 'a')).shaken ?? [];

test('one strikes at once, and stands until it is mended', async () => {
  const platform = await opened();
  const { id, active } = await platform.strike(zone('par7s'));
  await platform.advance(24 * HOUR_MS);
  expect([active, await standing(platform), await shaken(platform)]).toEqual([true, [['par7s', true, 0, null]], [1]]);
  await platform.mend(id);
  expect([await standing(platform), await shaken(platform)]).toEqual([[], [1, 0]]);
});

test('one that is planned strikes in its time, and mends by itself after another', async () => {
  const platform = await opened();
  const { active } = await platform.strike(zone('par7s', { after_seconds: 60, for_seconds: 30 }));
  const seen: unknown[] = [active];
  for (const ms of [60 * SECOND_MS - 1, 1, 30 * SECOND_MS - 1, 1]) {
    await platform.advance(ms);
    seen.push((await standing(platform)).map(([, is]) => is));
  }
  expect(seen).toEqual([false, [false], [true], [true], []]);
  expect(await shaken(platform)).toEqual([1, 0]);
});

test('one that has not struck is called off without a consequence', async () => {
  const platform = await opened();
  const { id } = await platform.strike(zone('par7s', { after_seconds: 60 }));
  await platform.mend(id);
  expect([(await platform.advance(HOUR_MS)).done, await standing(platform), await shaken(platform)]).toEqual([0, [], []]);
});

test('one that is mended early does not mend again', async () => {
  const platform = await opened();
  const { id } = await platform.strike(zone('par7s', { for_seconds: 60 }));
  await platform.mend(id);
  expect([(await platform.advance(HOUR_MS)).done, await shaken(platform)]).toEqual([0, [1, 0]]);
});

test('mending what does not exist does nothing', async () => {
  const platform = await opened();
  const before = [await platform.hash(), (await platform.events(0, 100)).length];
  await platform.mend('zone-00000000');
  expect([await platform.hash(), (await platform.events(0, 100)).length]).toEqual(before);
});

test('several stand side by side, in the order in which they strike', async () => {
  const platform = await opened();
  await platform.strike(zone('th3s', { after_seconds: 60 }));
  await platform.strike(zone('par7s'));
  await platform.strike(zone('az07', { after_seconds: 30, for_seconds: 60 }));
  expect((await standing(platform)).map(([name]) => name)).toEqual(['par7s', 'az07', 'th3s']);
  await platform.advance(HOUR_MS);
  expect(await shaken(platform)).toEqual([1, 2, 3, 2]);
});

test('they stand where the platform is opened again, and what is planned still comes', async () => {
  const platform = await opened();
  await platform.strike(zone('par7s'));
  await platform.strike(zone('th3s', { after_seconds: 60, for_seconds: 60 }));
  const again = await openBells({ store: memoryStore(await platform.contents()) });
  expect(await standing(again)).toEqual(await standing(platform));
  for (const each of [platform, again]) await each.advance(90 * SECOND_MS);
  expect(await again.hash()).toBe(await platform.hash());
});

test.each<[string, Parameters<Platform['strike']>[0], string]>([
  ['an unknown kind', { kind: 'zonne', target: { zone: 'par7s' } }, 'kind'],
  ['no target', { kind: 'zone', target: {} }, 'target.zone'],
  ['a target of another shape', { kind: 'zone', target: { zone: 7 } }, 'target.zone'],
  ['a target with more than it has', { kind: 'zone', target: { zone: 'par7s', size: 1 } }, 'target.size'],
  ['a zone that this stock lacks', zone('par8s'), 'target'],
  ['an array that this stock lacks', { kind: 'array', target: { array: 'par7s-flash-3' } }, 'target'],
  ['a drive beyond the last', { kind: 'drive', target: { array: 'par7s-flash-1', drive: 25 } }, 'target'],
  ['a link of a zone to itself', { kind: 'link', target: { zone: 'par7s', other_zone: 'par7s' } }, 'target'],
  ['a link that this stock lacks', { kind: 'link', target: { zone: 'par7s', other_zone: 'fr2-a' } }, 'target'],
  ['a region that this stock lacks', { kind: 'region', target: { region: 'fr3' } }, 'target'],
  ['a time before now', zone('par7s', { after_seconds: -1 }), 'after_seconds'],
  ['a time that is no number', zone('par7s', { after_seconds: Number.NaN }), 'after_seconds'],
  ['a time beyond ten years', zone('par7s', { for_seconds: 3653 * 86_400 + 1 }), 'for_seconds'],
])('one with %s is refused at its place, and nothing is broken', async (_, order, path) => {
  const platform = await opened();
  const before = await platform.hash();
  const { findings } = await refusalOf(platform.strike(order));
  expect(findings.map((finding) => [finding.code, finding.path])).toEqual([['SHAPE', path]]);
  expect(await platform.hash()).toBe(before);
});

test.each([
  ['the last drive', { kind: 'drive', target: { array: 'par7s-flash-1', drive: 24 } }],
  ['ten years', zone('par7s', { for_seconds: 3653 * 86_400 })],
])('%s can be struck', async (_, order) => {
  expect((await (await opened()).strike(order)).active).toBe(true);
});

test('a thousand stand at a time, and one more when one is mended', async () => {
  const platform = await openBells();
  for (let count = 0; count < 1000; count += 1) await platform.strike({ kind: 'chassis', target: { zone: 'par7s', chassis: 1 }, after_seconds: 60 });
  const { findings } = await refusalOf(platform.strike(zone('par7s')));
  expect(findings.map(({ code }) => code)).toEqual(['SHAPE']);
  const [first] = await platform.faults();
  await platform.mend(first?.id ?? '');
  expect((await platform.strike(zone('par7s'))).active).toBe(true);
});

test('the log tells what broke, what was planned, and what mended', async () => {
  const platform = await opened();
  const { id } = await platform.strike(zone('par7s', { after_seconds: 60, for_seconds: 60 }));
  await platform.advance(HOUR_MS);
  const told = (await platform.events(2, 100)).map((event) => [event.kind, event.what, event.id, (event.at - NOON) / SECOND_MS]);
  expect(told).toEqual([
    ['strike', 'zone', id, 0],
    ['due', 'strike', id, 60],
    ['due', 'mend', id, 120],
    ['clock', undefined, '', 3600],
  ]);
});
