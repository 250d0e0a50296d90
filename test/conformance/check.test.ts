/** `socle check` gives the answer of every conformance case, with ids as literals and as references. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSocle } from '../bin/run-socle';
import { asTerraform } from './as-terraform';
import { casesFolder, compared, conformanceCases, expected, isCompared, pendingCases, runnableCases } from './cases';

const SURFACE = 'check';
const folder = mkdtempSync(join(tmpdir(), 'socle-conformance-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Reported {
  readonly findings: readonly { readonly code: string; readonly resource: string; readonly severity: string }[];
  readonly undecided: readonly { readonly code: string; readonly resource: string }[];
}

async function checked(name: string, json: object, asOf: string | undefined): Promise<Reported> {
  const path = join(folder, `${name}.tf.json`);
  writeFileSync(path, JSON.stringify(json));
  const { out, err } = await runSocle(['check', path, '--complete', '--format', 'json', ...(asOf === undefined ? [] : ['--as-of', asOf])]);
  expect(err).toBe('');
  return JSON.parse(out) as Reported;
}

describe.each(['as literals', 'as references'] as const)('ids %s', (ids) => {
  test.each(runnableCases.map((each, index) => ({ each, index, name: `${each.file}: ${each.name}` })))('$name', async ({ each, index }) => {
    const report = await checked(`${ids.slice(3)}-${index}`, asTerraform(each, ids), each.as_of);
    expect(compared(each, SURFACE, report.findings)).toEqual(expected(each, SURFACE));
    const undecided = new Set(report.undecided.map(({ code }) => code));
    for (const code of each.undecided ?? []) expect(undecided).toContain(code);
  });
});

test('a case without unknown values leaves nothing undecided that it compares', async () => {
  const undecided: string[] = [];
  for (const [index, each] of runnableCases.entries()) {
    if (each.undecided) continue;
    const report = await checked(`undecided-${index}`, asTerraform(each, 'as references'), each.as_of);
    undecided.push(
      ...report.undecided.filter(({ code }) => isCompared(each, SURFACE, code)).map(({ code, resource }) => `${each.name}: ${code} ${resource}`),
    );
  }
  expect(undecided).toEqual([]);
});

test('cases that wait for nouns of later releases are these', () => {
  expect(pendingCases).toMatchSnapshot();
  expect(pendingCases.length + runnableCases.length).toBe(conformanceCases.length);
});

const shared = join(__dirname, '../../../shared/conformance');
const whereShared = existsSync(shared) ? test : test.skip;

whereShared('the cases are those that are shared', () => {
  const names = readdirSync(shared).filter((name) => name.endsWith('.json'));
  expect(readdirSync(casesFolder).sort()).toEqual(names.sort());
  for (const name of names) expect(readFileSync(join(casesFolder, name), 'utf8')).toBe(readFileSync(join(shared, name), 'utf8'));
});
