import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';

type Network = Nouns['network'];

const VLAN_MAX = 4094;

const tenantsOf = (network: Network): string[] => [network.tenant, ...(network.propagated_to ?? [])];

/** A network gets the lowest VLAN that no network of the tenants it meets has. */
export const networkBehaviour = defineBehaviour('network', {
  create: (self, deed) => ({ vlan_id: self.vlan_id ?? freeVlan(self, deed) }),
});

function freeVlan(self: Network, deed: Deed): number {
  const tenants = new Set(tenantsOf(self));
  const taken = new Set(deed.all('network').flatMap((each) => (tenantsOf(each).some((tenant) => tenants.has(tenant)) ? (each.vlan_id ?? []) : [])));
  for (let vlan = 1; vlan <= VLAN_MAX; vlan += 1) if (!taken.has(vlan)) return vlan;
  return deed.refuse({
    code: 'NETWORK-001',
    path: 'vlan_id',
    message: `all ${VLAN_MAX} VLANs are taken in ${[...tenants].join(', ')}`,
    fix: 'delete a network that is not used, or propagate it to fewer tenants',
  });
}
