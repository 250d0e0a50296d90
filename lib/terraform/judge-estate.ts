/** Judges what was read, adds what reading itself has found, and takes out what provider blocks accept. */
import { byCode, byCodeUndecided } from '../core/finding';
import { judge, type Occasion } from '../core/judge';
import { applySuppressions, type Suppressing } from '../core/suppress';
import type { PlatformEstate } from './estates';
import { withoutSensitive } from './sensitive';

/**
 * All findings on one platform, in their order, what is wrong with suppressions among them. Change rules run where the input
 * tells what stood before. What a plan marks as sensitive is judged, and told to nobody.
 */
export function judgeEstate(read: PlatformEstate, occasion: Pick<Occasion, 'asOf' | 'world'>): Suppressing {
  const { estate, edition, prior } = read;
  const asOf = read.asOf ?? occasion.asOf;
  const world = occasion.world ?? read.world;
  const judged = judge(estate, { edition, ...(asOf === undefined ? {} : { asOf }), ...(world ? { world } : {}), ...(prior ? { prior } : {}) });
  const all = {
    findings: [...read.findings, ...judged.findings].sort(byCode),
    undecided: [...read.undecided, ...judged.undecided].sort(byCodeUndecided),
  };
  const applied = applySuppressions(all, read.suppressions, asOf);
  const whole = { ...applied, findings: [...applied.findings, ...applied.problems].sort(byCode) };
  return read.sensitive ? withoutSensitive(whole, read.sensitive) : whole;
}
