/** A mirrored datastore on a platform whose clock is manual: what the tests of mirrors stand on. */
import { DATASTORE, datastore, disk, vm } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirror, STANDBY, standby } from '../../lib/catalogue/facts/example-replication';
import type { Activity } from '../../lib/core/activity';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { create, openPlatform, withGround } from './open-platform';

/** Milliseconds in which 1,024 GiB are copied at 25 MB/s: 43,980.465… seconds. */
export const COPY_MS = Math.ceil((1024 * 2 ** 30) / 25_000);

/** A platform with a standby Cpool, by the clock that is set by hand. */
export async function openManual(options: Parameters<typeof openPlatform>[0] = {}): Promise<Platform> {
  const platform = await withGround(await openPlatform(options));
  await create(platform, standby({ memory_gib: 512 }));
  await platform.setClock('manual');
  return platform;
}

/** The mirror of the datastore, copied wholly. */
export async function openMirrored(values: Values = {}, options: Parameters<typeof openPlatform>[0] = {}): Promise<Platform> {
  const platform = await openManual(options);
  await create(platform, mirror({ standby_cpool_id: STANDBY, ...values }));
  await platform.advance(COPY_MS);
  return platform;
}

/** A second datastore whose mirror is of the same consistency group. */
export async function withSecond(platform: Platform, values: Values = {}): Promise<void> {
  await create(platform, datastore({ name: 'ds2' }));
  await create(platform, mirror({ name: 'gm2', datastore_id: datastoreId('ds2'), standby_cpool_id: STANDBY, ...values }));
  await platform.advance(COPY_MS);
}

/** A VM that writes 10 GiB in an hour to a datastore. */
export const writer = (name: string, datastore_id = DATASTORE) =>
  vm(name, { change_rate_percent_per_day: 100, disks: [disk({ size_gib: 240, datastore_id })] });

export const act = (platform: Platform, action: string, input: Values = {}, id = MIRROR): Promise<Activity> =>
  platform.act({ type: 'global_mirror_lun', id, action, input });

export const isoAfter = (from: number, ms: number): string => new Date(from + ms).toISOString();
export const HOURS = (count: number): number => count * HOUR_MS;
export const FAR_LINK = { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } } as const;

/** What is seen of the mirror, as far as a test asks. */
export async function seen(platform: Platform, ...keys: readonly string[]): Promise<readonly unknown[]> {
  const values = await platform.observe(MIRROR);
  return keys.map((key) => values[key]);
}
