/** Resources over HTTP: created, read, replaced and deleted, each under the conditions that a request gives. */
import { SECRET as KEY, ownKms } from '../../provider/whole-estate';
import { type Json, Served } from './served';

const PROD = '/v1/tenants/main/cpools/prod';
const ID = 'tenants/main/cpools/prod';
const values = { availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 };

let served: Served;
beforeEach(async () => {
  served = await Served.begin();
});
afterEach(() => served.end());

const create = () => served.create('ada', PROD, values);
const put = (headers: Readonly<Record<string, string>>, changed: object = { host_count: 4 }) =>
  served.ask('ada', `PUT ${PROD}`, { body: { values: { ...values, ...changed } }, headers });
const remove = (headers: Readonly<Record<string, string>> = {}) => served.ask('ada', `DELETE ${PROD}`, { headers });
const codes = (body: Json): readonly string[] => (body['findings'] as readonly Json[]).map(({ code }) => code);
const standing = () => served.platform.get(ID);

describe('creation', () => {
  test('gives the whole resource, where it stands and its tag', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(201);
    expect(headers).toMatchObject({ etag: `"${body['revision']}"`, location: PROD });
    expect(body).toMatchObject({ id: ID, type: 'cpool', values: { ...values, name: 'prod', tenant: 'main' } });
    expect(await standing()).toMatchObject({ incarnation: body['incarnation'], revision: body['revision'] });
  });

  test('of what exists is refused, and may be cured', async () => {
    await create();
    const { status, body } = await create();
    expect([status, codes(body), body['retryable']]).toEqual([409, ['IDENTITY-002'], true]);
  });

  test('takes names in the body where they are those of the path', async () => {
    const { status } = await served.create('ada', PROD, { ...values, name: 'prod', tenant: 'main' });
    expect(status).toBe(201);
  });

  test.each([{ name: 'other' }, { tenant: 'bank' }, { name: 7 }])('with other names in the body than in the path is malformed: %j', async (names) => {
    expect((await served.create('ada', PROD, { ...values, ...names })).status).toBe(400);
    expect(await standing()).toBeUndefined();
  });

  test('with values of another form is told every mistake', async () => {
    const { status, body } = await served.create('ada', PROD, { ...values, host_count: '3', colour: 'red' });
    expect([status, codes(body), body['retryable']]).toEqual([422, ['SHAPE', 'SHAPE'], false]);
  });

  test('in a tenant that does not exist is refused', async () => {
    const { status, body } = await served.create('ada', '/v1/tenants/none/cpools/prod', values);
    expect([status, codes(body)]).toEqual([409, ['TENANCY-001']]);
  });

  test('of a tenant stands under its organisation', async () => {
    const { status, body } = await served.create('ada', '/v1/organizations/acme/tenants/bank', { owners: [{ email: 'a@example.org' }] });
    expect([status, body['id']]).toEqual([201, 'organizations/acme/tenants/bank']);
  });
});

describe('reading', () => {
  test('gives what stands with what can be observed', async () => {
    const { body } = await create();
    const { status, headers, body: read } = await served.ask('ada', `GET ${PROD}`);
    expect([status, headers['etag']]).toEqual([200, `"${body['revision']}"`]);
    expect(read).toMatchObject({ ...body, observed: await served.platform.observe(ID) });
    expect(Object.keys(read['observed'] ?? {})).not.toHaveLength(0);
  });

  test('of what does not exist finds nothing', async () => {
    expect((await served.ask('ada', `GET ${PROD}`)).status).toBe(404);
  });

  test('never gives back what is only written', async () => {
    const { name, ...kms } = ownKms;
    const path = `/v1/tenants/main/key-providers/${String(name)}`;
    const made = await served.create('ada', path, kms as Record<string, string>);
    const read = await served.ask('ada', `GET ${path}`);
    const listed = await served.ask('ada', 'GET /v1/tenants/main/key-providers');
    expect([made.status, read.status]).toEqual([201, 200]);
    for (const { text } of [made, read, listed]) expect(text).not.toMatch(new RegExp(`${KEY}|kmip_private_key_wo"`));
    expect(read.body['values']).toMatchObject({ kmip_private_key_wo_version: 1 });
  });
});

