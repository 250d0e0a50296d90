/** By what a platform judges: its edition, its date, its stock, and what can be observed of its resources. */
import type { Occasion } from '../core/judge';
import type { Scene } from './scene';
import { PlatformSite } from './site';

const DAY_MS = 86_400_000;
let today = { day: 0, date: '1970-01-01' };

/** The date at a time in UTC, written once a day. */
function dateAt(now: number): string {
  const day = Math.floor(now / DAY_MS);
  if (day !== today.day) today = { day, date: new Date(now).toISOString().slice(0, 10) };
  return today.date;
}

export const occasionOf = (scene: Scene): Occasion => ({
  edition: scene.edition,
  asOf: dateAt(scene.now),
  world: scene.world,
  observed: (id, attribute) => {
    const row = scene.standing.row(id);
    return (row && scene.behaviours[row.type]?.observe?.(row.values, new PlatformSite(scene))[attribute]) ?? null;
  },
});
