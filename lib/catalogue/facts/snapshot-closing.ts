/** How a snapshot closes: what it holds is copied back while the guest goes on writing, again and again, until little is left. */
import { compare, type Fraction, fraction, numberOf, times } from '../../core/units';
import { SNAPSHOT_CLOSING_MB_PER_S, SNAPSHOT_ITERATIONS_MAX, SNAPSHOT_LAST_DELTA_GIB } from './advice';

const SECONDS_PER_DAY = 86_400;
const BYTES_PER_MB = 1_000_000;
const BYTES_PER_GIB = 2 ** 30;

export interface Closing {
  /** `freezes`: the guest writes as fast as the snapshot is copied, or faster, so it stands still until all of it is copied. */
  readonly outcome: 'closes' | 'freezes';
  /** Times that the hypervisor goes over it while the VM runs. */
  readonly iterations: number;
  /** Whole seconds that the closing takes, those in which the VM is frozen among them. */
  readonly seconds: number;
  /** Whole seconds in which the VM is frozen: about one where the snapshot closes, up to hours where it does not. */
  readonly frozenSeconds: number;
}

/** GiB in a day of some MB/s, exactly. */
export const gibPerDayOf = (mbPerS: number): Fraction =>
  times(fraction(mbPerS), { numerator: BigInt(BYTES_PER_MB) * BigInt(SECONDS_PER_DAY), denominator: BigInt(BYTES_PER_GIB) });

/**
 * The closing of a snapshot that has grown to `deltaGib`: iteration k copies D_k at c MB/s while the guest writes w, so that
 * D_{k+1} = D_k × w / c. Where w ≥ c there is always as much left, or more: the VM is frozen at once. Otherwise what is left
 * shrinks to SNAPSHOT_LAST_DELTA_GIB, or the bound of iterations is met; the rest is copied while the VM is frozen.
 */
export function closing({
  deltaGib,
  writtenGibPerDay,
  closedMbPerS = SNAPSHOT_CLOSING_MB_PER_S,
}: {
  readonly deltaGib: number;
  readonly writtenGibPerDay: Fraction;
  readonly closedMbPerS?: number;
}): Closing {
  const secondsPerGib = BYTES_PER_GIB / (closedMbPerS * BYTES_PER_MB);
  const closed = gibPerDayOf(closedMbPerS);
  if (compare(writtenGibPerDay, closed) >= 0) {
    const seconds = Math.ceil(deltaGib * secondsPerGib);
    return { outcome: 'freezes', iterations: 0, seconds, frozenSeconds: seconds };
  }
  const ratio = numberOf(times(writtenGibPerDay, { numerator: closed.denominator, denominator: closed.numerator }));
  let left = deltaGib;
  let copied = 0;
  let iterations = 0;
  while (left > SNAPSHOT_LAST_DELTA_GIB && iterations < SNAPSHOT_ITERATIONS_MAX) {
    copied += left;
    left *= ratio;
    iterations += 1;
  }
  return { outcome: 'closes', iterations, seconds: Math.ceil((copied + left) * secondsPerGib), frozenSeconds: Math.ceil(left * secondsPerGib) };
}
