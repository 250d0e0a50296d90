/** Endpoints that lead nowhere, platforms that go away, and what a provider says to who serves it: each ends within seconds, with one clear word. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createCertificate } from '../../lib/tfplugin/certificate';
import { converged, restoreState } from './convergence';
import { expectClearRefusal, wordsOf } from './diagnostics';
import { onPlatform, standing } from './out-of-band';
import { noProviderLeft } from './processes';
import { type Access, ServedPlatform } from './served';
import { GROUND, MACHINE_IDS, machine } from './small-estate';
import type { Run, Workspace } from './terraform';
import { Workspaces } from './workspaces';

/** Nobody has to wait longer to be told. */
const PATIENCE_MS = 25_000;
const FILE = '.socle/platform.db';
const LAN = 'resource "socle_network" "lan" {\n  name = "lan"\n  availability_zones = ["par7s"]\n}\n';
const CREDENTIALS = { SOCLE_CLIENT_ID: 'nobody', SOCLE_SECRET_ID: 'never-to-be-repeated' };

const workspaces = new Workspaces();
const platforms: ServedPlatform[] = [];
const servers: Server[] = [];
afterAll(async () => {
  await workspaces.close();
  await Promise.all(platforms.map((platform) => platform.stop()));
  for (const server of servers) server.close();
});

/** The platform of a workspace, served. */
function serve(workspace: Workspace, options: readonly string[] = []): ServedPlatform {
  const platform = new ServedPlatform(join(workspace.folder, FILE), options);
  platforms.push(platform);
  return platform;
}

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const planned = (workspace: Workspace, env: Readonly<Record<string, string>>): Promise<Run> => workspace.run(['plan', '-input=false'], { env });

