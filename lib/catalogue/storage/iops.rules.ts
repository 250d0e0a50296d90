/** Rules about the IOPS that a LUN gives. */
import { soFar } from '../../core/remedy';
import { defineRule, type Rule } from '../../core/rule';
import { MIRRORED_PERCENT, ofClass } from '../facts/datastore-size';
import { lunCap } from '../facts/editions';
import { cpool, DATASTORE, datastore, disk, policy, vm, vmId } from '../facts/example-estates';
import { mirror } from '../facts/example-replication';
import { iopsLimit, iopsOfSize, LUN_MAX_GIB, sizeForIops, storageClasses } from '../facts/storage-classes';
import { grownDatastore } from './grown-datastore';

const block = { seed: '000', heading: 'Block Storage' };

interface Lun {
  readonly storage_class: string;
  readonly size_gib: number;
}

/**
 * What to order for an IOPS limit: a larger size of the same class, or the first class that gives it at this size; where neither
 * does, the first class that gives it at another size.
 */
function iopsFix(lun: Lun, iops: number, edition: string, suits: (each: { readonly mirrorable: boolean }) => boolean = () => true): string {
  const sizeOf = (className: string): number | undefined => {
    const size = sizeForIops(className, iops, edition);
    return size !== null && size <= LUN_MAX_GIB ? Math.max(size, lun.size_gib) : undefined;
  };
  const larger = sizeOf(lun.storage_class);
  const suitable = storageClasses.filter(suits);
  const faster = suitable.find((each) => (iopsLimit(each.name, lun.size_gib, edition) ?? 0) >= iops);
  const ways = [larger === undefined ? undefined : `size_gib = ${larger}`, faster ? ofClass(faster.name) : undefined].filter(
    (way) => way !== undefined,
  );
  if (ways.length > 0) return ways.join(', or ');
  const both = suitable.find((each) => sizeOf(each.name) !== undefined);
  return both ? ofClass(both.name, sizeOf(both.name)) : 'spread the disks over several datastores';
}

/** A sum over the disks on a datastore, without a list of them: every new VM asks for it again. */
function iopsOn<D extends { readonly datastore_id: string }>(
  datastoreId: string,
  vms: readonly { readonly disks: readonly D[] }[],
  of: (disk: D) => number,
): number {
  let sum = 0;
  for (const { disks } of vms) for (const disk of disks) if (disk.datastore_id === datastoreId) sum += of(disk);
  return sum;
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
    const reserved = iopsOn(self.id, vms, (disk) => disk.reserved_iops);
    if (self.iops_limit === null || reserved <= self.iops_limit) return undefined;
    return {
      at: 'size_gib',
      message: `disks reserve ${context.partial ? 'at least ' : ''}${reserved} IOPS; ${self.size_gib} GiB of ${self.storage_class} give ${self.iops_limit}`,
      fix: soFar(iopsFix(self, reserved, context.edition), context),
    };
  },
  remedy: grownDatastore,
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
    {
      says: 'edition 2026-08: one LUN gives 30,000 at most',
      edition: '2026-08',
      estate: [cpool(), datastore({ storage_class: 'ultra', size_gib: 10_240 }), policy(), vm('a', { disks: [disk({ reserved_iops: 30_000 })] })],
      fires: [],
    },
    {
      says: 'edition 2026-08: and not 30,001',
      edition: '2026-08',
      estate: [cpool(), datastore({ storage_class: 'ultra', size_gib: 10_240 }), policy(), vm('a', { disks: [disk({ reserved_iops: 30_001 })] })],
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
  why: 'Above the IOPS limit of the volume the array delays I/O; nothing is refused, but every VM on it slows down. Global Mirror may cost a tenth of it.',
  reads: ['size_gib', 'storage_class', 'iops_limit'],
  gathers: {
    vms: { of: 'virtual_machine', via: 'disks[].datastore_id', reads: ['disks[].datastore_id', 'disks[].peak_iops'], byElement: true },
    mirrors: { of: 'global_mirror_lun', via: 'datastore_id', reads: [] },
  },
  check: ({ self, vms, mirrors }, context) => {
    const peak = iopsOn(self.id, vms, (disk) => disk.peak_iops ?? 0);
    if (self.iops_limit === null) return 'holds';
    const left = mirrors.length > 0 ? MIRRORED_PERCENT : 100;
    const limit = Math.floor((self.iops_limit * left) / 100);
    if (peak <= limit) return undefined;
    const cost = mirrors.length > 0 ? `, ${limit} of them sure while it is mirrored` : '';
    return {
      at: 'size_gib',
      message: `disks reach ${context.partial ? 'at least ' : ''}${peak} IOPS together; ${self.size_gib} GiB of ${self.storage_class} give ${self.iops_limit}${cost}`,
      fix: soFar(
        iopsFix(self, Math.ceil((peak * 100) / left), context.edition, ({ mirrorable }) => mirrorable || mirrors.length === 0),
        context,
      ),
    };
  },
  remedy: grownDatastore,
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
      says: '675 of 750 on a mirror',
      estate: [cpool(), datastore({ size_gib: 512 }), mirror(), policy(), vm('a', { disks: [disk({ peak_iops: 675 })] })],
      fires: [],
    },
    {
      says: '676 of 750 on a mirror, which may cost a tenth',
      estate: [cpool(), datastore({ size_gib: 512 }), mirror(), policy(), vm('a', { disks: [disk({ peak_iops: 676 })] })],
      fires: [DATASTORE],
    },
    {
      says: '500 GiB give 732, and 658 on a mirror',
      estate: [cpool(), datastore({ size_gib: 500 }), mirror(), policy(), vm('a', { disks: [disk({ peak_iops: 659 })] })],
      fires: [DATASTORE],
    },
    {
      says: 'edition 2026-08: 10,001 on 40 TiB of essential',
      edition: '2026-08',
      estate: [cpool(), datastore({ storage_class: 'essential', size_gib: 40_960 }), policy(), vm('a', { disks: [disk({ peak_iops: 10_001 })] })],
      fires: [DATASTORE],
    },
    {
      says: '1,501 of 1,500 by two VMs',
      estate: [cpool(), datastore(), policy(), vm('a', { disks: [disk({ peak_iops: 700 })] }), vm('b', { disks: [disk({ peak_iops: 801 })] })],
      fires: [DATASTORE],
    },
  ],
});

