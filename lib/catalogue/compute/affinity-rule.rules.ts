/** Rules about affinity: what one rule asks must be possible, alone and with the others of its Cpool. */
import { defineRule, type Rule } from '../../core/rule';
import { bladeClasses, CPOOL_HOSTS_MAX } from '../facts/blades';
import { CPOOL, cpool, vm } from '../facts/example-estates';
import { hostCapacity } from '../facts/placement';
import { leaders, type Tie } from '../facts/placement-groups';
import { apart, cpoolWith, ruleId, together, vmsOf } from './example-cpools';
import { namesOf, running } from './usage';

const affinity = { seed: '000', heading: 'Managing your virtual machine affinity' };
const ties = { of: 'affinity_rule', via: 'cpool_id', equals: 'cpool_id', reads: ['kind', 'enabled', 'virtual_machine_ids'] } as const;
const all = { host_count: 3, memory_gib: 1152 } as const;

interface Step {
  readonly vm: string;
  readonly by?: { readonly rule: string; readonly from: Step };
}

/** The shortest chain of affinity rules from one VM to another, as the names of its rules; undefined where none leads there. */
function chain(from: string, to: string, rules: readonly Tie[]): string[] | undefined {
  const reached = new Set([from]);
  const steps: Step[] = [{ vm: from }];
  for (const step of steps) {
    if (step.vm === to) return namesOfChain(step);
    for (const rule of rules) {
      if (!rule.virtual_machine_ids.includes(step.vm)) continue;
      for (const next of rule.virtual_machine_ids) {
        if (reached.has(next)) continue;
        reached.add(next);
        steps.push({ vm: next, by: { rule: rule.id, from: step } });
      }
    }
  }
  return undefined;
}

const namesOfChain = (step: Step): string[] => (step.by ? [...namesOfChain(step.by.from), step.by.rule] : []);

const notBoth = defineRule({
  code: 'PLACEMENT-003',
  class: 'refused',
  on: 'affinity_rule',
  title: 'No VMs are kept together and apart',
  why: 'Affinity reaches through chains: what is tied to one VM is tied to all that this one is tied to.',
  reads: ['cpool_id', 'kind', 'enabled', 'virtual_machine_ids'],
  gathers: { ties },
  check: ({ self, ties: rules }) => {
    if (self.kind !== 'anti_affinity' || !self.enabled) return 'holds';
    const affine = rules.filter((each) => each.kind === 'affinity' && each.enabled).sort((a, b) => (a.id < b.id ? -1 : 1));
    const leaderOf = leaders(affine);
    const ids = [...self.virtual_machine_ids].sort();
    for (const [index, a] of ids.entries()) {
      const b = ids.slice(index + 1).find((each) => leaderOf(each) === leaderOf(a));
      if (b === undefined) continue;
      const chained = namesOf(chain(a, b, affine) ?? []);
      return {
        at: 'virtual_machine_ids',
        message: `${namesOf([a])} and ${namesOf([b])} are to run apart; ${chained} keep${chained.includes(',') ? '' : 's'} them together`,
        fix: `take one of them out of this rule, or out of ${chained}`,
      };
    }
    return undefined;
  },
  source: affinity,
  examples: [
    {
      says: 'a chain of two rules',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8), together('r1', ['a', 'b']), together('r2', ['b', 'c']), apart('r3', ['a', 'c'])),
      fires: [ruleId('r3')],
    },
    {
      says: 'one link of the chain is disabled',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8), together('r1', ['a', 'b'], { enabled: false }), together('r2', ['b', 'c']), apart('r3', ['a', 'c'])),
      fires: [],
    },
    {
      says: 'the link is a VM that is off',
      estate: cpoolWith(
        all,
        ...vmsOf(8),
        vm('b', { power_state: 'off' }),
        vm('c'),
        together('r1', ['a', 'b']),
        together('r2', ['b', 'c']),
        apart('r3', ['a', 'c']),
      ),
      fires: [ruleId('r3')],
    },
    {
      says: 'apart from what is tied to neither',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8, 8), together('r1', ['a', 'b']), together('r2', ['c', 'd']), apart('r3', ['a', 'c'])),
      fires: [],
    },
  ],
});

