/** Rules about what the running VMs of a Cpool take of it: memory, vCPUs, GPUs. */
import { defineRemedy, soFar } from '../../core/remedy';
import { defineRule, type Rule, type RuleContext } from '../../core/rule';
import { ceilDivide, exceeds } from '../../core/units';
import { bladeClass, CPOOL_HOSTS_MAX, MEMORY_ADVISED_PERCENT } from '../facts/blades';
import { growSums, loadOfCpool, neededCpool } from '../facts/cpool-size';
import { CPOOL, vm } from '../facts/example-estates';
import { cpoolWith, MEMORY_OF_TWO, vmsOf } from './example-cpools';
import { gpusOfVms, memoryFix, memoryOfVms, sumOf, vcpusOfVms } from './usage';

const allocation = { seed: '000', heading: "Memory Allocation for a 'Cpool'" };
const atLeast = ({ partial }: RuleContext): string => (partial ? 'at least ' : '');
const OVERCOMMIT_PERCENT_MAX = 200;

const { reads, gathers } = neededCpool;
const grown = defineRemedy({ on: 'cpool', reads, gathers, fix: ({ self, ...neighbours }) => growSums({ ...self, ...neighbours }) });

/** The overcommitment that would promise as much as is used; undefined where none is allowed that would. */
const overcommitted = (used: number, memoryGib: number): string | undefined => {
  const percent = Math.ceil((used * 100) / memoryGib);
  return percent > OVERCOMMIT_PERCENT_MAX
    ? undefined
    : `memory_overcommit_ratio = ${percent / 100} where VMs may share memory (COMPUTE-006 warns of it)`;
};

const grownOrOvercommitted = defineRemedy({
  on: 'cpool',
  reads,
  gathers,
  fix: ({ self, ...neighbours }) => {
    const cpool = { ...self, ...neighbours };
    const ways = [growSums(cpool), overcommitted(loadOfCpool(cpool).memory_gib, self.memory_gib)].filter((way) => way !== undefined);
    return ways.length > 0 ? ways.join(', or ') : undefined;
  },
});

const memoryAdvised = defineRule({
  code: 'COMPUTE-006',
  class: 'advice',
  on: 'cpool',
  title: `Running VMs take no more than ${MEMORY_ADVISED_PERCENT} % of the memory`,
  why: 'Above it hypervisors compress memory, then take it back from VMs by ballooning: everything slows down, and looks like a CPU problem.',
  reads: ['blade_class', 'host_count', 'memory_gib'],
  gathers: { vms: memoryOfVms },
  silentWhere: { codes: ['COMPUTE-007'] },
  check: ({ self, vms }, context) => {
    const used = sumOf('memory_gib', vms);
    if (used * 100 <= self.memory_gib * MEMORY_ADVISED_PERCENT) return undefined;
    return {
      at: 'memory_gib',
      message: `memory_gib is ${self.memory_gib}; running VMs take ${atLeast(context)}${used} GiB, more than ${MEMORY_ADVISED_PERCENT} %`,
      fix: soFar(memoryFix(self, Math.ceil((used * 100) / MEMORY_ADVISED_PERCENT)), context),
    };
  },
  remedy: grown,
  source: allocation,
  examples: [
    { says: '84.8 %', estate: cpoolWith({ host_count: 2 }, ...vmsOf(120, 97)), fires: [] },
    { says: '85.2 %', estate: cpoolWith({ host_count: 2 }, ...vmsOf(120, 98)), fires: [CPOOL] },
    { says: 'exactly 85 %', estate: cpoolWith({ memory_gib: 400 }, ...vmsOf(170, 170)), fires: [] },
    { says: 'one GiB more than 85 %', estate: cpoolWith({ memory_gib: 400 }, ...vmsOf(170, 171)), fires: [CPOOL] },
    {
      says: 'a VM that is off takes nothing',
      estate: cpoolWith({ memory_gib: 400 }, ...vmsOf(170, 170), vm('off', { memory_gib: 90, power_state: 'off' })),
      fires: [],
    },
    { says: 'COMPUTE-007 says it louder', estate: cpoolWith({ host_count: 2 }, ...vmsOf(200, 57)), fires: [] },
  ],
});

const memoryPromised = defineRule({
  code: 'COMPUTE-007',
  class: 'refused',
  on: 'cpool',
  title: 'Running VMs find their memory',
  why: 'The activated memory, times the overcommitment that is written down, is all that VMs can be promised.',
  reads: ['blade_class', 'host_count', 'memory_gib', 'memory_overcommit_ratio'],
  gathers: { vms: memoryOfVms },
  check: ({ self, vms }, context) => {
    const used = sumOf('memory_gib', vms);
    const ratio = self.memory_overcommit_ratio;
    if (!exceeds(used, self.memory_gib, ratio)) return undefined;
    const promised = ratio === 1 ? '' : ` times ${ratio}`;
    const more = memoryFix(self, ceilDivide(used, ratio));
    const shared = overcommitted(used, self.memory_gib);
    return {
      at: 'memory_gib',
      message: `memory_gib is ${self.memory_gib}${promised}; running VMs take ${atLeast(context)}${used} GiB`,
      fix: soFar(shared === undefined ? more : `${more}, or ${shared}`, context),
    };
  },
  remedy: grownOrOvercommitted,
  source: allocation,
  examples: [
    { says: 'all of it', estate: cpoolWith({ host_count: 2 }, ...vmsOf(100, 100, 56)), fires: [] },
    { says: 'one GiB more', estate: cpoolWith({ host_count: 2 }, ...vmsOf(100, 100, 57)), fires: [CPOOL] },
    {
      says: '1.4 times 330 GiB is 462 GiB',
      estate: cpoolWith({ host_count: 2, memory_gib: 330, memory_overcommit_ratio: 1.4 }, ...vmsOf(231, 231)),
      fires: [],
    },
    {
      says: 'one GiB more than 1.4 times 330',
      estate: cpoolWith({ host_count: 2, memory_gib: 330, memory_overcommit_ratio: 1.4 }, ...vmsOf(231, 232)),
      fires: [CPOOL],
    },
  ],
});

