import { catalogue } from '../../lib/catalogue/complete';
import { genericRules } from '../../lib/core/generic/described';
import { codesOf, explained, nearestCodes, readsOf } from '../../lib/review/explain';
import { codesText, explainedText } from '../../lib/review/explain-text';
import { plain } from '../../lib/review/paint';

test('every code is explained, with why, where it comes from and what it reads', () => {
  for (const code of codesOf(catalogue)) {
    const found = explained(catalogue, code);
    const text = found ? explainedText(found, plain) : '';
    for (const heading of ['  class', '  why', '  source', '  reads', '  on']) expect(`${code}: ${text}`).toContain(heading);
  }
});

test('a code that no rule and no type has is explained nowhere', () => {
  expect(explained(catalogue, 'STORAGE-999')).toBeUndefined();
  expect(explained(catalogue, 'storage-006')?.code).toBe('STORAGE-006');
});

test('what every type has is described once; of it, only SHAPE has rules beside', () => {
  const codes = new Set(genericRules.map(({ code }) => code));
  expect(codes.size).toBe(genericRules.length);
  expect([...new Set(catalogue.rules.filter(({ code }) => codes.has(code)).map(({ code }) => code))]).toEqual(['SHAPE']);
});

test.each([
  ['STORAGE-06', 'STORAGE-006'],
  ['storag-006', 'STORAGE-006'],
  ['SHAPES', 'SHAPE'],
  ['REFERENCE1', 'REFERENCE-001'],
])('%s is nearest to %s', (text, code) => {
  expect(nearestCodes(catalogue, text)[0]).toBe(code);
});

test('a long text that is no code is answered at once', () => {
  expect(nearestCodes(catalogue, 'x'.repeat(1_000_000))).toHaveLength(5);
});

test('what a rule reads is told with its neighbours, and theirs', () => {
  const rule = {
    on: 'datastore',
    reads: ['size_gib'],
    gathers: {
      vms: {
        of: 'virtual_machine',
        via: 'disks[].datastore_id',
        reads: ['memory_gib'],
        follows: { pool: { of: 'cpool', via: 'cpool_id', reads: ['host_count'] } },
      },
    },
  } as const;
  expect(readsOf(rule)).toEqual([
    'size_gib',
    'every virtual_machine whose disks[].datastore_id names the datastore: memory_gib',
    '  the cpool named by cpool_id: host_count',
  ]);
});

test("what only Socle says is shown as Socle's own", () => {
  for (const rule of catalogue.rules) {
    const text = explainedText({ code: rule.code, rules: [rule], generic: undefined }, plain);
    expect(text.includes("Socle's own")).toBe(rule.source.seed === 'Socle');
  }
});

test('the list of codes has each once, in order', () => {
  const codes = codesText(catalogue, plain)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(codes).toEqual(codesOf(catalogue));
  expect([...codes].sort()).toEqual(codes);
});
