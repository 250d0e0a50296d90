import { kept, optional, required } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { int, name, setOf, text } from '../../core/shape';

export const network = defineResource({
  type: 'network',
  collection: 'networks',
  doc: 'A layer 2 VLAN, shared between the Cpools and zones of its tenant and, where propagated, with other tenants of the organisation.',
  sharedWith: 'propagated_to',
  attrs: {
    vlan_id: kept(
      'VLAN number, 1 to 4094, unique in the tenant and in every tenant it is propagated to. The platform picks a free one unless given.',
      int({ min: 1, max: 4094 }),
      {
        replace: true,
      },
    ),
    availability_zones: required('Zones in which the network exists.', setOf(text({ min: 1, max: 63 }), { min: 1 })),
    propagated_to: optional('Names of further tenants of the same organisation that may use it.', setOf(name())),
    description: optional('What the network is for.', text()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    network: NounOf<typeof network>;
  }
}
