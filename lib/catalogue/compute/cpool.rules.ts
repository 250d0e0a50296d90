/** Rules about what a Cpool is: its hosts, its activated memory, the build of its hypervisors. */
import { defineChangeRule, defineRule, type Rule } from '../../core/rule';
import { ACTIVATED_GIB_PER_BLADE, bladeClass, CPOOL_HOSTS_MAX, cpoolMemoryRange } from '../facts/blades';
import { defaultWorld } from '../facts/default-world';
import { CPOOL, cpool, vm } from '../facts/example-estates';
import { offer } from '../facts/offer';
import { regionOf } from '../facts/regions';
import { stockNameRule } from '../stock-name';
import { zoneRule } from '../zone-rule';
import { cpoolWith } from './example-cpools';
import { namesOf, running } from './usage';

const blades = { seed: '000', heading: 'Compute blades' };
const updating = { seed: '000', heading: 'Updating Hypervisors' };
const SLA = `${offer.availability_percent} %`;

const memoryOfItsBlades = defineRule({
  code: 'COMPUTE-002',
  class: 'refused',
  on: 'cpool',
  title: 'Activated memory lies between what is delivered and what the blades have',
  why: `Each blade is delivered with ${ACTIVATED_GIB_PER_BLADE} GiB activated, and memory can be activated up to what is physically there.`,
  reads: ['blade_class', 'host_count', 'memory_gib'],
  check: ({ self }) => {
    const { min_gib, max_gib } = cpoolMemoryRange(self.blade_class, self.host_count);
    if (self.memory_gib >= min_gib && self.memory_gib <= max_gib) return undefined;
    const tooLittle = self.memory_gib < min_gib;
    const hosts = tooLittle
      ? Math.floor(self.memory_gib / ACTIVATED_GIB_PER_BLADE)
      : Math.ceil(self.memory_gib / bladeClass(self.blade_class).ram_gib);
    return {
      at: 'memory_gib',
      message: `memory_gib is ${self.memory_gib}; ${self.host_count === 1 ? `one ${self.blade_class} blade holds` : `${self.host_count} ${self.blade_class} blades hold`} ${min_gib} to ${max_gib}`,
      fix: `memory_gib = ${tooLittle ? min_gib : max_gib}${hosts >= 1 && hosts <= CPOOL_HOSTS_MAX ? `, or host_count = ${hosts}` : ''}`,
    };
  },
  source: { seed: '000', heading: "Memory Allocation for a 'Cpool'" },
  examples: [
    { says: 'three blades start at 384 GiB', estate: [cpool({ memory_gib: 384 })], fires: [] },
    { says: 'one GiB less than is activated', estate: [cpool({ memory_gib: 383 })], fires: [CPOOL] },
    { says: 'all that three blades of 384 GB have', estate: [cpool({ memory_gib: 1152 })], fires: [] },
    { says: 'one GiB more than three blades have', estate: [cpool({ memory_gib: 1153 })], fires: [CPOOL] },
  ],
});

const twoHosts = defineRule({
  code: 'COMPUTE-003',
  class: 'advice',
  on: 'cpool',
  title: 'A Cpool has two hosts',
  why: `With one host nothing restarts when it is lost, an update stops every VM, and the availability of ${SLA} is not promised.`,
  reads: ['host_count'],
  check: ({ self }) =>
    self.host_count >= 2 ? undefined : { at: 'host_count', message: `host_count is 1; the offer's ${SLA} asks for two hosts`, fix: 'host_count = 2' },
  source: blades,
  examples: [
    { says: 'one host', estate: [cpool({ host_count: 1 })], fires: [CPOOL] },
    { says: 'two hosts', estate: [cpool({ host_count: 2 })], fires: [] },
  ],
});

const highAvailability = defineRule({
  code: 'COMPUTE-004',
  class: 'advice',
  on: 'cpool',
  title: 'High availability is on',
  why: `Without it VMs stay down when their host is lost, and the availability of ${SLA} is not promised.`,
  reads: ['ha_enabled'],
  check: ({ self }) =>
    self.ha_enabled
      ? undefined
      : {
          at: 'ha_enabled',
          message: `ha_enabled is false; the offer's ${SLA} asks for high availability`,
          fix: 'ha_enabled = true, or leave it out',
        },
  source: blades,
  examples: [
    { says: 'off', estate: [cpool({ ha_enabled: false })], fires: [CPOOL] },
    { says: 'on', estate: [cpool({ ha_enabled: true })], fires: [] },
    { says: 'left out', estate: [cpool()], fires: [] },
  ],
});

const soldInItsRegion = defineRule({
  code: 'COMPUTE-010',
  class: 'advice',
  on: 'cpool',
  title: "The blade is in the zone's price list",
  why: 'A SKU names the region that it is sold in; in another region support has to confirm that the blade can be ordered.',
  reads: ['availability_zone', 'blade_class'],
  check: ({ self }, { world }) => {
    const zone = self.availability_zone;
    const region = regionOf(zone) ?? world?.regions.find((each) => each.zones.includes(zone))?.name;
    if (region === undefined) return world ? undefined : { undecided: `the region of ${zone} (--world or --platform)` };
    const { sku } = bladeClass(self.blade_class);
    const sold = sku.split(':')[1];
    return sold === region
      ? undefined
      : {
          at: 'blade_class',
          message: `${self.blade_class} is sold as ${sku}, in ${sold}; ${zone} is in ${region}`,
          fix: `use a zone of ${sold}, or ask support for this blade in ${region}`,
        };
  },
  source: blades,
  examples: [
    { says: 'a zone of fr1', estate: [cpool({ availability_zone: 'az07' })], fires: [] },
    { says: 'a zone of fr2', estate: [cpool({ availability_zone: 'fr2-a' })], fires: [CPOOL] },
  ],
});

