/** The server on real sockets: what is no HTTP, callers who go, answers that do not come, and how it closes. */
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Unavailable } from '../../../lib/core/command';
import { CONNECTIONS_MAX, HEADERS_MS_MAX, KEEP_ALIVE_MS, REQUEST_MS_MAX, SILENCE_MS_MAX } from '../../../lib/platform/http/bounds';
import { openPlatform } from '../open-platform';
import { Listener, listening } from './listener';
import { Served } from './served';

let served: Served;
let port: number;
beforeEach(async () => {
  served = await Served.begin();
  port = await listening(served);
});
afterEach(() => served.end());

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
    const socket = connect(await listening(slow), '127.0.0.1');
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
  const listener = await Listener.begin(served, 'ada');
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
  const at = await listening(slow);
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
