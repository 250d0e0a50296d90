/** Rules about the space of a datastore: disks, swap files, room for snapshots. */
import { soFar } from '../../core/remedy';
import type { Problem, RuleContext } from '../../core/rule';
import { defineRule, type Rule } from '../../core/rule';
import { GIB_PER_TIB, wholeTib } from '../../core/units';
import { SNAPSHOT_ROOM_PERCENT } from '../facts/advice';
import { USABLE_PERCENT } from '../facts/datastore-size';
import { diskReads, disksGib, swapGib, swapReads } from '../facts/datastore-usage';
import { cpool, DATASTORE, datastore, disk, policy, vm } from '../facts/example-estates';
import { LUN_MAX_GIB } from '../facts/storage-classes';
import { grownDatastore } from './grown-datastore';

const usage = { seed: '000', heading: 'Usage within the VMware compute offering' };

const gathers = {
  disks: { of: 'virtual_machine', via: 'disks[].datastore_id', reads: diskReads, byElement: true },
  sleepers: { of: 'virtual_machine', via: 'disks[].datastore_id', reads: swapReads },
} as const;

const orderable = (storageClass: string, gib: number): number => (storageClass === 'mass' ? wholeTib(gib) * GIB_PER_TIB : gib);

/** The smallest size that leaves the advised room beside what is needed. */
const roomy = (storageClass: string, needGib: number): number => orderable(storageClass, Math.ceil((needGib * 100) / USABLE_PERCENT));

const advise = (gib: number, gain: string): string =>
  gib > LUN_MAX_GIB ? `move disks to another datastore: one holds ${LUN_MAX_GIB} GiB at most` : `size_gib = ${gib} ${gain}`;

const atLeast = (context: RuleContext): string => (context.partial ? 'at least ' : '');

const fits = defineRule({
  code: 'STORAGE-006',
  class: 'refused',
  on: 'datastore',
  title: 'Disks and swap files fit in the datastore',
  why: 'A VM starts only if its swap file, as large as its memory, fits beside the disks.',
  reads: ['size_gib', 'storage_class'],
  gathers,
  check: ({ self, disks, sleepers }, context): Problem | undefined => {
    const thick = disksGib(self.id, 'thick', disks);
    const swap = swapGib(self.id, sleepers);
    const need = thick + swap;
    if (need <= self.size_gib) return undefined;
    return {
      at: 'size_gib',
      message: `size_gib is ${self.size_gib}; disks take ${thick} GiB and swap files ${swap} GiB: ${atLeast(context)}${need} GiB, ${need - self.size_gib} too many`,
      fix: soFar(
        `${advise(orderable(self.storage_class, need), 'holds them')}${roomy(self.storage_class, need) <= LUN_MAX_GIB ? `, ${roomy(self.storage_class, need)} also leaves room for snapshots` : ''}`,
        context,
      ),
    };
  },
  remedy: grownDatastore,
  source: usage,
  examples: [
    {
      says: 'ten VMs of 64 GiB need 640 GiB of swap; 38 GiB disks fit beside it in 1 TB',
      estate: [
        cpool(),
        datastore(),
        policy(),
        ...Array.from({ length: 10 }, (_, i) => vm(`v${i}`, { memory_gib: 64, disks: [disk({ size_gib: 38 })] })),
      ],
      fires: [],
    },
    {
      says: '39 GiB disks do not',
      estate: [
        cpool(),
        datastore(),
        policy(),
        ...Array.from({ length: 10 }, (_, i) => vm(`v${i}`, { memory_gib: 64, disks: [disk({ size_gib: 39 })] })),
      ],
      fires: [DATASTORE],
    },
    {
      says: 'exactly full',
      estate: [cpool(), datastore({ size_gib: 500 }), policy(), vm('a', { memory_gib: 100, disks: [disk({ size_gib: 400 })] })],
      fires: [],
    },
    {
      says: 'one GiB over',
      estate: [cpool(), datastore({ size_gib: 500 }), policy(), vm('a', { memory_gib: 101, disks: [disk({ size_gib: 400 })] })],
      fires: [DATASTORE],
    },
    {
      says: 'reserved memory needs no swap',
      estate: [
        cpool(),
        datastore({ size_gib: 500 }),
        policy(),
        vm('a', { memory_gib: 101, memory_reservation_gib: 1, disks: [disk({ size_gib: 400 })] }),
      ],
      fires: [],
    },
  ],
});

