/** The built `socle platform serve` as a process: it starts, answers, and ends as it is told. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOCLE = join(__dirname, '../../dist/bin/socle.js');
/** Longest that a start may take, in milliseconds; a machine that tests runs everything at once. */
const START_MS_MAX = 60_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-serve-e2e-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  readonly output: { out: string; err: string };
  readonly end: Promise<number | null>;
}

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [SOCLE, 'platform', 'serve', join(folder, 'p.db'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.err += chunk.toString();
  });
  const end = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, end };
}

/** Waits until the server has said where it is; its URL and the credentials that it has shown. */
async function told({ child, output, end }: Started): Promise<{ url: string; secret: string }> {
  const late = AbortSignal.timeout(START_MS_MAX);
  for (;;) {
    const [, url] = /served at (http:\S+)/.exec(output.out) ?? [];
    const [, secret] = /SOCLE_SECRET_ID=(\S+)/.exec(output.out) ?? [];
    if (url !== undefined && secret !== undefined) return { url, secret };
    await Promise.race([
      once(child.stdout as NonNullable<typeof child.stdout>, 'data', { signal: late }),
      end.then(() => Promise.reject(new Error(output.err))),
    ]);
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)('it serves until %s, and ends well', async (signal) => {
  const started = start('--port', '0');
  const { url, secret } = await told(started);
  const body = JSON.stringify({ client_id: 'owner', secret_id: secret });
  const answer = await fetch(`${url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { access_token } = (await answer.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  const network = {
    method: 'PUT',
    headers: { ...headers, 'if-none-match': '*' },
    body: JSON.stringify({ values: { availability_zones: ['par7s'] } }),
  };
  expect((await fetch(`${url}/v1/tenants/main/networks/n`, network)).status).toBe(201);
  // Whoever listens does not keep it from ending.
  const events = await fetch(`${url}/v1/events`, { headers: { ...headers, accept: 'text/event-stream' } });
  started.child.kill(signal);
  await events.text();
  expect(await started.end).toBe(0);
  expect(started.output.err).toMatch(/"event":"stopped"/);
  expect(started.output.err).not.toContain(secret);
  expect(started.output.err).not.toContain(access_token);
});

test('on a port that is taken it ends at once, with one message', async () => {
  const first = start('--port', '0');
  const { url } = await told(first);
  const second = start('--port', new URL(url).port);
  expect(await second.end).toBe(2);
  expect([second.output.out, second.output.err.match(/^socle: /gm)?.length, /\bat /.test(second.output.err)]).toEqual(['', 1, false]);
  first.child.kill('SIGTERM');
  expect(await first.end).toBe(0);
});

test('beside another server of the same file both see everything', async () => {
  const [a, b] = [start('--port', '0'), start('--port', '0')];
  const [first, second] = [await told(a), await told(b)];
  const asks = async ({ url, secret }: { url: string; secret: string }) => {
    const body = JSON.stringify({ client_id: 'owner', secret_id: secret });
    const answer = await fetch(`${url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { access_token } = (await answer.json()) as { access_token: string };
    return { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  };
  const made = await fetch(`${first.url}/v1/tenants/main/networks/n`, {
    method: 'PUT',
    headers: { ...(await asks(first)), 'if-none-match': '*' },
    body: JSON.stringify({ values: { availability_zones: ['par7s'] } }),
  });
  expect(made.status).toBe(201);
  expect((await fetch(`${second.url}/v1/tenants/main/networks/n`, { headers: await asks(second) })).status).toBe(200);
  for (const { child, end } of [a, b]) {
    child.kill('SIGTERM');
    expect(await end).toBe(0);
  }
});
