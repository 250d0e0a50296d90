/** Lists over HTTP: pages that hold while others write, filters, and what is observed. */
import { type Json, Served } from './served';

const NETWORKS = '/v1/tenants/main/networks';

let served: Served;
beforeAll(async () => {
  served = await Served.begin();
  await served.create('ada', '/v1/organizations/acme/tenants/bank', { owners: [{ email: 'a@example.org' }] });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await network(name);
  await network('a', 'bank');
});
afterAll(() => served.end());

const network = (name: string, tenant = 'main', more: object = {}) =>
  served.create('ada', `/v1/tenants/${tenant}/networks/${name}`, { availability_zones: ['par7s'], description: `of ${name}`, ...more });

async function names(what: string): Promise<readonly string[]> {
  const { status, body } = await served.ask('ada', `GET ${what}`);
  expect(status).toBe(200);
  return (body['items'] as readonly Json[]).map(({ id }) => String(id).replace('tenants/', '').replace('/networks/', ' '));
}

test('a list is of one tenant, by id', async () => {
  expect(await names(NETWORKS)).toEqual(['main a', 'main b', 'main c', 'main d', 'main e']);
  expect(await names('/v1/tenants/bank/networks')).toEqual(['bank a']);
  expect(await names('/v1/tenants/none/networks')).toEqual([]);
});

test('a collection is of all tenants', async () => {
  expect(await names('/v1/collections/networks?limit=2')).toEqual(['bank a', 'main a']);
});

test('tenants are listed by their organisation', async () => {
  expect(await names('/v1/organizations/acme/tenants')).toEqual(['organizations/acme/bank', 'organizations/acme/main']);
  expect(await names('/v1/organizations/other/tenants')).toEqual([]);
});

test('pages follow one another, whatever comes and goes meanwhile', async () => {
  const first = await served.ask('ada', `GET ${NETWORKS}?limit=2`);
  const next = String(first.body['next']);
  await network('aa');
  await served.ask('ada', `DELETE ${NETWORKS}/b`);
  const second = await served.ask('ada', `GET ${NETWORKS}?limit=2&cursor=${next}`);
  expect((second.body['items'] as readonly Json[]).map(({ id }) => id)).toEqual(['tenants/main/networks/c', 'tenants/main/networks/d']);
  const last = await served.ask('ada', `GET ${NETWORKS}?limit=2&cursor=${String(second.body['next'])}`);
  expect([(last.body['items'] as readonly Json[]).map(({ id }) => id), last.body['next']]).toEqual([['tenants/main/networks/e'], null]);
  await served.ask('ada', `DELETE ${NETWORKS}/aa`);
  await network('b');
});

test('a page that ends with the list has no next', async () => {
  expect((await served.ask('ada', `GET ${NETWORKS}?limit=5`)).body['next']).toBeNull();
  expect((await served.ask('ada', `GET ${NETWORKS}?limit=4`)).body['next']).not.toBeNull();
});

test.each([
  ['name eq "c"', ['main c']],
  ['name eq "c" and description eq "of c"', ['main c']],
  ['name eq "c" and description eq "of d"', []],
  ['description eq "x and y"', []],
  ['propagated_to eq null and name eq "d"', ['main d']],
])('the filter %s holds for %j', async (filter, expected) => {
  expect(await names(`${NETWORKS}?filter=${encodeURIComponent(filter)}`)).toEqual(expected);
});

test.each([
  'filter=name',
  'filter=name+eq+c',
  'filter=name+eq+%22c%22+or+name+eq+%22d%22',
  'filter=colour+eq+1',
  'filter=constructor+eq+1',
  'filter=name+eq+1e',
  'limit=0',
  'limit=501',
  'limit=1.5',
  'limit=ten',
  'limit=1&limit=2',
  'cursor=%00',
  'cursor=',
  'observe=yes',
  'page=2',
])('the query %s is malformed', async (query) => {
  expect((await served.ask('ada', `GET ${NETWORKS}?${query}`)).status).toBe(400);
});

test.each(['cpools?filter=memory_used_gib+eq+0', 'key-providers?filter=kmip_private_key_wo+eq+%22a%22'])(
  'what changes by itself or is only written is nothing to filter by: %s',
  async (list) => {
    expect((await served.ask('ada', `GET /v1/tenants/main/${list}`)).status).toBe(400);
  },
);

test('the largest page is 500', async () => {
  expect((await served.ask('ada', `GET ${NETWORKS}?limit=500`)).status).toBe(200);
});

test('what is observed is told where it is asked for', async () => {
  await served.create('ada', '/v1/tenants/main/cpools/prod', { availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 });
  const item = async (query: string): Promise<Json | undefined> =>
    ((await served.ask('ada', `GET /v1/tenants/main/cpools${query}`)).body['items'] as readonly Json[])[0];
  expect(await item('')).not.toHaveProperty('observed');
  expect(await item('?observe=false')).not.toHaveProperty('observed');
  expect((await item('?observe=true'))?.['observed']).toEqual(await served.platform.observe('tenants/main/cpools/prod'));
});
