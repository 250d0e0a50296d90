/** Cases of our own: changes (with `prior`), editions and dates, judged as `socle check` reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../lib/catalogue/complete';
import { estatesOfCases } from '../../lib/terraform/cases';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { type ConformanceCase, compared, expected } from './cases';

const SURFACE = 'judge';
const folder = join(__dirname, 'own');

const cases = readdirSync(folder).flatMap((file) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: ConformanceCase[] }).cases.map((each) => ({
    each,
    name: `${file}: ${each.name}`,
  })),
);

test.each(cases)('$name', ({ each }) => {
  const [read] = estatesOfCases(each as unknown as Json, each.name, { catalogue, edition: 'seeds' });
  if (!read) throw new Error('a case has one estate');
  const { findings, undecided } = judgeEstate(read, {});
  expect(compared(each, SURFACE, findings)).toEqual(expected(each, SURFACE));
  const open = undecided.map(({ code }) => code).filter((code) => each.about.includes(code));
  expect([...new Set(open)]).toEqual(each.undecided ?? []);
});

test('every change rule that is judged everywhere has a case on each side', () => {
  const rules = catalogue.rules.filter((rule) => rule.change && !rule.needs?.includes('platform'));
  const sides = (fires: boolean) =>
    new Set(cases.filter(({ each }) => each.expect.length > 0 === fires && 'prior' in each).flatMap(({ each }) => each.about));
  expect(rules.filter(({ code }) => !sides(true).has(code) || !sides(false).has(code)).map(({ code }) => code)).toEqual([]);
});
