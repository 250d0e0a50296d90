/** One provider process in debug mode that any number of terraform runs attach to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Workspace } from './terraform';

const BINARY = join(__dirname, '../../dist/provider/terraform-provider-socle');

export interface DebuggedProvider {
  /** What a run of terraform needs in its environment to attach. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Starts the built provider in the workspace's folder, where its platform's file then stands. */
export async function debugProvider(workspace: Workspace): Promise<DebuggedProvider> {
  const env = { ...process.env };
  delete env['NODE_EXTRA_CA_CERTS'];
  const provider = spawn(BINARY, ['--debug'], { env, cwd: workspace.folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await firstOutput(provider);
  const attach = /TF_REATTACH_PROVIDERS='(.*)'/.exec(said)?.[1];
  if (attach === undefined) throw new Error(`the provider did not say how to attach: ${said}`);
  const ended = new Promise<void>((resolve) => provider.once('exit', () => resolve()));
  return {
    env: { TF_REATTACH_PROVIDERS: attach },
    stop: async () => {
      provider.kill('SIGINT');
      await ended;
    },
  };
}

const firstOutput = (provider: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    provider.once('error', reject);
    provider.stdout?.once('data', (text: Buffer) => resolve(text.toString('utf8')));
  });