describe('an endpoint that leads nowhere', () => {
  const nowhere: readonly (readonly [string, () => Promise<Readonly<Record<string, string>>>, readonly (string | RegExp)[]])[] = [
    [
      'where nobody listens',
      async () => ({ SOCLE_ENDPOINT: 'http://127.0.0.1:9' }),
      ['http://127.0.0.1:9', 'the connection was refused', 'socle platform serve'],
    ],
    [
      'where nobody answers',
      async () => ({ SOCLE_ENDPOINT: await listening(createServer(() => undefined)) }),
      ['no answer came within 10 s', /see whether the platform is busy/],
    ],
    [
      'where somebody else answers',
      async () => ({
        SOCLE_ENDPOINT: await listening(createHttpServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'))),
      }),
      ['not as a platform does', 'text/html', 'correct endpoint'],
    ],
    ['with a path', async () => ({ SOCLE_ENDPOINT: 'https://platform.example/v1' }), ['something after the host', 'use https://platform.example']],
    ['with a password', async () => ({ SOCLE_ENDPOINT: 'https://me:never-to-be-repeated@platform.example' }), ['SOCLE_CLIENT_ID']],
    [
      'over which the secret would travel in clear',
      async () => ({ SOCLE_ENDPOINT: 'http://platform.example' }),
      ['in clear', 'use https://platform.example'],
    ],
    ['without credentials', async () => ({ SOCLE_ENDPOINT: 'http://127.0.0.1:9', SOCLE_SECRET_ID: '' }), ['secret_id is missing', 'SOCLE_SECRET_ID']],
    [
      'beside a file',
      async () => ({ SOCLE_ENDPOINT: 'http://127.0.0.1:9', SOCLE_STATE_PATH: 'other.db' }),
      ['endpoint and state_path name two platforms', 'by SOCLE_STATE_PATH', 'leave one of them out'],
    ],
  ];

  test.each(nowhere)('%s', async (_, where, words) => {
    const workspace = await workspaces.of(LAN);
    const refused = await planned(workspace, { ...CREDENTIALS, ...(await where()) });
    expectClearRefusal(refused, ...words, 'Fix:');
    expect(refused.text).not.toContain('never-to-be-repeated');
    expect(refused.ms).toBeLessThan(PATIENCE_MS);
    await noProviderLeft(workspace.folder);
  });

  test('with a secret that is wrong', async () => {
    const workspace = await workspaces.of(LAN);
    const refused = await planned(workspace, { ...(await serve(workspace).access), ...CREDENTIALS });
    expectClearRefusal(refused, 'does not accept client_id "nobody"', 'correct client_id and secret_id');
    expect(refused.text).not.toContain('never-to-be-repeated');
  });

  test('with a certificate that nobody here trusts; who trusts it gets through', async () => {
    const { cert, key } = createCertificate(new Date());
    const workspace = await workspaces.of(LAN, { 'cert.pem': cert, 'key.pem': key });
    const own = (name: string): string => join(workspace.folder, name);
    const { SOCLE_ENDPOINT, ...rest } = await serve(workspace, ['--tls-cert', own('cert.pem'), '--tls-key', own('key.pem')]).access;
    // The certificate is for this name, not for the address.
    const access = { ...rest, SOCLE_ENDPOINT: SOCLE_ENDPOINT.replace('127.0.0.1', 'localhost') };
    expectClearRefusal(await planned(workspace, access), 'its certificate is not trusted', 'NODE_EXTRA_CA_CERTS');
    expect(await planned(workspace, { ...access, NODE_EXTRA_CA_CERTS: own('cert.pem') })).toMatchObject({ code: 0 });
  });

  test('with another edition', async () => {
    const workspace = await workspaces.of(LAN);
    const access = await serve(workspace, ['--edition', '2026-08']).access;
    expectClearRefusal(await planned(workspace, { ...access }), 'follows the edition "2026-08"', 'set edition = "2026-08"', '--edition seeds');
    expect(await planned(workspace, { ...access, SOCLE_EDITION: '2026-08' })).toMatchObject({ code: 0 });
  });
});

test('a new platform at the endpoint is told of, where the state knows another', async () => {
  const workspace = await workspaces.of(LAN);
  expect(await workspace.run(['apply', '-input=false', '-auto-approve'], { env: { ...(await serve(workspace).access) } })).toMatchObject({ code: 0 });
  const other = await workspaces.of(LAN);
  const { SOCLE_ENDPOINT, ...rest } = await serve(other).access;
  const plan = await planned(workspace, { SOCLE_ENDPOINT, ...rest });
  expect(wordsOf(plan)).toMatch(/The platform is new, and the state tells of another.*endpoint/);
  expect(plan.text).toContain(SOCLE_ENDPOINT);
});

test('the clock is set by an apply, and by no plan', async () => {
  const workspace = await workspaces.of(`provider "socle" {\n  clock = "manual"\n}\n${LAN}`);
  const access = await serve(workspace).access;
  const mode = () => onPlatform(workspace, async (platform) => (await platform.clock()).mode);
  expect(await planned(workspace, { ...access })).toMatchObject({ code: 0 });
  expect(await mode()).toBe('automatic');
  expect(await workspace.run(['apply', '-input=false', '-auto-approve'], { env: { ...access } })).toMatchObject({ code: 0 });
  expect(await mode()).toBe('manual');
});

test('a platform that is killed in the middle of an apply keeps what it acknowledged, and when it is back the next apply does the rest', async () => {
  const labels = Array.from({ length: 24 }, (_, index) => `m${index}`);
  const workspace = await workspaces.of(GROUND + labels.map((label) => machine({ label, memoryGib: 8 })).join(''));
  const platform = new ServedPlatform(join(workspace.folder, FILE));
  const access = { ...(await platform.access) };
  const run = await workspace.run(['apply', '-input=false', '-auto-approve'], {
    env: access,
    started(terraform) {
      terraform.stdout?.on('data', (text: string) => {
        if (/machine\.m\d+: Creation complete/.test(text)) void platform.kill();
      });
    },
  });
  expectClearRefusal(run, 'The platform cannot be asked', access.SOCLE_ENDPOINT);
  expect(run.ms).toBeLessThan(PATIENCE_MS * 2);
  const stands = await standing(workspace, 'virtual_machine');
  for (const [, id] of run.stdout.matchAll(/Creation complete .*\[id=(.*virtual-machines.*)\]/g)) expect(stands).toContain(id);
  const back: Access = await serve(workspace).access;
  restoreState(workspace);
  expect(await converged(workspace, { ...back })).toBeLessThanOrEqual(2);
  expect(await standing(workspace, 'virtual_machine')).toEqual(labels.map((label) => MACHINE_IDS + label).sort());
  await noProviderLeft(workspace.folder);
});
