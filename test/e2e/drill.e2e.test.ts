/** What was applied with Terraform is drilled, on its file or where it is served; Terraform finds nothing to plan afterwards. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { DrillReport } from '../../lib/core/drill';
import { buildExamples, synthesise } from './examples';
import { type Run, Workspace } from './terraform';

const SOCLE = join(__dirname, '../../dist/bin/socle.js');
/** A drill that takes longer hangs. */
const DRILL_MS_MAX = 60_000;

const workspace = new Workspace();
beforeAll(buildExamples);
afterAll(() => workspace.close());

const inStack = (...args: readonly string[]): Promise<Run> => workspace.run(['-chdir=cdktf.out/stacks/claims', ...args, '-input=false']);

async function socle(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const env = { ...process.env, ...(await workspace.access()) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SOCLE, ...args], {
    cwd: workspace.folder,
    env,
    encoding: 'utf8',
    timeout: DRILL_MS_MAX,
  });
  expect(stderr).toBe('');
  return { code: status, out: stdout };
}

async function drilled(...more: readonly string[]): Promise<{ readonly code: number | null; readonly report: DrillReport }> {
  const { code, out } = await socle('drill', 'claims-recovery', '--format', 'json', ...more);
  return { code, report: JSON.parse(out) as DrillReport };
}

test("the insurer's plan is drilled after its apply, and what was applied is not touched", async () => {
  expect(await synthesise('insurer-pra', workspace)).toMatchObject({ code: 0 });
  expect(await inStack('init')).toMatchObject({ code: 0 });
  expect(await inStack('apply', '-auto-approve')).toMatchObject({ code: 0 });
  expect(await socle('platform', 'clock', 'advance', '1d')).toMatchObject({ code: 0 });

  const [first, again] = [await drilled('--at', '+50m'), await drilled('--at', '+50m')];
  expect(first.code).toBe(0);
  expect(first.report.recoveries.map(({ outcome, misses }) => [outcome, misses.length])).toEqual(Array(4).fill(['recovered', 0]));
  expect(again).toEqual(first);

  const region = await drilled('--lose', 'region=fr1');
  expect([region.code, region.report.verdict, region.report.summary.recovered]).toEqual([1, 'missed', 0]);

  expect(await inStack('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  expect(await inStack('destroy', '-auto-approve')).toMatchObject({ code: 0 });
});
