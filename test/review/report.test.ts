import { createColors } from 'picocolors';
import { onOneLine, plain } from '../../lib/review/paint';
import { reportJson } from '../../lib/review/report-json';
import { reportText } from '../../lib/review/report-text';
import { report } from './findings';

test('the text of a report', () => {
  expect(reportText(report, plain)).toMatchInlineSnapshot(`
    "SHAPE        socle_cpool.new  host_count is\\u001b[31m "x y"
                 at: socle_cpool.new

    STORAGE-009  tenants/bank/datastores/ds1  size_gib is 500; it stands at 1024
                 fix: size_gib = 1024
                 at: socle_datastore.ds1, construct bank/prod/ds1

    COMPUTE-003  tenants/bank/cpools/one  one host has no restart
                 fix: host_count = 2
                 at: socle_cpool.one, construct bank/prod/ds1

    accepted
      COMPUTE-006  tenants/bank/cpools/one  memory is short
                   until 2026-06-30: until the migration
    accepted, but found nowhere (remove the suppression, or correct its pattern)
      COMPUTE-004  *
                   until 2026-12-31: a laboratory

    not decidable yet
      (--platform judges the input over what stands; --complete says that nothing else exists)
      waits for the stock (--world or --platform)
        CAPACITY-001, CAPACITY-002  tenants/bank/cpools/one and 1 more
      waits for var.a, var.b, var.c and 1 more
        STORAGE-006  socle_datastore.n
      waits for a value that is not known
        STORAGE-007  tenants/bank/datastores/ds1

    2 errors, 1 warning, 4 undecided, 1 accepted in 12 resources
    "
  `);
});

test('a report without findings is one line', () => {
  expect(
    reportText(
      {
        findings: [],
        undecided: [],
        suppressed: [],
        unmatched: [],
        resources: 1,
        complete: true,
      },
      plain,
    ),
  ).toBe('0 errors, 0 warnings, 0 undecided in 1 resource\n');
});

test('colours are added around the words, never inside them', () => {
  const coloured = reportText(report, createColors(true));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what colours are.
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(reportText(report, plain));
  expect(coloured).not.toBe(reportText(report, plain));
});

test('what could move a cursor or turn text around is written out', () => {
  expect(onOneLine('a\u001b[2Jb\u202ec\r\nd\u0000')).toBe('a\\u001b[2Jb\\u202ec  d\\u0000');
});

test('the JSON of a report keeps its contract', () => {
  const parsed = JSON.parse(reportJson(report)) as {
    findings: object[];
    undecided: object[];
  };
  expect(parsed).toMatchObject({
    version: 1,
    suppressed: [
      {
        code: 'COMPUTE-006',
        resource: 'tenants/bank/cpools/one',
        suppression: { reason: 'until the migration', expires: '2026-06-30' },
      },
    ],
    unmatched: [{ code: 'COMPUTE-004', expires: '2026-12-31' }],
    summary: { errors: 2, warnings: 1, undecided: 4, resources: 12 },
  });
  const keys = ['code', 'class', 'severity', 'resource', 'address', 'construct', 'path', 'message', 'fix', 'source'];
  expect(Object.keys(parsed.findings[2] as object)).toEqual(keys);
  expect(Object.keys(parsed.findings[1] as object)).toEqual(keys.filter((key) => key !== 'construct'));
  expect(parsed.undecided[0]).toEqual({
    code: 'CAPACITY-001',
    resource: 'tenants/bank/cpools/one',
    because: ['the stock (--world or --platform)'],
  });
});
