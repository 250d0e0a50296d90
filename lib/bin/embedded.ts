/** Opens the embedded platform on its file: the composition that provider and command line share. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformClient } from '../client/client';
import { BEGINNING_LINES, isUnused } from '../client/unused';
import type { World } from '../core/world';
import type * as PlatformModule from '../platform/platform';
import type * as StoreModule from '../platform/sqlite-store';
import type { Store } from '../platform/store';
import { defaultStatePath } from './state-path';

export interface EmbeddedOptions {
  /** Path of the platform's file; relative ones start at `cwd`. */
  readonly statePath?: string | undefined;
  /** Path of a world file; relative ones start at `cwd`. */
  readonly world?: string | undefined;
  /** Edition of the offer; that of the last commands unless given. */
  readonly edition?: string | undefined;
  /** Whether commands will follow, or nothing may be written (then the platform must stand). */
  readonly purpose?: 'command' | 'look';
  readonly cwd: string;
}

export interface Embedded {
  readonly client: PlatformModule.Platform & PlatformClient;
  /** The file it keeps. */
  readonly statePath: string;
  /** Nothing was ever created on it. */
  readonly unused: boolean;
}

/** Opens the platform, or begins it. Throws `Unavailable` where its file or world cannot be used. The store is loaded at the first call. */
export async function openEmbedded({ statePath, purpose = 'command', ...asked }: EmbeddedOptions): Promise<Embedded> {
  const path = statePath === undefined ? defaultStatePath(asked.cwd) : resolve(asked.cwd, statePath);
  const { openSqliteStore, openStoreForReading } = require('../platform/sqlite-store') as typeof StoreModule;
  const stock = stockOf(asked);
  const client = await platformOn(await (purpose === 'look' ? openStoreForReading : openSqliteStore)(path), stock, asked.edition);
  try {
    const unused = isUnused((await client.events(0, BEGINNING_LINES)).map(({ kind }) => kind));
    return { client: purpose === 'look' ? client : withItsFaults(client), statePath: path, unused };
  } catch (error) {
    await client.close();
    throw error;
  }
}

type Asked = Pick<EmbeddedOptions, 'world' | 'edition' | 'cwd'>;

/** A platform that outlives no process: to try something out. Throws `Unavailable` where its world cannot be used. */
export function openInMemory(asked: Asked): Promise<Embedded['client']> {
  const { memoryStore } = require('../platform/memory-store') as typeof import('../platform/memory-store');
  return platformOn(memoryStore(), stockOf(asked), asked.edition);
}

function stockOf({ world, cwd }: Asked): World | undefined {
  const { defaultWorld } = require('../catalogue/facts/default-world') as typeof import('../catalogue/facts/default-world');
  const { readWorldFile } = require('../platform/world-file') as typeof import('../platform/world-file');
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  return world === undefined ? undefined : readWorldFile(resolve(cwd, world), defaultWorld, catalogue);
}

async function platformOn(store: Store, world: World | undefined, edition: string | undefined): Promise<Embedded['client']> {
  const { createPlatform } = require('../platform/platform') as typeof PlatformModule;
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const { behaviours } = require('../catalogue/behaviours') as typeof import('../catalogue/behaviours');
  const { defaultWorld } = require('../catalogue/facts/default-world') as typeof import('../catalogue/facts/default-world');
  try {
    return await createPlatform({ catalogue, behaviours, store, clock: { now: Date.now }, random, world, edition, defaultWorld });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What answers commands meets the faults of its API; who only looks at a platform sees it as it is. */
function withItsFaults(client: Embedded['client']): Embedded['client'] {
  const { troubled } = require('../platform/api-faults') as typeof import('../platform/api-faults');
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  return troubled(client, { catalogue, wait: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}) });
}

const DIGITS = 2 ** 48;
const random = (): number => randomBytes(6).readUIntBE(0, 6) / DIGITS;
