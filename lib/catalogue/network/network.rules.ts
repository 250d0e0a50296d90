/** Rules about networks, and about the VMs that are connected to them. */
import { defineRule, type Rule } from '../../core/rule';
import type { Values } from '../../core/unknown';
import { cpool, datastore, policy, vm, vmId } from '../facts/example-estates';
import { isLacking } from '../facts/standby-networks';
import { zoneRule } from '../zone-rule';

const layer2 = { seed: '000', heading: 'Layer 2 VLANs' };
const network = (name: string, values: Values = {}) => ({ type: 'network', values: { name, availability_zones: ['par7s'], ...values } });
const tenant = (name: string, organization = 'acme') => ({
  type: 'tenant',
  values: { name, organization, owners: [{ email: 'owner@example.org' }] },
});
const networkId = (name: string, of = 'main') => `tenants/${of}/networks/${name}`;

interface Reach {
  readonly id: string;
  readonly tenant: string;
  readonly propagated_to: readonly string[] | null;
}
const tenantsOf = (each: Reach): readonly string[] => [each.tenant, ...(each.propagated_to ?? [])];
const meet = (a: Reach, b: Reach): boolean => tenantsOf(a).some((name) => tenantsOf(b).includes(name));

/** The networks that a network meets, and those that these meet, and so on. */
function meeting<N extends Reach>(start: N, all: readonly N[]): N[] {
  const found = [start];
  for (const each of found) found.push(...all.filter((other) => !found.some((known) => known.id === other.id) && meet(each, other)));
  return found;
}

const vlanOnce = defineRule({
  code: 'NETWORK-001',
  class: 'refused',
  on: 'network',
  title: 'A VLAN is one network',
  why: 'Two networks of one VLAN number that meet in a tenant would be one broadcast domain.',
  reads: ['vlan_id', 'tenant', 'propagated_to'],
  gathers: { others: { of: 'network', via: 'vlan_id', equals: 'vlan_id', reads: ['tenant', 'propagated_to'] } },
  check: ({ self, others }) => {
    const group = meeting<Reach>(
      self,
      others.filter((other) => other.id !== self.id),
    );
    if (group.length < 2 || group.some((each) => each.id > self.id)) return undefined;
    const rest = group
      .filter((each) => each.id !== self.id)
      .map((each) => each.id)
      .sort();
    return {
      at: 'vlan_id',
      message: `vlan_id ${self.vlan_id} is also that of ${rest.join(', ')}`,
      fix: 'give it another number, or leave vlan_id out: the platform picks a free one',
    };
  },
  source: layer2,
  examples: [
    { says: 'two numbers', estate: [network('a', { vlan_id: 100 }), network('b', { vlan_id: 101 })], fires: [] },
    { says: 'one number', estate: [network('a', { vlan_id: 100 }), network('b', { vlan_id: 100 })], fires: [networkId('b')] },
    {
      says: 'one number, two tenants',
      estate: [tenant('other'), network('a', { vlan_id: 100 }), network('b', { vlan_id: 100, tenant: 'other' })],
      fires: [],
    },
    {
      says: 'one number, propagated into the other tenant',
      estate: [tenant('other'), network('a', { vlan_id: 100, propagated_to: ['other'] }), network('b', { vlan_id: 100, tenant: 'other' })],
      fires: [networkId('b', 'other')],
    },
  ],
});

const sameOrganisation = defineRule({
  code: 'NETWORK-002',
  class: 'refused',
  on: 'network',
  title: 'A network stays in its organisation',
  why: 'VLANs can be propagated between tenants of one organisation only.',
  reads: ['tenant', 'propagated_to'],
  gathers: {
    own: { of: 'tenant', via: 'name', equals: 'tenant', reads: ['name', 'organization'] },
    targets: { of: 'tenant', via: 'name', equals: 'propagated_to', reads: ['name', 'organization'] },
  },
  check: ({ self, own, targets }) => {
    const names = self.propagated_to ?? [];
    const home = own[0];
    if (names.length === 0) return undefined;
    if (!home) return { undecided: `tenant ${self.tenant}` };
    const foreign = targets.filter((target) => target.organization !== home.organization);
    if (foreign.length > 0) {
      return {
        at: 'propagated_to',
        message: `${foreign.map((target) => `${target.name} belongs to ${target.organization}`).join(', ')}; ${self.tenant} belongs to ${home.organization}`,
        fix: `propagate to tenants of ${home.organization} only`,
      };
    }
    const missing = names.find((name) => !targets.some((target) => target.name === name));
    return missing === undefined ? undefined : { undecided: `tenant ${missing}` };
  },
  source: layer2,
  examples: [
    { says: 'one organisation', estate: [tenant('main'), tenant('other'), network('a', { propagated_to: ['other'] })], fires: [] },
    {
      says: 'two organisations',
      estate: [tenant('main'), tenant('other', 'rival'), network('a', { propagated_to: ['other'] })],
      fires: [networkId('a')],
    },
    { says: 'propagated nowhere', estate: [tenant('main'), network('a')], fires: [] },
  ],
});

const wired = (zones: readonly string[]) => [
  cpool(),
  datastore(),
  policy(),
  network('lan', { availability_zones: zones }),
  vm('a', { network_interfaces: [{ name: 'eth0', network_id: networkId('lan') }] }),
];

const existsInTheZone = defineRule({
  code: 'NETWORK-003',
  class: 'refused',
  on: 'virtual_machine',
  title: "A VM's networks exist in its zone",
  why: 'A VLAN reaches the hypervisors of a zone only where it is set up in that zone.',
  reads: ['network_interfaces[].name', 'network_interfaces[].network_id'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] } },
  followsEach: { networks: { of: 'network', via: 'network_interfaces[].network_id', reads: ['availability_zones'] } },
  check: ({ self, cpool: home, networks }, { world }) =>
    (self.network_interfaces ?? [])
      .filter((each) => networks.some((lan) => lan.id === each.network_id && isLacking(lan, home.availability_zone, world)))
      .map((each) => ({
        at: `network_interfaces["${each.name}"].network_id`,
        message: `interface ${each.name} is on ${each.network_id}, which does not exist in ${home.availability_zone}`,
        fix: `add "${home.availability_zone}" to the availability_zones of that network`,
      })),
  source: layer2,
  examples: [
    { says: 'in its zone', estate: wired(['par7s']), fires: [] },
    { says: 'in the other zone', estate: wired(['th3s']), fires: [vmId('a')] },
    { says: 'in both', estate: wired(['th3s', 'par7s']), fires: [] },
  ],
});

const itsZones = zoneRule('network', 'availability_zones', { id: networkId('lan'), sample: (values) => network('lan', values), list: true });

export const networkRules: readonly Rule[] = [itsZones, vlanOnce, sameOrganisation, existsInTheZone];
