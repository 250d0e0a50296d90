/** Access over HTTP: tokens, how long they serve, how often they are asked for, and what each permission opens. */
import { catalogue } from '../../../lib/catalogue/complete';
import { RATE_DEFAULT, TOKENS_PER_MINUTE_MAX } from '../../../lib/platform/http/bounds';
import { isSecretOf, readCredentials } from '../../../lib/platform/http/credentials';
import { permissionsOf } from '../../../lib/platform/http/permissions';
import { type Ask, SECRET, Served } from './served';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('a token', () => {
  let served: Served;
  beforeEach(async () => {
    served = await Served.begin();
  });
  afterEach(() => served.end());

  const token = (client_id: string, secret_id: string) => served.ask(undefined, 'POST /v1/auth/token', { body: { client_id, secret_id } });

  test('is given for the right secret, for an hour, and kept by no cache', async () => {
    const { status, body, headers } = await token('ada', SECRET);
    expect([status, body['token_type'], body['expires_in'], headers['cache-control']]).toEqual([200, 'Bearer', 3600, 'no-store']);
  });

  test.each([
    ['ada', 'guessed'],
    ['ada', `${SECRET} `],
    ['nobody', SECRET],
    ['__proto__', SECRET],
    ['toString', SECRET],
  ])('is not given to %s for %s, in the same words for all', async (client, secret) => {
    const { status, body, text } = await token(client, secret);
    expect([status, body['detail']]).toEqual([401, 'client_id or secret_id is wrong']);
    expect(text).not.toMatch(secret);
  });

  test('serves until its last moment, and not after', async () => {
    served.wall += HOUR_MS - 1;
    expect((await served.ask('ada', 'GET /v1/world')).status).toBe(200);
    served.wall += 1;
    const { status, headers } = await served.ask('ada', 'GET /v1/world');
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="socle"']);
  });

  test('of another server, without a signature, changed or of another kind is none', async () => {
    const other = await Served.begin({ ada: {} }, { tokenKey: Buffer.alloc(32, 8) });
    const [head = '', claims = '', signature = ''] = served.tokenOf('ada').split('.');
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = encoded({ sub: 'ada', iat: 0, exp: 9_999_999_999 });
    const tokens = [
      other.tokenOf('ada'),
      `${encoded({ alg: 'none', typ: 'JWT' })}.${claims}.`,
      `${encoded({ alg: 'HS384', typ: 'JWT' })}.${claims}.${signature}`,
      `${head}.${forged}.${signature}`,
      `${head}.${claims}.`,
      `${head}.${claims}`,
      '',
      'x',
    ];
    for (const authorization of [...tokens.map((each) => `Bearer ${each}`), `Basic ${btoa(`ada:${SECRET}`)}`, `Bearer ${served.tokenOf('ada')} x`])
      expect((await served.ask(undefined, 'GET /v1/world', { headers: { authorization } })).status).toBe(401);
    expect((await served.ask(undefined, 'GET /v1/world')).status).toBe(401);
    await other.end();
  });

  test('and a secret are in no line of the log', async () => {
    await token('ada', SECRET);
    await token('ada', 'another-secret-that-is-wrong');
    await served.ask('ada', 'GET /v1/tenants/main/networks?filter=name+eq+%22hidden%22');
    const log = JSON.stringify(served.log);
    expect(served.log).toHaveLength(3);
    expect(log).not.toMatch(new RegExp(`${SECRET}|another-secret|${served.tokenOf('ada')}|Bearer|hidden`));
    expect(served.log.at(-1)).toMatchObject({ client: 'ada', method: 'GET', path: '/v1/tenants/main/networks', status: 200 });
  });

  test('is asked for so often from one address, and then only as fast as time passes', async () => {
    // Whatever it asks for is counted before it is read, since reading a secret takes its time.
    const attempt = async () => (await served.ask(undefined, 'POST /v1/auth/token', { body: {} })).status;
    for (let asked = 0; asked < TOKENS_PER_MINUTE_MAX; asked += 1) expect(await attempt()).toBe(400);
    const { status, headers } = await token('ada', SECRET);
    expect([status, Number(headers['retry-after']) >= 1]).toEqual([429, true]);
    served.wall += MINUTE_MS / TOKENS_PER_MINUTE_MAX;
    expect([await attempt(), await attempt()]).toEqual([400, 429]);
  });
});

