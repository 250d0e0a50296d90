/** Resources over HTTP: created, read, listed, replaced and deleted, each under the conditions that a request gives. */
import { Served } from './served';

const CPOOLS = '/v1/tenants/main/cpools';
const PROD = `${CPOOLS}/prod`;
const values = { availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 };

let served: Served;
beforeEach(async () => {
  served = await Served.begin();
});
afterEach(() => served.end());

describe('creation', () => {
  test('gives the whole resource, where it stands and its tag', async () => {
    const { status, headers, body } = await served.create('ada', PROD, values);
    expect(status).toBe(201);
    expect(headers).toMatchObject({ etag: `"${body['revision']}"`, location: PROD });
    expect(body).toMatchObject({ id: 'tenants/main/cpools/prod', type: 'cpool', values: { ...values, name: 'prod', tenant: 'main' } });
    expect(await served.platform.get('tenants/main/cpools/prod')).toMatchObject({ incarnation: body['incarnation'] });
  });
  test('is refused of what exists, and may be cured', async () => {
    await served.create('ada', PROD, values);
    const { status, body, headers } = await served.create('ada', PROD, values);
    expect([status, body['retryable'], headers['content-type']]).toEqual([409, true, 'application/problem+json']);
    expect(body['findings']).toMatchObject([{ code: 'IDENTITY-002' }]);
  });
});
