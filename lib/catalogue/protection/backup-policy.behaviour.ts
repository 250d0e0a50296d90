import type { Ending } from '../../core/activity';
import { type Deed, defineBehaviour, type Site } from '../../core/behaviour';
import { after, lifecycle } from '../../core/lifecycle';
import type { Nouns } from '../../core/resource';
import { MINUTE_MS } from '../../core/virtual-time';
import { BACKUP_POLICY_MINUTES } from '../facts/advice';
import { hostingTypes } from '../facts/hosting';
import { endJob, type Job, jobMs } from './backup-job';
import { nextNight } from './backup-night';
import { notOutlived, purge, retained } from './backup-points';
import { keptOf, POINT_KINDS } from './kept-backups';
import { requestNumber } from './request-number';

type Policy = Nouns['backup_policy'];
type Status = 'requested' | 'active' | 'suspended';

/** A policy is set up through a service request, which ends by itself. It rests from when its last VM has left until the next one comes. */
const policyLife = lifecycle<Status, 'empty' | 'join'>({
  initial: 'requested',
  settle: { requested: 'active' },
  on: { empty: { active: 'suspended' }, join: { suspended: 'active' } },
});

declare module '../../core/behaviour' {
  interface Runtimes {
    backup_policy: {
      readonly request_id: string;
      readonly status: Status;
      /** The job under way; null or absent where there is none. */
      readonly job?: Job | null;
    };
  }
}

export const backupPolicyBehaviour = defineBehaviour('backup_policy', {
  looksAt: [...hostingTypes, 'backup_storage'],
  create: (self, deed) => {
    deed.remember('backup_policy', self.id, { request_id: requestNumber(deed), status: policyLife.initial });
    deed.settle('backup_policy', self.id, 'request', BACKUP_POLICY_MINUTES * MINUTE_MS);
    return undefined;
  },
  update: (self, prior, deed) => {
    const keepsFewer = POINT_KINDS.some((kind) => keptOf(self, kind) < keptOf(prior, kind));
    if (keepsFewer) purge(deed, self, (points) => retained(points, self));
    return undefined;
  },
  remove: (prior, deed) => purge(deed, prior, () => []),
  due: {
    request: (self, deed) => {
      deed.remember('backup_policy', self.id, { status: 'active' });
      return undefined;
    },
    night: (self, deed) => night(self, deed),
    backup: (self, deed) => {
      const { job } = deed.runtime('backup_policy', self.id) ?? {};
      deed.remember('backup_policy', self.id, { job: null });
      return job ? endJob(deed, self, job) : undefined;
    },
  },
  observe: (self, site) => ({ request_id: site.runtime('backup_policy', self.id)?.request_id ?? null, status: statusOf(site, self) }),
});

/** What a policy does: also one that is suspended by choice was requested first. */
export function statusOf(site: Site, self: Policy): Status {
  const status = site.runtime('backup_policy', self.id)?.status ?? policyLife.initial;
  return self.suspended && status !== 'requested' ? 'suspended' : status;
}

const membersOf = (site: Site, policyId: string): Nouns['virtual_machine'][] => site.holding('virtual_machine', 'backup_policy_ids', policyId);

/** A VM comes to a policy: it has its nights from now on. */
export function joinPolicy(deed: Deed, policyId: string): void {
  pass(deed, policyId, 'join');
  if (deed.dueAt('backup_policy', policyId, 'night') === undefined) deed.plan('backup_policy', policyId, 'night', nextNight(policyId, deed.now));
}

/** A VM has left a policy, and the job under way; the policy rests where it was the last. */
export function leavePolicy(deed: Deed, policyId: string, vmId: string): void {
  const { job } = deed.runtime('backup_policy', policyId) ?? {};
  if (job?.vms.includes(vmId)) deed.remember('backup_policy', policyId, { job: { ...job, vms: job.vms.filter((each) => each !== vmId) } });
  if (membersOf(deed, policyId).length === 0) pass(deed, policyId, 'empty');
}

function pass(deed: Deed, policyId: string, action: 'empty' | 'join'): void {
  const kept = deed.runtime('backup_policy', policyId);
  const status = kept && after(policyLife, kept.status, action);
  if (status !== undefined) deed.remember('backup_policy', policyId, { status });
}

/** A night comes: points of VMs that left get older, and a job begins, unless the policy rests. */
function night(self: Policy, deed: Deed): Ending | undefined {
  const members = membersOf(deed, self.id).map(({ id }) => id);
  const own = new Set(members);
  const held = purge(deed, self, (points, vmId) => (own.has(vmId) ? points : notOutlived(points, self, deed.now)));
  if (members.length === 0 && held === 0) return undefined;
  deed.plan('backup_policy', self.id, 'night', nextNight(self.id, deed.now));
  if (members.length === 0 || statusOf(deed, self) !== 'active') return undefined;
  const { job } = deed.runtime('backup_policy', self.id) ?? {};
  if (job) return { failed: `the job that began at ${new Date(job.began).toISOString()} still runs` };
  const tonight: Job = { began: deed.now, occasion: 'nightly', vms: members };
  deed.remember('backup_policy', self.id, { job: tonight });
  deed.settle('backup_policy', self.id, 'backup', jobMs(deed, self, tonight));
  return undefined;
}
