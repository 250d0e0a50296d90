/** How fast a snapshot grows: by what the guest writes to the disks that take part in it. */
import type { Nouns } from '../../core/resource';
import { type Fraction, plus } from '../../core/units';
import { CONSTANT_WRITES_MB_PER_S } from './advice';
import { gibPerDayOf } from './snapshot-closing';
import { writtenGibPerDay } from './write-rate';

type Vm = Pick<Nouns['virtual_machine'], 'disks' | 'change_rate_percent_per_day'>;
type Disk = Vm['disks'][number];

/** Independent disks take no part in snapshots. */
export const isInSnapshots = (disk: Pick<Disk, 'mode'>): boolean => disk.mode === 'persistent';

/** GiB in a day that the guest writes to a disk: its share of the VM's change rate, or a stream that never pauses. */
export const diskWritesGibPerDay = (vm: Pick<Vm, 'change_rate_percent_per_day'>, disk: Pick<Disk, 'size_gib' | 'constant_writes'>): Fraction =>
  disk.constant_writes
    ? gibPerDayOf(CONSTANT_WRITES_MB_PER_S)
    : writtenGibPerDay([{ size_gib: disk.size_gib, change_rate_percent_per_day: vm.change_rate_percent_per_day }]);

/** GiB in a day that the guest of a VM writes into its snapshots. */
export const snapshotWritesGibPerDay = (vm: Vm): Fraction =>
  vm.disks
    .filter(isInSnapshots)
    .map((disk) => diskWritesGibPerDay(vm, disk))
    .reduce<Fraction>(plus, { numerator: 0n, denominator: 100n });
