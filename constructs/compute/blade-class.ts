/** Class of compute blades. A Cpool never mixes classes. Memory is what a blade holds; 128 GiB of it are activated by default. */
export enum BladeClass {
  /** 384 GiB, 20 cores at 2.2 GHz. */
  ECO_V3 = 'eco-v3',
  /** 384 GiB, 32 cores at 2.4 GHz. */
  STANDARD_V3 = 'standard-v3',
  /** 768 GiB, 48 cores at 2.8 GHz. */
  ADVANCE_V3 = 'advance-v3',
  /** 384 GiB, 16 cores at 3.2 GHz. */
  PERF1_V3 = 'perf1-v3',
  /** 768 GiB, 36 cores at 3.0 GHz. */
  PERF2_V3 = 'perf2-v3',
  /** 1,536 GiB, 56 cores at 2.6 GHz. */
  PERF3_V3 = 'perf3-v3',
  /** 512 GiB, 32 cores at 2.5 GHz, two GPUs. */
  PERF4_V3 = 'perf4-v3',
}
