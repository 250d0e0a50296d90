/** Functions of the offer that a configuration may call: `provider::socle::iops_limit("standard", 512)`. */
import { required } from '../core/attribute';
import type { FunctionDefinition } from '../core/function';
import { int, listOf, number, object, oneOf } from '../core/shape';
import { bladeClassNames, CPOOL_HOSTS_MAX, cpoolMemoryRange } from './facts/blades';
import { iopsLimit, LUN_MAX_GIB, LUN_MIN_GIB, storageClassNames } from './facts/storage-classes';

export const functions: readonly FunctionDefinition[] = [
  {
    name: 'iops_limit',
    doc: 'IOPS limit of a LUN by class and size; null for mass storage, which has no guarantee.',
    parameters: {
      storage_class: required('Performance class.', oneOf(...storageClassNames)),
      size_gib: required('Capacity in GiB.', int({ min: LUN_MIN_GIB, max: LUN_MAX_GIB })),
    },
    returns: int(),
    call: (storageClass, sizeGib) => iopsLimit(String(storageClass), Number(sizeGib)),
  },
  {
    name: 'cpool_memory_range',
    doc: 'Least and most memory that a Cpool may activate, in GiB.',
    parameters: {
      blade_class: required('Class of its blades.', oneOf(...bladeClassNames)),
      host_count: required('Hypervisors in the cluster.', int({ min: 1, max: CPOOL_HOSTS_MAX })),
    },
    returns: object({ min_gib: required('Least memory, in GiB.', int()), max_gib: required('Most memory, in GiB.', int()) }),
    call: (bladeClass, hostCount) => ({ ...cpoolMemoryRange(String(bladeClass), Number(hostCount)) }),
  },
  {
    name: 'swap_gib',
    doc: 'Space that the swap files of running VMs take, in GiB: the sum of their memory where none of it is reserved.',
    parameters: { vm_memory_list: required('Memory of each VM, in GiB.', listOf(number({ min: 0 }))) },
    returns: number(),
    call: (memories) => (Array.isArray(memories) ? memories.reduce<number>((sum, memory) => sum + Number(memory), 0) : 0),
  },
];
