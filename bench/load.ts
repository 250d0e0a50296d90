/** A shared platform under load: VMs created over HTTP by clients side by side, against what the store commits by itself in the same run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../lib/platform/sqlite-store';
import type { Measure } from './measure';
import { commit } from './store';

const TARGET = 0.8;
const CLIENTS = 32;
const CPOOLS = 12;
const SERVER_START_MS = 20_000;
const OWNER = { client_id: 'bench', secret_id: 'only-for-this-run-of-the-bench' };

interface Caller {
  readonly port: number;
  readonly token: string;
  readonly agent: Agent;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function call({ port, token, agent }: Caller, method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      (answer) => {
        let read = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          read += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: read }));
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

async function create(caller: Caller, collection: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const path = `/v1/tenants/main/${collection}/${String(values['name'])}`;
  const { name: _, ...rest } = values;
  const { status, text } = await call(caller, 'PUT', path, { values: rest }, { 'if-none-match': '*' });
  if (status !== 201) throw new Error(`PUT ${path}: ${status} ${text}`);
}

/** Starts the server as its users do, and gives its port. */
async function serve(file: string): Promise<{ readonly server: ChildProcess; readonly port: number }> {
  const server = spawn(process.execPath, [join(process.cwd(), 'dist/bin/socle.js'), 'platform', 'serve', file, '--port', '0', '--rate', '1000000'], {
    env: { ...process.env, SOCLE_CLIENT_ID: OWNER.client_id, SOCLE_SECRET_ID: OWNER.secret_id },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the server did not start')), SERVER_START_MS);
    let said = '';
    server.stdout?.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      const port = /:(\d+)\b/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      resolve({ server, port: Number(port) });
    });
    server.on('exit', () => reject(new Error('the server ended')));
  });
}

/** What VMs stand on: Cpools with a datastore each, and a policy that protects them. */
async function prepare(caller: Caller): Promise<void> {
  for (let n = 0; n < CPOOLS; n += 1) {
    await create(caller, 'cpools', { name: `c${n}`, availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 4 });
    const cpool_ids = [`tenants/main/cpools/c${n}`];
    await create(caller, 'datastores', { name: `d${n}`, availability_zone: 'par7s', storage_class: 'standard', size_gib: 4096, cpool_ids });
  }
  const contact = { name: 'Bench', email: 'bench@example.org', phone: '+33 1 00 00 00 00' };
  await create(caller, 'backup-policies', { name: 'nightly', availability_zone: 'th3s', keep_daily: 7, contact });
}

const vm = (index: number) => ({
  name: `vm${index}`,
  cpool_id: `tenants/main/cpools/c${index % CPOOLS}`,
  vcpus: 2,
  memory_gib: 2,
  backup_policy_ids: ['tenants/main/backup-policies/nightly'],
  disks: [{ name: 'system', size_gib: 10, datastore_id: `tenants/main/datastores/d${index % CPOOLS}` }],
});

/** Creates VMs by clients side by side; gives the time of each in milliseconds, and the time of all. */
async function load(caller: Caller, from: number, count: number): Promise<{ readonly each: number[]; readonly ms: number }> {
  const each: number[] = [];
  let next = from;
  const client = async (): Promise<void> => {
    while (next < from + count) {
      const index = next++;
      const started = performance.now();
      await create(caller, 'virtual-machines', vm(index));
      each.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { each: each.sort((a, b) => a - b), ms: performance.now() - started };
}

const share = (sorted: readonly number[], percent: number): string =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0).toFixed(1)} ms`;

export const servedLoad: Measure = {
  name: `platform over HTTP, VMs created by ${CLIENTS} clients, against what its store commits alone in the same run`,
  target: `≥ ${TARGET * 100} %`,
  run: async ({ smoke }) => {
    const folder = mkdtempSync(join(tmpdir(), 'socle-bench-'));
    const total = smoke ? 100 : 1000;
    const bare = await openSqliteStore(join(folder, 'bare.db'));
    const { server, port } = await serve(join(folder, 'platform.db'));
    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    try {
      const { text } = await call({ port, token: '', agent }, 'POST', '/v1/auth/token', OWNER);
      const caller = { port, agent, token: (JSON.parse(text) as { readonly access_token: string }).access_token };
      await prepare(caller);
      await load(caller, 0, total / 2);
      const started = performance.now();
      for (let index = 0; index < total; index += 1) await commit(bare, index);
      const commitsPerSecond = (total * 1000) / (performance.now() - started);
      const { each, ms } = await load(caller, total, total);
      const perSecond = (total * 1000) / ms;
      const reached = perSecond / commitsPerSecond;
      return {
        value: `${Math.round(reached * 100)} %`,
        reached: reached >= TARGET,
        detail: `${Math.round(perSecond)} VMs a second against ${Math.round(commitsPerSecond)} commits; p50 ${share(each, 50)}, p99 ${share(each, 99)}, clients on the same machine`,
      };
    } finally {
      agent.destroy();
      const ended = new Promise((resolve) => server.on('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await bare.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
