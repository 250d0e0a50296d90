/** Rules about one VM: what a blade can run, and what a change does to it while it runs. */
import { defineChangeRule, defineRule, type Problem, type Rule } from '../../core/rule';
import { bladeClass, bladeClasses } from '../facts/blades';
import { defaultWorld } from '../facts/default-world';
import { cpool, disk, vm, vmId } from '../facts/example-estates';
import { areZones } from '../facts/regions';
import { stockNameRule } from '../stock-name';
import { cpoolWith, MEMORY_OF_TWO } from './example-cpools';

const blades = { seed: '000', heading: 'Compute blades' };
const A = vmId('a');
const alone = (values = {}) => cpoolWith(MEMORY_OF_TWO, vm('a', values));
const onGpus = (values = {}) => cpoolWith({ blade_class: 'perf4-v3', host_count: 2, memory_gib: 1024 }, vm('a', values));

const reservationWithinMemory = defineRule({
  code: 'SHAPE',
  class: 'refused',
  on: 'virtual_machine',
  title: 'No more memory is reserved than the VM has',
  why: 'A reservation is a part of the memory that is never swapped.',
  reads: ['memory_gib', 'memory_reservation_gib'],
  check: ({ self }) =>
    self.memory_reservation_gib <= self.memory_gib
      ? undefined
      : {
          at: 'memory_reservation_gib',
          message: `memory_reservation_gib is ${self.memory_reservation_gib}; memory_gib is ${self.memory_gib}`,
          fix: `memory_reservation_gib = ${self.memory_gib} at most`,
        },
  source: { seed: 'Socle', heading: 'resource definitions' },
  examples: [
    { says: 'all of it', estate: alone({ memory_gib: 8, memory_reservation_gib: 8 }), fires: [] },
    { says: 'one GiB more', estate: alone({ memory_gib: 8, memory_reservation_gib: 9 }), fires: [A] },
  ],
});

const bootDiskExists = defineRule({
  code: 'SHAPE',
  class: 'refused',
  on: 'virtual_machine',
  title: 'boot_disk names a disk of the VM',
  why: 'The disk that boots also says on which datastore the swap file lies.',
  reads: ['boot_disk', 'disks[].name'],
  check: ({ self }) => {
    const names = self.disks.map((each) => each.name);
    if (self.boot_disk === null || names.includes(self.boot_disk)) return undefined;
    return { at: 'boot_disk', message: `boot_disk is "${self.boot_disk}"; the disks are ${names.join(', ')}`, fix: `boot_disk = "${names[0]}"` };
  },
  source: { seed: 'Socle', heading: 'resource definitions' },
  examples: [
    { says: 'the second disk', estate: alone({ disks: [disk(), disk({ name: 'd1' })], boot_disk: 'd1' }), fires: [] },
    { says: 'a disk that is not there', estate: alone({ disks: [disk(), disk({ name: 'd1' })], boot_disk: 'd2' }), fires: [A] },
    { says: 'left out: the first disk boots', estate: alone(), fires: [] },
  ],
});

const templateExists = stockNameRule({
  on: 'virtual_machine',
  attribute: 'template',
  what: 'template',
  why: 'VMs are made from the templates of the catalogue.',
  source: { seed: '000', heading: 'Cloud Temple Virtual Machine Catalogs' },
  inFacts: defaultWorld.templates,
  inWorld: (world) => world.templates,
  examples: [
    { says: 'of the catalogue', estate: alone({ template: 'debian-12' }), fires: [] },
    { says: 'not of the catalogue', estate: alone({ template: 'debian-13' }), fires: [A] },
    { says: 'none', estate: alone(), fires: [] },
  ],
});