const roomForSnapshots = defineRule({
  code: 'STORAGE-007',
  class: 'advice',
  on: 'datastore',
  title: 'A tenth of the datastore stays free for snapshots',
  why: 'Every backup takes a snapshot, which grows on the datastore until the backup is done; 10 % is the room that the offer recommends.',
  reads: ['size_gib', 'storage_class'],
  gathers,
  silentWhere: { codes: ['STORAGE-006'] },
  check: ({ self, disks, sleepers }, context): Problem | undefined => {
    const need = disksGib(self.id, 'thick', disks) + swapGib(self.id, sleepers);
    if (need * 100 <= self.size_gib * USABLE_PERCENT) return undefined;
    return {
      at: 'size_gib',
      message: `disks and swap files take ${atLeast(context)}${need} of ${self.size_gib} GiB; ${self.size_gib - need} GiB are left for snapshots, less than ${SNAPSHOT_ROOM_PERCENT} %`,
      fix: soFar(advise(roomy(self.storage_class, need), 'leaves a tenth free'), context),
    };
  },
  remedy: grownDatastore,
  source: usage,
  examples: [
    {
      says: 'exactly a tenth left',
      estate: [cpool(), datastore({ size_gib: 1000 }), policy(), vm('a', { memory_gib: 100, disks: [disk({ size_gib: 800 })] })],
      fires: [],
    },
    {
      says: 'one GiB less',
      estate: [cpool(), datastore({ size_gib: 1000 }), policy(), vm('a', { memory_gib: 101, disks: [disk({ size_gib: 800 })] })],
      fires: [DATASTORE],
    },
    {
      says: 'a tenth of 500 is 50',
      estate: [cpool(), datastore({ size_gib: 500 }), policy(), vm('a', { memory_gib: 50, disks: [disk({ size_gib: 400 })] })],
      fires: [],
    },
    {
      says: 'and 49 is less',
      estate: [cpool(), datastore({ size_gib: 500 }), policy(), vm('a', { memory_gib: 51, disks: [disk({ size_gib: 400 })] })],
      fires: [DATASTORE],
    },
  ],
});

const thinDisksMayGrow = defineRule({
  code: 'STORAGE-008',
  class: 'advice',
  on: 'datastore',
  title: 'Thin disks find room to grow',
  why: 'A datastore that fills up under growing disks freezes its VMs at best and corrupts them at worst.',
  reads: ['size_gib', 'storage_class'],
  gathers,
  silentWhere: { codes: ['STORAGE-006', 'STORAGE-007'] },
  check: ({ self, disks, sleepers }, context): Problem | undefined => {
    const thin = disksGib(self.id, 'thin', disks);
    const most = thin + disksGib(self.id, 'thick', disks) + swapGib(self.id, sleepers);
    if (thin === 0 || most * 100 <= self.size_gib * USABLE_PERCENT) return undefined;
    return {
      at: 'size_gib',
      message: `with its thin disks fully grown the datastore would hold ${atLeast(context)}${most} of ${self.size_gib} GiB, more than ${USABLE_PERCENT} %`,
      fix: soFar(advise(roomy(self.storage_class, most), 'has room for them'), context),
    };
  },
  remedy: grownDatastore,
  source: usage,
  examples: [
    {
      says: '900 of 1,000 at most',
      estate: [
        cpool(),
        datastore({ size_gib: 1000 }),
        policy(),
        vm('a', { disks: [disk({ size_gib: 400 }), disk({ name: 'd1', size_gib: 492, provisioning: 'thin' })] }),
      ],
      fires: [],
    },
    {
      says: '901 of 1,000 at most',
      estate: [
        cpool(),
        datastore({ size_gib: 1000 }),
        policy(),
        vm('a', { disks: [disk({ size_gib: 400 }), disk({ name: 'd1', size_gib: 493, provisioning: 'thin' })] }),
      ],
      fires: [DATASTORE],
    },
    {
      says: 'thick disks are counted by STORAGE-007',
      estate: [cpool(), datastore({ size_gib: 1000 }), policy(), vm('a', { disks: [disk({ size_gib: 893 })] })],
      fires: [],
    },
  ],
});

export const spaceRules: readonly Rule[] = [fits, roomForSnapshots, thinDisksMayGrow];
