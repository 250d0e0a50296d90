/** Two tenants on one platform see nothing of each other: not in answers, not in refusals, not by trying. */
import { catalogue } from '../../../lib/catalogue/complete';
import { cpool, datastore, policy, vm } from '../../../lib/catalogue/facts/example-estates';
import type { Finding } from '../../../lib/core/finding';
import type { Value, Values } from '../../../lib/core/unknown';
import { Sight } from '../../../lib/platform/http/sight';
import { type Ask, type Json, type Met, Served } from './served';

/** Names that only the other tenant has: they stand in no answer. */
const HIDDEN = /quasar|tenants\/bank|bank/;
const OWN = '/v1/tenants/main';
const THEIRS = '/v1/tenants/bank';

/** The same values, all of it in another tenant. */
const moved = (value: Value): Value => JSON.parse(JSON.stringify(value).replaceAll('tenants/main', 'tenants/bank')) as Value;
const inBank = ({ type, values }: { readonly type: string; readonly values: Values }) =>
  ({ kind: 'create', type, values: { ...(moved(values) as Values), tenant: 'bank' } }) as const;

let served: Served;
beforeAll(async () => {
  served = await Served.begin({
    root: {},
    mallory: { tenants: ['main'] },
    carol: { tenants: ['bank'] },
    nowhere: { tenants: [] },
  });
  await served.create('root', '/v1/organizations/acme/tenants/bank', { owners: [{ email: 'quasar@example.org' }] });
  for (const entry of [cpool(), datastore(), policy()]) await served.platform.dispatch({ kind: 'create', ...entry });
  const theirs = [cpool({ name: 'quasar' }), cpool(), datastore({ name: 'quasar' }), datastore(), policy(), vm('quasar')].map(inBank);
  for (const command of theirs) await served.platform.dispatch(command);
  await served.create('root', `${THEIRS}/networks/quasar`, { availability_zones: ['par7s'] });
  await served.create('root', `${OWN}/networks/mine`, { availability_zones: ['par7s'] });
});
afterAll(() => served.end());

const ask = (what: string, more?: Ask): Promise<Met> => served.ask('mallory', what, more);

/** Everything that two answers show, beside their own words for what was asked. */
const shown = ({ status, text }: Met, ...asked: readonly string[]): readonly [number, string] => [
  status,
  asked.reduce((rest, each) => rest.replaceAll(each, '…'), text),
];

describe('what is another tenant’s is not there', () => {
  const network = { values: { availability_zones: ['par7s'] } };
  test.each([
    [`GET ${THEIRS}/networks`, undefined],
    [`GET ${THEIRS}/networks/quasar`, undefined],
    [`DELETE ${THEIRS}/networks/quasar`, undefined],
    [`PUT ${THEIRS}/networks/new`, { body: network, headers: { 'if-none-match': '*' } }],
    [`PUT ${THEIRS}/networks/quasar`, { body: network, headers: { 'if-match': '"9"' } }],
    ['GET /v1/organizations/acme/tenants/bank', undefined],
    ['DELETE /v1/organizations/acme/tenants/bank', undefined],
    ['POST /v1/plans', { body: { tenant: 'bank', resources: [] } }],
    ['POST /v1/commands', { body: { commands: [{ kind: 'delete', type: 'network', id: 'tenants/bank/networks/quasar' }] } }],
    ['POST /v1/commands', { body: { commands: [inBank(cpool({ name: 'third' }))] } }],
    ['POST /v1/preview', { body: { commands: [{ kind: 'delete', type: 'network', id: 'tenants/bank/networks/quasar' }] } }],
  ] as readonly (readonly [string, Ask | undefined])[])('%s finds nothing, as in a tenant that nobody has', async (what, more) => {
    const before = await served.platform.hash();
    const theirs = await ask(what, more);
    const nobodys = JSON.parse(
      JSON.stringify([what, more ?? null])
        .replaceAll('bank', 'none')
        .replaceAll('quasar', 'quark'),
    ) as [string, Ask | null];
    expect(theirs.status).toBe(404);
    expect(shown(theirs)).toEqual(shown(await ask(nobodys[0], nobodys[1] ?? undefined)));
    expect(await served.platform.hash()).toBe(before);
  });

  test.each([
    'GET /v1/collections/networks',
    'GET /v1/collections/cpools?observe=true',
    'GET /v1/collections/tenants',
    'GET /v1/organizations/acme/tenants',
    'GET /v1/events?limit=500',
    'GET /v1/findings',
    'GET /v1/activities',
    'GET /v1/world',
    'GET /v1/simulation/faults',
    `GET ${OWN}/cpools/prod`,
  ])('%s tells nothing of it', async (what) => {
    const { status, text } = await ask(what);
    expect([status, HIDDEN.exec(text)]).toEqual([200, null]);
    expect(text).toMatch(/main|items/);
    expect((await served.ask('root', what)).status).toBe(200);
  });

  test('each sees its own', async () => {
    const ids = async (who: string) =>
      ((await served.ask(who, 'GET /v1/collections/networks')).body['items'] as readonly Json[]).map(({ id }) => id as unknown as string);
    expect(await ids('mallory')).toEqual(['tenants/main/networks/mine']);
    expect(await ids('carol')).toEqual(['tenants/bank/networks/quasar']);
    expect(await ids('root')).toHaveLength(2);
    expect(await ids('nowhere')).toEqual([]);
  });

  test('the log of each is its own', async () => {
    const lines = async (who: string) => (await served.ask(who, 'GET /v1/events?limit=500')).body['items'] as readonly Json[];
    const [mallory, carol] = [await lines('mallory'), await lines('carol')];
    expect(mallory.map(({ id }) => String(id))).toEqual(expect.arrayContaining(['tenants/main/cpools/prod', 'tenants/main/networks/mine']));
    expect(carol.map(({ id }) => String(id))).toEqual(expect.arrayContaining(['organizations/acme/tenants/bank', 'tenants/bank/networks/quasar']));
    const revisions = carol.map(({ revision }) => revision);
    expect(mallory.filter(({ revision }) => revisions.includes(revision as Json))).toEqual([]);
  });
});

