import { type Deed, defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { availabilityIn, monthOf } from '../facts/availability';
import { admit, hostingTypes, letOthersIn } from '../facts/hosting';
import { conditionOf } from '../facts/hosting-state';
import { runningPlace } from '../facts/running-place';

type Vm = Nouns['virtual_machine'];
type Interfaces = NonNullable<Vm['network_interfaces']>;

/** Draws of a MAC address before giving up: with four million to choose from, the bound is never met. */
const MAC_DRAWS_MAX = 64;

/** A VM lies on a host while it runs, and gets addresses for its interfaces. */
export const virtualMachineBehaviour = defineBehaviour('virtual_machine', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    admit(deed, self);
    return { tools_version: self.tools_version ?? deed.world.tools_version, network_interfaces: withAddresses(self, deed) };
  },
  update: (self, prior, deed) => {
    admit(deed, self, prior);
    return { network_interfaces: withAddresses(self, deed) };
  },
  remove: (prior, deed) => letOthersIn(deed, runningPlace(deed, prior)),
  observe: (self, site) => {
    const kept = site.runtime('virtual_machine', self.id);
    const host = kept?.host ?? null;
    const { state, reason } = conditionOf(site, self);
    return {
      host_id: host,
      running_cpool_id: host === null ? null : runningPlace(site, self),
      state,
      state_reason: reason,
      availability_percent: availabilityIn(kept?.downtime, monthOf(site.now), site.now).percent,
      sla_met: slaMet(self, site),
      encryption_status: self.key_provider_id === null ? 'clear' : state === 'locked' ? 'locked' : 'encrypted',
    };
  },
});

/** What the offer promises holds with two hosts and high availability only; where it does not, nothing can be met or missed. */
function slaMet(self: Vm, site: Site): boolean | null {
  const home = site.get('cpool', self.cpool_id);
  if (!home?.ha_enabled || home.host_count < 2) return null;
  return availabilityIn(site.runtime('virtual_machine', self.id)?.downtime, monthOf(site.now), site.now).kept;
}

function withAddresses(self: Vm, deed: Deed): Interfaces | null {
  const own = new Set((self.network_interfaces ?? []).flatMap((each) => each.mac_address ?? []));
  return (
    self.network_interfaces?.map((each) => {
      if (each.mac_address !== null) return each;
      const mac_address = freeAddress(each.name, own, deed);
      own.add(mac_address);
      return { ...each, mac_address };
    }) ?? null
  );
}

/** An address of the range that VMware keeps for those set by hand (00:50:56:00 to 3f), which no other interface has. */
function freeAddress(name: string, own: ReadonlySet<string>, deed: Deed): string {
  for (let draw = 1; draw <= MAC_DRAWS_MAX; draw += 1) {
    const [first, second, third] = Buffer.from(deed.serial(`mac ${name} ${draw}`, 6), 'hex');
    const address = ['00', '50', '56', ...[(first ?? 0) & 0x3f, second ?? 0, third ?? 0].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
    if (!own.has(address) && deed.holding('virtual_machine', 'network_interfaces[].mac_address', address).length === 0) return address;
  }
  throw new Error(`${MAC_DRAWS_MAX} draws gave no free MAC address`);
}
