import fc from 'fast-check';
import { hostCapacity, identicalHosts, type Placement, place } from '../../../lib/catalogue/facts/placement';
import { groupsOf, type PlacedVm, type Tie } from '../../../lib/catalogue/facts/placement-groups';

const vm = (id: string, memory_gib: number, gpu_count = 0): PlacedVm => ({ id, memory_gib, gpu_count });
const together = (id: string, ...virtual_machine_ids: string[]): Tie => ({ id, kind: 'affinity', virtual_machine_ids });
const apart = (id: string, ...virtual_machine_ids: string[]): Tie => ({ id, kind: 'anti_affinity', virtual_machine_ids });
const on = (hosts: number, vms: readonly PlacedVm[], ties: readonly Tie[] = [], host = { memory_gib: 384, gpu_count: 2 }): Placement =>
  place({ groups: groupsOf(vms, ties), hosts: identicalHosts(hosts, host) });
const memories = (...gib: number[]): PlacedVm[] => gib.map((each, index) => vm(`v${index}`, each));

function culprit(placement: Placement): unknown {
  if (placement.outcome !== 'overflows') return placement.outcome;
  const [{ group, obstacle }] = placement.leftOut;
  return [group.vms.map((each) => each.id), obstacle];
}

test('a host holds the RAM of its blade times the overcommitment, exactly', () => {
  expect(hostCapacity({ blade_class: 'standard-v3', memory_overcommit_ratio: 1.4 })).toEqual({ memory_gib: 537, gpu_count: 0 });
  expect(hostCapacity({ blade_class: 'perf4-v3', memory_overcommit_ratio: 1 })).toEqual({ memory_gib: 512, gpu_count: 2 });
});

test('three VMs of 192 fit on two hosts of 384, three of 193 do not', () => {
  expect(on(2, memories(192, 192, 192)).outcome).toBe('fits');
  expect(culprit(on(2, memories(193, 193, 193)))).toEqual([['v2'], 'memory']);
});

test('no VMs fit on any hosts', () => {
  expect(on(0, [])).toEqual({ outcome: 'fits', hostOf: new Map() });
  expect(on(3, [])).toEqual({ outcome: 'fits', hostOf: new Map() });
  expect(on(0, memories(1)).outcome).toBe('overflows');
});

test('a packing that first fit decreasing misses is found', () => {
  expect(on(3, memories(228, 165, 150, 144, 132, 126, 90, 87)).outcome).toBe('fits');
});

test('65 VMs of more than a third of a host are proved not to fit on 32', () => {
  const sizes = Array.from({ length: 65 }, (_, index) => 129 + (index % 30));
  expect(on(32, memories(...sizes)).outcome).toBe('overflows');
  expect(on(33, memories(...sizes)).outcome).toBe('fits');
});

test('filling host by host finds packings of a Cpool that is almost full', () => {
  const sizes = [228, 165, 150, 144, 132, 126, 90, 87];
  const groups = groupsOf(memories(...Array.from({ length: 10 }, () => sizes).flat()), []);
  expect(place({ groups, hosts: identicalHosts(30, { memory_gib: 384, gpu_count: 0 }), nodesMax: 0 }).outcome).toBe('fits');
});

test.each([
  { outcome: 'fits', sizes: [164, 117, 143, 78, 161, 170, 183, 96] },
  { outcome: 'overflows', sizes: [135, 187, 163, 147, 122, 129, 178] },
])('only the search tells that $sizes $outcome; past its bound nothing is decided', ({ outcome, sizes }) => {
  const ask = { groups: groupsOf(memories(...sizes), []), hosts: identicalHosts(3, { memory_gib: 384, gpu_count: 0 }) };
  expect(place(ask).outcome).toBe(outcome);
  expect(place({ ...ask, nodesMax: 0 }).outcome).toBe('undecided');
});

