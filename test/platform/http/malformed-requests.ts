/** Requests that no server should like: what people, programs and attackers get wrong, by a seed. None of them orders anything whole. */
import fc from 'fast-check';
import { catalogue } from '../../../lib/catalogue/complete';
import type { Route } from '../../../lib/platform/http/routing';

export interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What stands for the token of somebody who may do everything. */
export const TOKEN = '<token>';

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
const names = fc.oneof(
  fc.constantFrom(
    'main',
    'acme',
    'none',
    'a',
    '.',
    '..',
    '%2e%2e',
    '%2e%2e%2f%2e%2e',
    '%00',
    '%',
    '%zz',
    '%c0%af',
    '*',
    '~',
    ':name',
    '{name}',
    '-1',
    '1e309',
  ),
  fc.constantFrom(...PROTOTYPE_KEYS),
  fc.string({ unit: 'binary', maxLength: 20 }).map(encoded),
  fc.integer({ min: 1, max: 4000 }).map((length) => 'x'.repeat(length)),
);

/** A text as a part of a path; halves of characters have no encoding, and become what stands for nothing. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Names with which a path leads to where something could stand. */
const GOOD: Readonly<Record<string, string>> = { ':tenant': 'main', ':organization': 'acme', ':name': 'b', ':id': 'none' };

/** Paths of routes with good names or with anything in their place, and paths that lead nowhere. */
const paths = (routes: readonly Route[]) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...routes), fc.array(fc.oneof(fc.constant(undefined), names), { minLength: 4, maxLength: 4 }))
        .map(([{ method, path }, given]) => {
          const parts = path.split('/').map((part, at) => (part.startsWith(':') ? (given[at % given.length] ?? GOOD[part] ?? 'none') : part));
          return { method, route: path, path: parts.join('/') };
        }),
    },
    { weight: 1, arbitrary: fc.array(names, { maxLength: 6 }).map((parts) => ({ method: 'GET', route: '', path: `/${parts.join('/')}` })) },
  );

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.oneof(fc.constantFrom('limit', 'cursor', 'filter', 'observe', 'after', ...PROTOTYPE_KEYS), fc.string({ maxLength: 8 })),
          fc.oneof(
            fc.constantFrom('-1', '0', '1e9', 'NaN', 'null', '[]', 'name eq', 'name eq "a" and', 'id eq {}'),
            fc.string({ unit: 'binary', maxLength: 30 }),
          ),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((pairs) => `?${pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&')}`),
  },
);

/** Attributes of every type, as words that a server of this catalogue listens to; without those that would make an order whole. */
const WHOLE = [
  'availability_zone',
  'availability_zones',
  'owners',
  'cpool_id',
  'virtual_machine_id',
  'kind',
  'region',
  'service',
  'okms_id',
  'datastore_id',
];
const attributes = [...new Set([...catalogue.definitions.values()].flatMap(({ attrs }) => Object.keys(attrs)))].filter(
  (name) => !WHOLE.includes(name) && !name.endsWith('availability_zone'),
);

const scalars = fc.oneof(
  fc.constantFrom(
    'main',
    '',
    'tenants/main/cpools/none',
    'x'.repeat(5000),
    '\u0000',
    '\ud800',
    '🜚',
    -1,
    0,
    1e308,
    -0,
    Number.MAX_SAFE_INTEGER,
    true,
    null,
  ),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const json: fc.Arbitrary<unknown> = fc.oneof({ maxDepth: 4 }, scalars, fc.jsonValue({ maxDepth: 3 }), fc.array(scalars, { maxLength: 4 }));
const values = fc.dictionary(fc.oneof(fc.constantFrom(...attributes), fc.constantFrom(...PROTOTYPE_KEYS), fc.string({ maxLength: 8 })), json, {
  maxKeys: 6,
});
const type = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...catalogue.definitions.keys()) }, { weight: 1, arbitrary: json });
const kind = fc.oneof(fc.constantFrom('create', 'update', 'delete'), json);

