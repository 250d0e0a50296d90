import { defineBehaviour } from '../../core/behaviour';
import { lifecycle, settled } from '../../core/lifecycle';
import { requestNumber } from './request-number';

/** A policy is set up through a service request, which ends by itself. */
const policyLife = lifecycle({ initial: 'requested', settle: { requested: 'active' }, on: {} });

declare module '../../core/behaviour' {
  interface Runtimes {
    backup_policy: { readonly request_id: string; readonly status: string };
  }
}

export const backupPolicyBehaviour = defineBehaviour('backup_policy', {
  create: (self, deed) => {
    deed.remember('backup_policy', self.id, {
      request_id: requestNumber(deed),
      status: settled(policyLife, policyLife.initial),
    });
    return undefined;
  },
  observe: (self, site) => {
    const request = site.runtime('backup_policy', self.id);
    return { request_id: request?.request_id ?? null, status: self.suspended ? 'suspended' : (request?.status ?? policyLife.initial) };
  },
});
