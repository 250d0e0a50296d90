/** Drives of a DRAID 6 array: which have failed, what was rebuilt into the spare areas, and when too many are missing at a time. */
import type { Site } from '../../core/behaviour';
import { SECOND_MS } from '../../core/virtual-time';
import type { ArrayStock } from '../../core/world';
import { DRIVE_REBUILD_MB_PER_S } from './advice';

/** Drives that every stripe can do without: DRAID 6 has two parities. */
const PARITIES = 2;
const MB_PER_TB = 1_000_000;

export interface DriveHealth {
  /** Failed drives whose data is on no other drive yet. */
  readonly missing: number;
  /** Share of the rebuild under way that is done, in percent; null where none is. */
  readonly rebuilt_percent: number | null;
  /** More drives were missing at a time than the stripes can do without: the data is gone. */
  readonly lost: boolean;
}

/** Milliseconds that the rebuild of one drive takes. */
export const rebuildMs = (array: Pick<ArrayStock, 'drive_tb'>): number =>
  Math.ceil(((array.drive_tb * MB_PER_TB) / DRIVE_REBUILD_MB_PER_S) * SECOND_MS);

/**
 * How an array is, by the drives that have failed and were not replaced. Drives are rebuilt one after another, as many as there
 * are areas to rebuild into; a replaced drive gives its area back, as if it had never been taken.
 */
export function driveHealth(site: Site, array: ArrayStock): DriveHealth {
  const rebuilds = rebuildsOf(site, array);
  const missingAt = (at: number): number => rebuilds.filter(({ from, end }) => from <= at && end > at).length;
  const running = rebuilds.find(({ begin, end }) => begin <= site.now && site.now < end && end < Number.POSITIVE_INFINITY);
  const lost = rebuilds.some(({ from }) => missingAt(from) > PARITIES);
  return {
    missing: missingAt(site.now),
    rebuilt_percent: running && !lost ? Math.floor(((site.now - running.begin) * 100) / (running.end - running.begin)) : null,
    lost,
  };
}

interface Rebuild {
  readonly from: number;
  readonly begin: number;
  readonly end: number;
}

function rebuildsOf(site: Site, array: ArrayStock): Rebuild[] {
  const failedAt = new Map<unknown, number>();
  for (const { kind, target, from } of site.faults) {
    if (kind === 'drive' && target['array'] === array.name && !failedAt.has(target['drive'])) failedAt.set(target['drive'], from);
  }
  const rebuilds: Rebuild[] = [];
  for (const from of failedAt.values()) {
    const begin = rebuilds.length < array.rebuild_areas ? Math.max(from, rebuilds.at(-1)?.end ?? from) : Number.POSITIVE_INFINITY;
    rebuilds.push({ from, begin, end: begin + rebuildMs(array) });
  }
  return rebuilds;
}
