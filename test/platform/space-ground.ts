/** Datastores whose space is taken as time passes: what their tests stand on. */
import { cpool, DATASTORE, datastore, disk, policy, vm } from '../../lib/catalogue/facts/example-estates';
import type { Values } from '../../lib/core/unknown';
import type { Platform } from '../../lib/platform/platform';
import { create, openPlatform } from './open-platform';

export const idOf = (name: string): string => `tenants/main/virtual-machines/${name}`;

/** A VM without a swap file, that writes a tenth of its disks in a day. */
export const writer = (name: string, values: Values = {}) =>
  vm(name, { memory_gib: 8, memory_reservation_gib: 8, change_rate_percent_per_day: 10, ...values });

/** One whose one disk is thin. */
export const thin = (name: string, size_gib: number, values: Values = {}) =>
  writer(name, { disks: [disk({ size_gib, provisioning: 'thin' })], ...values });

export async function ground(size_gib: number, options: Parameters<typeof openPlatform>[0] = {}): Promise<Platform> {
  const platform = await openPlatform(options);
  for (const entry of [cpool(), datastore({ size_gib }), policy()]) await create(platform, entry);
  return platform;
}

export const freeOf = async (platform: Platform, id = DATASTORE) => (await platform.observe(id))['free_gib'];
export const stateOf = async (platform: Platform, name: string) => (await platform.observe(idOf(name)))['state'];
