/** The server and its description are of one mind: every route is described, and every path that is described answers. */
import { catalogue } from '../../../lib/catalogue/complete';
import { openApiOf } from '../../../lib/core/project/openapi';
import { Served } from './served';

const { paths } = openApiOf(catalogue) as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>> };
const described = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({ method: method.toUpperCase(), path, statuses: Object.keys(responses) })),
);

let served: Served;
beforeAll(async () => {
  served = await Served.begin();
});
afterAll(() => served.end());

test('every route is described', () => {
  const known = described.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1').replace(/\/actions\/\w+$/, '/actions/:action')}`);
  const routes = served.server.routes.map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(routes)].sort()).toEqual([...new Set(known)].sort());
});

test.each(described)('$method $path answers as it is described', async ({ method, path, statuses }) => {
  const url = path
    .replace(/\{tenant\}/g, 'main')
    .replace(/\{organization\}/g, 'acme')
    .replace(/\{\w+\}/g, 'none');
  const body = method === 'POST' || method === 'PUT' ? { body: {} } : {};
  const { status, body: said } = await served.ask('ada', `${method} ${url}`, body);
  expect(statuses).toContain(String(status));
  // What is not routed at all says so in other words than what is not there.
  if (status === 404) expect(said['detail']).not.toBe('there is no such path here');
});

test('the description is what the server gives to anybody', async () => {
  const { status, body } = await served.ask(undefined, 'GET /openapi.json');
  expect([status, body]).toEqual([200, JSON.parse(JSON.stringify(openApiOf(catalogue)))]);
});

test('anybody may ask whether it is well', async () => {
  expect((await served.ask(undefined, 'GET /healthz')).body).toEqual({ status: 'ok' });
});
