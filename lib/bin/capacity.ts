/** What of a platform's stock is free: blades by class and space by array, as those who hand it out count. */

import { freeGib } from '../catalogue/facts/array-room';
import { freeBlades } from '../catalogue/facts/blade-stock';
import type { Runtimes, Site } from '../core/behaviour';
import type { NounName, Nouns } from '../core/resource';
import { usableGib } from '../core/world';
import type { Contents } from '../platform/memory-store';
import type { Row } from '../platform/store';

export interface ZoneCapacity {
  readonly zone: string;
  readonly blades: readonly { readonly blade_class: string; readonly total: number; readonly free: number }[];
  readonly arrays: readonly { readonly array: string; readonly media: string; readonly total_gib: number; readonly free_gib: number }[];
}

/** Zones in the order of the stock. */
export function capacityOf(contents: Contents): { readonly zones: readonly ZoneCapacity[] } {
  const site = siteOf(contents);
  const zones = Object.entries(contents.charter.world.zones).map(([zone, stock]) => ({
    zone,
    blades: Object.entries(stock.blades).map(([blade_class, total]) => ({
      blade_class,
      total,
      free: freeBlades(site, { availability_zone: zone, blade_class }).length,
    })),
    arrays: stock.arrays.map((array) => ({
      array: array.name,
      media: array.media,
      total_gib: usableGib(array),
      free_gib: freeGib(site, zone, array),
    })),
  }));
  return { zones };
}

/** What stands, as those who count look at it; the shape of each was checked when it was written. */
function siteOf({ charter: { world }, rows, at }: Contents): Site {
  const byId = new Map<string, Row>([...rows].map((row) => [row.id, row]));
  const rowOf = (type: string, id: string): Row | undefined => (byId.get(id)?.type === type ? byId.get(id) : undefined);
  const all = <T extends NounName>(type: T, holds: (row: Row) => boolean): Nouns[T][] =>
    [...byId.values()].filter((row) => row.type === type && holds(row)).map(({ values }) => values as unknown as Nouns[T]);
  return {
    world,
    now: at,
    advanced: 0,
    // What is taken stays taken while it is broken.
    faults: [],
    get: <T extends NounName>(type: T, id: string) => rowOf(type, id)?.values as unknown as Nouns[T] | undefined,
    all: <T extends NounName>(type: T) => all(type, () => true),
    holding: <T extends NounName>(type: T, path: string, value: string) => all(type, ({ values }) => values[path] === value),
    dueAt: () => undefined,
    runtime: <T extends keyof Runtimes & NounName>(type: T, id: string) =>
      (rowOf(type, id)?.runtime ?? undefined) as unknown as Runtimes[T] | undefined,
  };
}
