/** The server on a real socket: events as they come, what is no HTTP, callers who go, and how it closes. */
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Unavailable } from '../../../lib/core/command';
import {
  CONNECTIONS_MAX,
  HEADERS_MS_MAX,
  HEARTBEAT_MS,
  KEEP_ALIVE_MS,
  LISTENERS_MAX,
  LISTENING_MS,
  REQUEST_MS_MAX,
  SILENCE_MS_MAX,
} from '../../../lib/platform/http/bounds';
import { openPlatform } from '../open-platform';
import { Served } from './served';

const network = (name: string) => ({ kind: 'create', type: 'network', values: { name, availability_zones: ['par7s'] } }) as const;

let served: Served;
let port: number;
beforeEach(async () => {
  served = await Served.begin({ ada: {}, mallory: { tenants: ['bank'] }, blind: { permissions: [] } });
  await served.server.http.listen({ host: '127.0.0.1', port: 0 });
  port = (served.server.http.server.address() as AddressInfo).port;
});
afterEach(() => served.end());

/** A request on a connection of its own; its answer as it begins. */
async function open(who: string, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<IncomingMessage> {
  const sent = ask({ port, path, method, agent: false, headers: { authorization: `Bearer ${served.tokenOf(who)}`, ...headers } });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}

/** Listens to events, and gives each as it comes. */
class Listener {
  #text = '';
  readonly ended: Promise<unknown>;

  constructor(readonly answer: IncomingMessage) {
    this.ended = once(answer, 'close');
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      this.#text += chunk;
    });
  }

  static async begin(who: string, after?: string): Promise<Listener> {
    return new Listener(await open(who, '/v1/events', { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) }));
  }

  /** Waits until what was heard has something in it. */
  async hears(what: RegExp): Promise<string> {
    while (!what.test(this.#text)) await once(this.answer, 'data');
    return this.#text;
  }

  get ids(): readonly number[] {
    return [...this.#text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  }
}

describe('events', () => {
  test('are told from the beginning, and then as they come', async () => {
    await served.platform.dispatch(network('a'));
    const listener = await Listener.begin('ada');
    expect([listener.answer.statusCode, listener.answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
    await listener.hears(/networks\/a"/);
    await served.platform.dispatch(network('b'));
    await served.timers.pass(LISTENING_MS);
    const heard = await listener.hears(/networks\/b"/);
    expect(heard).toMatch(/^event: create\ndata: \{.*"at":"2026-03-01T12:00:00.000Z".*\}$/m);
    expect(listener.ids).toEqual((await served.platform.events(0, 100)).map(({ revision }) => revision));
    listener.answer.destroy();
  });

  test('go on where a listener was interrupted', async () => {
    await served.platform.dispatch(network('a'));
    const { revision } = (await served.platform.events(0, 100)).at(-1) ?? { revision: 0 };
    const listener = await Listener.begin('ada', String(revision));
    await served.platform.dispatch(network('b'));
    await served.timers.pass(LISTENING_MS);
    await listener.hears(/networks\/b"/);
    expect(listener.ids).toEqual([revision + 1]);
    listener.answer.destroy();
  });

  test('of others are not told', async () => {
    const listener = await Listener.begin('mallory');
    await served.platform.dispatch(network('a'));
    served.wall += HEARTBEAT_MS;
    await served.timers.pass(LISTENING_MS);
    expect(await listener.hears(/still here/)).not.toMatch(/main/);
    expect(listener.ids).toEqual([]);
    listener.answer.destroy();
  });

  test('of a quiet time are a sign of life', async () => {
    const { revision } = (await served.platform.events(0, 100)).at(-1) ?? { revision: 0 };
    const listener = await Listener.begin('ada', String(revision));
    served.wall += HEARTBEAT_MS - 1;
    await served.timers.pass(LISTENING_MS);
    served.wall += 1;
    await served.timers.pass(LISTENING_MS);
    expect((await listener.hears(/still here/)).match(/still here/g)).toHaveLength(1);
    listener.answer.destroy();
  });

  test('end with the token, and with the server', async () => {
    const first = await Listener.begin('ada');
    served.wall += 3_600_000;
    await served.timers.pass(LISTENING_MS);
    await first.ended;
    served.signIn('ada');
    const second = await Listener.begin('ada');
    const closing = served.server.http.close();
    await second.ended;
    await closing;
  });

  test('need their permission, and a revision that is one', async () => {
    for (const [who, headers, status] of [
      ['blind', {}, 403],
      ['ada', { 'last-event-id': 'x' }, 400],
    ] as const) {
      const answer = await open(who, '/v1/events', { accept: 'text/event-stream', ...headers });
      expect(answer.statusCode).toBe(status);
      answer.resume();
    }
  });

  test('have so many listeners, and one more when another goes', async () => {
    const listeners = await Promise.all(Array.from({ length: LISTENERS_MAX }, () => Listener.begin('ada')));
    const refused = await open('ada', '/v1/events', { accept: 'text/event-stream' });
    expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([503, true]);
    refused.resume();
    listeners[0]?.answer.destroy();
    let again = await open('ada', '/v1/events', { accept: 'text/event-stream' });
    for (let tried = 0; again.statusCode !== 200 && tried < 100; tried += 1) {
      again.resume();
      again = await open('ada', '/v1/events', { accept: 'text/event-stream' });
    }
    expect(again.statusCode).toBe(200);
    for (const { answer } of [...listeners, new Listener(again)]) answer.destroy();
  });
});

describe('a connection', () => {
  /** Writes bytes and gives all that comes back until the other side ends. */
  async function raw(bytes: string): Promise<string> {
    const socket: Socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.write(bytes);
    await once(socket, 'close');
    return text;
  }

  test.each([
    'HELLO\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /\x01 HTTP/1.1\r\nhost: a\r\n\r\n',
    'POST /v1/commands HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
    'POST /v1/commands HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\nx',
  ])('that sends %j is told so, and closed', async (bytes) => {
    const text = await raw(bytes);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toMatch(/"status":400/);
  });

  test('with a head that is too large is told so, and closed', async () => {
    const text = await raw(`GET /healthz HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`);
    expect(text).toMatch(/"status":431/);
  });

  test('is one of so many, and has so long for what it sends', () => {
    const { server } = served.server.http;
    expect([server.maxConnections, server.headersTimeout, server.requestTimeout]).toEqual([CONNECTIONS_MAX, HEADERS_MS_MAX, REQUEST_MS_MAX]);
    expect([server.timeout, server.keepAliveTimeout]).toEqual([SILENCE_MS_MAX, KEEP_ALIVE_MS]);
  });

  /** A server whose platform carries out no command, and gives up when it is told to. */
  async function begunOnly(): Promise<{ slow: Served; begun: AbortSignal[] }> {
    const held = await openPlatform();
    const begun: AbortSignal[] = [];
    const dispatch = (_command: unknown, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        begun.push(signal);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const platform = Object.assign(Object.create(held) as typeof held, { dispatch, close: () => held.close() });
    return { slow: await Served.begin({ ada: {} }, { platform }), begun };
  }

  const soon = () => new Promise((resolve) => setImmediate(resolve));

  test('that is left while its command waits takes the command with it', async () => {
    const { slow, begun } = await begunOnly();
    await slow.server.http.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((slow.server.http.server.address() as AddressInfo).port, '127.0.0.1');
    const body = JSON.stringify({ values: {} });
    const head = ['PUT /v1/tenants/main/networks/a HTTP/1.1', 'host: a', `authorization: Bearer ${slow.tokenOf('ada')}`, 'if-none-match: *'];
    socket.write(`${[...head, 'content-type: application/json', `content-length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`);
    while (begun.length === 0) await soon();
    expect(begun[0]?.aborted).toBe(false);
    socket.destroy();
    while (!begun[0]?.aborted) await soon();
    await slow.end();
  });

  test('has its answer within a time, or is told that it has none', async () => {
    const { slow, begun } = await begunOnly();
    const asked = slow.create('ada', '/v1/tenants/main/networks/a', {});
    while (begun.length === 0) await soon();
    await slow.timers.pass(REQUEST_MS_MAX - 1);
    expect(begun[0]?.aborted).toBe(false);
    await slow.timers.pass(1);
    const { status, headers, body } = await asked;
    expect([status, body['retryable'], Number(headers['retry-after']) > 0]).toEqual([503, true, true]);
    await slow.end();
  });
});

test.each([
  ['given up', () => Object.assign(new Error('aborted'), { name: 'AbortError' })],
  ['more than can be done', () => new Unavailable('advance in smaller steps; what was done stays done')],
])('time that was let pass in part, being %s, is not to be let pass again', async (_why, error) => {
  const platform = Object.assign(Object.create(served.platform) as typeof served.platform, {
    advance: () => Promise.reject(error()),
    close: async () => undefined,
  });
  const partly = await Served.begin({ ada: {} }, { platform });
  const { status, headers, body } = await partly.ask('ada', 'POST /v1/simulation/clock/advance', { body: { seconds: 1 } });
  expect([status, headers['retry-after'], body['retryable']]).toEqual([504, undefined, false]);
  await partly.end();
});

test('a request on a connection that is open while the server closes is told so', async () => {
  const listener = await Listener.begin('ada');
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  const body = 'x'.repeat(10);
  // What is half sent is no connection that rests.
  socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\n\r\nPOST /v1/commands HTTP/1.1\r\nhost: a\r\n');
  while (!text.includes('ok')) await once(socket, 'data');
  const closing = served.server.http.close();
  await listener.ended;
  socket.write(`content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await new Promise((resolve) => socket.on('close', resolve));
  await closing;
  const [, second = ''] = text.split(/(?=HTTP\/1\.1 503)/);
  expect(second).toMatch(/^HTTP\/1\.1 503 /);
  expect(second).toMatch(/application\/problem\+json/);
});

test('closing waits for what runs, and takes nothing more', async () => {
  const platform = served.platform;
  let finish: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let asked: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const slow = await Served.begin(
    { ada: {} },
    {
      platform: Object.assign(Object.create(platform) as typeof platform, {
        world: async () => {
          asked();
          await running;
          return platform.world();
        },
        close: async () => undefined,
      }),
    },
  );
  await slow.server.http.listen({ host: '127.0.0.1', port: 0 });
  const at = (slow.server.http.server.address() as AddressInfo).port;
  const sent = ask({ port: at, path: '/v1/world', agent: false, headers: { authorization: `Bearer ${slow.tokenOf('ada')}` } });
  sent.end();
  await begun;
  const closing = slow.server.http.close();
  const refused = connect(at, '127.0.0.1');
  let text = '';
  // Reset or refused: what matters is that nothing is answered.
  refused
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  refused.write('GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
  await new Promise((resolve) => refused.on('close', resolve));
  expect(text).not.toMatch(/^HTTP\/1\.1 200/);
  finish();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  answer.resume();
  await closing;
});
