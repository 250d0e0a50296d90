/** The examples as a user runs them: found by the package's name, compiled, synthesised by Node alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { catalogue } from '../../lib/catalogue/complete';
import type { Finding } from '../../lib/core/finding';
import { estatesOf } from '../../lib/terraform/estates';
import { judgeEstate } from '../../lib/terraform/judge-estate';

const root = resolve(__dirname, '../..');
const outdir = mkdtempSync(join(tmpdir(), 'socle-examples-'));
const STACKS = ['foundation', 'payments'];

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'lib/build/build.js'), 'validators', 'l1', 'constructs', 'examples'], { cwd: root });
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Synthesises an example in a process of its own. */
function run(example: string) {
  const { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: _, ...env } = process.env;
  const main = join(root, 'examples', example, 'dist/main.js');
  return spawnSync(process.execPath, [main], {
    cwd: join(root, 'examples', example),
    env: { ...env, CDKTF_OUTDIR: join(outdir, example) },
    encoding: 'utf8',
  });
}

/** What the rules find in stacks of an example that was run. */
function findingsIn(example: string, names: readonly string[]): Finding[] {
  const stacks = names.map((name) => ({ name, json: JSON.parse(readFileSync(join(outdir, example, 'stacks', name, 'cdk.tf.json'), 'utf8')) }));
  return estatesOf({ catalogue, edition: 'seeds', complete: 'if-nothing-dangles', stacks }).flatMap((estate) => [
    ...judgeEstate(estate, {}).findings,
  ]);
}

test('the bank has nothing to warn of, and neither has its application without its foundation', () => {
  expect(run('bank')).toMatchObject({ status: 0, stderr: '', stdout: '' });
  expect(findingsIn('bank', STACKS)).toEqual([]);
  expect(findingsIn('bank', ['payments'])).toEqual([]);
});

test('the broken bank fails with exactly the findings of its README, and with no stack trace', () => {
  const { status, stderr } = run('broken');
  expect(status).toBe(1);
  expect(stderr).not.toMatch(/node_modules|node:internal|findings-error/);
  const table = readFileSync(join(root, 'examples/broken/README.md'), 'utf8').matchAll(/^\| \d+ +\| (\S+) +\| (\S+) +\| (\w+) +\|/gm);
  const promised = [...table].map(([, code, resource, severity]) => ({ code, resource, severity }));
  expect(promised).toHaveLength(10);
  const sorted = promised.sort((a, b) => `${a.code} ${a.resource}`.localeCompare(`${b.code} ${b.resource}`));
  expect(findingsIn('broken', STACKS).map(({ code, resource, severity }) => ({ code, resource, severity }))).toEqual(sorted);
  const printed = [...stderr.matchAll(/^(?:ERROR|WARN) \[\S+\]: (\S+) /gm)].map(([, code]) => code);
  expect(printed.sort()).toEqual(sorted.map(({ code }) => code));
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
  const mains = ['bank', 'broken'].map((name) => `examples/${name}/main.ts`);
  expect(spawnSync(process.execPath, [compiler, ...options, ...mains], { cwd: root, encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
});
