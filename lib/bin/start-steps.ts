/** Runs the steps of `npm start`: one line a step with its time, what a failing step printed, and no orphan on Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Terminal } from './terminal';

/** Most of a child's output that is kept to show when it fails, in characters. */
const KEPT_OUTPUT_MAX = 200_000;
/** Time that a child is given to end after Ctrl-C, in milliseconds: terraform finishes what it has under way. */
const STOP_GRACE_MS = 20_000;

export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly stdout: string;
}

/** A step that failed: what it was, and what it printed. */
export class StepFailed extends Error {
  constructor(
    readonly title: string,
    readonly output: string,
  ) {
    super(title);
  }
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

let running: ChildProcess | undefined;

/** Ends the child that runs now as Ctrl-C would; it is killed where it does not listen. */
export function stopRunning(): void {
  const child = running;
  if (!child) return;
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS).unref();
}

/** Runs a program to its end. */
export function run(program: Program): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, [...program.args], { cwd: program.cwd, env: program.env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let output = '';
    let stdout = '';
    const keep = (text: string): string => (output.length < KEPT_OUTPUT_MAX ? output + text : output);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = keep(text);
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = keep(text);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      running = undefined;
      resolve({ code: code ?? 1, output, stdout });
    });
  });
}

/** Runs one step: announces it on a terminal, then tells what came of it and how long it took. */
export async function step(terminal: Terminal, title: string, work: () => Promise<string>): Promise<void> {
  const started = performance.now();
  if (terminal.colours) terminal.out(`  … ${title}`);
  const clear = terminal.colours ? '\r\u001b[2K' : '';
  try {
    const result = await work();
    terminal.out(`${clear}  ${title.padEnd(34)} ${`${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(7)}   ${result}\n`);
  } catch (error) {
    terminal.out(`${clear}  ${title.padEnd(34)}  failed\n`);
    throw error;
  }
}
