/** Rules about all running VMs of a Cpool at once: they find a host each, and still do when a host is lost. */
import { defineRemedy, soFar } from '../../core/remedy';
import { defineRule, type Outcome, type Rule } from '../../core/rule';
import { ACTIVATED_GIB_PER_BLADE, CPOOL_HOSTS_MAX } from '../facts/blades';
import { growCpool, neededCpool } from '../facts/cpool-size';
import { CPOOL, vm } from '../facts/example-estates';
import { hostCapacity, identicalHosts, type LeftOut, type Placement, place } from '../facts/placement';
import { mustFit } from '../facts/placement-bounds';
import { type Group, groupsOf, type PlacedVm, type Tie } from '../facts/placement-groups';
import { apart, cpoolWith, MEMORY_OF_TWO, together, vmsOf } from './example-cpools';
import { gpusOfVms, memoryOfVms, namesOf, running } from './usage';

const affinity = { seed: '000', heading: 'Managing your virtual machine affinity' };
const gathers = {
  vms: memoryOfVms,
  cards: gpusOfVms,
  ties: { of: 'affinity_rule', via: 'cpool_id', reads: ['kind', 'enabled', 'virtual_machine_ids'] },
} as const;
/** Steps of the search that looks for the number of hosts to advise. */
const ADVICE_NODES_MAX = 2000;

interface Pool {
  readonly blade_class: string;
  readonly host_count: number;
  readonly memory_gib: number;
  readonly memory_overcommit_ratio: number;
}
interface Switched {
  readonly id: string;
  readonly power_state: 'on' | 'off';
}
interface Gathered {
  readonly vms: readonly (Switched & { readonly memory_gib: number })[];
  readonly cards: readonly (Switched & { readonly gpu_count: number })[];
  readonly ties: readonly (Tie & { readonly enabled: boolean })[];
}

/** What is known of the running VMs, with the memory or the GPUs alone where the other is unknown. */
function runningVms({ vms, cards }: Gathered): PlacedVm[] {
  const known = new Map<string, PlacedVm>(running(vms).map(({ id, memory_gib }) => [id, { id, memory_gib, gpu_count: 0 }]));
  for (const { id, gpu_count } of running(cards)) known.set(id, { id, memory_gib: known.get(id)?.memory_gib ?? 0, gpu_count });
  return [...known.values()];
}

const enabled = (ties: Gathered['ties']): Gathered['ties'] => ties.filter((tie) => tie.enabled);

const groupsIn = (all: Gathered): Group[] => groupsOf(runningVms(all), enabled(all.ties));

/** Most Cpools have room by far. Sums show it, without which each new VM would lay down all others once more. */
const isRoomy = (all: Gathered, hosts: number, pool: Pool): boolean =>
  mustFit(
    {
      memories: running(all.vms).map((vm) => vm.memory_gib),
      gpus: running(all.cards).map((vm) => vm.gpu_count),
      ties: enabled(all.ties),
      vms: () => runningVms(all),
    },
    hosts,
    hostCapacity(pool),
  );

const on = (hosts: number, pool: Pool, groups: readonly Group[], nodesMax?: number): Placement =>
  place({ groups, hosts: identicalHosts(hosts, hostCapacity(pool)), ...(nodesMax === undefined ? {} : { nodesMax }) });

/** What to write so that all fit, with `spare` hosts more than they need. */
function hostsFix(pool: Pool, groups: readonly Group[], spare: number): string | undefined {
  for (let hosts = pool.host_count + 1; hosts <= CPOOL_HOSTS_MAX; hosts++) {
    if (on(hosts - spare, pool, groups, ADVICE_NODES_MAX).outcome !== 'fits') continue;
    const least = hosts * ACTIVATED_GIB_PER_BLADE;
    return `host_count = ${hosts}${pool.memory_gib < least ? ` with memory_gib = ${least}` : ''}`;
  }
  return undefined;
}

/** Enough hosts and memory for every rule about them. */
const grown = (otherwise: string) =>
  defineRemedy({
    on: 'cpool',
    reads: neededCpool.reads,
    gathers: neededCpool.gathers,
    fix: ({ self, ...neighbours }) => {
      const more = growCpool({ ...self, ...neighbours });
      return more === undefined ? undefined : `${more}, or ${otherwise}`;
    },
  });

const membersOf = (left: readonly LeftOut[]): string[] => left.flatMap(({ group }) => group.vms.map((each) => each.id));

function whyNot({ group, obstacle }: LeftOut, pool: Pool): string {
  const host = hostCapacity(pool);
  const gpus = group.gpu_count > 0 ? ` and ${group.gpu_count} GPUs` : '';
  const need = `${namesOf(group.vms.map((each) => each.id))} (${group.memory_gib} GiB${gpus})`;
  switch (obstacle) {
    case 'larger':
      return `${need} is more than a host has: ${host.memory_gib} GiB and ${host.gpu_count} GPUs`;
    case 'torn':
      return `${need} is kept together and, by ${namesOf(group.torn === undefined ? [] : [group.torn])}, apart`;
    case 'memory':
      return `${need} finds no host of ${host.memory_gib} GiB with that much left`;
    case 'gpus':
      return `${need} finds no host with that many GPUs left`;
    case 'apart':
      return `${need} finds room only beside VMs that ${namesOf(group.apart)} keeps away`;
    default:
      return obstacle satisfies never;
  }
}

