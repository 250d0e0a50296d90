/** Rules about the IOPS that a LUN gives. */
import { defineRule, type Rule } from '../../core/rule';
import { cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../facts/example-estates';
import { LUN_MAX_GIB, sizeForIops, storageClasses } from '../facts/storage-classes';

const block = { seed: '000', heading: 'Block Storage' };

/** What to order for an IOPS limit: a larger size of the same class, or the first class that gives it at this size. */
function iopsFix(storageClass: string, sizeGib: number, iops: number): string {
  const larger = sizeForIops(storageClass, iops);
  const faster = storageClasses.find((each) => each.iops_per_tb !== null && Math.floor((each.iops_per_tb * sizeGib) / 1024) >= iops);
  const ways = [
    larger !== null && larger <= LUN_MAX_GIB ? `size_gib = ${larger}` : undefined,
    faster ? `storage_class = ${JSON.stringify(faster.name)}` : undefined,
  ].filter((way) => way !== undefined);
  return ways.length > 0 ? ways.join(', or ') : 'spread the disks over several datastores';
}

const reservedFits = defineRule({
  code: 'STORAGE-003',
  class: 'promise',
  on: 'datastore',
  title: 'The LUN gives the IOPS that its disks reserve',
  why: 'The IOPS limit belongs to the volume: class per TB times size. What the disks on it must always have cannot exceed it.',
  reads: ['size_gib', 'storage_class', 'iops_limit'],
  gathers: { vms: { of: 'virtual_machine', via: 'disks[].datastore_id', reads: ['disks[].datastore_id', 'disks[].reserved_iops'], byElement: true } },
  check: ({ self, vms }, context) => {
    const reserved = vms.flatMap((each) => each.disks).reduce((sum, each) => (each.datastore_id === self.id ? sum + each.reserved_iops : sum), 0);
    if (self.iops_limit === null || reserved <= self.iops_limit) return undefined;
    return {
      at: 'size_gib',
      message: `disks reserve ${context.partial ? 'at least ' : ''}${reserved} IOPS; ${self.size_gib} GiB of ${self.storage_class} give ${self.iops_limit}`,
      fix: iopsFix(self.storage_class, self.size_gib, reserved),
    };
  },
  source: block,
  examples: [
    {
      says: 'half a TB of standard gives 750',
      estate: [cpool(), datastore({ size_gib: 512 }), policy(), vm('a', { disks: [disk({ reserved_iops: 750 })] })],
      fires: [],
    },
    {
      says: '751 is too many',
      estate: [cpool(), datastore({ size_gib: 512 }), policy(), vm('a', { disks: [disk({ reserved_iops: 751 })] })],
      fires: [DATASTORE],
    },
    {
      says: '10 TB of ultra give 150,000',
      estate: [cpool(), datastore({ storage_class: 'ultra', size_gib: 10_240 }), policy(), vm('a', { disks: [disk({ reserved_iops: 150_000 })] })],
      fires: [],
    },
    {
      says: '150,001 is too many',
      estate: [cpool(), datastore({ storage_class: 'ultra', size_gib: 10_240 }), policy(), vm('a', { disks: [disk({ reserved_iops: 150_001 })] })],
      fires: [DATASTORE],
    },
  ],
});

const noneOnMass = defineRule({
  code: 'STORAGE-004',
  class: 'promise',
  on: 'virtual_machine',
  title: 'Mass storage reserves no IOPS',
  why: 'The mass storage class has no performance guarantee.',
  reads: ['disks[].name', 'disks[].datastore_id', 'disks[].reserved_iops'],
  followsEach: { datastores: { of: 'datastore', via: 'disks[].datastore_id', reads: ['storage_class'] } },
  check: ({ self, datastores }) =>
    self.disks
      .filter((each) => each.reserved_iops > 0 && datastores.some((store) => store.id === each.datastore_id && store.storage_class === 'mass'))
      .map((each) => ({
        at: `disks["${each.name}"].reserved_iops`,
        message: `disk ${each.name} reserves ${each.reserved_iops} IOPS on ${each.datastore_id}, which is mass storage and guarantees none`,
        fix: 'reserved_iops = 0, or put the disk on a flash class',
      })),
  source: block,
  examples: [
    { says: 'none reserved', estate: [cpool(), datastore({ storage_class: 'mass' }), policy(), vm('a')], fires: [] },
    {
      says: 'one reserved',
      estate: [cpool(), datastore({ storage_class: 'mass' }), policy(), vm('a', { disks: [disk({ reserved_iops: 1 })] })],
      fires: [vmId('a')],
    },
    { says: 'one reserved on flash', estate: [cpool(), datastore(), policy(), vm('a', { disks: [disk({ reserved_iops: 1 })] })], fires: [] },
  ],
});

const peakFits = defineRule({
  code: 'STORAGE-011',
  class: 'advice',
  on: 'datastore',
  title: 'The LUN gives the IOPS of its busiest hour',
  why: 'Above the IOPS limit of the volume the array delays I/O; nothing is refused, but every VM on it slows down.',
  reads: ['size_gib', 'storage_class', 'iops_limit'],
  gathers: { vms: { of: 'virtual_machine', via: 'disks[].datastore_id', reads: ['disks[].datastore_id', 'disks[].peak_iops'], byElement: true } },
  check: ({ self, vms }, context) => {
    const peak = vms.flatMap((each) => each.disks).reduce((sum, each) => (each.datastore_id === self.id ? sum + (each.peak_iops ?? 0) : sum), 0);
    if (self.iops_limit === null || peak <= self.iops_limit) return undefined;
    return {
      at: 'size_gib',
      message: `disks reach ${context.partial ? 'at least ' : ''}${peak} IOPS together; ${self.size_gib} GiB of ${self.storage_class} give ${self.iops_limit}`,
      fix: iopsFix(self.storage_class, self.size_gib, peak),
    };
  },
  source: block,
  examples: [
    { says: '750 of 750', estate: [cpool(), datastore({ size_gib: 512 }), policy(), vm('a', { disks: [disk({ peak_iops: 750 })] })], fires: [] },
    {
      says: '751 of 750',
      estate: [cpool(), datastore({ size_gib: 512 }), policy(), vm('a', { disks: [disk({ peak_iops: 751 })] })],
      fires: [DATASTORE],
    },
    {
      says: '1,500 of 1,500 by two VMs',
      estate: [cpool(), datastore(), policy(), vm('a', { disks: [disk({ peak_iops: 700 })] }), vm('b', { disks: [disk({ peak_iops: 800 })] })],
      fires: [],
    },
    {
      says: '1,501 of 1,500 by two VMs',
      estate: [cpool(), datastore(), policy(), vm('a', { disks: [disk({ peak_iops: 700 })] }), vm('b', { disks: [disk({ peak_iops: 801 })] })],
      fires: [DATASTORE],
    },
  ],
});

export const iopsRules: readonly Rule[] = [reservedFits, noneOnMass, peakFits];
