/** What is asked of a Global Mirror relationship, in the words of its arrays: start, stop, switch. A consistency group acts as one. */

import { type Action, defineAction } from '../../core/action';
import type { Ending } from '../../core/activity';
import { defaulted } from '../../core/attribute';
import type { Deed, Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { bool } from '../../core/shape';
import type { Values } from '../../core/unknown';
import { areAlike, isCopying, isDisconnected, isUsable } from '../facts/mirror-life';
import { groupOf } from '../facts/mirror-serving';
import { runningOn } from '../facts/running-place';
import { become, gapNow } from './mirror-pace';
import { isApart, keptOf, restart, start, step, stopGroup, whySourceIsLost } from './mirror-steps';

type Mirror = Nouns['global_mirror_lun'];

export const mirrorActions: readonly Action[] = [
  defineAction({
    on: 'global_mirror_lun',
    action: 'start',
    doc: 'Copies again, with its consistency group, from the side that serves.',
    attrs: {
      force: defaulted('Goes on although something was written since it stopped: there is no usable copy until that is copied.', bool(), false),
    },
  }),
  defineAction({
    on: 'global_mirror_lun',
    action: 'stop',
    doc: 'Stops copying, with its consistency group, at one point in time.',
    attrs: { with_access: defaulted('Opens the copy for writing; only a consistent copy is opened.', bool(), false) },
  }),
  defineAction({
    on: 'global_mirror_lun',
    action: 'switch',
    doc: 'Lets both sides change roles, with its consistency group. Only where both are alike and no VM runs on the primary.',
    attrs: {},
  }),
];

export const mirrorActs = {
  start: (self: Mirror, { force }: Values, deed: Deed): Ending | undefined => {
    const still = groupOf(deed, self).filter((each) => !isCopying(keptOf(deed, each).state));
    if (still.length === 0) return { failed: 'it copies already' };
    return because(still, (each) => whyNotStarted(each, force === true, deed)) ?? startAll(still, deed);
  },
  stop: (self: Mirror, { with_access }: Values, deed: Deed): Ending | undefined => {
    const members = groupOf(deed, self);
    if (with_access === true) return because(members, (each) => whyNotOpened(each, deed)) ?? openAll(self, deed);
    if (!members.some((each) => isCopying(keptOf(deed, each).state)))
      return because(members, (each) => `it is ${keptOf(deed, each).state}: it copies nothing`);
    return stopGroup(deed, self);
  },
  switch: (self: Mirror, _input: Values, deed: Deed): Ending | undefined => {
    const members = groupOf(deed, self);
    return because(members, (each) => whyNotSwitched(each, deed)) ?? switchAll(members, deed);
  },
};

/** Why mirrors cannot do what they are asked together: because one of them cannot. */
function because(members: readonly Mirror[], why: (each: Mirror) => string | undefined): Ending | undefined {
  const reasons = members.flatMap((each) => {
    const reason = why(each);
    return reason === undefined ? [] : [members.length === 1 ? reason : `${each.id}: ${reason}`];
  });
  return reasons.length === 0 ? undefined : { failed: reasons.join('; ') };
}

function whyNotStarted(each: Mirror, force: boolean, site: Site): string | undefined {
  const kept = keptOf(site, each);
  if (isApart(site, each)) return `it is ${kept.state}: its sides do not reach each other; mend that first`;
  if (kept.serves === 'nothing' && each.desired_role === 'failed_over')
    return 'its copy is being presented; start it when the service request is done';
  const lost = whySourceIsLost(site, each);
  if (lost !== undefined) return lost;
  const gib = isUsable(kept.state) ? gapNow(site, each, kept) : 0;
  if (gib === 0 || force) return undefined;
  return `${gib.toFixed(1)} GiB were written since it stopped: until they are copied there is no usable copy; force=true where that is meant`;
}

function startAll(members: readonly Mirror[], deed: Deed): undefined {
  for (const each of members) {
    const kept = keptOf(deed, each);
    if (kept.state === 'idling') become(deed, each, { source: kept.serves === 'copy' ? 'copy' : 'primary' });
    if (isUsable(kept.state) && gapNow(deed, each, kept) === 0) start(deed, each);
    else restart(deed, each);
  }
}

function whyNotOpened(each: Mirror, site: Site): string | undefined {
  const { state } = keptOf(site, each);
  if (!isUsable(state)) return `it is ${state}: its copy cannot be used`;
  return state.startsWith('idling') ? 'both sides are open for writing already' : undefined;
}

function openAll(self: Mirror, deed: Deed): undefined {
  stopGroup(deed, self);
  for (const each of groupOf(deed, self)) {
    const { serves } = keptOf(deed, each);
    // Switched and presented to nobody: with both sides open the primary serves again.
    const home = serves === 'nothing' && each.desired_role === 'primary' ? ({ serves: 'primary', source: 'primary' } as const) : {};
    step(deed, each, 'open', { ...home, resumes: false });
  }
}

function whyNotSwitched(each: Mirror, site: Site): string | undefined {
  const { state } = keptOf(site, each);
  if (!areAlike(state)) return isDisconnected(state) ? `it is ${state}` : `it is ${state}: only sides that are alike change roles`;
  if (each.desired_role !== 'primary') return 'it has failed over; desired_role = "primary" brings it back';
  const running = runningOn(site, each.datastore_id).map((vm) => vm.id);
  return running.length === 0 ? undefined : `${running.slice(0, NAMED_MAX).join(', ')} would lose their disks: power them off, or use desired_role`;
}

/** VMs that a reason names at most. */
const NAMED_MAX = 10;

function switchAll(members: readonly Mirror[], deed: Deed): undefined {
  for (const each of members) {
    const { source } = keptOf(deed, each);
    step(deed, each, 'switch', source === 'primary' ? { source: 'copy', serves: 'nothing' } : { source: 'primary', serves: 'primary' });
  }
}
