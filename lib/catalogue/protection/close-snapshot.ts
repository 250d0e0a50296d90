/** The snapshot of a backup or a push: how far it grows while it is open, and what becomes of its VM when it closes. */
import type { ActivityItem } from '../../core/activity';
import type { Deed } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { type Fraction, numberOf, times } from '../../core/units';
import { DAY_MS } from '../../core/virtual-time';
import { closeSnapshot } from '../facts/snapshot-freeze';

/** A snapshot as it stands when what it was taken for is copied. */
interface Grown {
  readonly writtenGibPerDay: Fraction;
  /** Milliseconds for which it was open. */
  readonly openMs: number;
}

/** GiB to which a snapshot grows. */
export const grownGib = (writtenGibPerDay: Fraction, openMs: number): number =>
  numberOf(times(writtenGibPerDay, { numerator: BigInt(openMs), denominator: BigInt(DAY_MS) }));

/** Closes what a copy was taken from, and says so. */
export function closeCopied(deed: Deed, vm: Nouns['virtual_machine'], { writtenGibPerDay, openMs }: Grown): ActivityItem {
  const reason = closeSnapshot(deed, vm, { deltaGib: grownGib(writtenGibPerDay, openMs), writtenGibPerDay });
  return { what: vm.id, state: 'completed', reason: reason ?? null };
}