describe('trying tells nothing either', () => {
  const machine = (name: string, datastore_id: string) => ({
    body: { values: { ...vm(name).values, disks: [{ name: 'd0', size_gib: 20, datastore_id }] } },
    headers: { 'if-none-match': '*' },
  });

  test('a reference to what stands elsewhere is refused as one to nothing', async () => {
    const [there, nowhere] = ['tenants/bank/datastores/quasar', 'tenants/bank/datastores/quark'];
    const met = await ask(`PUT ${OWN}/virtual-machines/a`, machine('a', there));
    expect([met.status, (met.body['findings'] as readonly Json[]).map(({ code }) => code)]).toEqual([409, ['REFERENCE-001']]);
    expect(shown(met, there)).toEqual(shown(await ask(`PUT ${OWN}/virtual-machines/a`, machine('a', nowhere)), nowhere));
  });

  test('so is one in commands, previews and plans', async () => {
    for (const name of ['quasar', 'quark']) {
      const { type, values } = vm('a');
      const wanted = { type, values: { ...values, cpool_id: `tenants/bank/cpools/${name}` } };
      const commands = { body: { commands: [{ kind: 'create', ...wanted }] } };
      const plan = await ask('POST /v1/plans', { body: { tenant: 'main', resources: [wanted] } });
      const found = [(await ask('POST /v1/commands', commands)).body, (await ask('POST /v1/preview', commands)).body, plan.body];
      expect(found.map(({ findings }) => (findings as readonly Json[]).map(({ code }) => code))).toEqual(Array(3).fill(['REFERENCE-001']));
      expect((await ask(`POST /v1/plans/${String(plan.body['id'])}/apply`)).status).toBe(409);
    }
  });

  test('an action whose input names another’s resource is refused as if there were none', async () => {
    const of = (name: string) =>
      ask(`POST ${OWN}/vm-replications/none/actions/start_copy`, { body: { replication: `tenants/bank/virtual-machines/${name}` } });
    const [there, nowhere] = [await of('quasar'), await of('quark')];
    expect(shown(there, 'quasar')).toEqual(shown(nowhere, 'quark'));
  });

  test('a tenant that is missing is refused without naming those that there are', async () => {
    const lonely = await Served.begin({ eve: { tenants: ['quark'] } });
    const { status, text } = await lonely.create('eve', '/v1/tenants/quark/networks/a', { availability_zones: ['par7s'] });
    expect(status).toBe(409);
    expect(text).toMatch('TENANCY-001');
    expect(text).not.toMatch(/main|acme/);
    await lonely.end();
  });

  test('a plan is only for who made it', async () => {
    const { body } = await served.ask('carol', 'POST /v1/plans', { body: { tenant: 'bank', resources: [] } });
    expect((await ask(`POST /v1/plans/${String(body['id'])}/apply`)).status).toBe(404);
    expect((await served.ask('carol', `POST /v1/plans/${String(body['id'])}/apply`)).status).toBe(200);
  });

  test('an activity of another tenant is not there', async () => {
    const platform = served.platform;
    const activity = {
      ...{ id: 'a1', what: 'x', type: 'network', state: 'running', progress: 1, reason: null, items: [] },
      started_at: 0,
      ends_at: 1,
    } as const;
    const of = (subject: string) => ({ ...activity, subject });
    const busy = await Served.begin(
      { mallory: { tenants: ['main'] } },
      {
        platform: Object.assign(Object.create(platform) as typeof platform, {
          activity: async (id: string) => of(`tenants/${id}/networks/quasar`),
          activities: async () => [of('tenants/bank/networks/quasar'), of('tenants/main/networks/a')],
          close: async () => undefined,
        }),
      },
    );
    expect((await busy.ask('mallory', 'GET /v1/activities/bank')).status).toBe(404);
    expect((await busy.ask('mallory', 'GET /v1/activities/main')).status).toBe(200);
    expect(((await busy.ask('mallory', 'GET /v1/activities')).body['items'] as readonly Json[]).map(({ subject }) => subject)).toEqual([
      'tenants/main/networks/a',
    ]);
    await busy.end();
  });
});

