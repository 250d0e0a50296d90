import { defaulted, required } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { bool, oneOf, refTo, setOf, weakRefTo } from '../../core/shape';

export const affinityRule = defineResource({
  type: 'affinity_rule',
  collection: 'affinity-rules',
  doc: 'Keeps VMs of a Cpool together on one host, or apart.',
  attrs: {
    cpool_id: required('Cpool in which the rule holds.', refTo('cpool'), { replace: true }),
    kind: required('`affinity` keeps its VMs together, `anti_affinity` apart.', oneOf('affinity', 'anti_affinity'), { replace: true }),
    enabled: defaulted('Whether the rule is applied.', bool(), true),
    virtual_machine_ids: required('VMs that the rule is about, two at least.', setOf(weakRefTo('virtual_machine'), { min: 2 })),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    affinity_rule: NounOf<typeof affinityRule>;
  }
}