describe('replacement', () => {
  test('as last seen is carried out, and gives the next tag', async () => {
    const { headers } = await create();
    const { status, headers: next, body } = await put({ 'if-match': String(headers['etag']) });
    expect([status, body['values']]).toEqual([200, expect.objectContaining({ host_count: 4 })]);
    expect(next['etag']).not.toBe(headers['etag']);
    expect(next['etag']).toBe(`"${(await standing())?.revision}"`);
  });

  test('as seen before that is stale', async () => {
    const { headers } = await create();
    await put({ 'if-match': String(headers['etag']) });
    const { status, body } = await put({ 'if-match': String(headers['etag']) }, { host_count: 5 });
    expect([status, codes(body)]).toEqual([412, ['STALE-001']]);
  });

  test('of what is gone is stale', async () => {
    const { status, body } = await put({ 'if-match': '"1"' });
    expect([status, codes(body)]).toEqual([412, ['STALE-001']]);
  });

  test('of another incarnation is stale, of this one it is carried out', async () => {
    const { headers, body } = await create();
    const tag = String(headers['etag']);
    expect((await put({ 'if-match': tag, 'socle-incarnation': 'abc' })).status).toBe(412);
    expect((await put({ 'if-match': tag, 'socle-incarnation': String(body['incarnation']) })).status).toBe(200);
  });

  test('without a condition is told to give one', async () => {
    await create();
    const { status, body } = await put({});
    expect([status, typeof body['fix']]).toEqual([428, 'string']);
  });

  test.each([
    [{ 'if-none-match': '"1"' }],
    [{ 'if-none-match': '*', 'if-match': '"1"' }],
    [{ 'if-none-match': '*', 'socle-incarnation': 'abc' }],
    [{ 'if-match': '*' }],
    [{ 'if-match': 'W/"1"' }],
    [{ 'if-match': '1' }],
    [{ 'if-match': '"1", "2"' }],
    [{ 'if-match': '"-1"' }],
    [{ 'if-match': '"1"', 'socle-incarnation': 'ABC!' }],
  ])('under the conditions %j is malformed', async (headers) => {
    await create();
    expect((await put(headers)).status).toBe(400);
    expect((await standing())?.values['host_count']).toBe(3);
  });
});

describe('deletion', () => {
  test('leaves nothing, and again is the same as once', async () => {
    await create();
    expect([(await remove()).status, await standing(), (await remove()).status]).toEqual([204, undefined, 204]);
  });

  test('as last seen is carried out, as seen before it is stale', async () => {
    const { headers } = await create();
    const { headers: next } = await put({ 'if-match': String(headers['etag']) });
    const { status, body } = await remove({ 'if-match': String(headers['etag']) });
    expect([status, codes(body)]).toEqual([412, ['STALE-001']]);
    expect((await remove({ 'if-match': String(next['etag']) })).status).toBe(204);
    expect((await remove({ 'if-match': String(next['etag']) })).status).toBe(204);
  });

  test('of another incarnation does nothing, of this one it is carried out', async () => {
    const { headers, body } = await create();
    expect((await remove({ 'socle-incarnation': 'abc' })).status).toBe(204);
    expect((await remove({ 'socle-incarnation': 'abc', 'if-match': '"1"' })).status).toBe(204);
    expect(await standing()).toBeDefined();
    expect((await remove({ 'socle-incarnation': String(body['incarnation']), 'if-match': String(headers['etag']) })).status).toBe(204);
    expect(await standing()).toBeUndefined();
  });

  test('as last seen of what holds a secret is carried out too', async () => {
    const { name, ...kms } = ownKms;
    const path = `/v1/tenants/main/key-providers/${String(name)}`;
    const { headers } = await served.create('ada', path, kms as Record<string, string>);
    expect((await served.ask('ada', `DELETE ${path}`, { headers: { 'if-match': String(headers['etag']) } })).status).toBe(204);
    expect((await served.ask('ada', `GET ${path}`)).status).toBe(404);
  });

  test('of what is in use is refused, naming the users', async () => {
    await create();
    await served.create('ada', '/v1/tenants/main/datastores/ds1', {
      availability_zone: 'par7s',
      storage_class: 'standard',
      size_gib: 1024,
      cpool_ids: [ID],
    });
    await served.create('ada', '/v1/tenants/main/backup-policies/nightly', {
      availability_zone: 'th3s',
      keep_daily: 7,
      contact: { name: 'Ops', email: 'ops@example.org', phone: '+33100000000' },
    });
    const vm = { cpool_id: ID, vcpus: 2, memory_gib: 8, disks: [{ name: 'd0', size_gib: 20, datastore_id: 'tenants/main/datastores/ds1' }] };
    const made = await served.create('ada', '/v1/tenants/main/virtual-machines/web', {
      ...vm,
      backup_policy_ids: ['tenants/main/backup-policies/nightly'],
    });
    expect(made.status).toBe(201);
    const { status, body } = await remove();
    expect([status, codes(body), body['retryable']]).toEqual([409, ['IN-USE-001'], true]);
    expect(body['detail']).toMatch('tenants/main/virtual-machines/web');
  });
});
