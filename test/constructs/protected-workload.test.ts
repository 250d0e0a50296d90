/** A workload that survives its zone, sized by the rules: at the size it computes they hold, and one step below they do not. */
import { type TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import {
  BackupPolicy,
  BladeClass,
  Cpool,
  PowerState,
  ProtectedWorkload,
  type ProtectedWorkloadProps,
  Size,
  StorageClass,
  Zone,
} from '../../constructs';
import { standbySize } from '../../constructs/compositions/standby-size';
import { annotationsIn, codeOf, newApp, newStack } from './stacks';

const ABOUT_THE_STANDBY = [
  'REPLICATION-008',
  'REPLICATION-009',
  'REPLICATION-010',
  'REPLICATION-017',
  'REPLICATION-018',
  'COMPUTE-002',
  'COMPUTE-003',
];

interface Machine {
  readonly gib: number;
  readonly off?: boolean;
}

function workload(stack: TerraformStack, machines: readonly Machine[], more: Partial<ProtectedWorkloadProps> = {}): ProtectedWorkload {
  const cpool = new Cpool(stack, 'prod', { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.PERF3_V3, hostCount: 4, memory: Size.tib(4) });
  const contact = { name: 'Desk', email: 'desk@bank.example', phone: '1' };
  const backupPolicies = [new BackupPolicy(stack, 'daily', { availabilityZone: Zone.TH3S, contact })];
  const zones = { availabilityZone: Zone.PAR7S, standbyAvailabilityZone: Zone.TH3S };
  const made = new ProtectedWorkload(stack, 'claims', { ...zones, cpool, standby: { bladeClass: BladeClass.STANDARD_V3 }, backupPolicies, ...more });
  const datastore = made.addDatastore('claims-data', { storageClass: StorageClass.PREMIUM, size: Size.tib(16) });
  for (const [index, { gib, off }] of machines.entries()) {
    const disks = [{ name: 'system', size: Size.gib(10), datastore }];
    const powerState = off ? PowerState.OFF : PowerState.ON;
    made.addVirtualMachine(`vm-${index}`, { vcpus: 1, memory: Size.gib(gib), disks, powerState, recoveryPriority: index === 0 ? 1 : 4 });
  }
  return made;
}

const resourceOf = (stack: TerraformStack, type: string) => Object.values<object>(JSON.parse(Testing.synth(stack)).resource[type])[0];
const standbyOf = (stack: TerraformStack) =>
  Object.values<{ name: string; host_count: number; memory_gib: number }>(JSON.parse(Testing.synth(stack)).resource.socle_cpool).find(
    ({ name }) => name === 'claims-standby',
  );

function codesWith(machines: readonly Machine[], more: Partial<ProtectedWorkloadProps> = {}): string[] {
  process.env['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS'] = 'true';
  const app = newApp();
  workload(newStack(app, 'stack'), machines, more);
  app.synth();
  return annotationsIn(app.outdir)
    .map(codeOf)
    .filter((code) => ABOUT_THE_STANDBY.includes(code));
}
afterEach(() => delete process.env['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS']);

test('the standby follows the VMs: memory of which they take 85 % at most, on the fewest hosts that hold them', () => {
  const stack = newStack(newApp(), 'stack');
  workload(stack, [{ gib: 340 }, { gib: 340 }]);
  expect(standbyOf(stack)).toMatchObject({ availability_zone: 'th3s', blade_class: 'standard-v3', host_count: 3, memory_gib: 800 });
});

test('what stands small is two hosts with the memory that they have at least', () => {
  const stack = newStack(newApp(), 'stack');
  workload(stack, [{ gib: 16 }, { gib: 2000, off: true }]);
  expect(standbyOf(stack)).toMatchObject({ host_count: 2, memory_gib: 256 });
});

test('its datastores stop at one point in time, and its plan starts its VMs in order by their mirrors', () => {
  const stack = newStack(newApp(), 'stack');
  workload(stack, [{ gib: 16 }, { gib: 16 }]);
  expect(resourceOf(stack, 'socle_global_mirror_lun')).toMatchObject({ name: 'claims-data-to-th3s', consistency_group: 'claims' });
  const plan = resourceOf(stack, 'socle_recovery_plan');
  expect(plan).toMatchObject({ name: 'claims-recovery', primary_availability_zone: 'par7s', standby_availability_zone: 'th3s' });
  expect(plan).toMatchObject({ groups: [{ priority: 1 }, { priority: 4 }], mechanism_ids: [expect.stringContaining('socle_global_mirror_lun')] });
});

test('at the size it computes no rule about the standby fires; one host or one GiB less, and one does', () => {
  const machines = [{ gib: 200 }, { gib: 200 }, { gib: 200 }];
  expect(codesWith(machines)).toEqual([]);
  const bladeClass = BladeClass.STANDARD_V3;
  expect(codesWith(machines, { standby: { bladeClass, hostCount: 3, memory: Size.gib(600) } })).toEqual([]);
  expect(codesWith(machines, { standby: { bladeClass, hostCount: 3, memory: Size.gib(599) } })).toEqual(['REPLICATION-008']);
  expect(codesWith(machines, { standby: { bladeClass, hostCount: 2, memory: Size.gib(706) } })).toEqual(['REPLICATION-008']);
});

test('a Cpool that stands already takes over where it is named', () => {
  const standby = Cpool.fromId('tenants/main/cpools/shared-standby');
  const stack = newStack(newApp(), 'stack');
  workload(stack, [{ gib: 16 }], { standby });
  expect(resourceOf(stack, 'socle_global_mirror_lun')).toMatchObject({ standby_cpool_id: 'tenants/main/cpools/shared-standby' });
  expect(standbyOf(stack)).toBeUndefined();
});

test('a workload that no Cpool of the blades holds says so', () => {
  const stack = newStack(newApp(), 'stack');
  workload(stack, [{ gib: 385 }]);
  expect(() => Testing.synth(stack)).toThrow('no Cpool of standard-v3 blades holds the 1 VMs of "stack/claims"');
});

test('memory that only Terraform knows leaves the size to the app', () => {
  const stack = newStack(newApp(), 'stack');
  const other = new Cpool(stack, 'other', { availabilityZone: Zone.AZ07, bladeClass: BladeClass.ECO_V3, hostCount: 2 });
  workload(stack, []).addVirtualMachine('late', { vcpus: 1, memory: Size.gib(other.memoryGib) });
  expect(() => Testing.synth(stack)).toThrow('the memory of late is known to Terraform only; give `hostCount` and `memory` of the standby');
});

test('at the computed memory VMs take 85 % at most, and with one GiB less they do not, unless its hosts have that much anyway', () => {
  const gibs = fc.array(fc.integer({ min: 1, max: 384 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(gibs, fc.constantFrom(1, 1.4, 2), (memories, overcommitRatio) => {
      const vms = memories.map((memory_gib, index) => ({ id: String(index), memory_gib, gpu_count: 0 }));
      const size = standbySize(vms, { blades: 'standard-v3', overcommitRatio, hosts: undefined, memoryGib: undefined });
      const used = memories.reduce((sum, each) => sum + each, 0);
      const { hosts, memoryGib } = size ?? { hosts: 0, memoryGib: 0 };
      expect(used * 100).toBeLessThanOrEqual(memoryGib * 85);
      expect(memoryGib === hosts * 128 || used * 100 > (memoryGib - 1) * 85).toBe(true);
    }),
    { numRuns: 200 },
  );
});
