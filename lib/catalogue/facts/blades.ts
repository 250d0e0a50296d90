/** Compute blades of the offer (seed 000, Compute blades). RAM is physical: 128 GiB of each blade are activated by default. */

export interface BladeClass {
  readonly name: string;
  readonly ram_gib: number;
  readonly cores: number;
  readonly threads: number;
  readonly base_ghz: number;
  readonly turbo_ghz: number;
  /** Network and storage share it; 2 × 25 Gbit/s is written 50. */
  readonly connectivity_gbit_per_s: number;
  readonly gpus: number;
  readonly gpu_model: string | null;
  readonly sku: string;
}

const blade = (
  name: string,
  ram_gib: number,
  cores: number,
  ghz: readonly [number, number],
  connectivity_gbit_per_s: number,
  gpus = 0,
): BladeClass => ({
  name,
  ram_gib,
  cores,
  threads: cores * 2,
  base_ghz: ghz[0],
  turbo_ghz: ghz[1],
  connectivity_gbit_per_s,
  gpus,
  gpu_model: gpus > 0 ? 'NVIDIA L40S 48 GB' : null,
  sku: `csp:fr1:iaas:vmware:${name.replace('-', ':')}`,
});

export const bladeClasses: readonly BladeClass[] = [
  blade('eco-v3', 384, 20, [2.2, 3.0], 20),
  blade('standard-v3', 384, 32, [2.4, 3.4], 50),
  blade('advance-v3', 768, 48, [2.8, 3.5], 50),
  blade('perf1-v3', 384, 16, [3.2, 3.6], 50),
  blade('perf2-v3', 768, 36, [3.0, 3.6], 50),
  blade('perf3-v3', 1536, 56, [2.6, 3.5], 50),
  blade('perf4-v3', 512, 32, [2.5, 4.1], 50, 2),
];

export const bladeClassNames = ['eco-v3', 'standard-v3', 'advance-v3', 'perf1-v3', 'perf2-v3', 'perf3-v3', 'perf4-v3'] as const;
export type BladeClassName = (typeof bladeClassNames)[number];

/** GiB of each blade that are activated when a Cpool is ordered (seed 000, Definition of a compute blade cluster). */
export const ACTIVATED_GIB_PER_BLADE = 128;
/** Hypervisors that one Cpool holds at most (same place). */
export const CPOOL_HOSTS_MAX = 32;
/** Share of the activated memory that should not be passed, in percent (seed 000, Memory Allocation for a 'Cpool'). */
export const MEMORY_ADVISED_PERCENT = 85;

const byName = new Map(bladeClasses.map((each) => [each.name, each]));

/** The blade class of a name that its shape has already allowed. */
export function bladeClass(name: string): BladeClass {
  const found = byName.get(name);
  if (!found) throw new Error(`no such blade class: ${name}`);
  return found;
}

export interface MemoryRange {
  readonly min_gib: number;
  readonly max_gib: number;
}

/** Memory that a Cpool may activate: host_count × 128 GiB to host_count × the RAM of a blade. */
export const cpoolMemoryRange = (className: string, hostCount: number): MemoryRange => ({
  min_gib: hostCount * ACTIVATED_GIB_PER_BLADE,
  max_gib: hostCount * bladeClass(className).ram_gib,
});
