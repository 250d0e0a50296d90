/** The examples, built once, and run in folders of their own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './terraform';

const ROOT = join(__dirname, '../..');
/** A synthesis that takes longer hangs. */
const SYNTH_MS_MAX = 60_000;

export type Example = 'bank' | 'broken' | 'encrypted-health' | 'insurer-pra' | 'runbook';

export const mainOf = (example: Example): string => join(ROOT, 'examples', example, 'dist/main.js');

export function buildExamples(): void {
  execFileSync(process.execPath, ['lib/build/build.js', 'validators', 'l1', 'constructs', 'examples'], { cwd: ROOT, stdio: 'ignore' });
}

/** Runs an example by Node alone, with the workspace as the app's folder. */
export async function synthesise(example: Example, workspace: Workspace): Promise<{ readonly code: number | null; readonly text: string }> {
  const env = { ...process.env, ...(await workspace.access()) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [mainOf(example)], {
    cwd: workspace.folder,
    env,
    encoding: 'utf8',
    timeout: SYNTH_MS_MAX,
  });
  return { code: status, text: stdout + stderr };
}

/** What the README of the broken bank promises: the codes of its ten findings, sorted. */
export function promisedCodes(): string[] {
  const table = readFileSync(join(ROOT, 'examples/broken/README.md'), 'utf8').matchAll(/^\| \d+ +\| (\S+) +\|/gm);
  return [...table].map(([, code]) => code ?? '').sort();
}

/** The code of each finding that an app printed, sorted. */
export const printedCodes = (text: string): string[] => [...text.matchAll(/(?:ERROR|WARN) \[\S+\]: (\S+) /g)].map(([, code]) => code ?? '').sort();
