import type { Ending } from '../../core/activity';
import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { HOUR_MS } from '../../core/virtual-time';
import { hostingTypes } from '../facts/hosting';
import { lastPush } from '../facts/push-state';
import { pushOf, whyNotPushed } from '../facts/push-work';
import { startedCopy } from '../facts/started-copies';
import { closeCopied } from './close-snapshot';

type Replication = Nouns['vm_replication'];

/**
 * The first push copies everything, and those after it what has changed; whoever resumes a replication pushes at once. A push
 * begins at its interval, or when the one before it has ended, where that takes longer.
 */
export const vmReplicationBehaviour = defineBehaviour('vm_replication', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    deed.remember('vm_replication', self.id, { taken: null, pushed: null, pushing: null });
    if (!self.paused) begin(self, deed);
    return undefined;
  },
  update: (self, prior, deed) => {
    const moved = self.target_datastore_id !== prior.target_datastore_id;
    // The copy that lies on the datastore before is no longer kept.
    if (moved) deed.remember('vm_replication', self.id, { taken: null, pushed: null });
    if (self.paused) return stop(self, deed);
    if (prior.paused || moved) begin(self, deed);
    else if (self.interval_hours !== prior.interval_hours && !isPushing(self, deed)) planNext(self, deed);
    return undefined;
  },
  due: {
    interval: (self, deed) => begin(self, deed),
    initial_copy: (self, deed) => end(self, deed),
    push: (self, deed) => end(self, deed),
  },
  observe: (self, site) => {
    const last = lastPush(site, self);
    return {
      state: self.paused ? 'paused' : last === undefined ? 'initial_copy' : 'active',
      last_push_at: last === undefined ? null : new Date(last.completed).toISOString(),
      consistent_at: last === undefined ? null : new Date(last.taken).toISOString(),
    };
  },
});

const isPushing = (self: Replication, deed: Deed): boolean => (deed.runtime('vm_replication', self.id)?.pushing ?? null) !== null;

function stop(self: Replication, deed: Deed): undefined {
  deed.remember('vm_replication', self.id, { pushing: null });
  for (const what of ['interval', 'initial_copy', 'push']) deed.plan('vm_replication', self.id, what, null);
}

/** Takes the snapshot that a push brings; the push ends when it is copied. */
function begin(self: Replication, deed: Deed): Ending | undefined {
  if (startedCopy(deed, self.virtual_machine_id)?.id === self.id) return later(self, deed, 'its copy runs in the place of the VM');
  const why = whyNotPushed(deed, self);
  if (why !== undefined) return later(self, deed, why);
  const { copyMs, first } = pushOf(deed, self);
  stop(self, deed);
  deed.remember('vm_replication', self.id, { pushing: deed.now });
  deed.settle('vm_replication', self.id, first ? 'initial_copy' : 'push', copyMs);
  return undefined;
}

/** The push has arrived, unless something broke on the way: then the copy stays what it was. */
function end(self: Replication, deed: Deed): Ending | undefined {
  const { pushing } = deed.runtime('vm_replication', self.id) ?? { pushing: null };
  const why = whyNotPushed(deed, self);
  const vm = deed.get('virtual_machine', self.virtual_machine_id);
  if (pushing === null || vm === undefined || why !== undefined) {
    deed.remember('vm_replication', self.id, { pushing: null });
    return later(self, deed, why ?? 'nothing was under way');
  }
  const { copyMs: openMs, writtenGibPerDay } = pushOf(deed, self);
  deed.remember('vm_replication', self.id, { taken: pushing, pushed: deed.now, pushing: null });
  planNext(self, deed);
  const closed = closeCopied(deed, vm, { writtenGibPerDay, openMs });
  return closed.reason === null ? undefined : { items: [closed] };
}

/** Tries again at the next interval. */
function later(self: Replication, deed: Deed, failed: string): Ending {
  deed.plan('vm_replication', self.id, 'interval', deed.now + self.interval_hours * HOUR_MS);
  return { failed };
}

/** The next push begins an interval after the last one began. */
function planNext(self: Replication, deed: Deed): void {
  const begun = lastPush(deed, self)?.taken ?? deed.now;
  deed.plan('vm_replication', self.id, 'interval', Math.max(deed.now, begun + self.interval_hours * HOUR_MS));
}