const [OLDER, NEWEST] = ['8.0.2-23305546', '8.0.3-24280767'];
const hosting = (hosts: number, build: string, ...vms: ReturnType<typeof vm>[]) => cpoolWith({ host_count: hosts, hypervisor_build: build }, ...vms);

const updatedWithoutAStop = defineChangeRule({
  code: 'COMPUTE-012',
  class: 'refused',
  on: 'cpool',
  title: 'Hypervisors are updated under running VMs only where these can move',
  why: 'An update empties one host after the other: that takes two hosts, or VMs that may be stopped.',
  reads: ['hypervisor_build', 'host_count'],
  gathers: { vms: { of: 'virtual_machine', via: 'cpool_id', reads: ['power_state', 'allow_power_cycle'] } },
  check: ({ self, prior, vms }) => {
    const [before, after] = [prior.self.hypervisor_build, self.hypervisor_build];
    if (before === null || after === null || before === after || self.host_count >= 2) return 'holds';
    const stuck = running(vms).filter((vm) => !vm.allow_power_cycle);
    if (stuck.length === 0) return undefined;
    const names = namesOf(stuck.map((vm) => vm.id));
    return {
      at: 'hypervisor_build',
      message: `hypervisor_build goes from ${before} to ${after} on one host, where ${names} may not be stopped`,
      fix: `host_count = 2, or allow_power_cycle = true on ${names}`,
    };
  },
  source: updating,
  examples: [
    { says: 'one host', prior: hosting(1, OLDER, vm('a')), estate: hosting(1, NEWEST, vm('a')), fires: [CPOOL] },
    { says: 'two hosts', prior: hosting(2, OLDER, vm('a')), estate: hosting(2, NEWEST, vm('a')), fires: [] },
    {
      says: 'one host whose VM may be stopped',
      prior: hosting(1, OLDER, vm('a')),
      estate: hosting(1, NEWEST, vm('a', { allow_power_cycle: true })),
      fires: [],
    },
    {
      says: 'one of two VMs may be stopped',
      prior: hosting(1, OLDER, vm('a'), vm('b')),
      estate: hosting(1, NEWEST, vm('a', { allow_power_cycle: true }), vm('b')),
      fires: [CPOOL],
    },
    {
      says: 'one host whose VM is stopped',
      prior: hosting(1, OLDER, vm('a', { power_state: 'off' })),
      estate: hosting(1, NEWEST, vm('a', { power_state: 'off' })),
      fires: [],
    },
    { says: 'the same build', prior: hosting(1, OLDER, vm('a')), estate: hosting(1, OLDER, vm('a')), fires: [] },
  ],
});

const newestBuild = defineRule({
  code: 'COMPUTE-013',
  class: 'advice',
  on: 'cpool',
  title: 'Hypervisors run the newest build',
  why: 'Builds are published to close vulnerabilities; applying them is your own responsibility.',
  reads: ['hypervisor_build'],
  needs: ['world'],
  check: ({ self }, { world }) => {
    const builds = [...(world?.hypervisor_builds ?? [])].sort((a, b) => (a.published_on < b.published_on ? 1 : -1));
    const [newest] = builds;
    const own = builds.find((each) => each.build === self.hypervisor_build);
    if (!newest || !own || own.published_on === newest.published_on) return undefined;
    const open = own.vulnerabilities.filter((each) => !newest.vulnerabilities.includes(each));
    return {
      at: 'hypervisor_build',
      message: `hypervisor_build is ${own.build} of ${own.published_on}; ${newest.build} was published on ${newest.published_on}${open.length > 0 ? ` and closes ${open.join(', ')}` : ''}`,
      fix: `hypervisor_build = "${newest.build}"`,
    };
  },
  source: updating,
  examples: [
    { says: 'the newest', estate: [cpool({ hypervisor_build: NEWEST })], fires: [] },
    { says: 'the one before', estate: [cpool({ hypervisor_build: OLDER })], fires: [CPOOL] },
    { says: 'left to the platform', estate: [cpool()], fires: [] },
  ],
});

const buildExists = stockNameRule({
  on: 'cpool',
  attribute: 'hypervisor_build',
  what: 'hypervisor build',
  why: 'Hypervisors run the builds that the offer publishes.',
  source: updating,
  inFacts: defaultWorld.hypervisor_builds.map(({ build }) => build),
  inWorld: (world) => world.hypervisor_builds.map(({ build }) => build),
  examples: [
    { says: 'a published build', estate: [cpool({ hypervisor_build: OLDER })], fires: [] },
    { says: 'a build that nobody published', estate: [cpool({ hypervisor_build: `${OLDER}0` })], fires: [CPOOL] },
  ],
});

export const cpoolRules: readonly Rule[] = [
  zoneRule('cpool', 'availability_zone', { id: CPOOL, sample: cpool }),
  buildExists,
  memoryOfItsBlades,
  twoHosts,
  highAvailability,
  soldInItsRegion,
  updatedWithoutAStop,
  newestBuild,
];
