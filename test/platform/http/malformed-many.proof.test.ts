/** Ten thousand bad requests on real sockets: none is answered with 500, none tells what it should not, and none changes anything. */
import { once } from 'node:events';
import { Agent, request as ask, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { PAGE_MAX } from '../../../lib/platform/http/bounds';
import { listening } from './listener';
import { type BadRequest, badRequests, TOKEN } from './malformed-requests';
import { SECRET, Served } from './served';

const REQUESTS = 10_000;
const SEED = 20_260_301;
const AT_ONCE = 16;
/** Requests of somebody who has one tenant of two. */
const FOREIGN = 2000;
/** Connections that say something else than HTTP. */
const GARBLED = 300;

/** What of the inside no answer shows. */
const INSIDE = /\bat (?:async )?[\w.<>]+ \(|node_modules|\.[jt]s:\d+|\/work\/|TypeError|RangeError|ReferenceError|scrypt:/;

interface Met {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

let served: Served;
let port: number;
let before: { readonly hash: string; readonly lines: number };
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  served = await Served.begin({ ada: {}, mallory: { tenants: ['main'] } });
  await served.create('ada', '/v1/organizations/acme/tenants/quasar', { owners: [{ email: 'a@example.org' }] });
  await served.create('ada', '/v1/tenants/quasar/networks/standing', { availability_zones: ['par7s'], propagated_to: ['main'] });
  await served.create('ada', '/v1/tenants/main/networks/standing', { availability_zones: ['par7s'] });
  before = { hash: await served.platform.hash(), lines: (await served.platform.events(0, PAGE_MAX)).length };
  port = await listening(served);
});
afterAll(async () => {
  agent.destroy();
  await served.end();
});
afterEach(async () => {
  expect({ hash: await served.platform.hash(), lines: (await served.platform.events(0, PAGE_MAX)).length }).toEqual(before);
  expect(served.log.filter(({ event }) => event === 'defect')).toEqual([]);
});

async function send({ method, path, headers, body }: BadRequest, who = 'ada'): Promise<Met> {
  const given = Object.entries(headers).map(([name, value]) => [name, value.replace(TOKEN, served.tokenOf(who))]);
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const sent = ask({ port, agent, method, path, headers: { ...(Object.fromEntries(given) as Record<string, string>), ...length } });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, type: String(answer.headers['content-type'] ?? ''), text: Buffer.concat(chunks).toString() };
}

/** What is wrong with an answer; undefined where it is as it must be. */
function wrong({ status, type, text }: Met, method: string): string | undefined {
  // What this server has not been given it does not offer.
  if (status >= 500 && status !== 501) return 'the server failed';
  if (INSIDE.test(text)) return 'it shows the inside';
  if (text.includes(SECRET) || text.includes(served.tokenOf('ada'))) return 'it shows a secret';
  if (status >= 400 && !type.startsWith('application/problem+json')) return `a problem is ${type}`;
  if (status >= 400 && method !== 'HEAD' && JSON.parse(text).status !== status) return 'a problem has another status';
  return undefined;
}

test('none of ten thousand is answered with 500, tells what it should not, or changes anything', async () => {
  const requests = badRequests(served.server.routes, REQUESTS, SEED);
  const statuses = new Map<number, number>();
  const offenders: object[] = [];
  for (let at = 0; at < requests.length; at += AT_ONCE) {
    await Promise.all(
      requests.slice(at, at + AT_ONCE).map(async (request) => {
        const met = await send(request);
        statuses.set(met.status, (statuses.get(met.status) ?? 0) + 1);
        const why = wrong(met, request.method);
        if (why) offenders.push({ why, request, met });
      }),
    );
  }
  expect(offenders.slice(0, 5)).toEqual([]);
  // They reach every part of the server: nothing is true of requests that all end at the door.
  expect([400, 401, 404, 405, 412, 415, 422, 428].filter((status) => (statuses.get(status) ?? 0) < 50)).toEqual([]);
}, 120_000);

test('none shows a caller of one tenant that there is another', async () => {
  const offenders: object[] = [];
  for (const request of badRequests(served.server.routes, FOREIGN, SEED + 2)) {
    const met = await send(request, 'mallory');
    if (met.text.includes('quasar') || wrong(met, request.method)) offenders.push({ request, met });
  }
  expect(offenders.slice(0, 5)).toEqual([]);
}, 60_000);

test('what is garbled on the way is told so, or left', async () => {
  const requests = badRequests(served.server.routes, GARBLED, SEED + 1);
  for (const { method, path, headers, body = '' } of requests) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace(TOKEN, served.tokenOf('ada'))}`);
    const head = [`${method} ${path} HTTP/1.1`, 'host: a', 'connection: close', ...lines, `content-length: ${Buffer.byteLength(body)}`].join('\r\n');
    const whole = Buffer.from(`${head}\r\n\r\n${body}`);
    // A byte in the first hundred is another.
    const broken = Buffer.from(whole);
    const at = whole.length % Math.min(100, whole.length);
    broken[at] = ((whole[at] ?? 0) + 97) % 256;
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    socket.end(broken);
    await new Promise((resolve) => socket.on('close', resolve));
    expect([INSIDE.test(text), text.includes(SECRET), /^HTTP\/1\.1 500/.test(text)]).toEqual([false, false, false]);
  }
}, 60_000);
