/**
 * The plan of 1,600 VMs in one Cpool once took four times as long as that of 800: each new VM joined all others into groups and
 * laid them on hosts, twice. Sums answer for a Cpool with room; they may never say more than the packing itself.
 */
import fc from 'fast-check';
import { identicalHosts, place } from '../../../lib/catalogue/facts/placement';
import { mustFit } from '../../../lib/catalogue/facts/placement-bounds';
import { groupsOf, type PlacedVm, type Tie } from '../../../lib/catalogue/facts/placement-groups';

const HOST = { memory_gib: 384, gpu_count: 2 };
const vmsOf = (...sizes: readonly (number | readonly [number, number])[]): PlacedVm[] =>
  sizes.map((size, index) => {
    const [memory_gib, gpu_count] = typeof size === 'number' ? [size, 0] : size;
    return { id: `v${index}`, memory_gib, gpu_count };
  });
const tie = (kind: Tie['kind'], id: string, ...virtual_machine_ids: string[]): Tie => ({ id, kind, virtual_machine_ids });
const proved = (hosts: number, vms: readonly PlacedVm[], ties: readonly Tie[] = [], host = HOST): boolean =>
  mustFit({ memories: vms.map((vm) => vm.memory_gib), gpus: vms.map((vm) => vm.gpu_count), ties, vms: () => vms }, hosts, host);

test('VMs fit where all others together cannot fill every host so far that the largest is refused', () => {
  const four = vmsOf(...Array.from({ length: 4 }, () => 96));
  expect(proved(1, four)).toBe(true);
  expect(proved(1, [...four, { id: 'more', memory_gib: 1, gpu_count: 0 }])).toBe(false);
  // A host refuses the third VM of 192 only with more than 192 on it, and two of 192 do not make two such hosts.
  expect(proved(2, vmsOf(192, 192, 192))).toBe(true);
  expect(proved(2, vmsOf(193, 193, 193))).toBe(false);
});

test('one VM larger than a host, or with more GPUs, is no proof', () => {
  expect(proved(3, vmsOf(384))).toBe(true);
  expect(proved(3, vmsOf(385))).toBe(false);
  expect(proved(3, vmsOf([8, 2]))).toBe(true);
  expect(proved(3, vmsOf([8, 3]))).toBe(false);
});

test('VMs kept apart need a host each, and VMs tied together count as one', () => {
  const three = vmsOf(8, 8, 8);
  expect(proved(3, three, [tie('anti_affinity', 'r', 'v0', 'v1', 'v2')])).toBe(true);
  expect(proved(2, three, [tie('anti_affinity', 'r', 'v0', 'v1', 'v2')])).toBe(false);
  expect(proved(2, vmsOf(192, 192), [tie('affinity', 'r', 'v0', 'v1')])).toBe(true);
  expect(proved(2, vmsOf(192, 193), [tie('affinity', 'r', 'v0', 'v1')])).toBe(false);
  expect(proved(2, vmsOf(8, 8), [tie('affinity', 'r', 'v0', 'v1'), tie('anti_affinity', 's', 'v0', 'v1')])).toBe(false);
});

test('whatever is proved to fit is laid down', () => {
  const cases = fc.record({
    hosts: fc.integer({ min: 1, max: 4 }),
    vms: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(0, 0, 0, 1, 2)), { maxLength: 9 }),
    ties: fc.array(fc.tuple(fc.boolean(), fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 3 })), { maxLength: 3 }),
  });
  let proofs = 0;
  fc.assert(
    fc.property(cases, (drawn) => {
      const vms = vmsOf(...drawn.vms);
      const ties = drawn.ties.map(([affine, ids], at) => tie(affine ? 'affinity' : 'anti_affinity', `r${at}`, ...ids.map((id) => `v${id}`)));
      const host = { memory_gib: 16, gpu_count: 2 };
      if (!proved(drawn.hosts, vms, ties, host)) return;
      proofs++;
      expect(place({ groups: groupsOf(vms, ties), hosts: identicalHosts(drawn.hosts, host) }).outcome).toBe('fits');
    }),
    { numRuns: 2000, seed: 7 },
  );
  expect(proofs).toBeGreaterThan(200);
});