test('a chain of affinity makes one group, through VMs that do not run too', () => {
  const ties = [together('r1', 'a', 'off'), together('r2', 'off', 'b')];
  expect(groupsOf([vm('a', 100), vm('b', 100), vm('c', 100)], ties).map((group) => group.memory_gib)).toEqual([200, 100]);
  expect(culprit(on(2, [vm('a', 200), vm('b', 185)], ties))).toEqual([['a', 'b'], 'larger']);
  expect(on(2, [vm('a', 200), vm('b', 184)], ties).outcome).toBe('fits');
});

test('VMs kept apart need a host each', () => {
  const three = [vm('a', 1), vm('b', 1), vm('c', 1)];
  expect(on(3, three, [apart('r', 'a', 'b', 'c')]).outcome).toBe('fits');
  expect(culprit(on(2, three, [apart('r', 'a', 'b', 'c')]))).toEqual([['c'], 'apart']);
});

test('three VMs kept apart two by two need three hosts, whatever else runs', () => {
  const ties = [apart('r1', 'a', 'b'), apart('r2', 'b', 'c'), apart('r3', 'c', 'a')];
  const others = Array.from({ length: 40 }, (_, index) => vm(`z${index}`, 11 + (index % 7)));
  const vms = [vm('a', 1), vm('b', 1), vm('c', 1), ...others];
  expect(on(2, vms, ties, { memory_gib: 600, gpu_count: 0 }).outcome).toBe('overflows');
  expect(on(3, vms, ties, { memory_gib: 600, gpu_count: 0 }).outcome).toBe('fits');
});

test('VMs that are together and apart at once fit nowhere', () => {
  expect(culprit(on(3, [vm('a', 1), vm('b', 1)], [together('r1', 'a', 'b'), apart('r2', 'a', 'b')]))).toEqual([['a', 'b'], 'torn']);
});

test('GPUs and memory must be free on the same host', () => {
  const vms = (first: number) => [vm('a', first, 1), vm('b', 256, 1), vm('c', 20, 2)];
  expect(on(2, vms(256), [], { memory_gib: 512, gpu_count: 2 }).outcome).toBe('fits');
  expect(on(2, vms(257), [], { memory_gib: 512, gpu_count: 2 }).outcome).toBe('overflows');
  expect(culprit(on(1, [vm('a', 1, 2), vm('b', 1, 1)]))).toEqual([['b'], 'gpus']);
});

test('VMs stay where they are, and a newcomer goes where most is free', () => {
  const hosts = ['h1', 'h2', 'h3'].map((id) => ({ id, memory_gib: 384, gpu_count: 0 }));
  const stay = new Map([
    ['a', 'h3'],
    ['b', 'h1'],
  ]);
  const placement = place({ groups: groupsOf([vm('a', 300), vm('b', 100), vm('new', 350)], []), hosts, stay });
  expect(placement).toEqual({ outcome: 'fits', hostOf: new Map([...stay, ['new', 'h2']]) });
});

test('VMs move where a newcomer fits only then', () => {
  const hosts = ['h1', 'h2'].map((id) => ({ id, memory_gib: 384, gpu_count: 0 }));
  const stay = new Map([
    ['a', 'h1'],
    ['b', 'h2'],
  ]);
  const placement = place({ groups: groupsOf([vm('a', 100), vm('b', 100), vm('new', 300)], []), hosts, stay });
  expect(placement.outcome === 'fits' && placement.hostOf.get('a')).toBe(placement.outcome === 'fits' && placement.hostOf.get('b'));
});

test('a host that is gone, or a rule that parts them, moves VMs', () => {
  const hosts = ['h2', 'h3'].map((id) => ({ id, memory_gib: 384, gpu_count: 0 }));
  const stay = new Map(['a', 'b', 'c'].map((id) => [id, id === 'c' ? 'h2' : 'h1']));
  const placement = place({ groups: groupsOf([vm('a', 50), vm('b', 50), vm('c', 50)], [apart('r', 'b', 'c')]), hosts, stay });
  expect(placement.outcome === 'fits' && [placement.hostOf.get('c'), placement.hostOf.get('b')]).toEqual(['h2', 'h3']);
});

