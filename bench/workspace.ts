/** A folder with terraform and the built provider in it, offline. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProvider } from '../lib/bin/install-provider';
import { timed } from './measure';

const OUTPUT_MAX_BYTES = 64 * 2 ** 20;

export interface BenchWorkspace {
  readonly write: (main: string) => void;
  /** Milliseconds that a run of terraform takes; a run that fails ends the measure. */
  readonly terraform: (...args: string[]) => Promise<number>;
  readonly close: () => void;
}

export function benchWorkspace(): BenchWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'socle-bench-'));
  mkdirSync(join(folder, '.socle'));
  installProvider({ into: join(folder, 'mirror'), from: join(process.cwd(), 'dist/provider') });
  writeFileSync(join(folder, 'rc'), `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(folder, 'mirror'))}\n  }\n}\n`);
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  const env = { ...rest, TF_CLI_CONFIG_FILE: join(folder, 'rc'), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  const run = (args: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      execFile('terraform', [...args, '-no-color'], { cwd: folder, env, maxBuffer: OUTPUT_MAX_BYTES }, (error, stdout, stderr) => {
        if (error) reject(new Error(`terraform ${args.join(' ')}:\n${stdout.slice(-4000)}${stderr.slice(-4000)}`));
        else resolve();
      });
    });
  return {
    write: (main) => writeFileSync(join(folder, 'main.tf'), main),
    terraform: (...args) => timed(() => run(args)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
