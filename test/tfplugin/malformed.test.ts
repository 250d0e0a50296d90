import { constants, connect as http2Connect } from 'node:http2';
import { encode } from '@msgpack/msgpack';
import { type Started, start } from './terraform-double';

describe('raw HTTP/2 against a provider without TLS on TCP', () => {
  let started: Started;
  beforeAll(async () => {
    started = await start({ secure: false, network: 'tcp' });
  });
  afterAll(async () => {
    started.signals.emit('SIGTERM');
    expect(await started.exitCode).toBe(0);
  });

  interface Said {
    readonly headers: Record<string, unknown>;
    readonly code: number;
  }

  async function send(headers: Record<string, string>, body: Buffer): Promise<Said> {
    const session = http2Connect(`http://${started.line[3]}`);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/tfplugin6.Provider/GetMetadata',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const said: { headers: Record<string, unknown> } = { headers: {} };
    const note = (more: object): void => void Object.assign(said.headers, more);
    stream
      .on('response', note)
      .on('trailers', note)
      .on('error', () => undefined);
    stream.resume();
    stream.end(body);
    await new Promise((resolve) => stream.on('close', resolve));
    const code = stream.rstCode;
    session.close();
    return { ...said, code };
  }

  const framed = (flag: number, length: number, body = ''): Buffer =>
    Buffer.concat([Buffer.of(flag), Buffer.from([length >>> 24, length >>> 16, length >>> 8, length]), Buffer.from(body)]);

  test.each([
    ['no frame at all', {}, Buffer.alloc(0), '13'],
    ['half a header', {}, Buffer.of(0, 0), '13'],
    ['half a message', {}, framed(0, 10, 'abc'), '13'],
    ['two messages', {}, Buffer.concat([framed(0, 0), framed(0, 0)]), '13'],
    ['a compressed message', {}, framed(1, 0), '12'],
    ['a compressed stream', { 'grpc-encoding': 'gzip' }, framed(1, 0), '12'],
    ['a message of 300 MB', {}, framed(0, 300 * 1024 * 1024), '8'],
  ])('%s is refused with a status', async (_what, headers, body, code) => {
    expect((await send(headers, body)).headers['grpc-status']).toBe(code);
  });

  test('what is not gRPC is refused as HTTP refuses it', async () => {
    expect((await send({ 'content-type': 'text/plain' }, Buffer.alloc(0))).headers[':status']).toBe(415);
    expect((await send({ ':method': 'PUT' }, Buffer.alloc(0))).headers[':status']).toBe(405);
  });

  test('a caller that hangs up aborts its call', async () => {
    const session = http2Connect(`http://${started.line[3]}`);
    const stream = session.request({ ':method': 'POST', ':path': '/tfplugin6.Provider/ValidateProviderConfig', 'content-type': 'application/grpc' });
    stream.on('error', () => undefined);
    const aborted = new Promise<void>((resolve) => {
      started.provider.validateConfig = async (_request, { signal }) => {
        stream.close(constants.NGHTTP2_CANCEL);
        await new Promise<void>((heard) => signal.addEventListener('abort', () => heard()));
        resolve();
        return {};
      };
    });
    const config = Buffer.from(encode({ greeting: null }));
    const message = Buffer.concat([Buffer.of(0x0a, config.length + 2, 0x0a, config.length), config]);
    stream.end(Buffer.concat([framed(0, message.length), message]));
    await aborted;
    session.close();
  });
});
