/** Drives fail, are rebuilt into the spare area, and are missed too many at a time. */
import { drivesOf, hasLostItsData, isArrayOut } from '../../../lib/catalogue/facts/array-outages';
import { defaultWorld } from '../../../lib/catalogue/facts/default-world';
import { rebuildMs } from '../../../lib/catalogue/facts/drives';
import type { Site } from '../../../lib/core/behaviour';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/core/virtual-time';
import { type ArrayStock, usableGib, type World } from '../../../lib/core/world';

const ARRAY = 'par7s-flash-1';
const REBUILD = rebuildMs({ drive_tb: 15.36 });

const worldWith = (values: Partial<ArrayStock>): World => {
  const zone = defaultWorld.zones['par7s'];
  if (!zone) throw new Error('no par7s');
  return {
    ...defaultWorld,
    zones: { par7s: { ...zone, arrays: zone.arrays.map((array) => (array.name === ARRAY ? { ...array, ...values } : array)) } },
  };
};

/** Drives 1, 2, … of the array that failed at these milliseconds, seen at another. */
const siteAt = (now: number, failed: readonly number[], world: World = defaultWorld): Site =>
  ({
    world,
    now,
    faults: failed.map((from, index) => ({
      id: `f${index}`,
      kind: 'drive',
      target: { array: ARRAY, drive: index + 1 },
      from,
      until: null,
      active: true,
    })),
  }) as unknown as Site;

const seen = (site: Site) => drivesOf(site, 'par7s', ARRAY);

test('24 drives of 9.6 TB, stripes of 12, one area to rebuild into: 184.0 TB are 171,363 GiB', () => {
  expect(usableGib({ name: 'a', media: 'flash', drives: 24, drive_tb: 9.6, stripe_width: 12, rebuild_areas: 1 })).toBe(171_363);
});

test('15.36 TB are rebuilt in 8 hours and 32 minutes', () => {
  expect(REBUILD).toBe(8 * HOUR_MS + 32 * MINUTE_MS);
  expect(rebuildMs({ drive_tb: 0.0005 })).toBe(SECOND_MS);
});

test('one drive is missing until its rebuild ends', () => {
  expect(seen(siteAt(0, []))).toEqual({ missing: 0, rebuilt_percent: null, lost: false });
  expect(seen(siteAt(0, [0]))).toEqual({ missing: 1, rebuilt_percent: 0, lost: false });
  expect(seen(siteAt(REBUILD / 2, [0]))).toEqual({ missing: 1, rebuilt_percent: 50, lost: false });
  expect(seen(siteAt(REBUILD - 1, [0]))).toMatchObject({ missing: 1, rebuilt_percent: 99 });
  expect(seen(siteAt(REBUILD, [0]))).toEqual({ missing: 0, rebuilt_percent: null, lost: false });
});

test.each<[string, readonly number[], Partial<ReturnType<typeof seen>>, Partial<ArrayStock>]>([
  ['two at once are missed, and the array lives', [0, 0], { missing: 2, lost: false }, {}],
  ['a third before the first is rebuilt takes the array', [0, 0, REBUILD - 1], { missing: 3, lost: true }, {}],
  ['a third when the first is rebuilt does not', [0, 0, REBUILD], { missing: 2, lost: false }, {}],
  ['with one area the second is never rebuilt, so a fourth takes the array', [0, 0, REBUILD, 90 * REBUILD], { missing: 3, lost: true }, {}],
  ['with two areas the second is rebuilt after the first', [0, 0], { missing: 1, rebuilt_percent: 50 }, { rebuild_areas: 2 }],
  ['without an area nothing is rebuilt', [0], { missing: 1, rebuilt_percent: null }, { rebuild_areas: 0 }],
])('%s', (_fact, failed, health, array) => {
  const last = failed.at(-1) ?? 0;
  const now = array.rebuild_areas === 2 ? REBUILD * 1.5 : last;
  expect(seen(siteAt(now, failed, worldWith(array)))).toMatchObject(health);
});

test('a drive that is struck twice is one drive, and another array is another', () => {
  const twice = siteAt(0, [0, 0, 0]);
  const same = { ...twice, faults: twice.faults.map((fault) => ({ ...fault, target: { array: ARRAY, drive: 1 } })) } as Site;
  expect(seen(same)).toMatchObject({ missing: 1, lost: false });
  expect(drivesOf(twice, 'par7s', 'par7s-flash-2')).toMatchObject({ missing: 0, lost: false });
});

test('what lost its data is out of service as long as its drives are not replaced', () => {
  const site = siteAt(90 * REBUILD, [0, 1, 2]);
  expect([hasLostItsData(site, 'par7s', ARRAY), isArrayOut(site, 'par7s', ARRAY), isArrayOut(site, 'par7s', 'par7s-flash-2')]).toEqual([
    true,
    true,
    false,
  ]);
});
