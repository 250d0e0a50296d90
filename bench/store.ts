/** What durability costs: commands a second through the platform, against what its store commits a second, in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { behaviours } from '../lib/catalogue/behaviours';
import { catalogue } from '../lib/catalogue/complete';
import { defaultWorld } from '../lib/catalogue/facts/default-world';
import { createPlatform } from '../lib/platform/platform';
import { openSqliteStore } from '../lib/platform/sqlite-store';
import type { Store } from '../lib/platform/store';
import { type Measure, timed } from './measure';

const TARGET = 0.8;
/** Commands between two looks at the clock: the two sides take turns, so that a busy moment hits both. */
const SLICE = 100;
/** Commands on both sides before the clock counts: a server is measured as it runs, not as it starts. */
const WARM_UP = 3000;
/** Networks that a tenant is given: it has 4,094 VLANs. */
const NETWORKS_PER_TENANT = 1000;

const tenantOf = (index: number): string => `t${Math.floor(index / NETWORKS_PER_TENANT)}`;
const network = (index: number) => ({
  tenant: tenantOf(index),
  name: `n${index}`,
  availability_zones: ['par7s'],
  vlan_id: (index % NETWORKS_PER_TENANT) + 1,
});

/** Commits one row and one event, as a command does, and nothing else. */
export async function commit(store: Store, index: number): Promise<void> {
  await store.change({
    undo: () => {},
    work: async (revision) => {
      const id = `tenants/${tenantOf(index)}/networks/n${index}`;
      const row = {
        id,
        type: 'network',
        values: { ...network(index), id, description: null, propagated_to: null, allow_destroy: false },
        runtime: null,
        incarnation: 'bench',
        revision: revision + 1,
      };
      return {
        result: undefined,
        change: {
          events: [{ revision: revision + 1, at: 0, principal: 'bench', kind: 'create', type: 'network', id, touched: [] }],
          written: [row],
          removed: [],
        },
      };
    },
  });
}

/** Callers that have a command in flight at a time. */
const ALONE = 1;
const MANY = 32;

/** Gives one piece of work after another, so many at a time. */
async function inFlight(callers: number, indices: readonly number[], give: (index: number) => Promise<unknown>): Promise<void> {
  const waiting = [...indices];
  const call = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await give(index);
  };
  await Promise.all(Array.from({ length: callers }, call));
}

const durableWritesBy = (callers: number): Measure => ({
  name: `platform, durable commands a second by ${callers === ALONE ? 'one caller' : `${callers} callers`}, against its store alone, one by one, in the same run`,
  target: `≥ ${TARGET * 100} %`,
  run: async ({ smoke }) => {
    const folder = mkdtempSync(join(tmpdir(), 'socle-bench-'));
    const bare = await openSqliteStore(join(folder, 'bare.db'));
    const store = await openSqliteStore(join(folder, 'platform.db'));
    const platform = await createPlatform({ catalogue, behaviours, store, clock: { now: () => 0 }, random: () => 0.5, defaultWorld });
    const total = smoke ? 200 : 3000;
    const warmUp = smoke ? SLICE : WARM_UP;
    for (let index = 0; index < warmUp + total; index += NETWORKS_PER_TENANT)
      await platform.dispatch({ kind: 'create', type: 'tenant', values: { organization: 'acme', name: tenantOf(index), owners: [] } });
    let bareMs = 0;
    let platformMs = 0;
    for (let from = 0; from < warmUp + total; from += SLICE) {
      if (from === warmUp) bareMs = platformMs = 0;
      const slice = Array.from({ length: SLICE }, (_, i) => from + i);
      bareMs += await timed(() => inFlight(ALONE, slice, (index) => commit(bare, index)));
      platformMs += await timed(() =>
        inFlight(callers, slice, (index) => platform.dispatch({ kind: 'create', type: 'network', values: network(index) })),
      );
    }
    await platform.close();
    await bare.close();
    rmSync(folder, { recursive: true });
    const share = bareMs / platformMs;
    const perSecond = (ms: number): number => Math.round((total * 1000) / ms);
    const syncs = callers === ALONE ? 'one fsync each' : 'those that wait at the same time share one fsync';
    return {
      value: `${Math.round(share * 100)} %`,
      reached: share >= TARGET,
      detail: `${perSecond(platformMs)} commands against ${perSecond(bareMs)} commits a second, ${syncs}, after ${warmUp} to warm up`,
    };
  },
});

export const durableWrites: readonly Measure[] = [durableWritesBy(ALONE), durableWritesBy(MANY)];
