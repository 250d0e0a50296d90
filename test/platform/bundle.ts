/** Programs that tests run as processes of their own, on this Node. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** Bundles a TypeScript program; gives the path of the JavaScript. */
export function bundled(program: string, outfile: string): string {
  buildSync({
    entryPoints: [join(ROOT, program)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['@photostructure/sqlite'],
    logLevel: 'warning',
  });
  return outfile;
}

/** The environment of a child: packages of this project, and nothing that slows a start. */
export const childEnvironment = (): NodeJS.ProcessEnv => {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...environment } = process.env;
  return { ...environment, NODE_PATH: join(ROOT, 'node_modules') };
};

/** Starts a program, under a command where one is given; `told` has an input to write to. */
export const start = (
  program: string,
  args: readonly string[],
  command: readonly string[] = [],
  input: 'nothing' | 'told' = 'nothing',
): ChildProcess => {
  const [executable = process.execPath, ...first] = [...command, process.execPath, program, ...args];
  return spawn(executable, first, { env: childEnvironment(), stdio: [input === 'told' ? 'pipe' : 'ignore', 'pipe', 'pipe'] });
};

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}