test('a client asks so often at once and so often in a second; others are not held up by it', async () => {
  const served = await Served.begin({ ada: {}, bob: {} }, { rate: RATE_DEFAULT });
  const ask = async (who: string) => (await served.ask(who, 'GET /v1/world')).status;
  for (let asked = 0; asked < RATE_DEFAULT.burst; asked += 1) expect(await ask('ada')).toBe(200);
  const { status, headers, body } = await served.ask('ada', 'GET /v1/world');
  expect([status, headers['retry-after'], body['retryable']]).toEqual([429, '1', true]);
  expect(await ask('bob')).toBe(200);
  served.wall += 1000;
  const statuses: number[] = [];
  for (let asked = 0; asked <= RATE_DEFAULT.perSecond; asked += 1) statuses.push(await ask('ada'));
  expect([statuses.filter((each) => each === 200).length, statuses.at(-1)]).toEqual([RATE_DEFAULT.perSecond, 429]);
  await served.end();
});

describe('permissions', () => {
  const areas = new Map([...catalogue.definitions.values()].map(({ type, collection, parent }) => [type, { collection, parent }]));
  const zone = { kind: 'zone', target: { zone: 'none' } };
  const network = { kind: 'delete', type: 'network', id: 'tenants/main/networks/none' };

  /** Requests that do no harm, with what each needs; null where any caller may ask. */
  const requests: readonly (readonly [what: string, permission: string | null, ask?: Ask])[] = [
    ...[...areas].flatMap(([type, { collection, parent }]): [string, string, Ask?][] => {
      const area = catalogue.areaOf.get(type) ?? '';
      const path = `/v1/${parent.collection}/${parent.collection === 'tenants' ? 'main' : 'acme'}/${collection}`;
      return [
        [`GET ${path}`, `${area}_read`],
        [`GET /v1/collections/${collection}`, `${area}_read`],
        [`GET ${path}/none`, `${area}_read`],
        [`PUT ${path}/none`, `${area}_write`, { body: { values: {} } }],
        [`DELETE ${path}/none`, `${area}_write`],
        ...(catalogue.actions.get(type) ?? []).map(({ action }): [string, string] => [`POST ${path}/none/actions/${action}`, `${area}_write`]),
      ];
    }),
    ['POST /v1/commands', 'network_write', { body: { commands: [network] } }],
    ['POST /v1/preview', 'network_read', { body: { commands: [network] } }],
    ['POST /v1/plans', 'network_read', { body: { tenant: 'main', resources: [{ type: 'network', values: { name: 'a' } }] } }],
    ['POST /v1/plans/none/apply', null],
    ['GET /v1/events', 'events_read'],
    ['GET /v1/findings', 'findings_read'],
    ['GET /v1/activities', null],
    ['GET /v1/activities/none', null],
    ['GET /v1/world', null],
    ['GET /v1/edition', null],
    ['GET /v1/capacity', null],
    ['GET /v1/simulation/clock', 'simulation_read'],
    ['PUT /v1/simulation/clock', 'simulation_write', { body: { mode: 'manual' } }],
    ['POST /v1/simulation/clock/advance', 'simulation_write', { body: { seconds: 0 } }],
    ['GET /v1/simulation/faults', 'simulation_read'],
    ['POST /v1/simulation/faults', 'simulation_write', { body: zone }],
    ['DELETE /v1/simulation/faults/none', 'simulation_write'],
    ['POST /v1/simulation/drills', 'simulation_read', { body: {} }],
  ];

  const permissions = permissionsOf(catalogue);
  let served: Served;
  beforeAll(async () => {
    served = await Served.begin({
      owner: {},
      nobody: { permissions: [] },
      ...Object.fromEntries(permissions.map((permission) => [permission, { permissions: [permission] }])),
    });
  });
  afterAll(() => served.end());

  test('are read and write for each area, and four beside them', () => {
    expect(permissions).toHaveLength(2 * new Set(catalogue.areaOf.values()).size + 4);
  });

  test('the table knows every route', () => {
    const asked = (method: string, path: string): boolean =>
      requests.some(([what]) => new RegExp(`^${method} ${path.replace(/:[a-z]+/g, '[^/]+')}$`).test(what));
    const open = ['/healthz', '/openapi.json', '/v1/auth/token'];
    expect(served.server.routes.filter(({ method, path }) => !open.includes(path) && !asked(method, path))).toEqual([]);
  });

  test.each([...permissions, 'nobody'])('%s opens its routes, and no other', async (who) => {
    const opened: string[] = [];
    for (const [what, , ask] of requests) {
      const { status, body } = await served.ask(who, what, ask);
      if (status === 403) expect(String(body['detail'])).toMatch(String(requests.find(([each]) => each === what)?.[1]));
      else opened.push(what);
    }
    expect(opened).toEqual(requests.filter(([, permission]) => permission === null || permission === who).map(([what]) => what));
  });

  test('owner stands for all of them', async () => {
    for (const [what, , ask] of requests) expect([what, (await served.ask('owner', what, ask)).status]).not.toEqual([what, 403]);
  });

  test('a command needs those of every area that it writes, a pruning plan those of all areas', async () => {
    const commands = [network, { kind: 'delete', type: 'cpool', id: 'tenants/main/cpools/none' }];
    const met = await served.ask('network_write', 'POST /v1/commands', { body: { commands } });
    expect([met.status, String(met.body['detail']).includes('compute_write')]).toEqual([403, true]);
    expect((await served.ask('network_read', 'POST /v1/plans', { body: { tenant: 'main', resources: [], prune: true } })).status).toBe(403);
    expect((await served.ask('network_read', 'POST /v1/plans', { body: { tenant: 'main', resources: [] } })).status).toBe(200);
  });
});

