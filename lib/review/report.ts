/** What a review says: all findings of all platforms of an input, in one order. */
import { byCode, byCodeUndecided, type Finding, type Judgement, type Undecided } from '../core/finding';
import type { Occasion } from '../core/judge';
import type { PlatformEstate } from '../terraform/estates';
import { judgeEstate } from '../terraform/judge-estate';

export interface Report extends Judgement {
  /** Resources that were judged. */
  readonly resources: number;
  /** Nothing that the input refers to lies outside it. */
  readonly complete: boolean;
}

/** Judges every estate of an input. */
export function reportOn(estates: readonly PlatformEstate[], occasion: Pick<Occasion, 'asOf' | 'world'>): Report {
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  let resources = 0;
  for (const each of estates) {
    const judged = judgeEstate(each, occasion);
    findings.push(...judged.findings);
    undecided.push(...judged.undecided);
    resources += each.estate.size;
  }
  return {
    findings: findings.sort(byCode),
    undecided: undecided.sort(byCodeUndecided),
    resources,
    complete: estates.every(({ estate }) => estate.complete),
  };
}

export const errorsIn = (report: Report): number => report.findings.filter(({ severity }) => severity === 'error').length;
export const warningsIn = (report: Report): number => report.findings.length - errorsIn(report);
