/** What examples cannot show: unknown values, parts of an estate, several findings at once, the words of a fix. */
import { catalogue } from '../../../lib/catalogue/complete';
import { apart, cpoolWith, MEMORY_OF_TWO, ruleId, together, vmsOf } from '../../../lib/catalogue/compute/example-cpools';
import { defaultWorld } from '../../../lib/catalogue/facts/default-world';
import { CPOOL, cpool, datastore, disk, vm, vmId } from '../../../lib/catalogue/facts/example-estates';
import { type Entry, estateOf } from '../../../lib/core/estate-of';
import type { Finding, Judgement } from '../../../lib/core/finding';
import { judge, type Occasion } from '../../../lib/core/judge';
import { UNKNOWN } from '../../../lib/core/unknown';

const judged = (entries: readonly Entry[], options: { complete?: boolean } & Partial<Occasion> = {}): Judgement =>
  judge(estateOf(catalogue, entries, { edition: 'seeds', tenant: 'main', complete: options.complete ?? true }), { edition: 'seeds', ...options });
const found = (judgement: Judgement, code: string): string[] => judgement.findings.filter((each) => each.code === code).map((each) => each.resource);
const open = (judgement: Judgement, code: string): string[] => judgement.undecided.filter((each) => each.code === code).map((each) => each.resource);
const the = (judgement: Judgement, code: string): Finding => judgement.findings.find((each) => each.code === code) as Finding;

describe('unknown values', () => {
  test('a VM of unknown memory leaves open what the others do not decide', () => {
    const judgement = judged(cpoolWith({ host_count: 2 }, ...vmsOf(200), vm('x', { memory_gib: UNKNOWN })));
    expect([...open(judgement, 'COMPUTE-006'), ...open(judgement, 'COMPUTE-007'), ...open(judgement, 'PLACEMENT-001')]).toEqual([
      CPOOL,
      CPOOL,
      CPOOL,
    ]);
  });

  test('a VM of unknown memory hides nothing of what the others take', () => {
    const judgement = judged(cpoolWith({ host_count: 2 }, ...vmsOf(200, 57), vm('x', { memory_gib: UNKNOWN })));
    expect(found(judgement, 'COMPUTE-007')).toEqual([CPOOL]);
    expect(the(judgement, 'COMPUTE-007').message).toContain('at least 257 GiB');
  });

  test('unknown GPUs hide no memory', () => {
    const vms = ['a', 'b', 'c'].map((name) => vm(name, { memory_gib: 193, memory_reservation_gib: 0, gpu_count: UNKNOWN }));
    expect(found(judged(cpoolWith(MEMORY_OF_TWO, ...vms)), 'PLACEMENT-001')).toEqual([CPOOL]);
  });

  test('unknown memory hides no GPUs', () => {
    const vms = ['a', 'b'].map((name) => vm(name, { memory_gib: UNKNOWN, gpu_count: 2 }));
    const judgement = judged(cpoolWith({ blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 }, ...vms, together('r', ['a', 'b'])));
    expect(found(judgement, 'PLACEMENT-006')).toEqual([ruleId('r')]);
  });

  test('a VM that may be in the Cpool leaves it open, and does not where no rule asks', () => {
    const judgement = judged(cpoolWith({ host_count: 1 }, vm('x', { cpool_id: UNKNOWN })));
    expect(open(judgement, 'PLACEMENT-001')).toEqual([CPOOL]);
    expect(open(judgement, 'PLACEMENT-002')).toEqual([]);
    expect(open(judgement, 'COMPUTE-009')).toEqual([]);
  });

  test('in a part of an estate a broken limit stands, and a kept one is open', () => {
    const part = { complete: false };
    expect(found(judged(cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193, 193)), part), 'PLACEMENT-001')).toEqual([CPOOL]);
    expect(open(judged(cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193)), part), 'PLACEMENT-001')).toEqual([CPOOL]);
  });
});

describe('names that the stock gives', () => {
  test('an unfamiliar zone, template or build is undecided without a stock', () => {
    const judgement = judged([cpool({ availability_zone: 'mars-1', hypervisor_build: '9' }), datastore(), vm('a', { template: 'minix' })]);
    expect(open(judgement, 'SHAPE')).toEqual([CPOOL, CPOOL, vmId('a')]);
    expect(open(judgement, 'COMPUTE-010')).toEqual([CPOOL]);
  });

  test('a zone that only the given stock has exists', () => {
    const world = { ...defaultWorld, regions: [{ name: 'fr3', zones: ['mars-1'] }], templates: ['minix'] };
    const judgement = judged([cpool({ availability_zone: 'mars-1' }), vm('a', { template: 'minix' })], { world });
    expect(found(judgement, 'SHAPE')).toEqual([]);
    expect(the(judgement, 'COMPUTE-010').message).toContain('mars-1 is in fr3');
  });

  test('a build that does not exist is not called old', () => {
    const judgement = judged([cpool({ hypervisor_build: '9' })], { world: defaultWorld });
    expect([found(judgement, 'SHAPE'), found(judgement, 'COMPUTE-013')]).toEqual([[CPOOL], []]);
  });
});