describe('a credentials file', () => {
  const entry = { client_id: 'ci', secret_hash: `scrypt:${'0'.repeat(32)}:${'0'.repeat(64)}`, tenants: ['bank'], permissions: ['compute_read'] };
  const problems = (value: unknown) => readCredentials(typeof value === 'string' ? value : JSON.stringify(value), catalogue).problems;
  const of = (change: object) => problems({ credentials: [{ ...entry, ...change }] });

  test('is taken where every entry is complete', () => {
    expect(readCredentials(JSON.stringify({ credentials: [entry] }), catalogue)).toEqual({ credentials: [entry], problems: [] });
  });

  test.each([
    ['no JSON', '{'],
    ['a list', []],
    ['no entry', { credentials: [] }],
    ['two of one name', { credentials: [entry, entry] }],
    ['another key', { credentials: [entry], more: 1 }],
  ])('that is %s is refused', (_what, value) => expect(problems(value)).not.toEqual([]));

  test.each([
    { secret_hash: 'plain-text-secret' },
    { secret_hash: 7 },
    { secret_id: 'x' },
    { client_id: '' },
    { tenants: 'bank' },
    { tenants: ['*', 'bank'] },
    { permissions: ['compute_reed'] },
    { permissions: ['simulation_write'] },
  ])('with an entry of %j is refused', (change) => {
    expect(of(change)).not.toEqual([]);
    expect(of(change).join()).not.toMatch('plain-text-secret');
  });

  test('lets time be moved by whoever has all tenants', () => {
    expect(of({ tenants: ['*'], permissions: ['simulation_write'] })).toEqual([]);
  });

  test('whose hash is broken lets nobody in', async () => {
    expect(await isSecretOf({ ...entry, secret_hash: '' }, '')).toBe(false);
    expect(await isSecretOf(undefined, '')).toBe(false);
  });
});
