/** The examples as a user runs them: found by the package's name, compiled, synthesised by Node alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { catalogue } from '../../lib/catalogue/complete';
import type { Finding } from '../../lib/core/finding';
import { estatesOf } from '../../lib/terraform/estates';
import { judgeEstate } from '../../lib/terraform/judge-estate';

const root = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'socle-examples-'));

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'lib/build/build.js'), 'validators', 'l1', 'constructs', 'examples'], { cwd: root });
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Synthesises an example in a process of its own. */
function run(example: string, { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {}) {
  const { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: _, RESTORE_TESTED_ON: __, ...own } = process.env;
  const main = join(root, 'examples', example, 'dist/main.js');
  return spawnSync(process.execPath, [main, ...args], {
    cwd: join(root, 'examples', example),
    env: { ...own, CDKTF_OUTDIR: join(outdir, example), ...env },
    encoding: 'utf8',
  });
}

/** What the rules find in stacks of an example that was run: in all of them unless some are named. */
function findingsIn(example: string, names: readonly string[] = readdirSync(join(outdir, example, 'stacks'))): Finding[] {
  const stacks = names.map((name) => ({ name, json: JSON.parse(readFileSync(join(outdir, example, 'stacks', name, 'cdk.tf.json'), 'utf8')) }));
  const asOf = new Date().toISOString();
  return estatesOf({ catalogue, complete: 'if-nothing-dangles', stacks }).flatMap((estate) => [...judgeEstate(estate, { asOf }).findings]);
}

const shownCodes = (stderr: string): string[] => [...stderr.matchAll(/^(?:ERROR|WARN) \[\S+\]: (\S+) /gm)].map(([, code]) => code ?? '').sort();
const readmeOf = (example: string): string => readFileSync(join(root, 'examples', example, 'README.md'), 'utf8');

test('the bank has nothing to warn of, and neither has its application without its foundation', () => {
  expect(run('bank')).toMatchObject({ status: 0, stderr: '', stdout: '' });
  expect(findingsIn('bank')).toEqual([]);
  expect(findingsIn('bank', ['payments'])).toEqual([]);
});

test('a bank that has long not tested a restore is told so, of each policy', () => {
  const { status, stderr } = run('bank', { env: { RESTORE_TESTED_ON: '2020-01-01' } });
  expect({ status, codes: shownCodes(stderr) }).toEqual({ status: 0, codes: ['BACKUP-007', 'BACKUP-007', 'BACKUP-007'] });
});

test.each(['insurer-pra', 'encrypted-health', 'runbook'])('%s passes, with exactly the warnings of its README', (example) => {
  const { status, stderr } = run(example);
  const table = [...readmeOf(example).matchAll(/^\| ([A-Z]+-\d+) +\| (\S+) +\|/gm)].map(([, code, resource]) => ({
    code,
    resource,
    severity: 'warning',
  }));
  expect(status).toBe(0);
  expect(findingsIn(example).map(({ code, resource, severity }) => ({ code, resource, severity }))).toEqual(table);
  expect(shownCodes(stderr)).toEqual(table.map(({ code }) => code));
});

test('a hospital that encrypts what is mirrored is refused', () => {
  const { status, stderr } = run('encrypted-health', { args: ['--encrypt-appointments'] });
  expect(status).toBe(1);
  expect(stderr).toContain('ERROR [hospital/appointments]: REPLICATION-006');
});

test('the broken bank fails with exactly the findings of its README, and with no stack trace', () => {
  const { status, stderr } = run('broken');
  expect(status).toBe(1);
  expect(stderr).not.toMatch(/node_modules|node:internal|findings-error/);
  const table = readmeOf('broken').matchAll(/^\| \d+ +\| (\S+) +\| (\S+) +\| (\w+) +\|/gm);
  const promised = [...table].map(([, code, resource, severity]) => ({ code, resource, severity }));
  expect(promised).toHaveLength(10);
  const sorted = promised.sort((a, b) => `${a.code} ${a.resource}`.localeCompare(`${b.code} ${b.resource}`));
  expect(findingsIn('broken').map(({ code, resource, severity }) => ({ code, resource, severity }))).toEqual(sorted);
  expect(shownCodes(stderr)).toEqual(sorted.map(({ code }) => code).sort());
});

test('every mistake of the broken bank leads to the file that made it', () => {
  const places = [...run('broken').stderr.matchAll(/^ {4}at (\S+):\d+, from (\S+):\d+$/gm)].map(([, file]) => file);
  expect(new Set(places)).toEqual(new Set(['foundation.ts', 'payments.ts']));
});

test('the examples compile against the published declarations', () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = '--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --module node16 --target es2022 --skipLibCheck --types node'.split(
    ' ',
  );
  const mains = ['bank', 'broken', 'encrypted-health', 'insurer-pra', 'runbook'].map((name) => `examples/${name}/main.ts`);
  expect(spawnSync(process.execPath, [compiler, ...options, ...mains], { cwd: root, encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
});

test('every example is told of in README.md', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const untold = readdirSync(join(root, 'examples')).filter((name) => !readme.includes(`\`${name}/\``));
  expect(untold).toEqual([]);
});
