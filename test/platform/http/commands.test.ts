/** Commands over HTTP: several in one step, what they would meet, actions, and plans that are kept for a while. */
import { cpool, datastore, policy, vm } from '../../../lib/catalogue/facts/example-estates';
import { COPIES_MAX, PLAN_MS, PLANS_MAX } from '../../../lib/platform/http/bounds';
import { commandOf } from '../open-platform';
import { type Json, type Met, Served } from './served';

const GROUND = [cpool(), datastore(), policy()];

let served: Served;
beforeEach(async () => {
  served = await Served.begin({ ada: {}, bob: {} });
});
afterEach(() => served.end());

const post = (path: string, body?: unknown): Promise<Met> => served.ask('ada', `POST ${path}`, body === undefined ? {} : { body });
const codes = (body: Json): readonly string[] => (body['findings'] as readonly Json[]).map(({ code }) => code);

describe('commands', () => {
  test('are carried out one after another, and each tells what came of it', async () => {
    const { status, body } = await post('/v1/commands', { commands: [...GROUND.map(commandOf), commandOf(vm('a'))] });
    expect([status, (body['results'] as readonly Json[]).map(({ type }) => type)]).toEqual([
      200,
      ['cpool', 'datastore', 'backup_policy', 'virtual_machine'],
    ]);
    const gone = await post('/v1/commands', { commands: [{ kind: 'delete', type: 'virtual_machine', id: 'tenants/main/virtual-machines/a' }] });
    expect(gone.body['results']).toEqual([null]);
  });

  test('are all refused where one is', async () => {
    const before = await served.platform.hash();
    const { status, body } = await post('/v1/commands', { commands: [...GROUND.map(commandOf), commandOf(vm('a', { memory_gib: 5000 }))] });
    expect([status, codes(body).length > 0]).toEqual([409, true]);
    expect(await served.platform.hash()).toBe(before);
  });

  test('with values of another form are told so', async () => {
    const { status, body } = await post('/v1/commands', { commands: [{ kind: 'create', type: 'network', values: {} }] });
    expect([status, [...new Set(codes(body))]]).toEqual([422, ['SHAPE']]);
  });

  test('as seen before are stale', async () => {
    const { body } = await post('/v1/commands', { commands: [commandOf(cpool())] });
    const [{ id, revision, incarnation } = { id: '', revision: 0, incarnation: '' }] = body['results'] as unknown as readonly Record<
      string,
      string | number
    >[];
    const update = (more: object) => post('/v1/commands', { commands: [{ ...cpool({ host_count: 4 }), kind: 'update', id, ...more }] });
    expect((await update({ revision: Number(revision) - 1 })).status).toBe(412);
    expect((await update({ incarnation: 'another' })).status).toBe(412);
    expect((await update({ revision, incarnation })).status).toBe(200);
  });

  test('are named in the log with who gave them', async () => {
    await served.ask('bob', 'POST /v1/commands', { body: { commands: [commandOf(cpool())] } });
    const { body } = await served.ask('ada', 'GET /v1/events');
    expect((body['items'] as readonly Json[]).at(-1)).toMatchObject({ principal: 'bob', kind: 'create', id: 'tenants/main/cpools/prod' });
  });
});

describe('a preview', () => {
  test('tells what would be refused and what is not advised, and changes nothing', async () => {
    const before = await served.platform.hash();
    const { status, body } = await post('/v1/preview', { commands: [...GROUND.map(commandOf), commandOf(vm('a'))] });
    expect([status, body['findings']]).toEqual([200, await served.platform.preview([...GROUND, vm('a')].map(commandOf))]);
    expect(codes((await post('/v1/preview', { commands: [commandOf(vm('a'))] })).body)).toContain('REFERENCE-001');
    expect(await served.platform.hash()).toBe(before);
  });
});

describe('an action', () => {
  const STOP = '/v1/tenants/main/vm-replications/none/actions';

  test('of what does not exist is stale, one that does not exist is of the wrong form', async () => {
    expect((await post(`${STOP}/stop_copy`)).status).toBe(412);
    expect((await post(`${STOP}/stop_copy`, {})).status).toBe(412);
    expect((await post('/v1/tenants/main/cpools/prod/actions/explode')).status).toBe(404);
  });

  test.each([[[]], ['x'], [null], [7]])('with the input %j is malformed', async (input) => {
    expect((await post(`${STOP}/stop_copy`, input)).status).toBe(400);
  });
});

