/** Proxies that the environment names: they lead to other machines, never back to this one, and see no secret. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadServer, errorOf, expectAdvice, ID, Impatient, LAN, says } from './bad-server';

const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
const asked: string[] = [];
const proxy = createServer((request) => asked.push(`${request.method} ${request.url}`));
proxy.on('connect', (request, socket) => {
  asked.push(`CONNECT ${request.url}`);
  socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  for (const name of VARIABLES) delete process.env[name];
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  Object.assign(process.env, { HTTP_PROXY: url, HTTPS_PROXY: url });
});
afterAll(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  proxy.close();
});
beforeEach(() => asked.splice(0));

test('a platform on this machine is asked without one', async () => {
  const server = new BadServer();
  await server.listen();
  const { client } = new Impatient(server.endpoint);
  server.answers(says(200, LAN));
  expect(await client.get(ID)).toMatchObject({ id: ID });
  expect(asked).toEqual([]);
  await client.close();
  await server.close();
});

test('a platform elsewhere is asked through a tunnel, so that the proxy sees its name alone', async () => {
  const { client } = new Impatient('https://platform.example:7480');
  expectAdvice(await errorOf(client.get(ID)), 'https://platform.example:7480');
  expect(new Set(asked)).toEqual(new Set(['CONNECT platform.example:7480']));
  await client.close();
});
