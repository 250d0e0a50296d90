/** Space that grows as a guest writes: how much is taken at a moment, and when a datastore is full of it. */
import { DAY_MS } from '../../core/virtual-time';

/** A thin disk, or what a snapshot keeps of a disk: what it had taken when that was noted, and how it grows since. */
export interface GrowingDisk {
  readonly datastore_id: string;
  readonly used_gib: number;
  readonly gib_per_day: number;
  /** It grows no further: the size of the disk. */
  readonly most_gib: number;
}

/** GiB that it takes some milliseconds after they were noted. */
export const takenGib = ({ used_gib, gib_per_day, most_gib }: GrowingDisk, ms: number): number =>
  Math.min(most_gib, used_gib + (gib_per_day * ms) / DAY_MS);

/** Milliseconds until disks that grow from now on have taken what is free; undefined where they never do. */
export function fullAfterMs(free: number, disks: readonly GrowingDisk[]): number | undefined {
  const growing = disks
    .filter(({ used_gib, gib_per_day, most_gib }) => gib_per_day > 0 && used_gib < most_gib)
    .map(({ used_gib, gib_per_day, most_gib }) => ({ gib_per_day, until: ((most_gib - used_gib) * DAY_MS) / gib_per_day }))
    .sort((a, b) => a.until - b.until);
  let rate = growing.reduce((sum, { gib_per_day }) => sum + gib_per_day, 0);
  let left = Math.max(0, free);
  let passed = 0;
  for (const { gib_per_day, until } of growing) {
    const need = (left * DAY_MS) / rate;
    if (need < until - passed) return passed + need;
    left = Math.max(0, left - (rate * (until - passed)) / DAY_MS);
    rate -= gib_per_day;
    passed = until;
  }
  return undefined;
}