const fitsOnHosts = defineRule({
  code: 'PLACEMENT-001',
  class: 'refused',
  on: 'cpool',
  title: 'Every running VM finds a host',
  why: 'A VM runs on one host. Memory that is free on several hosts in small pieces starts nothing.',
  reads: ['blade_class', 'host_count', 'memory_gib', 'memory_overcommit_ratio'],
  gathers,
  silentWhere: { codes: ['COMPUTE-005', 'COMPUTE-007', 'COMPUTE-008', 'PLACEMENT-003', 'PLACEMENT-004', 'PLACEMENT-006'], errorsOnly: true },
  check: ({ self, ...all }, { partial }): Outcome => {
    if (isRoomy(all, self.host_count, self)) return undefined;
    const groups = groupsIn(all);
    const placement = on(self.host_count, self, groups);
    if (placement.outcome === 'fits') return undefined;
    if (placement.outcome === 'undecided') return { undecided: 'a search of all placements, which ended at its bound' };
    const vms = membersOf(groups.map((group) => ({ group, obstacle: 'memory' })));
    const [first] = placement.leftOut;
    const more = hostsFix(self, groups, 0);
    return {
      at: 'host_count',
      message: `host_count is ${self.host_count}; ${partial ? 'at least ' : ''}${vms.length} VMs run, and ${whyNot(first, self)}`,
      fix: soFar(
        `${more ? `${more}, or ` : ''}${first.obstacle === 'apart' || first.obstacle === 'torn' ? 'change the affinity rules' : 'use smaller VMs'}`,
        { partial },
      ),
      among: [...vms, ...all.ties.map((tie) => tie.id)],
    };
  },
  remedy: grown('use smaller VMs, or change the affinity rules'),
  source: affinity,
  examples: [
    { says: 'three VMs of half a blade on two', estate: cpoolWith(MEMORY_OF_TWO, ...vmsOf(192, 192, 192)), fires: [] },
    { says: 'one GiB more each: the memory is there, no host has it', estate: cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193, 193)), fires: [CPOOL] },
    { says: 'a packing that first fit misses', estate: cpoolWith({ memory_gib: 1152 }, ...vmsOf(228, 165, 150, 144, 132, 126, 90, 87)), fires: [] },
    { says: 'the activated memory limits the Cpool, not a host', estate: cpoolWith({ host_count: 3 }, ...vmsOf(250)), fires: [] },
    {
      says: 'four cards and room, but not together',
      estate: cpoolWith(
        { blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 },
        vm('a', { memory_gib: 257, gpu_count: 1 }),
        vm('b', { memory_gib: 256, gpu_count: 1 }),
        vm('c', { memory_gib: 20, gpu_count: 2 }),
      ),
      fires: [CPOOL],
    },
    {
      says: 'a pair larger than a blade: PLACEMENT-006 says it',
      estate: cpoolWith({ memory_gib: 1152 }, ...vmsOf(193, 192), together('r', ['a', 'b'])),
      fires: [],
    },
    {
      says: 'a VM that is off and too large explains nothing',
      estate: cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193, 193), vm('off', { memory_gib: 385, power_state: 'off' })),
      fires: [CPOOL],
    },
  ],
});

const fitsWithoutAHost = defineRule({
  code: 'PLACEMENT-002',
  class: 'advice',
  on: 'cpool',
  title: 'Every running VM finds a host when one is lost',
  why: 'High availability restarts VMs on the hosts that are left; what finds no room there stays down.',
  reads: ['blade_class', 'host_count', 'memory_gib', 'memory_overcommit_ratio', 'ha_enabled'],
  gathers,
  check: ({ self, ...all }, { partial }): Outcome => {
    if (self.host_count < 2 || !self.ha_enabled) return 'holds';
    if (isRoomy(all, self.host_count - 1, self)) return undefined;
    const groups = groupsIn(all);
    const rest = on(self.host_count - 1, self, groups);
    if (rest.outcome === 'fits') return undefined;
    const whole = on(self.host_count, self, groups);
    if (whole.outcome === 'overflows') return 'holds';
    if (whole.outcome === 'undecided' || rest.outcome === 'undecided') return { undecided: 'a search of all placements, which ended at its bound' };
    const more = hostsFix(self, groups, 1);
    return {
      at: 'host_count',
      message: `host_count is ${self.host_count}; with one host lost ${partial ? 'at least ' : ''}${namesOf(membersOf(rest.leftOut))} would stay down: ${whyNot(rest.leftOut[0], self)}`,
      fix: soFar(`${more ? `${more}, or ` : ''}keep room for them on the other hosts`, { partial }),
    };
  },
  remedy: grown('keep room for them on the other hosts'),
  source: { seed: '000', heading: 'Compute blades' },
  examples: [
    { says: 'three VMs of 250 GiB on three hosts', estate: cpoolWith({ memory_gib: 1152 }, ...vmsOf(250, 250, 250)), fires: [CPOOL] },
    { says: 'two of them', estate: cpoolWith({ memory_gib: 1152 }, ...vmsOf(250, 250)), fires: [] },
    {
      says: 'four halves of a blade, two of them tied',
      estate: cpoolWith({ memory_gib: 1152 }, ...vmsOf(192, 192, 192, 192), together('r', ['a', 'b'])),
      fires: [],
    },
    {
      says: 'one GiB more',
      estate: cpoolWith({ memory_gib: 1152 }, ...vmsOf(192, 192, 192, 193), together('r', ['a', 'b'])),
      fires: [CPOOL],
    },
    { says: 'three small VMs kept apart on three hosts', estate: cpoolWith({}, ...vmsOf(8, 8, 8), apart('r', ['a', 'b', 'c'])), fires: [CPOOL] },
    {
      says: 'without high availability nothing restarts',
      estate: cpoolWith({ memory_gib: 1152, ha_enabled: false }, ...vmsOf(250, 250, 250)),
      fires: [],
    },
    { says: 'PLACEMENT-001 fails already', estate: cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193, 193)), fires: [] },
  ],
});

export const placementRules: readonly Rule[] = [fitsOnHosts, fitsWithoutAHost];
