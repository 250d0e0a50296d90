/** Rehearsals: a story is told on a copy of a platform, and the platform itself stands afterwards as it did. */
import type { Stage } from '../core/stage';
import { hashOf } from './hash';
import type { Clock, Platform } from './platform';

/** A copy's clock begins with the last thing that happened, so that the same platform gives the same rehearsal whenever it is held. */
const NO_WALL: Clock = { now: () => 0 };

interface Rehearsed<T> {
  readonly told: T;
  /** What stood before. */
  readonly hash: string;
  readonly afterwards: 'unchanged' | 'changed_by_others';
}

/** Tells a story on a copy whose clock only the story moves. */
export async function rehearse<T>(platform: Platform, story: (stage: Stage) => Promise<T>): Promise<Rehearsed<T>> {
  const before = await witness(platform);
  const stage = await platform.fork({ clock: NO_WALL });
  try {
    await stage.setClock('manual');
    const told = await story(stage);
    const after = await witness(platform);
    if (before.revision !== after.revision) return { told, hash: before.hash, afterwards: 'changed_by_others' };
    if (before.hash !== after.hash) throw new Error('a rehearsal has changed the platform that it is a copy of');
    return { told, hash: before.hash, afterwards: 'unchanged' };
  } finally {
    await stage.close();
  }
}

/** Hash and revision of one moment. */
async function witness(platform: Platform): Promise<{ readonly hash: string; readonly revision: number }> {
  const { rows, revision } = await platform.contents();
  return { hash: hashOf(rows), revision };
}
