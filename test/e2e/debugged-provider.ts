/** One provider process in debug mode that any number of terraform runs attach to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './terraform';

const BUILT = join(__dirname, '../../dist/provider');

export interface DebuggedProvider {
  /** What a run of terraform needs in its environment to attach. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Starts a copy of the built provider in the workspace's folder, where its platform's file then stands; `by` is a command that starts it. */
export async function debugProvider(workspace: Workspace, by: readonly string[] = []): Promise<DebuggedProvider> {
  const copy = join(workspace.folder, 'provider');
  cpSync(BUILT, copy, { recursive: true });
  const env: NodeJS.ProcessEnv = { ...process.env, ...(await workspace.access()) };
  delete env['NODE_EXTRA_CA_CERTS'];
  const [command = '', ...args] = [...by, join(copy, 'terraform-provider-socle'), '--debug'];
  const provider = spawn(command, args, { env, cwd: workspace.folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => provider.once('exit', () => resolve()));
  const said = await firstOutput(provider);
  const attach = /TF_REATTACH_PROVIDERS='(.*)'/.exec(said)?.[1];
  if (attach === undefined) throw new Error(`the provider did not say how to attach: ${said}`);
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
    provider.once('exit', (code) => reject(new Error(`the provider ended with code ${code} before it could be attached to`)));
    provider.stdout?.once('data', (text: Buffer) => resolve(text.toString('utf8')));
  });