describe('what is shared', () => {
  const shared = { availability_zones: ['par7s'], propagated_to: ['main'] };
  const user = (network_id: string): Values => {
    const { name: _, ...values } = vm('user').values;
    return { ...values, network_interfaces: [{ name: 'n0', network_id }] };
  };

  test('may be referred to by whom it is shared with, and by nobody else', async () => {
    await served.create('root', `${THEIRS}/networks/common`, shared);
    const met = await served.create('mallory', `${OWN}/virtual-machines/user`, user('tenants/bank/networks/common'));
    expect(met.status).toBe(201);
    expect((await served.create('mallory', `${OWN}/virtual-machines/other`, user('tenants/bank/networks/quasar'))).status).toBe(409);
  });

  test('is dropped by whom it was shared with when it goes, and neither log says more than its own', async () => {
    const log = async (who: string) => served.ask(who, 'GET /v1/events?limit=500');
    expect((await served.ask('carol', `DELETE ${THEIRS}/networks/common`)).status).toBe(204);
    const [mine, theirs] = [await log('mallory'), await log('carol')];
    const [last] = (mine.body['items'] as readonly Json[]).slice(-1);
    expect(last).toMatchObject({ kind: 'delete', principal: '', type: '', id: '', touched: [{ id: 'tenants/main/virtual-machines/user' }] });
    expect([mine.text.match(HIDDEN), theirs.text.match(/tenants\/main/)]).toEqual([null, null]);
  });
});

describe('a sentence', () => {
  const sight = new Sight(catalogue, new Set(['main']));
  const finding: Finding = {
    code: 'IN-USE-001',
    class: 'refused',
    severity: 'error',
    type: 'network',
    path: '',
    title: '',
    source: '',
    resource: 'tenants/main/networks/a',
    message: 'it is used by tenants/bank/virtual-machines/quasar.1, tenants/main/virtual-machines/b.',
    fix: 'delete organizations/acme/tenants/bank first',
  };

  test('names no resource of others', () => {
    const [said] = sight.refusal([finding]);
    expect(said).toEqual({
      ...finding,
      message: 'it is used by a resource of another tenant, tenants/main/virtual-machines/b.',
      fix: 'delete a resource of another tenant first',
    });
    expect(new Sight(catalogue, 'all').refusal([finding])).toEqual([finding]);
  });

  test('about a resource of others still refuses, and says no more', () => {
    const about = { ...finding, resource: 'tenants/bank/networks/quasar', path: 'vlan_id', message: 'vlan_id 7 is taken' };
    expect(sight.findings([about])).toEqual([]);
    expect(sight.refusal([about])).toMatchObject([{ code: 'IN-USE-001', resource: '', path: '' }]);
    expect(JSON.stringify(sight.refusal([about]))).not.toMatch(/bank|quasar|taken/);
  });

  test('of a judgement is about the own alone', () => {
    const undecided = (resource: string) => ({ code: 'X', resource, because: ['tenants/bank/networks/quasar'] });
    const judged = sight.judgement({ findings: [finding], undecided: [undecided('tenants/bank/networks/a'), undecided('tenants/main/networks/a')] });
    expect(judged).toMatchObject({ findings: [{ code: 'IN-USE-001' }], undecided: [{ resource: 'tenants/main/networks/a' }] });
    expect(JSON.stringify(judged)).not.toMatch(/bank/);
  });
});

test('time and what is broken are moved by whoever has all tenants', async () => {
  for (const [what, body] of [
    ['PUT /v1/simulation/clock', { mode: 'manual' }],
    ['POST /v1/simulation/clock/advance', { seconds: 1 }],
    ['POST /v1/simulation/faults', { kind: 'zone', target: { zone: 'par7s' } }],
  ] as const) {
    const { status, body: problem } = await ask(what, { body });
    expect([status, String(problem['detail']).includes('simulation_write')]).toEqual([403, true]);
  }
});
