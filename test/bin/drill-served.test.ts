/** `socle drill` of a platform that is served: the same report as of its file. */
import type { AddressInfo } from 'node:net';
import { holdDrill } from '../../lib/bin/hold-drill';
import { readDrillOrder } from '../../lib/catalogue/protection/drill-order';
import type { Platform } from '../../lib/platform/platform';
import { insured, PLAN } from '../platform/drill-estate';
import { SECRET, Served } from '../platform/http/served';
import { type Ran, runSocle } from './run-socle';

let platform: Platform;
let served: Served;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  platform = await insured();
  served = await Served.begin({ ada: {} }, { platform, drill: (request) => holdDrill(platform, readDrillOrder(request)) });
  const { http } = served.server;
  await http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.server.address() as AddressInfo;
  env = { SOCLE_ENDPOINT: `http://127.0.0.1:${port}`, SOCLE_CLIENT_ID: 'ada', SOCLE_SECRET_ID: SECRET };
});
afterAll(() => served.end());

const drill = (...more: readonly string[]): Promise<Ran> => runSocle(['drill', ...more], { env });

test('a served platform is rehearsed where it stands', async () => {
  const { exit, out, err } = await drill('pra', '--at', '+36h', '--format', 'json');
  expect([exit, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toEqual(await holdDrill(platform, { plan: PLAN, at: { afterMs: 36 * 3_600_000 } }));
});

test('with a moment, a seed and another loss', async () => {
  const { exit, out } = await drill(PLAN, '--at', '2026-03-02T02:00Z', '--seed', '7', '--lose', 'zone=th3s', '--format', 'json');
  expect([exit, JSON.parse(out)]).toEqual([
    0,
    await holdDrill(platform, { plan: PLAN, at: { moment: Date.UTC(2026, 2, 2, 2) }, seed: '7', lose: { kind: 'zone', target: { zone: 'th3s' } } }),
  ]);
});

test.each([
  ['a plan that does not exist', ['prs'], 'did you mean pra?'],
  ['a zone that the stock lacks', ['pra', '--lose', 'zone=par9'], 'par7s'],
  ['a moment that has passed', ['pra', '--at', '2020-01-01T00:00Z'], 'never goes back'],
])('%s ends with 2, and what to do', async (_, order, fix) => {
  const { exit, out, err } = await drill(...order);
  expect([exit, out]).toEqual([2, '']);
  expect(err.replace(/\s+/g, ' ')).toContain(fix);
});