describe('several findings', () => {
  test('a running VM that is too large explains why nothing fits, a stopped one does not', () => {
    const large = (power_state: string) => cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193, 193), vm('x', { memory_gib: 385, power_state }));
    expect(found(judged(large('off')), 'PLACEMENT-001')).toEqual([CPOOL]);
    expect(found(judged(large('on')), 'PLACEMENT-001')).toEqual([]);
  });

  test('a warning of PLACEMENT-004 explains nothing', () => {
    const judgement = judged(cpoolWith({ ...MEMORY_OF_TWO }, ...vmsOf(200, 200, 190), apart('r', ['a', 'b'])));
    expect([the(judgement, 'PLACEMENT-004').severity, found(judgement, 'PLACEMENT-001')]).toEqual(['warning', [CPOOL]]);
  });

  test('vCPUs and memory that no blade has are two places', () => {
    const judgement = judged(cpoolWith(MEMORY_OF_TWO, vm('a', { vcpus: 65, memory_gib: 385 })));
    expect(judgement.findings.filter((each) => each.code === 'COMPUTE-005').map((each) => each.path)).toEqual(['memory_gib', 'vcpus']);
  });
});

describe('a fix passes', () => {
  test('activated memory', () => {
    expect(the(judged([cpool({ memory_gib: 1153 })]), 'COMPUTE-002')).toMatchObject({
      message: 'memory_gib is 1153; 3 standard-v3 blades hold 384 to 1152',
      fix: 'memory_gib = 1152, or host_count = 4',
    });
    expect(the(judged([cpool({ memory_gib: 100 })]), 'COMPUTE-002').fix).toBe('memory_gib = 384');
  });

  test('memory that the hosts do not have asks for more of them', () => {
    const judgement = judged(cpoolWith(MEMORY_OF_TWO, ...vmsOf(300, 300, 169)));
    expect(the(judgement, 'COMPUTE-007').fix).toBe(
      'host_count = 4 with memory_gib = 905, or memory_overcommit_ratio = 1.01 where VMs may share memory (COMPUTE-006 warns of it)',
    );
  });

  test('hosts for what finds none, and for what a lost one leaves down', () => {
    expect(the(judged(cpoolWith(MEMORY_OF_TWO, ...vmsOf(193, 193, 193))), 'PLACEMENT-001').fix).toContain('host_count = 4, or use smaller VMs');
    expect(the(judged(cpoolWith({ memory_gib: 1152 }, ...vmsOf(250, 250, 250))), 'PLACEMENT-002').fix).toContain('host_count = 4,');
  });

  test('no Cpool has more than 32 hosts', () => {
    const full = { host_count: 32, memory_gib: 32 * 384 };
    const vms = Array.from({ length: 33 }, (_, index) => vm(`v${index}`, { memory_gib: 193 }));
    expect(the(judged(cpoolWith(full, ...vms)), 'PLACEMENT-001').fix).toBe('use smaller VMs');
  });

  // Its fix once advised 41 hosts for 40 VMs kept apart, and SHAPE refused them.
  test.each([
    [31, 'host_count = 32, or take VMs out of the rule'],
    [32, 'take VMs out of the rule, or move VMs to another Cpool: one holds 32 hosts at most'],
  ])('%d VMs kept apart', (count, fix) => {
    const names = Array.from({ length: count }, (_, index) => `v${index}`);
    const vms = names.map((name) => vm(name, { memory_gib: 8 }));
    expect(the(judged(cpoolWith({ host_count: 3 }, ...vms, apart('r', names))), 'PLACEMENT-004').fix).toBe(fix);
  });
});

test('the chain that ties two VMs is told', () => {
  const rules = [together('r1', ['a', 'b']), together('r2', ['b', 'c']), together('r4', ['c', 'd']), apart('r3', ['a', 'c'])];
  expect(the(judged(cpoolWith({ memory_gib: 1152 }, ...vmsOf(8, 8, 8, 8), ...rules)), 'PLACEMENT-003').message).toBe(
    'a and c are to run apart; r1, r2 keep them together',
  );
});

test('a boot disk is looked for among known names only', () => {
  const disks = [disk(), disk({ name: UNKNOWN })];
  expect(open(judged(cpoolWith({}, vm('a', { disks, boot_disk: 'd2' }))), 'SHAPE')).toEqual([vmId('a')]);
});
