/** Requests that are wrong: each gets the status that says what is wrong, as a problem, and leaves everything as it was. */
import { Refusal } from '../../../lib/core/command';
import { openPlatform } from '../open-platform';
import { type Ask, Served } from './served';

const PROD = '/v1/tenants/main/networks/prod';
const CREATE = { 'if-none-match': '*' };
const values = { availability_zones: ['par7s'] };

let served: Served;
let before: string;
beforeAll(async () => {
  served = await Served.begin();
  before = await served.platform.hash();
});
afterAll(() => served.end());
afterEach(async () => expect(await served.platform.hash()).toBe(before));

async function expectProblem(what: string, ask: Ask, status: number): Promise<void> {
  const met = await served.ask('ada', what, ask);
  expect([what, met.status, met.body['status']]).toEqual([what, status, status]);
  expect(met.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect([typeof met.body['type'], typeof met.body['title'], typeof met.body['detail']]).toEqual(['string', 'string', 'string']);
}

test.each([
  'GET /',
  'GET /v1',
  'GET /v1/tenants',
  'GET /v1/tenants/main',
  'GET /v1/tenants/main/unheard-of',
  'GET /v1/tenants/main/networks/',
  'GET /V1/world',
])('%s finds nothing', (what) => expectProblem(what, {}, 404));

test.each([
  ['POST /healthz', 'GET'],
  ['HEAD /healthz', 'GET'],
  ['DELETE /v1/tenants/main/networks', 'GET'],
  [`PATCH ${PROD}`, 'DELETE, GET, PUT'],
  [`OPTIONS ${PROD}`, 'DELETE, GET, PUT'],
  ['GET /v1/auth/token', 'POST'],
  ['PUT /v1/simulation/faults', 'GET, POST'],
])('%s is told that %s is allowed', async (what, allow) => {
  const { status, headers } = await served.ask('ada', what);
  expect([status, headers['allow']]).toEqual([405, allow]);
});

test.each(['{', '', '[', '{"values":}', "{'values':{}}", '{"values":{}}x', '{"values":{"a":1,}}', 'null', '[]', '"values"', '17'])(
  'the body %j is malformed',
  (body) => expectProblem(`PUT ${PROD}`, { body, headers: CREATE }, 400),
);

test.each([
  ['__proto__ in the body', 400, '{"values":{},"__proto__":{"a":1}}'],
  ['__proto__ among the values', 422, '{"values":{"availability_zones":["par7s"],"__proto__":{"tenant":"bank"}}}'],
  ['constructor among the values', 422, '{"values":{"availability_zones":["par7s"],"constructor":{"prototype":{"a":1}}}}'],
  ['the same key twice', 422, '{"values":{"availability_zones":["par7s"],"availability_zones":7}}'],
])('%s is %i, and reaches no prototype', async (_key, status, body) => {
  await expectProblem(`PUT ${PROD}`, { body, headers: CREATE }, status);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each([
  ['an unknown key', { values, colour: 'red' }],
  ['no values', {}],
  ['values that are a list', { values: [] }],
  ['values that are a text', { values: 'x' }],
])('a body with %s is malformed', (_what, body) => expectProblem(`PUT ${PROD}`, { body, headers: CREATE }, 400));

test('lists inside one another are read as deep as any resource needs, and no deeper', async () => {
  const nested = (depth: number): string => `{"values":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  await expectProblem(`PUT ${PROD}`, { body: nested(30), headers: CREATE }, 422);
  await expectProblem(`PUT ${PROD}`, { body: nested(31), headers: CREATE }, 400);
  await expectProblem(`PUT ${PROD}`, { body: nested(200_000), headers: CREATE }, 400);
});

test('a body may have a mebibyte, and not a byte more', async () => {
  const sized = (bytes: number): string => {
    const empty = JSON.stringify({ values: { description: '' } });
    return JSON.stringify({ values: { description: 'x'.repeat(bytes - empty.length) } });
  };
  await expectProblem(`PUT ${PROD}`, { body: sized(2 ** 20), headers: CREATE }, 422);
  await expectProblem(`PUT ${PROD}`, { body: sized(2 ** 20 + 1), headers: CREATE }, 413);
});

test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'x'])(
  'a body of type %s is not taken',
  (type) => expectProblem(`PUT ${PROD}`, { body: { values }, headers: { ...CREATE, 'content-type': type } }, 415),
);

test('a body that is not UTF-8 is malformed', async () => {
  const { statusCode } = await served.server.http.inject({
    method: 'PUT',
    url: PROD,
    headers: { authorization: `Bearer ${served.tokenOf('ada')}`, 'content-type': 'application/json', ...CREATE },
    payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  });
  expect(statusCode).toBe(400);
});

test.each([
  ['an unknown kind', { kind: 'destroy', type: 'network', id: 'x' }],
  ['no kind', { type: 'network', values }],
  ['an unknown type', { kind: 'create', type: 'unheard_of', values }],
  ['the type of a prototype', { kind: 'create', type: '__proto__', values }],
  ['an unknown key', { kind: 'create', type: 'network', values, force: true }],
  ['a revision that is a text', { kind: 'update', type: 'network', id: 'tenants/main/networks/a', values, revision: '1' }],
  ['a revision that is no whole number', { kind: 'update', type: 'network', id: 'tenants/main/networks/a', values, revision: 1.5 }],
  ['no id', { kind: 'delete', type: 'network' }],
  ['an id that is a number', { kind: 'delete', type: 'network', id: 1 }],
])('a command with %s is malformed', (_what, command) => expectProblem('POST /v1/commands', { body: { commands: [command] } }, 400));

test('a request has one command at least, and 5,000 at most', async () => {
  const commands = (count: number) => ({
    commands: Array.from({ length: count }, () => ({ kind: 'delete', type: 'network', id: 'tenants/main/networks/none' })),
  });
  await expectProblem('POST /v1/commands', { body: commands(0) }, 400);
  expect((await served.ask('ada', 'POST /v1/commands', { body: commands(5000) })).status).toBe(200);
  await expectProblem('POST /v1/commands', { body: commands(5001) }, 400);
});

test.each([
  ['POST /v1/simulation/clock/advance', { seconds: -1 }],
  ['POST /v1/simulation/clock/advance', { seconds: '1' }],
  ['POST /v1/simulation/clock/advance', { seconds: 1e308 }],
  ['POST /v1/simulation/clock/advance', {}],
  ['PUT /v1/simulation/clock', { mode: 'stopped' }],
  ['POST /v1/simulation/faults', { kind: 'earthquake', target: {} }],
  ['POST /v1/simulation/faults', { kind: 'zone' }],
  ['POST /v1/auth/token', { client_id: 'ada' }],
  ['POST /v1/auth/token', { client_id: 'ada', secret_id: 'x', scope: 'all' }],
  ['POST /v1/auth/token', { client_id: ['ada'], secret_id: 'x' }],
  ['POST /v1/plans', { tenant: 'main' }],
])('%s with %j is malformed', (what, body) => expectProblem(what, { body }, 400));

test.each(['GET /v1/tenants/%zz/networks', 'GET /v1/tenants/%E0%A4%A/networks/a', 'GET /%'])('the path of %s is malformed', (what) =>
  expectProblem(what, {}, 400),
);

test('a path that is longer than any name finds nothing', () => expectProblem(`GET /v1/tenants/main/networks/${'x'.repeat(5000)}`, {}, 404));

test('a number that is too large for a number is of the wrong form', () =>
  expectProblem('PUT /v1/tenants/main/cpools/a', { body: '{"values":{"host_count":1e999}}', headers: CREATE }, 422));

test('a mistake of ours is told by a reference alone, under which the log has the rest', async () => {
  const platform = await openPlatform();
  const broken = await Served.begin(
    { ada: {} },
    {
      platform: { ...platform, get: () => Promise.reject(new TypeError('SECRET of the database')), close: () => platform.close() },
    },
  );
  const { status, text, body } = await broken.ask('ada', `GET ${PROD}`);
  const logged = broken.log.find(({ event }) => event === 'defect');
  expect(status).toBe(500);
  expect(text).not.toMatch(/SECRET|TypeError|at /);
  expect(body['detail']).toMatch(String(logged?.['reference']));
  expect(logged?.['error']).toMatch('SECRET of the database');
  await broken.end();
});

test('what may not be done on the platform itself is forbidden', async () => {
  const platform = await openPlatform();
  const finding = {
    code: 'ACCESS-000',
    class: 'refused',
    severity: 'error',
    resource: '',
    type: '',
    path: '',
    title: '',
    message: 'no',
    fix: '',
    source: '',
  } as const;
  const strict = await Served.begin(
    { ada: {} },
    {
      platform: { ...platform, world: () => Promise.reject(new Refusal([finding], false)), close: () => platform.close() },
    },
  );
  expect((await strict.ask('ada', 'GET /v1/world')).status).toBe(403);
  await strict.end();
});
