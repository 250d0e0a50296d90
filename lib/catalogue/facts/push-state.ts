/** Where the pushes of a replicated VM stand: what its copy holds, and since when. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';

type Replication = Pick<Nouns['vm_replication'], 'id'>;

/** A push under way. */
export interface Pushing {
  /** The moment of the VM that it brings. */
  readonly began: number;
  /** What was left to copy, and since when it is copied at this pace. */
  readonly left_gib: number;
  readonly since: number;
  readonly mb_per_s: number;
}

declare module '../../core/behaviour' {
  interface Runtimes {
    /** Times in milliseconds since 1970 in UTC. */
    vm_replication: {
      /** The moment of the VM that the copy holds; null before the initial copy has ended. */
      readonly taken: number | null;
      /** When the push that brought it was completed. */
      readonly pushed: number | null;
      /** The push under way; null where none is. */
      readonly pushing: Pushing | null;
    };
  }
}

interface Push {
  /** The moment of the VM that the copy holds. */
  readonly taken: number;
  readonly completed: number;
}

/** The last push of a replication that was completed: what its copy can be started from. Undefined where there is none. */
export function lastPush(site: Site, { id }: Replication): Push | undefined {
  const { taken, pushed } = site.runtime('vm_replication', id) ?? { taken: null, pushed: null };
  return taken === null || pushed === null ? undefined : { taken, completed: pushed };
}