const fitsOnABlade = defineRule({
  code: 'COMPUTE-005',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A VM fits on one blade',
  why: 'A VM runs on one host: it has no more vCPUs than the blade has threads, and no more memory than the blade has.',
  reads: ['vcpus', 'memory_gib'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['blade_class'] } },
  check: ({ self, cpool: { blade_class } }) => {
    const { threads, ram_gib } = bladeClass(blade_class);
    const larger = bladeClasses.filter((each) => each.threads >= self.vcpus && each.ram_gib >= self.memory_gib).map((each) => each.name);
    const move = larger.length > 0 ? `, or a Cpool of ${larger.join(' or ')} blades` : '';
    const problems: Problem[] = [];
    if (self.vcpus > threads)
      problems.push({
        at: 'vcpus',
        message: `vcpus is ${self.vcpus}; a ${blade_class} blade has ${threads} threads`,
        fix: `vcpus = ${threads}${move}`,
      });
    if (self.memory_gib > ram_gib)
      problems.push({
        at: 'memory_gib',
        message: `memory_gib is ${self.memory_gib}; a ${blade_class} blade has ${ram_gib} GiB`,
        fix: `memory_gib = ${ram_gib}${move}`,
      });
    return problems;
  },
  source: blades,
  examples: [
    { says: 'as many vCPUs as a blade has threads', estate: alone({ vcpus: 64 }), fires: [] },
    { says: 'one vCPU more', estate: alone({ vcpus: 65 }), fires: [A] },
    { says: 'all memory of a blade', estate: alone({ memory_gib: 384 }), fires: [] },
    { says: 'one GiB more', estate: alone({ memory_gib: 385 }), fires: [A] },
  ],
});

const gpusOnABlade = defineRule({
  code: 'COMPUTE-008',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A VM finds its GPUs on one blade',
  why: 'GPUs are passed through from the blade on which the VM runs; most classes have none.',
  reads: ['gpu_count'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['blade_class'] } },
  check: ({ self, cpool: { blade_class } }) => {
    const { gpus } = bladeClass(blade_class);
    if (self.gpu_count <= gpus) return undefined;
    const able = bladeClasses.filter((each) => each.gpus >= self.gpu_count).map((each) => each.name);
    return {
      at: 'gpu_count',
      message: `gpu_count is ${self.gpu_count}; a ${blade_class} blade has ${gpus === 0 ? 'none' : gpus}`,
      fix: `gpu_count = ${gpus}, or a Cpool of ${able.join(' or ')} blades`,
    };
  },
  source: blades,
  examples: [
    { says: 'none on a blade without', estate: alone({ gpu_count: 0 }), fires: [] },
    { says: 'one on a blade without', estate: alone({ gpu_count: 1 }), fires: [A] },
    { says: 'both cards of a blade', estate: onGpus({ gpu_count: 2 }), fires: [] },
  ],
});

interface Sized {
  readonly vcpus: number;
  readonly memory_gib: number;
  readonly gpu_count: number;
  readonly cpu_hot_add: boolean;
  readonly memory_hot_add: boolean;
}

/** What changes that a running VM cannot take. Hot-add counts as it was when the VM was started. */
const coldChanges = (now: Sized, was: Sized): ('gpu_count' | 'memory_gib' | 'vcpus')[] => [
  ...(now.gpu_count !== was.gpu_count ? (['gpu_count'] as const) : []),
  ...(now.memory_gib < was.memory_gib || (now.memory_gib > was.memory_gib && !was.memory_hot_add) ? (['memory_gib'] as const) : []),
  ...(now.vcpus < was.vcpus || (now.vcpus > was.vcpus && !was.cpu_hot_add) ? (['vcpus'] as const) : []),
];

const change = (was: object, now: object) => ({
  prior: alone({ vcpus: 4, memory_gib: 8, ...was }),
  estate: alone({ vcpus: 4, memory_gib: 8, ...now }),
});