describe('a plan', () => {
  const wanted = { tenant: 'main', resources: [vm('a'), ...GROUND] };

  test('tells what it takes, is applied once, and then there is nothing to do', async () => {
    const before = await served.platform.hash();
    const { status, body } = await post('/v1/plans', wanted);
    expect([status, body['applicable'], (body['changes'] as readonly Json[]).length]).toEqual([200, true, 4]);
    expect(await served.platform.hash()).toBe(before);
    const applied = await post(`/v1/plans/${String(body['id'])}/apply`);
    expect([applied.status, applied.body['changes']]).toEqual([200, body['changes']]);
    expect((await post(`/v1/plans/${String(body['id'])}/apply`)).status).toBe(404);
    expect((await post('/v1/plans', wanted)).body['changes']).toEqual([]);
    expect((await post('/v1/plans', { ...wanted, resources: [], prune: true })).body['changes']).toHaveLength(4);
  });

  test('is not applied where the platform has moved on', async () => {
    const { body } = await post('/v1/plans', wanted);
    await served.create('ada', '/v1/tenants/main/networks/n', { availability_zones: ['par7s'] });
    const before = await served.platform.hash();
    expect((await post(`/v1/plans/${String(body['id'])}/apply`)).status).toBe(409);
    expect(await served.platform.hash()).toBe(before);
  });

  test('that is not applicable says why, and is refused', async () => {
    const { body } = await post('/v1/plans', { tenant: 'main', resources: [vm('a')] });
    expect([body['applicable'], codes(body).includes('REFERENCE-001')]).toEqual([false, true]);
    const { status, body: refused } = await post(`/v1/plans/${String(body['id'])}/apply`);
    expect([status, codes(refused).includes('REFERENCE-001')]).toEqual([409, true]);
  });

  test('is of one tenant', async () => {
    const elsewhere = cpool({ tenant: 'bank' });
    expect((await post('/v1/plans', { tenant: 'main', resources: [elsewhere] })).status).toBe(400);
  });

  test('is kept for an hour, and not longer', async () => {
    const { body } = await post('/v1/plans', wanted);
    served.wall += PLAN_MS + 1;
    served.signIn('ada');
    expect((await post(`/v1/plans/${String(body['id'])}/apply`)).status).toBe(410);
    const { body: next } = await post('/v1/plans', wanted);
    served.wall += PLAN_MS - 60_000;
    expect((await post(`/v1/plans/${String(next['id'])}/apply`)).status).toBe(200);
  });

  test('makes room for newer ones', async () => {
    const ids: string[] = [];
    for (let made = 0; made <= PLANS_MAX; made += 1) ids.push(String((await post('/v1/plans', { tenant: 'main', resources: [] })).body['id']));
    expect((await post(`/v1/plans/${ids[0]}/apply`)).status).toBe(404);
    expect((await post(`/v1/plans/${ids[1]}/apply`)).status).toBe(200);
  });
});

describe('the simulation', () => {
  test('has a clock that is set and advanced, in texts that anybody reads', async () => {
    const noon = '2026-03-01T12:00:00.000Z';
    expect((await served.ask('ada', 'GET /v1/simulation/clock')).body).toEqual({ mode: 'automatic', now: noon });
    expect((await served.ask('ada', 'PUT /v1/simulation/clock', { body: { mode: 'manual' } })).body).toEqual({ mode: 'manual', now: noon });
    const { body } = await post('/v1/simulation/clock/advance', { seconds: 90.5 });
    expect(body).toMatchObject({ mode: 'manual', now: '2026-03-01T12:01:30.500Z', done: expect.any(Number) });
  });

  test('breaks things now or later, and mends them', async () => {
    const { status, body, headers } = await post('/v1/simulation/faults', {
      kind: 'zone',
      target: { zone: 'par7s' },
      after_seconds: 60,
      for_seconds: 60,
    });
    expect([status, headers['location']]).toEqual([201, `/v1/simulation/faults/${String(body['id'])}`]);
    expect(body).toMatchObject({ kind: 'zone', active: false, from: '2026-03-01T12:01:00.000Z', until: '2026-03-01T12:02:00.000Z' });
    expect((await served.ask('ada', 'GET /v1/simulation/faults')).body).toEqual({ items: [body], next: null });
    expect((await served.ask('ada', `DELETE ${String(headers['location'])}`)).status).toBe(204);
    expect((await served.ask('ada', 'GET /v1/simulation/faults')).body['items']).toEqual([]);
  });

  test('says what of a fault this stock lacks', async () => {
    const { status, body } = await post('/v1/simulation/faults', { kind: 'zone', target: { zone: 'mars' } });
    expect([status, codes(body)]).toEqual([422, ['SHAPE']]);
  });

  test('runs drills where it is given one', async () => {
    expect((await post('/v1/simulation/drills', { plan: 'x' })).status).toBe(501);
    const drilled = await Served.begin(
      { ada: {}, bob: { tenants: ['bank'] } },
      { drill: async (request) => ({ asked: request, by: 'tenants/main/cpools/a' }) },
    );
    expect((await drilled.ask('ada', 'POST /v1/simulation/drills', { body: { plan: 'x' } })).body).toEqual({
      asked: { plan: 'x' },
      by: 'tenants/main/cpools/a',
    });
    const met = await drilled.ask('bob', 'POST /v1/simulation/drills', { body: { plan: 'tenants/main/recovery-plans/a' } });
    expect([met.status, codes(met.body)]).toEqual([409, ['REFERENCE-001']]);
    expect((await drilled.ask('bob', 'POST /v1/simulation/drills', { body: { plan: 'x' } })).text).not.toMatch('tenants/main');
    await drilled.end();
  });

  test.each([{}, { plan: 7 }, { plan: 'x', more: 1 }, { plan: 'x', lose: { kind: 'zone' } }, { plan: 'x', after_seconds: -1 }, { plan: 'x', at: 5 }])(
    'takes no drill of %j',
    async (body) => {
      expect((await post('/v1/simulation/drills', body)).status).toBe(400);
    },
  );

  test('works on so many copies at a time', async () => {
    let finish: () => void = () => undefined;
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const drill = async () => {
      await running;
      return {};
    };
    const busy = await Served.begin({ ada: {} }, { drill });
    const ask = () => busy.ask('ada', 'POST /v1/simulation/drills', { body: { plan: 'x' } });
    const first = Array.from({ length: COPIES_MAX }, ask);
    await new Promise((resolve) => setImmediate(resolve));
    const { status, headers } = await ask();
    expect([status, Number(headers['retry-after']) > 0]).toEqual([503, true]);
    finish();
    expect((await Promise.all(first)).map((met) => met.status)).toEqual(Array(COPIES_MAX).fill(200));
    expect((await ask()).status).toBe(200);
    await busy.end();
  });
});
