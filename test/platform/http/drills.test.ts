/** Drills over HTTP: the report that the command line gives, and what a request may not ask. */
import { holdDrill } from '../../../lib/bin/hold-drill';
import { readDrillOrder } from '../../../lib/catalogue/protection/drill-order';
import type { Platform } from '../../../lib/platform/platform';
import { insured, PLAN } from '../drill-estate';
import { type Met, Served } from './served';

let platform: Platform;
let served: Served;
beforeAll(async () => {
  platform = await insured();
  served = await Served.begin(
    { ada: {}, eve: { tenants: ['elsewhere'] } },
    { platform, drill: (request) => holdDrill(platform, readDrillOrder(request)) },
  );
});
afterAll(() => served.end());

const post = (body: unknown, who = 'ada'): Promise<Met> => served.ask(who, 'POST /v1/simulation/drills', { body });

test('a drill answers with the report of the command line, and changes nothing', async () => {
  const hash = await platform.hash();
  const { status, body } = await post({ plan: PLAN, after_seconds: 3600, lose: { kind: 'zone', target: { zone: 'par7s' } } });
  expect([status, body]).toEqual([200, await holdDrill(platform, { plan: PLAN, at: { afterMs: 3_600_000 } })]);
  expect(await platform.hash()).toBe(hash);
});

test('a moment is given as such', async () => {
  const { body } = await post({ plan: PLAN, at: '2026-03-02T02:00Z' });
  expect(body).toMatchObject({ version: 1, lost_at: '2026-03-02T02:00:00.000Z', production: { afterwards: 'unchanged' } });
});

test.each([
  ['no plan', {}, 400],
  ['a plan that does not exist', { plan: `${PLAN}x` }, 422],
  ['a name in place of an id', { plan: 'pra' }, 422],
  ['an unknown field', { plan: PLAN, lost: 'zone' }, 400],
  ['two moments', { plan: PLAN, at: '2026-03-02T02:00Z', after_seconds: 1 }, 422],
  ['a moment without an offset', { plan: PLAN, at: '2026-03-02T02:00' }, 422],
  ['a moment that has passed', { plan: PLAN, at: '2020-01-01T00:00Z' }, 422],
  ['a kind of fault that does not exist', { plan: PLAN, lose: { kind: 'zones', target: {} } }, 422],
  ['a zone that the stock lacks', { plan: PLAN, lose: { kind: 'zone', target: { zone: 'par9' } } }, 422],
  ['a target that is none', { plan: PLAN, lose: { kind: 'zone', target: 'par7s' } }, 400],
])('%s is refused', async (_, body, status) => {
  const met = await post(body);
  expect([met.status, met.headers['content-type']]).toEqual([status, expect.stringContaining('application/problem+json')]);
});

test('the plan of another tenant leads nowhere', async () => {
  const met = await post({ plan: PLAN }, 'eve');
  expect([met.status, met.text.includes('db')]).toEqual([409, false]);
  expect((await post({ plan: 'pra' }, 'eve')).text).not.toContain('tenants/main');
});
