/** The life of a mirror, walked on a platform: every state, and what becomes of it by each action and by its link. */
import { MIRROR, mirror, STANDBY } from '../../lib/catalogue/facts/example-replication';
import { mirrorLife } from '../../lib/catalogue/facts/mirror-life';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { act, FAR_LINK, HOURS, openManual, openMirrored, seen, writer } from './mirror-ground';
import { create, NOON, openPlatform, remove } from './open-platform';

const link = { inconsistent: openManual, consistent: openMirrored } as const;

/** The way to each state. VMs write 10 GiB in an hour where a way says so. */
const ways: Readonly<Record<string, () => Promise<Platform>>> = {
  inconsistent_copying: async () => {
    const platform = await link.inconsistent();
    await create(platform, mirror({ standby_cpool_id: STANDBY }));
    return platform;
  },
  inconsistent_stopped: async () => walked('inconsistent_copying', (platform) => act(platform, 'stop')),
  inconsistent_disconnected: async () => walked('inconsistent_copying', (platform) => platform.strike(FAR_LINK)),
  consistent_synchronized: link.consistent,
  consistent_stopped: async () => walked('consistent_synchronized', (platform) => act(platform, 'stop')),
  'consistent_stopped, written since': async () => written('consistent_stopped'),
  consistent_disconnected: async () => walked('consistent_synchronized', (platform) => platform.strike(FAR_LINK)),
  'consistent_disconnected, written since': async () => written('consistent_disconnected'),
  idling: async () => walked('consistent_synchronized', (platform) => act(platform, 'stop', { with_access: true })),
  'idling, written since': async () => written('idling'),
  idling_disconnected: async () => walked('idling', (platform) => platform.strike(FAR_LINK)),
};

async function walked(to: string, further: (platform: Platform) => Promise<unknown>): Promise<Platform> {
  const platform = await wayTo(to);
  await further(platform);
  return platform;
}

const wayTo = (state: string): Promise<Platform> => {
  const way = ways[state];
  if (!way) throw new Error(`no way to ${state}`);
  return way();
};

const written = (state: string): Promise<Platform> =>
  walked(state, async (platform) => {
    await create(platform, writer('a'));
    await platform.advance(HOURS(1));
    await remove(platform, 'virtual_machine', 'tenants/main/virtual-machines/a');
  });

const mendAll = async (platform: Platform): Promise<void> => {
  for (const { id } of await platform.faults()) await platform.mend(id);
};

/** What somebody does, and whether it was accepted. */
const doings: Readonly<Record<string, (platform: Platform) => Promise<unknown>>> = {
  start: (platform) => act(platform, 'start'),
  'start with force': (platform) => act(platform, 'start', { force: true }),
  stop: (platform) => act(platform, 'stop'),
  'stop with access': (platform) => act(platform, 'stop', { with_access: true }),
  switch: (platform) => act(platform, 'switch'),
  'the link is cut': (platform) => platform.strike(FAR_LINK),
  'the link is mended': mendAll,
};

const refused = 'refused';
const same = 'as it was';
const table: Readonly<Record<string, readonly string[]>> = {
  //                                          start, start with force, stop, stop with access, switch, the link is cut, the link is mended
  inconsistent_stopped: ['inconsistent_copying', 'inconsistent_copying', refused, refused, refused, 'inconsistent_disconnected', same],
  inconsistent_copying: [refused, refused, 'inconsistent_stopped', refused, refused, 'inconsistent_disconnected', same],
  inconsistent_disconnected: [refused, refused, refused, refused, refused, same, 'inconsistent_copying'],
  consistent_synchronized: [refused, refused, 'consistent_stopped', 'idling', 'consistent_synchronized', 'consistent_disconnected', same],
  consistent_stopped: ['consistent_synchronized', 'consistent_synchronized', refused, 'idling', refused, 'consistent_disconnected', same],
  'consistent_stopped, written since': [refused, 'inconsistent_copying', refused, 'idling', refused, 'consistent_disconnected', same],
  consistent_disconnected: [refused, refused, refused, 'idling_disconnected', refused, same, 'consistent_synchronized'],
  'consistent_disconnected, written since': [refused, refused, refused, 'idling_disconnected', refused, same, 'consistent_stopped'],
  idling: ['consistent_synchronized', 'consistent_synchronized', refused, refused, refused, 'idling_disconnected', same],
  'idling, written since': [refused, 'inconsistent_copying', refused, refused, refused, 'idling_disconnected', same],
  idling_disconnected: [refused, refused, refused, refused, refused, same, 'idling'],
};
const cases = Object.entries(table).flatMap(([from, outcomes]) =>
  Object.keys(doings).map((doing, index) => ({ from, doing, outcome: outcomes[index] ?? '' })),
);

test.each(cases)('$from, $doing: $outcome', async ({ from, doing, outcome }) => {
  const platform = await wayTo(from);
  const [before] = await seen(platform, 'state');
  expect(from.split(',')[0]).toBe(before);
  const answer = await doings[doing]?.(platform);
  const state = (answer as { readonly state?: string; readonly reason?: string } | undefined)?.state;
  const [after] = await seen(platform, 'state');
  expect([state === 'failed' ? refused : after === before && outcome === same ? same : after, await usable(platform)]).toEqual([
    outcome,
    !String(after).startsWith('inconsistent'),
  ]);
  if (outcome === refused) expect(after).toBe(before);
  await platform.close();
});

/** A usable copy has a point in time, or follows every write. */
const usable = async (platform: Platform): Promise<boolean> => (await platform.observe(MIRROR))['rpo_minutes'] !== null;

test('every state of the table is walked', () => {
  const states = new Set(Object.values(mirrorLife.on).flatMap((steps) => Object.entries(steps).flat()));
  expect(new Set(Object.keys(ways).map((way) => way.split(',')[0]))).toEqual(states);
});

test.each([
  [null, 'consistent_synchronized', 'primary'],
  [NOON, 'idling', 'failed_over'],
])('a mirror of a file from before mirrors lived is what it was (failed over: %s)', async (frozen, state, desired_role) => {
  const young = await openMirrored({ desired_role: 'primary' });
  const contents = await young.contents();
  const rows = [...contents.rows].map((row) =>
    row.id === MIRROR ? { ...row, values: { ...row.values, desired_role }, runtime: { array: 'th3s-flash-1', since: NOON, frozen } } : row,
  );
  const platform = await openPlatform({ store: memoryStore({ ...contents, rows }) });
  expect(await seen(platform, 'state')).toEqual([state]);
  await act(platform, 'stop');
  await platform.dispatch({
    kind: 'update',
    type: 'global_mirror_lun',
    id: MIRROR,
    values: { ...(await platform.get(MIRROR))?.values, desired_role: 'primary' },
  });
  await act(platform, 'start', { force: true });
  await platform.advance(HOURS(24));
  expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
});