const capped = (storage_class: string, size_gib: number) => [datastore({ storage_class, size_gib, cpool_ids: [] })];

const belowTheCap = defineRule({
  code: 'STORAGE-012',
  class: 'advice',
  on: 'datastore',
  title: 'The size of a LUN gives no more IOPS than one LUN can',
  why: 'Since edition 2026-08 one LUN gives 10,000 IOPS of essential and 30,000 of any other flash class at most: what its size would give beyond is paid and not had.',
  reads: ['storage_class', 'size_gib'],
  check: ({ self }, { edition }) => {
    const cap = lunCap(self.storage_class, edition)?.iops;
    const iops = iopsOfSize(self.storage_class, self.size_gib);
    if (cap === undefined || iops === null || iops <= cap) return undefined;
    const luns = Math.ceil(iops / cap);
    return {
      at: 'size_gib',
      message: `${self.size_gib} GiB of ${self.storage_class} would give ${iops} IOPS; one LUN gives ${cap} at most`,
      fix: `${luns} datastores of ${Math.ceil(self.size_gib / luns)} GiB give more together`,
    };
  },
  source: { seed: 'Socle', heading: "the offer's caps of edition 2026-08" },
  examples: [
    { says: 'ultra of 2,048 GiB gives 30,000', edition: '2026-08', estate: capped('ultra', 2048), fires: [] },
    { says: 'one GiB more would give 30,014', edition: '2026-08', estate: capped('ultra', 2049), fires: [DATASTORE] },
    { says: 'essential of 20,482 GiB gives 10,000', edition: '2026-08', estate: capped('essential', 20_482), fires: [] },
    { says: 'one GiB more would give 10,001', edition: '2026-08', estate: capped('essential', 20_483), fires: [DATASTORE] },
    { says: 'the seeds know no cap', estate: capped('ultra', 10_240), fires: [] },
    { says: 'mass promises nothing', edition: '2026-08', estate: capped('mass', 61_440), fires: [] },
  ],
});

export const iopsRules: readonly Rule[] = [reservedFits, noneOnMass, peakFits, belowTheCap];
