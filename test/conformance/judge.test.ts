/** The judge itself gives the answer of every conformance case. */
import { catalogue } from '../../lib/catalogue/complete';
import { type Entry, estateOf } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';
import type { Values } from '../../lib/core/unknown';
import { withUnknowns } from '../../lib/terraform/cases';
import type { Json } from '../../lib/terraform/json';
import { type CaseResource, compared, expected, runnableCases } from './cases';

const SURFACE = 'judge';
const context = { edition: 'seeds', tenant: 'main', complete: true };

const entryOf = ({ type, values }: CaseResource): Entry => ({ type, values: withUnknowns(values as Json) as Values });

test.each(runnableCases.map((each) => ({ each, name: `${each.file}: ${each.name}` })))('$name', ({ each }) => {
  const estate = estateOf(catalogue, each.estate.map(entryOf), context);
  const { findings, undecided } = judge(estate, { edition: 'seeds', ...(each.as_of === undefined ? {} : { asOf: each.as_of }) });
  expect(compared(each, SURFACE, findings)).toEqual(expected(each, SURFACE));
  for (const code of each.undecided ?? []) {
    expect(undecided.map((one) => one.code)).toContain(code);
    expect(findings.map((one) => one.code)).not.toContain(code);
  }
});