const aHostForEach = defineRule({
  code: 'PLACEMENT-004',
  class: 'refused',
  on: 'affinity_rule',
  title: 'VMs kept apart find a host each',
  why: 'Each of them needs a host of its own, and one more host where they are to restart after one is lost.',
  reads: ['kind', 'enabled', 'virtual_machine_ids'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['host_count', 'ha_enabled'] } },
  followsEach: { vms: { of: 'virtual_machine', via: 'virtual_machine_ids', reads: ['power_state'] } },
  check: ({ self, cpool: { host_count: hosts, ha_enabled }, vms }) => {
    const count = running(vms).length;
    if (self.kind !== 'anti_affinity' || !self.enabled || count < hosts || (count === hosts && !ha_enabled)) return undefined;
    const tooMany = count > hosts;
    const needed = count + (ha_enabled ? 1 : 0);
    const otherwise = tooMany ? 'take VMs out of the rule' : 'accept that one of them stays down';
    return {
      at: 'virtual_machine_ids',
      message: `${count} running VMs are to run apart; the Cpool has ${hosts} host${hosts === 1 ? '' : 's'}${tooMany ? '' : ': none of them can restart when its host is lost'}`,
      fix:
        needed > CPOOL_HOSTS_MAX
          ? `${otherwise}, or move VMs to another Cpool: one holds ${CPOOL_HOSTS_MAX} hosts at most`
          : `host_count = ${needed}, or ${otherwise}`,
      class: tooMany ? 'refused' : 'advice',
    };
  },
  source: affinity,
  examples: [
    { says: 'two apart on three hosts', estate: cpoolWith(all, ...vmsOf(8, 8), apart('r', ['a', 'b'])), fires: [] },
    {
      says: 'three apart on three hosts',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8), apart('r', ['a', 'b', 'c'])),
      fires: [{ resource: ruleId('r'), severity: 'warning' }],
    },
    {
      says: 'three apart on three hosts that restart nothing',
      estate: cpoolWith({ ...all, ha_enabled: false }, ...vmsOf(8, 8, 8), apart('r', ['a', 'b', 'c'])),
      fires: [],
    },
    {
      says: 'four apart on three hosts',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8, 8), apart('r', ['a', 'b', 'c', 'd'])),
      fires: [{ resource: ruleId('r'), severity: 'error' }],
    },
    {
      says: 'four apart on three hosts, one of them off',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8), vm('d', { power_state: 'off' }), apart('r', ['a', 'b', 'c', 'd'])),
      fires: [{ resource: ruleId('r'), severity: 'warning' }],
    },
    {
      says: 'four apart on three hosts, in a disabled rule',
      estate: cpoolWith(all, ...vmsOf(8, 8, 8, 8), apart('r', ['a', 'b', 'c', 'd'], { enabled: false })),
      fires: [],
    },
  ],
});

const inItsCpool = defineRule({
  code: 'PLACEMENT-005',
  class: 'refused',
  on: 'affinity_rule',
  title: 'A rule is about VMs of its Cpool',
  why: 'Rules place VMs on the hosts of one Cpool; a VM of another Cpool is never on them.',
  reads: ['cpool_id'],
  followsEach: { vms: { of: 'virtual_machine', via: 'virtual_machine_ids', reads: ['cpool_id'] } },
  check: ({ self, vms }) => {
    const elsewhere = vms.filter((each) => each.cpool_id !== self.cpool_id);
    if (elsewhere.length === 0) return undefined;
    return {
      at: 'virtual_machine_ids',
      message: `the rule is about ${self.cpool_id}; ${namesOf(elsewhere.map((each) => each.id))} run in ${namesOf([...new Set(elsewhere.map((each) => each.cpool_id))])}`,
      fix: 'take them out of the rule, or write one rule a Cpool',
    };
  },
  source: affinity,
  examples: [
    { says: 'both in it', estate: cpoolWith(all, ...vmsOf(8, 8), apart('r', ['a', 'b'])), fires: [] },
    {
      says: 'one in another, even off and in a disabled rule',
      estate: [
        ...cpoolWith(all, ...vmsOf(8), vm('b', { cpool_id: CPOOL.replace('prod', 'other'), power_state: 'off' })),
        cpool({ name: 'other' }),
        apart('r', ['a', 'b'], { enabled: false }),
      ],
      fires: [ruleId('r')],
    },
  ],
});

