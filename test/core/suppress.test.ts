import type { Finding, Judgement } from '../../lib/core/finding';
import { applySuppressions, type WrittenSuppression } from '../../lib/core/suppress';
import { Unknown } from '../../lib/core/unknown';

const finding = (values: Partial<Finding> = {}): Finding => ({
  code: 'COMPUTE-006',
  class: 'advice',
  severity: 'warning',
  resource: 'tenants/main/cpools/prod',
  type: 'cpool',
  path: 'memory_gib',
  title: 'Running VMs take no more than 85 % of the memory',
  message: 'memory_gib is 256',
  fix: '',
  source: '',
  ...values,
});
const judged = (...findings: readonly Finding[]): Judgement => ({ findings, undecided: [] });
const accepted = { code: 'COMPUTE-006', resource: 'tenants/main/cpools/prod', reason: 'until the migration', expires: '2026-06-30' };
const applied = (written: WrittenSuppression, asOf: string | undefined = '2026-06-30', ...findings: readonly Finding[]) =>
  applySuppressions(judged(...(findings.length > 0 ? findings : [finding()])), [written], asOf);

test('on its last day a suppression holds, whatever the time of day', () => {
  for (const asOf of ['2026-06-30', '2026-06-30T23:59:59Z']) {
    expect(applied(accepted, asOf)).toMatchObject({
      findings: [],
      problems: [],
      unmatched: [],
      suppressed: [{ finding: finding(), suppression: accepted }],
    });
  }
});

test('the day after, the finding fires again and says so', () => {
  const { findings, suppressed, unmatched } = applied(accepted, '2026-07-01');
  expect(findings.map(({ code }) => code)).toEqual(['COMPUTE-006']);
  expect(findings[0]?.message).toContain('2026-06-30');
  expect({ suppressed, unmatched }).toEqual({ suppressed: [], unmatched: [] });
});

test('one that has expired does not stand in the way of a newer one', () => {
  const newer = { ...accepted, expires: '2026-12-31' };
  expect(applySuppressions(judged(finding()), [accepted, newer], '2026-07-01').suppressed).toEqual([{ finding: finding(), suppression: newer }]);
});

test('without a date it holds, and what depends on the date is listed', () => {
  const { findings, undecided, suppressed } = applySuppressions(judged(finding()), [accepted], undefined);
  expect(findings).toEqual([]);
  expect(suppressed).toHaveLength(1);
  expect(undecided).toMatchObject([{ code: 'COMPUTE-006', resource: 'tenants/main/cpools/prod' }]);
});

test('a promise can be suppressed; what the offer refuses stays, with an error about the suppression', () => {
  expect(applied(accepted, '2026-01-01', finding({ class: 'promise', severity: 'error' })).findings).toEqual([]);
  const refused = finding({ class: 'refused', severity: 'error' });
  const { findings, problems, suppressed } = applied(accepted, '2026-01-01', refused);
  expect(findings).toEqual([refused]);
  expect(problems).toMatchObject([{ code: 'SHAPE', severity: 'error', path: 'suppress[0].code' }]);
  expect(suppressed).toEqual([]);
});

test.each([
  ['tenants/main/cpools/*', true],
  ['*', true],
  ['tenants/*/cpools/p*d', true],
  ['*prod', true],
  ['tenants/main/cpools/prod*', true],
  ['tenants/main/cpools/pro', false],
  ['tenants/main/cpools/prod*d', false],
  ['cpools/*', false],
  ['*/cpools', false],
  ['tenants/*/networks/*', false],
  ['tenants/main/cpools/pr.d', false],
])('the pattern %s fits tenants/main/cpools/prod: %s', (resource, fits) => {
  expect(applied({ ...accepted, resource }).suppressed).toHaveLength(fits ? 1 : 0);
});

test('a long pattern against a long id takes no time', () => {
  const id = 'a'.repeat(4000);
  expect(applied({ ...accepted, resource: `${'a*'.repeat(1500)}b` }, '2026-01-01', finding({ resource: id })).suppressed).toEqual([]);
});

test('another code is another finding, and one that matches nothing is listed', () => {
  const other = { ...accepted, code: 'COMPUTE-003' };
  expect(applied(other)).toMatchObject({ findings: [finding()], unmatched: [other], problems: [] });
});

test.each([
  ['reason', null],
  ['reason', '  '],
  ['reason', 'x'.repeat(1001)],
  ['expires', null],
  ['expires', '2026-02-29'],
  ['expires', '2026-1-1'],
  ['expires', 'never'],
  ['resource', ''],
  ['code', 'compute 6'],
  ['code', 6],
])('a %s that is none suppresses nothing and is an error', (key, value) => {
  const { findings, problems } = applied({ ...accepted, [key]: value });
  expect(findings).toEqual([finding()]);
  expect(problems).toMatchObject([{ code: 'SHAPE', severity: 'error', path: `suppress[0].${key}` }]);
});

test('a day that exists in leap years only is a date in one', () => {
  expect(applied({ ...accepted, expires: '2028-02-29' }).problems).toEqual([]);
});

test('what is not known yet suppresses nothing, and is undecided instead of wrong', () => {
  const { findings, problems, undecided } = applied({ ...accepted, expires: new Unknown(['var.until']) });
  expect({ findings, problems }).toEqual({ findings: [finding()], problems: [] });
  expect(undecided).toEqual([{ code: 'SHAPE', resource: 'provider', because: ['var.until'] }]);
});

test('more than a thousand are not read', () => {
  const many = Array.from({ length: 1001 }, () => accepted);
  expect(applySuppressions(judged(finding()), many.slice(1), '2026-01-01').problems).toEqual([]);
  expect(applySuppressions(judged(finding()), many, '2026-01-01').problems).toMatchObject([{ path: 'suppress' }]);
});
