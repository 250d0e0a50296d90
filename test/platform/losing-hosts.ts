/** A Cpool of three hosts whose blades can be lost, and what is seen of its VMs then. */
import { cpool, datastore, policy, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Values } from '../../lib/core/unknown';
import { SECOND_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { create, NOON, openPlatform } from './open-platform';

export const HA_MS = 15 * SECOND_MS;
export const HOSTS = ['par7s-standard-v3-001', 'par7s-standard-v3-002', 'par7s-standard-v3-003'] as const;

export async function opened(values: Values = {}, clock: 'manual' | 'automatic' = 'manual'): Promise<Platform> {
  const platform = await openPlatform({ clock: { now: () => NOON } });
  for (const entry of [cpool({ memory_gib: 1152, ...values }), datastore({ size_gib: 16_384 }), policy()]) await create(platform, entry);
  await platform.setClock(clock);
  return platform;
}

export const seen = async (platform: Platform, name: string): Promise<readonly unknown[]> => {
  const { state, host_id } = await platform.observe(vmId(name));
  return [state, host_id];
};
export const stateOf = async (platform: Platform, name: string): Promise<unknown> => (await seen(platform, name))[0];
export const reasonOf = async (platform: Platform, name: string): Promise<unknown> => (await platform.observe(vmId(name)))['state_reason'];
export const states = (platform: Platform, ...names: string[]): Promise<unknown[]> => Promise.all(names.map((name) => stateOf(platform, name)));
export const lose = (platform: Platform, blade: string) => platform.strike({ kind: 'blade', target: { blade } });
