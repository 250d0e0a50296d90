/** Whatever stands on a Cpool or a datastore: who follows the fix of one rule meets no other rule about the same attributes. */
import fc from 'fast-check';
import { bladeClassNames } from '../../../lib/catalogue/facts/blades';
import { CPOOL, cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../../../lib/catalogue/facts/example-estates';
import { mirror, replication, STANDBY, standby, TARGET, target } from '../../../lib/catalogue/facts/example-replication';
import { storageClassNames } from '../../../lib/catalogue/facts/storage-classes';
import { sizings } from '../../../lib/catalogue/sizing';
import type { Entry } from '../../../lib/core/estate-of';
import type { Finding } from '../../../lib/core/finding';
import { sizesOf } from '../../../lib/core/sizing';
import { Unknown, type Values } from '../../../lib/core/unknown';
import { complete, judged } from '../../core/estates';

const ABOUT_CPOOLS = ['COMPUTE-002', 'COMPUTE-006', 'COMPUTE-007', 'COMPUTE-008', 'COMPUTE-009', 'PLACEMENT-001', 'PLACEMENT-002', 'REPLICATION-008'];
const ABOUT_DATASTORES = ['STORAGE-002', 'STORAGE-003', 'STORAGE-006', 'STORAGE-007', 'STORAGE-008', 'STORAGE-011', 'REPLICATION-023'];

const findingsOf = (entries: readonly Entry[], codes: readonly string[]): Finding[] =>
  judged(complete(...entries)).findings.filter(({ code, severity }) => codes.includes(code) || (code === 'SHAPE' && severity === 'error'));

const changed = (entries: readonly Entry[], id: string, values: Values): Entry[] =>
  entries.map((entry) => (id.endsWith(`/${String(entry.values['name'])}`) ? { ...entry, values: { ...entry.values, ...values } } : entry));

/** The first way that a fix names, as values. */
const written = (fix: string): Values =>
  Object.fromEntries(
    [...(fix.split(', or')[0] as string).matchAll(/\b(host_count|memory_gib|size_gib) = (\d+)/g)].map(([, key, value]) => [key, Number(value)]),
  );

/** Following the fix of any finding about `id` leaves none of the codes; fixes that name no size are about something else. */
function fixesEndIt(entries: readonly Entry[], id: string, codes: readonly string[]): void {
  for (const { fix } of findingsOf(entries, codes)) {
    const values = written(fix);
    if (Object.keys(values).length > 0) expect(findingsOf(changed(entries, id, values), codes)).toEqual([]);
  }
}

const sizeOf = (entries: readonly Entry[], id: string) =>
  sizesOf(complete(...entries), sizings, 'seeds').sizes.find(({ resource }) => resource === id);

function smallestHolds(entries: readonly Entry[], id: string, codes: readonly string[]): void {
  for (const values of sizeOf(entries, id)?.smallest ?? []) expect(findingsOf(changed(entries, id, values), codes)).toEqual([]);
}

const vmSizes = fc.array(
  fc.record({ memory_gib: fc.integer({ min: 1, max: 300 }), vcpus: fc.integer({ min: 1, max: 24 }), gpus: fc.integer({ min: 0, max: 2 }) }),
  {
    minLength: 1,
    maxLength: 9,
  },
);
const pools = fc.record({
  blade_class: fc.constantFrom(...bladeClassNames),
  host_count: fc.integer({ min: 1, max: 4 }),
  ha_enabled: fc.boolean(),
  max_vcpu_per_thread: fc.constantFrom(null, 0.5, 1.25),
  memory_overcommit_ratio: fc.constantFrom(1, 1.4, 2),
});
const ties = fc.constantFrom('none', 'affinity', 'anti_affinity');

test('a fix about a Cpool, and its smallest size, keep every rule about hosts and memory', () => {
  fc.assert(
    fc.property(pools, vmSizes, ties, (pool, vms, tie) => {
      const withGpus = pool.blade_class === 'perf4-v3';
      const entries = [
        cpool(pool),
        datastore({ size_gib: 65_536 }),
        policy(),
        ...vms.map(({ memory_gib, vcpus, gpus }, index) => vm(`v${index}`, { memory_gib, vcpus, gpu_count: withGpus ? gpus : 0 })),
        ...(tie === 'none' || vms.length < 2
          ? []
          : [{ type: 'affinity_rule', values: { name: 'tie', cpool_id: CPOOL, kind: tie, virtual_machine_ids: [vmId('v0'), vmId('v1')] } }]),
      ];
      fixesEndIt(entries, CPOOL, ABOUT_CPOOLS);
      smallestHolds(entries, CPOOL, ABOUT_CPOOLS);
    }),
    { numRuns: 80, seed: 3 },
  );
});

test('a fix about a standby holds its own VMs and all that would be brought to it', () => {
  fc.assert(
    fc.property(pools, vmSizes, fc.boolean(), (pool, vms, mirrored) => {
      const usual = { ...pool, blade_class: 'standard-v3' };
      const entries = [
        cpool({ host_count: 32, memory_gib: 32 * 384 }),
        standby(usual),
        datastore({ size_gib: 65_536 }),
        target({ size_gib: 65_536 }),
        policy(),
        ...vms.map(({ memory_gib, vcpus }, index) => vm(index === 0 ? 'a' : `v${index}`, { memory_gib, vcpus })),
        vm('own', { cpool_id: STANDBY, memory_gib: 100, disks: [disk({ datastore_id: TARGET })] }),
        mirrored ? mirror({ standby_cpool_id: STANDBY }) : replication(),
      ];
      const about = [...ABOUT_CPOOLS];
      const onStandby = entries.filter(({ values }) => values['name'] !== 'prod' || values['host_count'] === 32);
      fixesEndIt(onStandby, STANDBY, about);
      smallestHolds(onStandby, STANDBY, about);
    }),
    { numRuns: 40, seed: 3 },
  );
});

const disksOfVms = fc.array(
  fc.record({
    size_gib: fc.integer({ min: 1, max: 2000 }),
    memory_gib: fc.integer({ min: 1, max: 64 }),
    provisioning: fc.constantFrom('thick', 'thin'),
    reserved_iops: fc.constantFrom(0, 0, 300, 1501),
    peak_iops: fc.constantFrom(0, 700, 2000),
  }),
  { minLength: 1, maxLength: 5 },
);

test.each(['alone', 'mirrored', 'a target'])('a fix about a datastore, and its smallest size, keep every rule about it (%s)', (role) => {
  fc.assert(
    fc.property(fc.constantFrom(...storageClassNames), fc.integer({ min: 1, max: 3 }), disksOfVms, (storage_class, size, vms) => {
      const mirrorable = ['essential', 'standard', 'premium'].includes(storage_class) ? storage_class : 'standard';
      const entries = [
        cpool({ host_count: 8, memory_gib: 8 * 384 }),
        datastore({ storage_class: role === 'mirrored' ? mirrorable : storage_class, size_gib: size * 1024 }),
        policy(),
        ...vms.map(({ memory_gib, ...each }, index) =>
          vm(`v${index}`, { memory_gib, disks: [disk({ ...each, reserved_iops: storage_class === 'mass' ? 0 : each.reserved_iops })] }),
        ),
        ...(role === 'mirrored' ? [mirror()] : []),
        ...(role === 'a target'
          ? [
              cpool({ name: 'away', availability_zone: 'th3s', host_count: 8, memory_gib: 8 * 384 }),
              datastore({ name: 'there', availability_zone: 'th3s', size_gib: 65_536, cpool_ids: ['tenants/main/cpools/away'] }),
              vm('a', { cpool_id: 'tenants/main/cpools/away', disks: [disk({ datastore_id: 'tenants/main/datastores/there', size_gib: 900 })] }),
              replication({ target_cpool_id: CPOOL, target_datastore_id: DATASTORE }),
            ]
          : []),
      ];
      fixesEndIt(entries, DATASTORE, ABOUT_DATASTORES);
      smallestHolds(entries, DATASTORE, ABOUT_DATASTORES);
    }),
    { numRuns: 40, seed: 3 },
  );
});

test('one GiB of memory less, and one host less, break a rule', () => {
  const entries = [
    cpool(),
    datastore({ size_gib: 8192 }),
    policy(),
    ...[200, 200, 200, 200].map((memory_gib, index) => vm(`v${index}`, { memory_gib })),
  ];
  expect(sizeOf(entries, CPOOL)?.smallest).toEqual([{ host_count: 5, memory_gib: 942 }]);
  const broken = (host_count: number, memory_gib: number) =>
    findingsOf(changed(entries, CPOOL, { host_count, memory_gib }), ABOUT_CPOOLS).map(({ code }) => code);
  expect(broken(5, 942)).toEqual([]);
  expect(broken(5, 941)).toEqual(['COMPUTE-006']);
  expect(broken(4, 942)).toEqual(['PLACEMENT-002']);
});

test('a VM larger than any blade leaves no size that would do', () => {
  expect(sizeOf([cpool(), datastore({ size_gib: 8192 }), policy(), vm('a', { memory_gib: 385 })], CPOOL)?.smallest).toEqual([]);
});

test('the slowest class that would do is named beside the smallest size', () => {
  const entries = [cpool(), datastore({ size_gib: 1024 }), policy(), vm('a', { disks: [disk({ size_gib: 500, peak_iops: 2000 })] })];
  expect(sizeOf(entries, DATASTORE)?.smallest).toEqual([
    { storage_class: 'standard', size_gib: 1366 },
    { storage_class: 'premium', size_gib: 1024 },
  ]);
});

test('a remedy that would see less than its rule leaves the fix of the rule', () => {
  const fixWith = (gpu_count: Values[string]) => {
    const entries = [
      cpool({ host_count: 2 }),
      datastore({ size_gib: 8192 }),
      policy(),
      vm('a', { memory_gib: 220 }),
      vm('b', { memory_gib: 10, gpu_count }),
    ];
    return findingsOf(entries, ['COMPUTE-006']).map(({ fix }) => fix);
  };
  expect(fixWith(0)).toEqual(['memory_gib = 271']);
  expect(fixWith(new Unknown(['var.gpus']))).toEqual(['memory_gib = 271']);
});
