/** What a review says: all findings of all platforms of an input, in one order. */
import { byCode, byCodeUndecided, type Judgement } from '../core/finding';
import type { Occasion } from '../core/judge';
import type { Suppressed, Suppression } from '../core/suppress';
import type { PlatformEstate } from '../terraform/estates';
import { judgeEstate } from '../terraform/judge-estate';

export interface Report extends Judgement {
  /** Findings that somebody has accepted; they count as neither errors nor warnings. */
  readonly suppressed: readonly Suppressed[];
  /** Suppressions that match no finding. */
  readonly unmatched: readonly Suppression[];
  /** Resources that were judged. */
  readonly resources: number;
  /** Nothing that the input refers to lies outside it. */
  readonly complete: boolean;
}

/** Judges every estate of an input. */
export function reportOn(estates: readonly PlatformEstate[], occasion: Pick<Occasion, 'asOf' | 'world'>): Report {
  const judged = estates.map((each) => judgeEstate(each, occasion));
  return {
    findings: judged.flatMap(({ findings }) => findings).sort(byCode),
    undecided: judged.flatMap(({ undecided }) => undecided).sort(byCodeUndecided),
    suppressed: judged.flatMap(({ suppressed }) => suppressed).sort((a, b) => byCode(a.finding, b.finding)),
    unmatched: judged.flatMap(({ unmatched }) => unmatched),
    resources: estates.reduce((sum, { estate }) => sum + estate.size, 0),
    complete: estates.every(({ estate }) => estate.complete),
  };
}

export const errorsIn = (report: Report): number => report.findings.filter(({ severity }) => severity === 'error').length;
export const warningsIn = (report: Report): number => report.findings.length - errorsIn(report);