/** Small cases with every kind of tie; a solver that tries everything is the judge. */
const cases = fc.record({
  hosts: fc.integer({ min: 1, max: 3 }),
  vms: fc.array(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 2 })), { maxLength: 7 }),
  ties: fc.array(fc.tuple(fc.boolean(), fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 3 })), { maxLength: 3 }),
});
const HOST = { memory_gib: 12, gpu_count: 2 };
const read = ({ vms, ties }: { vms: [number, number][]; ties: [boolean, number[]][] }) => ({
  vms: vms.map(([memory, gpus], index) => vm(`v${index}`, memory, gpus)),
  ties: ties.map(([affine, ids], index) => (affine ? together : apart)(`r${index}`, ...ids.map((id) => `v${id}`))),
});

function isValid(hostOf: ReadonlyMap<string, string>, vms: readonly PlacedVm[], ties: readonly Tie[]): boolean {
  const hosts = new Set(hostOf.values());
  const sum = (host: string, what: 'memory_gib' | 'gpu_count') =>
    vms.reduce((total, each) => (hostOf.get(each.id) === host ? total + each[what] : total), 0);
  if (vms.some((each) => !hostOf.has(each.id))) return false;
  if ([...hosts].some((host) => sum(host, 'memory_gib') > HOST.memory_gib || sum(host, 'gpu_count') > HOST.gpu_count)) return false;
  return groupsOf(vms, ties).every((group) => new Set(group.vms.map((each) => hostOf.get(each.id))).size === 1 && keptApart(hostOf, vms, ties));
}

const keptApart = (hostOf: ReadonlyMap<string, string>, vms: readonly PlacedVm[], ties: readonly Tie[]): boolean =>
  ties.every((tie) => {
    const placed = tie.kind === 'anti_affinity' ? tie.virtual_machine_ids.filter((id) => vms.some((each) => each.id === id)) : [];
    return new Set(placed.map((id) => hostOf.get(id))).size === placed.length;
  });

function anyAssignment(hosts: number, vms: readonly PlacedVm[], ties: readonly Tie[]): boolean {
  const total = hosts ** vms.length;
  for (let code = 0; code < total; code++) {
    const hostOf = new Map(vms.map((each, index) => [each.id, `host ${(Math.floor(code / hosts ** index) % hosts) + 1}`]));
    if (isValid(hostOf, vms, ties)) return true;
  }
  return false;
}

test('it fits exactly when some assignment does, and the one given is valid', () => {
  fc.assert(
    fc.property(cases, (drawn) => {
      const { vms, ties } = read(drawn);
      const placement = on(drawn.hosts, vms, ties, HOST);
      expect(placement.outcome).toBe(anyAssignment(drawn.hosts, vms, ties) ? 'fits' : 'overflows');
      if (placement.outcome === 'fits') expect(isValid(placement.hostOf, vms, ties)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the order of VMs and rules changes nothing', () => {
  const flat = (placement: Placement) => (placement.outcome === 'fits' ? [...placement.hostOf].sort() : placement);
  fc.assert(
    fc.property(cases, (drawn) => {
      const { vms, ties } = read(drawn);
      expect(flat(on(drawn.hosts, [...vms].reverse(), [...ties].reverse(), HOST))).toEqual(flat(on(drawn.hosts, vms, ties, HOST)));
    }),
    { numRuns: 200 },
  );
});

test('where it fits, staying moves nobody', () => {
  fc.assert(
    fc.property(cases, (drawn) => {
      const { vms, ties } = read(drawn);
      const groups = groupsOf(vms, ties);
      const first = on(drawn.hosts, vms, ties, HOST);
      if (first.outcome === 'fits')
        expect(place({ groups, hosts: identicalHosts(drawn.hosts, HOST), stay: first.hostOf })).toEqual({ outcome: 'fits', hostOf: first.hostOf });
    }),
    { numRuns: 200 },
  );
});

test('a thousand VMs on 32 hosts are placed by first fit alone', () => {
  const groups = groupsOf(memories(...Array.from({ length: 1000 }, (_, index) => 4 + (index % 16))), []);
  expect(place({ groups, hosts: identicalHosts(32, { memory_gib: 384, gpu_count: 0 }), nodesMax: 0 }).outcome).toBe('fits');
});
