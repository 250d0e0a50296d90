/** `socle platform serve`: what it prints, whom it lets in, what it refuses to start with, and how it stops. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServeOptions, type Serving, startServing } from '../../lib/bin/serving';
import type { Terminal } from '../../lib/bin/terminal';
import { createCertificate } from '../../lib/tfplugin/certificate';
import { runSocle } from './run-socle';

const NOW = new Date('2026-01-31T12:00:00Z');
const SECRET = 'a-secret-of-this-test';

let folder: string;
let err: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-serve-'));
  err = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const begin = (options: Partial<ServeOptions> = {}, env: Terminal['env'] = {}): Promise<Serving> => {
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => {
      err += text;
    },
    colours: false,
    width: 80,
    env,
    now: () => NOW,
  };
  return startServing(join(folder, 'platform.db'), { port: '0', host: '127.0.0.1', ...options }, terminal);
};

async function token(url: string, client_id: string, secret_id: string): Promise<{ status: number; token: string }> {
  const answer = await fetch(`${url}/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id, secret_id }),
  });
  const { access_token = '' } = (await answer.json()) as { access_token?: string };
  return { status: answer.status, token: access_token };
}

async function get(url: string, path: string, bearer: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${bearer}` } });
  return { status: answer.status, body: await answer.json() };
}

test('credentials are made for a start that has none, and own the platform', async () => {
  const { url, generated, stop, statePath } = await begin();
  expect([url, statePath]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), join(folder, 'platform.db')]);
  const { token: bearer } = await token(url, generated?.client_id ?? '', generated?.secret_id ?? '');
  expect((await get(url, '/v1/simulation/clock', bearer)).status).toBe(200);
  await stop();
  expect(err).not.toContain(generated?.secret_id);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('another start has other credentials, and knows no token of the first', async () => {
  const first = await begin();
  const { token: bearer } = await token(first.url, 'owner', first.generated?.secret_id ?? '');
  await first.stop();
  const second = await begin();
  expect((await token(second.url, 'owner', first.generated?.secret_id ?? '')).status).toBe(401);
  expect((await get(second.url, '/v1/world', bearer)).status).toBe(401);
  await second.stop();
});

test('what stood when it stopped stands when it starts', async () => {
  const env = { SOCLE_CLIENT_ID: 'ada', SOCLE_SECRET_ID: SECRET };
  const first = await begin({ clock: 'manual' }, env);
  const { token: bearer } = await token(first.url, 'ada', SECRET);
  const made = await fetch(`${first.url}/v1/tenants/main/networks/n`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'if-none-match': '*' },
    body: JSON.stringify({ values: { availability_zones: ['par7s'] } }),
  });
  expect([made.status, first.generated]).toEqual([201, undefined]);
  await first.stop();
  const second = await begin({}, env);
  const { token: next } = await token(second.url, 'ada', SECRET);
  expect((await get(second.url, '/v1/tenants/main/networks/n', next)).status).toBe(200);
  expect((await get(second.url, '/v1/simulation/clock', next)).body).toMatchObject({ mode: 'manual' });
  await second.stop();
});

test('what is free is counted as those who hand it out count', async () => {
  const env = { SOCLE_CLIENT_ID: 'ada', SOCLE_SECRET_ID: SECRET };
  const { url, stop } = await begin({}, env);
  const { token: bearer } = await token(url, 'ada', SECRET);
  const put = (path: string, values: object) =>
    fetch(url + path, {
      method: 'PUT',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({ values }),
    });
  await put('/v1/tenants/main/cpools/prod', { availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 });
  await put('/v1/tenants/main/datastores/ds1', {
    availability_zone: 'par7s',
    storage_class: 'standard',
    size_gib: 1024,
    cpool_ids: ['tenants/main/cpools/prod'],
  });
  const { body } = await get(url, '/v1/capacity', bearer);
  const [zone] = (
    body as { zones: { blades: { blade_class: string; total: number; free: number }[]; arrays: { total_gib: number; free_gib: number }[] }[] }
  ).zones;
  expect(zone?.blades.find((each) => each.blade_class === 'standard-v3')).toEqual({ blade_class: 'standard-v3', total: 64, free: 61 });
  expect(zone?.arrays.map(({ total_gib, free_gib }) => total_gib - free_gib).sort()).toEqual([0, 0, 1024]);
  await stop();
});

test('its log is a line of JSON for each request', async () => {
  const { url, stop } = await begin();
  await fetch(`${url}/healthz`);
  await stop();
  const lines = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ event }) => event)).toEqual(['request', 'stopping', 'stopped']);
  expect(lines[0]).toMatchObject({ at: NOW.toISOString(), method: 'GET', path: '/healthz', status: 200 });
});

test('entries of a credentials file are written by the command, and let in whom they name', async () => {
  const { exit, out, err: said } = await runSocle(['platform', 'credential', 'ci', '--tenants', 'main', '--permissions', 'network_read']);
  const secret = said.trim().split(' ').at(-1) ?? '';
  expect([exit, out.includes(secret)]).toEqual([0, false]);
  const { url, stop, generated } = await begin({ credentials: file('credentials.json', out) });
  expect(generated).toBeUndefined();
  const { token: bearer } = await token(url, 'ci', secret);
  expect((await get(url, '/v1/tenants/main/networks', bearer)).status).toBe(200);
  expect((await get(url, '/v1/tenants/main/cpools', bearer)).status).toBe(403);
  await stop();
});

test('an entry that no file may have is not written', async () => {
  for (const more of [
    ['--permissions', 'network_reed'],
    ['--tenants', 'main', '--permissions', 'simulation_write'],
    ['--tenants', '*,main'],
  ])
    expect((await runSocle(['platform', 'credential', 'ci', ...more])).exit).toBe(2);
});

describe('TLS', () => {
  const { key, cert } = createCertificate(NOW);

  test('is spoken where a certificate is given', async () => {
    const { url, stop } = await begin({ tlsCert: file('cert.pem', cert), tlsKey: file('key.pem', key) });
    expect(url).toMatch(/^https:/);
    // Whoever made this certificate is no authority.
    const sent = ask(`${url}/healthz`, { rejectUnauthorized: false, agent: false });
    sent.end();
    const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume: () => void }];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    await stop();
  });

  test('lets other machines in', async () => {
    const { stop, url } = await begin({ host: '0.0.0.0', tlsCert: file('cert.pem', cert), tlsKey: file('key.pem', key) });
    expect(url).toMatch(/^https:\/\/0\.0\.0\.0:/);
    await stop();
  });
});

describe('it does not start, and says why', () => {
  const refused = async (options: Partial<ServeOptions>, env: Terminal['env'] = {}): Promise<string> =>
    begin(options, env).then(
      () => 'it started',
      (error: unknown) => (error as Error).message,
    );
  const { key, cert } = createCertificate(NOW);

  test.each([
    ['another host without TLS', { host: '0.0.0.0' }, /TLS/],
    ['a name that is no loopback', { host: '127.evil.example' }, /TLS/],
    ['a port that is none', { port: '65536' }, /--port/],
    ['a port that is a word', { port: 'http' }, /--port/],
    ['a rate of nothing', { rate: '0' }, /--rate/],
    ['an edition that there is not', { edition: 'none' }, /edition/],
    ['a certificate that is not there', { tlsCert: 'none.pem', tlsKey: 'none.pem' }, /none\.pem cannot be read: ENOENT/],
    ['a certificate alone', { tlsCert: 'cert.pem' }, /alone/],
    ['credentials that are not there', { credentials: 'none.json' }, /none\.json cannot be read: ENOENT/],
    ['a world that is not there', { world: 'none.json' }, /none\.json/],
  ])('with %s', async (_what, options, why) => {
    expect(await refused(options)).toMatch(why);
  });

  test('with a certificate and the key of another', async () => {
    expect(await refused({ tlsCert: file('cert.pem', cert), tlsKey: file('key.pem', createCertificate(NOW).key) })).toMatch(
      /no certificate and its key/,
    );
    expect(await refused({ tlsCert: file('a.pem', 'x'), tlsKey: file('b.pem', key) })).toMatch(/no certificate and its key/);
  });

  test('with credentials that are broken, without repeating them', async () => {
    const credentials = file('c.json', '{"credentials":[{"client_id":"a","secret_hash":"s3cret","tenants":["*"],"permissions":["owner"]}]}');
    const message = await refused({ credentials });
    expect(message).toMatch(/secret_hash/);
    expect(message).not.toMatch(/s3cret/);
  });

  test.each([{ SOCLE_CLIENT_ID: 'ada' }, { SOCLE_SECRET_ID: SECRET }, { SOCLE_CLIENT_ID: 'ada', SOCLE_SECRET_ID: 'short' }])(
    'with half of the credentials, or a secret that is too short (%#)',
    async (env) => {
      const message = await refused({}, env);
      expect(message).toMatch(/SOCLE_/);
      expect(message).not.toMatch(new RegExp(`${SECRET}|short$`));
    },
  );

  test('on a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refused({ port: String(port) })).toMatch(new RegExp(`port ${port} of 127\\.0\\.0\\.1 is taken`));
    other.close();
  });

  test('and the command line says so in one message, with what to do', async () => {
    const { exit, out, err: said } = await runSocle(['platform', 'serve', join(folder, 'p.db'), '--host', '0.0.0.0']);
    expect([exit, out, said.split('\n').filter((line) => line.includes('fix:'))]).toEqual([2, '', [expect.any(String)]]);
  });

  test('and leaves the platform for others to open', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    await refused({ port: String((other.address() as { port: number }).port) });
    other.close();
    const { stop } = await begin();
    await stop();
    expect(readFileSync(join(folder, 'platform.db')).length).toBeGreaterThan(0);
  });
});