const gpus = (count: number, ...each: readonly number[]) => [
  ...cpoolWith(
    { blade_class: 'perf4-v3', host_count: count, memory_gib: count * 512 },
    ...each.map((gpu_count, index) => vm(`g${index}`, { gpu_count })),
  ),
];

const gpusOfItsBlades = defineRule({
  code: 'COMPUTE-008',
  class: 'refused',
  on: 'cpool',
  title: 'Running VMs find their GPUs',
  why: 'A GPU is passed through to one VM: each card serves one.',
  reads: ['blade_class', 'host_count'],
  gathers: { vms: gpusOfVms },
  check: ({ self, vms }, context) => {
    const perBlade = bladeClass(self.blade_class).gpus;
    if (perBlade === 0) return 'holds';
    const cards = self.host_count * perBlade;
    const used = sumOf('gpu_count', vms);
    if (used <= cards) return undefined;
    const hosts = Math.ceil(used / perBlade);
    return {
      at: 'host_count',
      message: `host_count is ${self.host_count}, with ${cards} GPUs; running VMs take ${atLeast(context)}${used}`,
      fix: soFar(
        hosts > CPOOL_HOSTS_MAX ? `move VMs to another Cpool: one holds ${CPOOL_HOSTS_MAX} hosts at most` : `host_count = ${hosts}`,
        context,
      ),
    };
  },
  remedy: grown,
  source: { seed: '000', heading: 'Compute blades' },
  examples: [
    { says: 'four cards for four', estate: gpus(2, 2, 1, 1), fires: [] },
    { says: 'four cards for five', estate: gpus(2, 2, 1, 1, 1), fires: [CPOOL] },
    { says: 'on blades without GPUs the VM is named, not the Cpool', estate: cpoolWith(MEMORY_OF_TWO, vm('a', { gpu_count: 1 })), fires: [] },
  ],
});

const vcpus = (limit: number | null, ...each: readonly number[]) =>
  cpoolWith({ blade_class: 'perf1-v3', host_count: 2, max_vcpu_per_thread: limit }, ...each.map((count, index) => vm(`v${index}`, { vcpus: count })));

/** vCPUs per thread, rounded up to hundredths. */
const shared = (vcpus: number, threads: number): number => Math.ceil((vcpus * 100) / threads) / 100;

const vcpusPerThread = defineRule({
  code: 'COMPUTE-009',
  class: 'promise',
  on: 'cpool',
  title: 'vCPUs per thread stay within your own limit',
  why: 'You have said how far vCPUs may share hardware threads; more of them wait for each other.',
  reads: ['blade_class', 'host_count', 'max_vcpu_per_thread'],
  gathers: { vms: vcpusOfVms },
  check: ({ self, vms }, context) => {
    const limit = self.max_vcpu_per_thread;
    if (limit === null) return 'holds';
    const perBlade = bladeClass(self.blade_class).threads;
    const threads = self.host_count * perBlade;
    const used = sumOf('vcpus', vms);
    if (!exceeds(used, threads, limit)) return undefined;
    const hosts = Math.ceil(ceilDivide(used, limit) / perBlade);
    const more = hosts > CPOOL_HOSTS_MAX ? 'move VMs to another Cpool' : `host_count = ${hosts}`;
    return {
      at: 'max_vcpu_per_thread',
      message: `max_vcpu_per_thread is ${limit}; running VMs have ${atLeast(context)}${used} vCPUs on ${threads} threads`,
      fix: soFar(`${more}, or max_vcpu_per_thread = ${shared(used, threads)}`, context),
    };
  },
  remedy: defineRemedy({
    on: 'cpool',
    reads,
    gathers,
    fix: ({ self, ...neighbours }) => {
      const cpool = { ...self, ...neighbours };
      const more = growSums(cpool);
      const threads = self.host_count * bladeClass(self.blade_class).threads;
      return more === undefined ? undefined : `${more}, or max_vcpu_per_thread = ${shared(loadOfCpool(cpool).vcpus, threads)}`;
    },
  }),
  source: { seed: 'Socle', heading: 'your own limit on sharing threads' },
  examples: [
    { says: '96 on 64 threads at 1.5', estate: vcpus(1.5, 32, 32, 32), fires: [] },
    { says: '97 on 64 threads at 1.5', estate: vcpus(1.5, 32, 32, 32, 1), fires: [CPOOL] },
    { says: 'no limit set', estate: vcpus(null, 32, 32, 32, 32, 32), fires: [] },
  ],
});

export const cpoolUsageRules: readonly Rule[] = [memoryAdvised, memoryPromised, gpusOfItsBlades, vcpusPerThread];
