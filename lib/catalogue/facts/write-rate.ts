/** What VMs write, and what a link between zones carries of it: the sums behind replication. */
import type { Site } from '../../core/behaviour';
import { type Fraction, fraction, plus, times } from '../../core/units';
import { DAY_MS, SECOND_MS } from '../../core/virtual-time';

/** Seconds in a day, and bits in a GiB. */
const SECONDS_PER_DAY = 86_400n;
const BITS_PER_GIB = 2n ** 33n;
const BITS_PER_MBIT = 1_000_000n;
const BITS_PER_BYTE = 8;
const BYTES_PER_MB = 1_000_000;
const BYTES_PER_GIB = 2 ** 30;

/** Disks of one VM, in GiB, and the share of them that changes in a day, in percent. */
export interface Writer {
  readonly size_gib: number;
  readonly change_rate_percent_per_day: number;
}

/** GiB that are written in a day, exactly. */
export const writtenGibPerDay = (writers: readonly Writer[]): Fraction =>
  writers.reduce<Fraction>((sum, { size_gib, change_rate_percent_per_day }) => plus(sum, percentOf(size_gib, change_rate_percent_per_day)), {
    numerator: 0n,
    denominator: 100n,
  });

const percentOf = (gib: number, percent: number): Fraction => times(fraction(gib), times(fraction(percent), { numerator: 1n, denominator: 100n }));

/** GiB that a link carries in a day for each of those who share it, exactly. */
export const carriedGibPerDay = (mbitPerS: number, sharers: number): Fraction =>
  times(fraction(mbitPerS), { numerator: BITS_PER_MBIT * SECONDS_PER_DAY, denominator: BITS_PER_GIB * BigInt(sharers) });

/** GiB of some disks that differ from what they were some time ago: what was written since, and never more than the disks hold. */
export const changedGib = ({ size_gib, change_rate_percent_per_day }: Writer, elapsedMs: number): number =>
  Math.min(size_gib, (size_gib * change_rate_percent_per_day * elapsedMs) / (100 * DAY_MS));

declare module '../../core/behaviour' {
  interface VirtualMachineRuntime {
    /** When its disks were last put back from a backup, in milliseconds since 1970 in UTC. */
    readonly rewritten?: number;
  }
}

/** All of a VM's disks were written since a moment, as its disks were put back from a backup. */
export const isRewritten = (site: Site, vmId: string, since: number): boolean => (site.runtime('virtual_machine', vmId)?.rewritten ?? 0) > since;

/** Milliseconds that it takes to copy some GiB, in whole seconds. */
export const copyMs = (gib: number, mbPerS: number): number => Math.ceil((gib * BYTES_PER_GIB) / (mbPerS * BYTES_PER_MB)) * SECOND_MS;

/** GiB that are copied in some time. */
export const copiedGib = (ms: number, mbPerS: number): number => (ms * mbPerS * BYTES_PER_MB) / (SECOND_MS * BYTES_PER_GIB);

/** MB/s of a link of some Mbit/s. */
export const mbPerSOf = (mbitPerS: number): number => mbitPerS / BITS_PER_BYTE;
