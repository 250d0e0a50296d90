/** Platform files that are written by processes which are killed: how they begin, and what SQLite says of them afterwards. */
import type { Platform, PlatformOptions } from '../../lib/platform/platform';
import { sqlite } from '../../lib/platform/sqlite';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { openPlatform } from '../platform/open-platform';
import { groundOf, standbyOf } from '../platform/random-commands';

/** Begins a file with ground for some tenants; gives a platform in memory that is the same. */
export async function begun(path: string, tenants: readonly string[], options: Partial<PlatformOptions> = {}): Promise<Platform> {
  const memory = await openPlatform(options);
  const file = await openPlatform({ ...options, store: await openSqliteStore(path) });
  for (const platform of [memory, file]) {
    for (const tenant of tenants) {
      await platform.dispatch({ kind: 'create', type: 'tenant', values: { organization: 'acme', name: tenant, owners: [] } });
      await platform.dispatchAll([...groundOf(tenant), ...standbyOf(tenant)]);
    }
  }
  await file.close();
  return memory;
}

export function checkIntegrity(path: string): void {
  const Database = sqlite();
  const database = new Database(path);
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
}
