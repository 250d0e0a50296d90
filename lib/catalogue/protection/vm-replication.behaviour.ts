import { defineBehaviour } from '../../core/behaviour';
import { lifecycle, settled } from '../../core/lifecycle';
import type { Nouns } from '../../core/resource';

type Replication = Nouns['vm_replication'];

/** The first push copies everything; those after it what has changed. */
const replicationLife = lifecycle({ initial: 'initial_copy', settle: { initial_copy: 'active' }, on: {} });

declare module '../../core/behaviour' {
  interface Runtimes {
    /** When a push was completed, as of the last command about it, in milliseconds since 1970 in UTC; null before the first. */
    vm_replication: { readonly pushed: number | null };
  }
}

const HOUR_MS = 3_600_000;

/** A replication pushes what has changed at its interval; whoever resumes it pushes at once. */
export const vmReplicationBehaviour = defineBehaviour('vm_replication', {
  create: (self, deed) => {
    deed.remember('vm_replication', self.id, { pushed: self.paused ? null : deed.now });
    return undefined;
  },
  update: (self, prior, deed) => {
    const last = lastPush(prior, deed.runtime('vm_replication', self.id)?.pushed ?? null, deed.now);
    deed.remember('vm_replication', self.id, { pushed: prior.paused && !self.paused ? deed.now : last });
    return undefined;
  },
  observe: (self, site) => {
    const last = lastPush(self, site.runtime('vm_replication', self.id)?.pushed ?? null, site.now);
    return {
      state: self.paused ? 'paused' : settled(replicationLife, replicationLife.initial),
      last_push_at: last === null ? null : new Date(last).toISOString(),
    };
  },
});

function lastPush(self: Replication, pushed: number | null, now: number): number | null {
  if (self.paused || pushed === null) return pushed;
  const interval = self.interval_hours * HOUR_MS;
  return pushed + Math.floor(Math.max(0, now - pushed) / interval) * interval;
}