const fitsTogether = defineRule({
  code: 'PLACEMENT-006',
  class: 'refused',
  on: 'affinity_rule',
  title: 'VMs kept together fit on one blade',
  why: 'They all run on one host, with all that chains of rules tie to them.',
  reads: ['cpool_id', 'kind', 'enabled', 'virtual_machine_ids'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['blade_class', 'memory_overcommit_ratio'] } },
  gathers: {
    ties,
    vms: { of: 'virtual_machine', via: 'cpool_id', equals: 'cpool_id', reads: ['memory_gib', 'power_state'] },
    cards: { of: 'virtual_machine', via: 'cpool_id', equals: 'cpool_id', reads: ['gpu_count', 'power_state'] },
  },
  check: ({ self, cpool: pool, ties: rules, vms, cards }, { partial }) => {
    const [first] = self.virtual_machine_ids;
    if (self.kind !== 'affinity' || !self.enabled || first === undefined) return 'holds';
    const leaderOf = leaders(rules.filter((each) => each.enabled));
    const tied = <V extends { readonly id: string; readonly power_state: 'on' | 'off' }>(of: readonly V[]): V[] =>
      running(of).filter((each) => leaderOf(each.id) === leaderOf(first));
    const memory = tied(vms).reduce((sum, each) => sum + each.memory_gib, 0);
    const gpus = tied(cards).reduce((sum, each) => sum + each.gpu_count, 0);
    const host = hostCapacity(pool);
    if (memory <= host.memory_gib && gpus <= host.gpu_count) return undefined;
    const larger = bladeClasses.filter((each) => {
      const other = hostCapacity({ ...pool, blade_class: each.name });
      return memory <= other.memory_gib && gpus <= other.gpu_count;
    });
    const names = namesOf([...new Set([...tied(vms), ...tied(cards)].map((each) => each.id))].sort());
    const cardText = (count: number): string => (gpus > host.gpu_count ? ` and ${count} GPUs` : '');
    return {
      at: 'virtual_machine_ids',
      message: `${names} take ${partial ? 'at least ' : ''}${memory} GiB${cardText(gpus)} together; one ${pool.blade_class} host holds ${host.memory_gib} GiB${cardText(host.gpu_count)}`,
      fix: `take VMs out of the rule${larger.length > 0 ? `, or use a Cpool of ${larger.map((each) => each.name).join(' or ')} blades` : ''}`,
    };
  },
  source: affinity,
  examples: [
    { says: '384 GiB', estate: cpoolWith(all, ...vmsOf(192, 192), together('r', ['a', 'b'])), fires: [] },
    { says: '385 GiB', estate: cpoolWith(all, ...vmsOf(193, 192), together('r', ['a', 'b'])), fires: [ruleId('r')] },
    {
      says: '385 GiB through a chain: both rules',
      estate: cpoolWith(all, ...vmsOf(129, 128, 128), together('r1', ['a', 'b']), together('r2', ['b', 'c'])),
      fires: [ruleId('r1'), ruleId('r2')],
    },
    {
      says: 'a disabled link breaks the chain',
      estate: cpoolWith(all, ...vmsOf(129, 128, 128), together('r1', ['a', 'b']), together('r2', ['b', 'c'], { enabled: false })),
      fires: [],
    },
    {
      says: '385 GiB where memory is promised 1.01 times',
      estate: cpoolWith({ ...all, memory_overcommit_ratio: 1.01 }, ...vmsOf(193, 192), together('r', ['a', 'b'])),
      fires: [],
    },
    {
      says: 'three GPUs where a blade has two',
      estate: cpoolWith(
        { blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 },
        vm('a', { gpu_count: 2 }),
        vm('b', { gpu_count: 1 }),
        together('r', ['a', 'b']),
      ),
      fires: [ruleId('r')],
    },
  ],
});

export const affinityRules: readonly Rule[] = [notBoth, aHostForEach, inItsCpool, fitsTogether];
