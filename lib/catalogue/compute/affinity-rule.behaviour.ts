import { defineBehaviour } from '../../core/behaviour';
import { hostingTypes, settle } from '../facts/hosting';

/** A rule that comes to hold moves the VMs that lie otherwise. */
export const affinityRuleBehaviour = defineBehaviour('affinity_rule', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    if (self.enabled) settle(deed, self.cpool_id);
    return undefined;
  },
  update: (self, _prior, deed) => {
    if (self.enabled) settle(deed, self.cpool_id);
    return undefined;
  },
});
