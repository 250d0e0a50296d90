import { defineBehaviour } from '../../core/behaviour';
import { lifecycle, settled } from '../../core/lifecycle';
import { requestNumber } from './request-number';

/** Support takes a request up and closes it. */
const requestLife = lifecycle({ initial: 'open', settle: { open: 'in_progress', in_progress: 'closed' }, on: {} });

declare module '../../core/behaviour' {
  interface Runtimes {
    service_request: { readonly status: string };
  }
}

export const serviceRequestBehaviour = defineBehaviour('service_request', {
  create: (self, deed) => {
    deed.remember('service_request', self.id, { status: settled(requestLife, requestLife.initial) });
    return { reference: requestNumber(deed) };
  },
  observe: (self, site) => ({ status: site.runtime('service_request', self.id)?.status ?? requestLife.initial }),
});
