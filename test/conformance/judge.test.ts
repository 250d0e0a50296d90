/** The judge itself gives the answer of every conformance case. */
import { catalogue } from '../../lib/catalogue/complete';
import { type Entry, estateOf } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';
import { Unknown, type Value, type Values } from '../../lib/core/unknown';
import { type CaseResource, compared, expected, runnableCases } from './cases';

const SURFACE = 'judge';
const context = { edition: 'seeds', tenant: 'main', complete: true };

/** A value of a case: `{"unknown": true}` is not known. */
function readValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(readValue);
  if (typeof json !== 'object' || json === null) return json as Value;
  if ('unknown' in json) return new Unknown(['the case']);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, readValue(value)]));
}
const entryOf = ({ type, values }: CaseResource): Entry => ({ type, values: readValue(values) as Values });

test.each(runnableCases.map((each) => ({ each, name: `${each.file}: ${each.name}` })))('$name', ({ each }) => {
  const estate = estateOf(catalogue, each.estate.map(entryOf), context);
  const { findings, undecided } = judge(estate, { edition: 'seeds', ...(each.as_of === undefined ? {} : { asOf: each.as_of }) });
  expect(compared(each, SURFACE, findings)).toEqual(expected(each, SURFACE));
  for (const code of each.undecided ?? []) {
    expect(undecided.map((one) => one.code)).toContain(code);
    expect(findings.map((one) => one.code)).not.toContain(code);
  }
});
