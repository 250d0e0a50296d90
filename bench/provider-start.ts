/** What a launch of the provider costs: from the process to its handshake line, and the memory it holds then. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Measure, median, times } from './measure';

const TARGET = 2.5;
const TARGET_MIB = 65;
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

interface Launch {
  readonly ms: number;
  readonly residentMib: number;
}

/** Time to the first line on stdout; the process is ended then. */
function launch(args: readonly string[]): Promise<Launch> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, [...args], {
    env: { ...env, TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: '6' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.stdout.once('data', () => {
      const ms = performance.now() - started;
      const resident = /VmRSS:\s+(\d+)/.exec(readStatus(child.pid));
      child.once('exit', () => resolve({ ms, residentMib: Number(resident?.[1] ?? 0) / 1024 }));
      child.kill('SIGKILL');
    });
  });
}

/** What Linux says of a process; nothing elsewhere. */
function readStatus(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

export const providerStart: Measure = {
  name: 'provider process start to handshake line, bundled',
  target: `≤ ${TARGET} × a bare node, ≤ ${TARGET_MIB} MB resident`,
  run: async ({ smoke }) => {
    const takes = smoke ? 3 : 15;
    const provider = join(process.cwd(), 'dist/provider/terraform-provider-socle');
    let residentMib = 0;
    const bare = await median(takes, async () => (await launch(['-e', 'console.log(1); setInterval(() => {}, 1000)'])).ms);
    const ours = await median(takes, async () => {
      const { ms, residentMib: held } = await launch([provider]);
      residentMib = Math.max(residentMib, held);
      return ms;
    });
    return {
      value: `${times(ours / bare)}, ${Math.round(residentMib)} MB`,
      reached: ours / bare <= TARGET && residentMib <= TARGET_MIB,
      detail: `${Math.round(ours)} ms against ${Math.round(bare)} ms, medians of ${takes}`,
    };
  },
};
