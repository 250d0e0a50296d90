/** Estates for tests of the core, built with the real catalogue. */
import { catalogue } from '../../lib/catalogue/complete';
import type { Estate } from '../../lib/core/estate';
import { type Entry, estateOf } from '../../lib/core/estate-of';
import type { Judgement } from '../../lib/core/finding';
import { judge } from '../../lib/core/judge';

export const complete = (...entries: readonly Entry[]): Estate => estateOf(catalogue, entries, { edition: 'seeds', tenant: 'main', complete: true });
export const partial = (...entries: readonly Entry[]): Estate => estateOf(catalogue, entries, { edition: 'seeds', tenant: 'main', complete: false });

export const judged = (estate: Estate): Judgement => judge(estate, { edition: 'seeds' });
export const found = (estate: Estate, code: string): string[] =>
  judged(estate)
    .findings.filter((finding) => finding.code === code)
    .map((finding) => `${finding.resource} ${finding.path}`.trim());
export const waiting = (estate: Estate, code: string): (readonly string[])[] =>
  judged(estate)
    .undecided.filter((each) => each.code === code)
    .map((each) => each.because);
