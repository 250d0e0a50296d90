/** A platform in memory or on a file, with a clock that stands still and a seed that never changes. */
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { cpool, datastore, policy } from '../../lib/catalogue/facts/example-estates';
import { type Command, Refusal, type Stored } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { memoryStore } from '../../lib/platform/memory-store';
import { createPlatform, type Platform, type PlatformOptions } from '../../lib/platform/platform';

/** 2026-03-01, noon in UTC. */
export const NOON = Date.UTC(2026, 2, 1, 12);

export const openPlatform = (options: Partial<PlatformOptions> = {}): Promise<Platform> =>
  createPlatform({ catalogue, behaviours, store: memoryStore(), clock: { now: () => NOON }, random: () => 0.5, defaultWorld, ...options });

export type Entry = { readonly type: string; readonly values: Values };

export async function create(platform: Platform, { type, values }: Entry): Promise<Stored> {
  const stored = await platform.dispatch({ kind: 'create', type, values });
  if (!stored) throw new Error('a creation gave nothing back');
  return stored;
}

/** A Cpool, a datastore on it and a policy: where VMs can stand. */
export async function withGround(platform: Platform): Promise<Platform> {
  for (const entry of [cpool(), datastore(), policy()]) await create(platform, entry);
  return platform;
}

/** Writes some attributes anew, the others as they are. */
export async function change(
  platform: Platform,
  id: string,
  values: Values,
  more: { readonly revision?: number; readonly incarnation?: string } = {},
): Promise<Stored | undefined> {
  const stored = await platform.get(id);
  return platform.dispatch({ kind: 'update', type: stored?.type ?? 'cpool', id, values: { ...stored?.values, ...values }, ...more });
}

export const remove = (platform: Platform, type: string, id: string): Promise<Stored | undefined> => platform.dispatch({ kind: 'delete', type, id });

/** The refusal that a command meets. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome;
  throw outcome ?? new Error('the command was carried out');
}

/** Codes of a refusal with their resources, in order. */
export const said = (refusal: Refusal): string[] => refusal.findings.map((finding) => `${finding.code} ${finding.resource}`);

export const commandOf = ({ type, values }: Entry): Command => ({ kind: 'create', type, values });
