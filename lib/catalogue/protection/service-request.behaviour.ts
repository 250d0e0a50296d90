import { type Deed, defineBehaviour } from '../../core/behaviour';
import { lifecycle } from '../../core/lifecycle';
import type { Nouns } from '../../core/resource';
import { MINUTE_MS } from '../../core/virtual-time';
import { REQUEST_TAKEN_UP_MINUTES, REQUEST_WORK_MINUTES } from '../facts/advice';
import { requestNumber } from './request-number';

type Status = 'open' | 'in_progress' | 'closed';
type Request = Nouns['service_request'];

/** Support takes a request up and closes it. */
const requestLife = lifecycle<Status, never>({ initial: 'open', settle: { open: 'in_progress', in_progress: 'closed' }, on: {} });
/** Minutes that a request stays in a state which ends by itself. */
const MINUTES: Readonly<Record<Status, number>> = { open: REQUEST_TAKEN_UP_MINUTES, in_progress: REQUEST_WORK_MINUTES, closed: 0 };

declare module '../../core/behaviour' {
  interface Runtimes {
    service_request: { readonly status: Status };
  }
}

const statusOf = (self: Request, site: Pick<Deed, 'runtime'>): Status => site.runtime('service_request', self.id)?.status ?? requestLife.initial;

function enter(self: Request, status: Status, deed: Deed): void {
  deed.remember('service_request', self.id, { status });
  if (requestLife.settle[status] !== undefined) deed.settle('service_request', self.id, 'request', MINUTES[status] * MINUTE_MS);
}

export const serviceRequestBehaviour = defineBehaviour('service_request', {
  create: (self, deed) => {
    enter(self, requestLife.initial, deed);
    return { reference: requestNumber(deed) };
  },
  due: {
    request: (self, deed) => {
      const next = requestLife.settle[statusOf(self, deed)];
      if (next !== undefined) enter(self, next, deed);
      return undefined;
    },
  },
  observe: (self, site) => ({ status: statusOf(self, site) }),
});
