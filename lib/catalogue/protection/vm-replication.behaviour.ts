import type { Ending } from '../../core/activity';
import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { HOUR_MS } from '../../core/virtual-time';
import { hostingTypes } from '../facts/hosting';
import { sharesOf } from '../facts/push-share';
import { lastPush, type Pushing } from '../facts/push-state';
import { whyNotPushed, workOf } from '../facts/push-work';
import { copiedGib, copyMs } from '../facts/write-rate';
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
    share(deed);
    return undefined;
  },
  update: (self, prior, deed) => {
    const moved = self.target_datastore_id !== prior.target_datastore_id;
    // The copy that lies on the datastore before is no longer kept.
    if (moved) deed.remember('vm_replication', self.id, { taken: null, pushed: null });
    if (self.paused) stop(self, deed);
    else if (prior.paused || moved) begin(self, deed);
    else if (self.interval_hours !== prior.interval_hours && !pushingOf(self, deed)) planNext(self, deed);
    share(deed);
    return undefined;
  },
  remove: (_prior, deed) => share(deed),
  // A push that can no longer arrive ends now, and says why.
  shaken: (deed) => {
    for (const each of pushes(deed)) if (whyNotPushed(deed, each) !== undefined) deed.settle('vm_replication', each.id, dueOf(each, deed), 0);
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

const pushingOf = (self: Replication, deed: Deed): Pushing | null => deed.runtime('vm_replication', self.id)?.pushing ?? null;
const pushes = (deed: Deed): Replication[] => deed.all('vm_replication').filter((each) => pushingOf(each, deed) !== null);
const dueOf = (self: Replication, deed: Deed): 'initial_copy' | 'push' => (lastPush(deed, self) ? 'push' : 'initial_copy');

function stop(self: Replication, deed: Deed): void {
  deed.remember('vm_replication', self.id, { pushing: null });
  for (const what of ['interval', 'initial_copy', 'push']) deed.plan('vm_replication', self.id, what, null);
}

/** Takes the snapshot that a push brings; the push ends when it is copied. */
function begin(self: Replication, deed: Deed): Ending | undefined {
  stop(self, deed);
  const why = whyNotPushed(deed, self);
  if (why !== undefined) return later(self, deed, why);
  copy(self, deed, { began: deed.now, left_gib: workOf(deed, self, deed.now).gib, since: deed.now, mb_per_s: sharesOf(deed)(self) });
  return undefined;
}

function copy(self: Replication, deed: Deed, pushing: Pushing): void {
  deed.remember('vm_replication', self.id, { pushing });
  deed.settle('vm_replication', self.id, dueOf(self, deed), copyMs(pushing.left_gib, pushing.mb_per_s));
}

/** Pushes go on at another pace where others come to their link, or leave it. */
function share(deed: Deed): void {
  const running = pushes(deed);
  if (running.length === 0) return;
  const paceOf = sharesOf(deed);
  for (const each of running) {
    const pushing = pushingOf(each, deed);
    const mb_per_s = paceOf(each);
    if (!pushing || pushing.mb_per_s === mb_per_s) continue;
    const left_gib = Math.max(0, pushing.left_gib - copiedGib(deed.now - pushing.since, pushing.mb_per_s));
    copy(each, deed, { ...pushing, left_gib, since: deed.now, mb_per_s });
  }
}

/** The push has arrived, unless something broke on the way: then the copy stays what it was. */
function end(self: Replication, deed: Deed): Ending | undefined {
  const pushing = pushingOf(self, deed);
  const why = whyNotPushed(deed, self);
  const vm = deed.get('virtual_machine', self.virtual_machine_id);
  if (pushing === null || vm === undefined || why !== undefined) {
    deed.remember('vm_replication', self.id, { pushing: null });
    return later(self, deed, why ?? 'nothing was under way');
  }
  const { gib, writtenGibPerDay } = workOf(deed, self, pushing.began);
  // With the automatic clock it ends at once, and its snapshot is as large as it would be.
  const openMs = Math.max(deed.now - pushing.began, copyMs(gib, pushing.mb_per_s));
  deed.remember('vm_replication', self.id, { taken: pushing.began, pushed: deed.now, pushing: null });
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
