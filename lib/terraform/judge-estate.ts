/** Judges what was read, and adds what reading itself has found. */
import { byCode, byCodeUndecided, type Judgement } from '../core/finding';
import { judge, type Occasion } from '../core/judge';
import type { PlatformEstate } from './estates';

/** All findings on one platform, in their order. Change rules run where the input tells what stood before. */
export function judgeEstate(read: PlatformEstate, occasion: Pick<Occasion, 'asOf' | 'world'>): Judgement {
  const { estate, edition, prior } = read;
  const asOf = read.asOf ?? occasion.asOf;
  const world = occasion.world ?? read.world;
  const judged = judge(estate, { edition, ...(asOf === undefined ? {} : { asOf }), ...(world ? { world } : {}), ...(prior ? { prior } : {}) });
  return {
    findings: [...read.findings, ...judged.findings].sort(byCode),
    undecided: [...read.undecided, ...judged.undecided].sort(byCodeUndecided),
  };
}