/** Bodies of nearly the right form for the routes that take them. */
const COMMAND = fc.record({ kind, type, id: json, values, revision: json, incarnation: json }, { requiredKeys: ['kind', 'type'] });
const SHAPED: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  '/v1/commands': fc.record({ commands: fc.array(COMMAND, { maxLength: 3 }) }),
  '/v1/preview': fc.record({ commands: fc.array(COMMAND, { maxLength: 3 }) }),
  '/v1/plans': fc.record(
    { tenant: json, resources: fc.array(fc.record({ type, values }), { maxLength: 3 }), prune: json },
    { requiredKeys: ['tenant', 'resources'] },
  ),
  '/v1/auth/token': fc.record({ client_id: json, secret_id: json }, { requiredKeys: ['client_id'] }),
  '/v1/simulation/faults': fc.record(
    { kind: fc.constantFrom('zone', 'array', 'drive', 'link', 'blade2'), target: values, after_seconds: json },
    { requiredKeys: ['kind'] },
  ),
  // A time that could pass would be no mistake.
  '/v1/simulation/clock/advance': fc.record({ seconds: fc.oneof(fc.constantFrom(-1, 1e300, '1', null, []), fc.string({ maxLength: 4 })) }),
  '/v1/simulation/clock': fc.record({ mode: fc.oneof(fc.constantFrom('Manual', 'stopped', 1), fc.string({ maxLength: 4 })) }),
};
const RESOURCE = fc.oneof({ weight: 4, arbitrary: fc.record({ values }) }, { weight: 1, arbitrary: fc.record({ values: json }) });

const text = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
const bodiesFor = (route: string): fc.Arbitrary<string | undefined> => {
  const shaped = (SHAPED[route] ?? RESOURCE).map(text);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 8, arbitrary: shaped },
    { weight: 2, arbitrary: json.map(text) },
    // Cut, or with something that does not belong.
    { weight: 2, arbitrary: fc.tuple(shaped, fc.nat()).map(([whole, at]) => whole.slice(0, at % whole.length)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(shaped, fc.nat(), fc.constantFrom(',', '}', '"', '\u0000', '1e999', '"__proto__":{"a":1},', '\\u', '//', 'NaN', '\ufeff'))
        .map(([whole, at, more]) => whole.slice(0, at % whole.length) + more + whole.slice(at % whole.length)),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }).map((depth) => `{"values":${'{"a":['.repeat(depth)}${']}'.repeat(depth)}}`) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }).map((digits) => `{"values":{"host_count":${'9'.repeat(digits)}}}`) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
};

const header = fc.stringMatching(/^[!-~]{1,40}$/);
/** What most requests do not have. */
const seldom = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
/** What most requests have as it should be. */
const mostly = (good: string, ...others: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string | undefined> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(good) }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));

const headers = fc
  .record({
    'content-type': mostly(
      'application/json',
      fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'application/jsonp', 'multipart/form-data', ''),
      header,
    ),
    authorization: mostly(
      `Bearer ${TOKEN}`,
      fc.constantFrom(`bearer  ${TOKEN}`, `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN, 'Bearer', 'Bearer null', 'Bearer a.b.c'),
      header,
    ),
    'if-none-match': fc.oneof(fc.constant(undefined), fc.constant('*'), fc.constant('*'), header),
    'if-match': seldom(fc.oneof(fc.constantFrom('"1"', '*', 'W/"1"', '""', '"99999999999999999999"', '"-1"'), header)),
    'socle-incarnation': seldom(fc.oneof(fc.constantFrom('0', 'abc', '__proto__', 'f'.repeat(100)), header)),
    'last-event-id': seldom(fc.oneof(fc.constantFrom('1', '-1', 'x'), header)),
    accept: seldom(fc.constantFrom('*/*', 'text/html', 'application/xml;q=0')),
    'x-http-method-override': seldom(fc.constant('DELETE')),
    'accept-version': seldom(header),
  })
  .map((given) => Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))));

const methods = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'MKCOL');

/** So many bad requests to a server with these routes. */
export const badRequests = (routes: readonly Route[], count: number, seed: number): BadRequest[] =>
  fc.sample(
    paths(routes).chain(({ method, route, path }) =>
      fc
        .tuple(query, headers, bodiesFor(route), fc.oneof({ weight: 8, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: methods }))
        .map(([search, given, body, sent]) => ({ method: sent, path: path + search, headers: given, body })),
    ),
    { numRuns: count, seed },
  );
