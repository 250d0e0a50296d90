import { defineBehaviour } from '../../core/behaviour';
import { lifecycle, settled } from '../../core/lifecycle';

/** A policy is set up through a service request, which ends by itself. */
const policyLife = lifecycle({ initial: 'requested', settle: { requested: 'active' }, on: {} });

declare module '../../core/behaviour' {
  interface Runtimes {
    backup_policy: { readonly request_id: string; readonly status: string };
  }
}

/** Hexadecimal digits of a service request's number. */
const REQUEST_DIGITS = 8;

export const backupPolicyBehaviour = defineBehaviour('backup_policy', {
  create: (self, deed) => {
    deed.remember('backup_policy', self.id, {
      request_id: `SR-${deed.serial('request', REQUEST_DIGITS)}`,
      status: settled(policyLife, policyLife.initial),
    });
    return undefined;
  },
  observe: (self, site) => {
    const request = site.runtime('backup_policy', self.id);
    return { request_id: request?.request_id ?? null, status: self.suspended ? 'suspended' : (request?.status ?? policyLife.initial) };
  },
});