const stoppedOnlyWhereAllowed = defineChangeRule({
  code: 'COMPUTE-014',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A change that stops a VM is allowed by it',
  why: 'Less memory, fewer vCPUs, more of them without hot-add, and other GPUs need the VM to be off: it is stopped and started again.',
  reads: ['vcpus', 'memory_gib', 'gpu_count', 'cpu_hot_add', 'memory_hot_add', 'power_state', 'allow_power_cycle'],
  check: ({ self, prior: { self: was } }) => {
    if (self.allow_power_cycle || (self.power_state === 'off' && was.power_state === 'off')) return undefined;
    return coldChanges(self, was).map((at) => ({
      at,
      message: `${at} goes from ${was[at]} to ${self[at]}, which needs the VM to be off`,
      fix: 'allow_power_cycle = true: it will restart; or power_state = "off" first, in an apply of its own',
    }));
  },
  source: { seed: 'Socle', heading: 'changes that need a VM to be off' },
  examples: [
    { says: 'one vCPU more, added while it runs', ...change({}, { vcpus: 5 }), fires: [] },
    { says: 'one vCPU more, without hot-add', ...change({ cpu_hot_add: false }, { vcpus: 5, cpu_hot_add: false }), fires: [A] },
    { says: 'one vCPU less', ...change({}, { vcpus: 3 }), fires: [A] },
    { says: 'one vCPU less, and it may be stopped', ...change({}, { vcpus: 3, allow_power_cycle: true }), fires: [] },
    { says: 'one vCPU less while it is off', ...change({ power_state: 'off' }, { vcpus: 3, power_state: 'off' }), fires: [] },
    { says: 'one GiB more, added while it runs', ...change({}, { memory_gib: 9 }), fires: [] },
    { says: 'one GiB more, without hot-add', ...change({ memory_hot_add: false }, { memory_gib: 9, memory_hot_add: false }), fires: [A] },
    { says: 'one GiB less', ...change({}, { memory_gib: 7 }), fires: [A] },
    { says: 'a GPU more', prior: onGpus({ gpu_count: 1 }), estate: onGpus({ gpu_count: 2 }), fires: [A] },
    { says: 'a GPU less, started with it', prior: onGpus({ gpu_count: 1, power_state: 'off' }), estate: onGpus({ gpu_count: 0 }), fires: [A] },
  ],
});

const elsewhere = (zone: string) => cpool({ name: 'other', availability_zone: zone });
const OTHER = 'tenants/main/cpools/other';
const moved = (zone: string) => ({
  prior: [...alone(), elsewhere(zone)],
  estate: [...cpoolWith(MEMORY_OF_TWO, vm('a', { cpool_id: OTHER })), elsewhere(zone)],
});

const staysInItsZone = defineChangeRule({
  code: 'COMPUTE-015',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A VM stays in its zone',
  why: 'A live move keeps the disks where they are, and hypervisors reach the arrays of their own zone only.',
  reads: ['cpool_id'],
  follows: { cpool: { of: 'cpool', via: 'cpool_id', reads: ['availability_zone'] } },
  check: ({ self, cpool: { availability_zone: to }, prior }, { world }) => {
    const from = prior.cpool.availability_zone;
    if (self.cpool_id === prior.self.cpool_id || from === to || !areZones(world, from, to)) return undefined;
    return {
      at: 'cpool_id',
      message: `cpool_id goes from ${prior.self.cpool_id} in ${from} to ${self.cpool_id} in ${to}`,
      fix: `use a Cpool of ${from}; to change zones create a new VM there, and bring its data by replication or from a backup`,
    };
  },
  source: { seed: '000', heading: 'Regions and Availability Zones' },
  examples: [
    { says: 'another Cpool of its zone', ...moved('par7s'), fires: [] },
    { says: 'a Cpool of another zone', ...moved('th3s'), fires: [A] },
  ],
});

const gpuVmStopsForUpdates = defineRule({
  code: 'COMPUTE-016',
  class: 'advice',
  on: 'virtual_machine',
  title: 'A VM with a GPU cannot move while it runs',
  why: 'A card that is passed through ties the VM to its host: an update of the Cpool stops it.',
  reads: ['gpu_count'],
  check: ({ self }) =>
    self.gpu_count === 0
      ? undefined
      : {
          at: 'gpu_count',
          message: `gpu_count is ${self.gpu_count}: an update of its hypervisors stops this VM`,
          fix: 'plan for a stop, or run a second VM that takes over meanwhile',
        },
  source: { seed: '000', heading: 'Updating Hypervisors' },
  examples: [
    { says: 'one GPU', estate: onGpus({ gpu_count: 1 }), fires: [A] },
    { says: 'one GPU, switched off', estate: onGpus({ gpu_count: 1, power_state: 'off' }), fires: [A] },
    { says: 'none', estate: onGpus({ gpu_count: 0 }), fires: [] },
  ],
});

export const virtualMachineRules: readonly Rule[] = [
  reservationWithinMemory,
  bootDiskExists,
  templateExists,
  fitsOnABlade,
  gpusOnABlade,
  stoppedOnlyWhereAllowed,
  staysInItsZone,
  gpuVmStopsForUpdates,
];
