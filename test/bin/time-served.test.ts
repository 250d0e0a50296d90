/** The clock, faults and actions of a platform that is served: the same answers as of its file. */
import type { AddressInfo } from 'node:net';
import { cpool, DATASTORE, datastore, policy, vm } from '../../lib/catalogue/facts/example-estates';
import type { Platform } from '../../lib/platform/platform';
import { SECRET, Served } from '../platform/http/served';
import { create, NOON, openPlatform } from '../platform/open-platform';
import { runSocle } from './run-socle';

let platform: Platform;
let served: Served;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  platform = await openPlatform();
  for (const entry of [cpool(), datastore(), policy(), vm('a')]) await create(platform, entry);
  served = await Served.begin({ ada: {} }, { platform });
  await served.server.http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = served.server.http.server.address() as AddressInfo;
  env = { SOCLE_ENDPOINT: `http://127.0.0.1:${port}`, SOCLE_CLIENT_ID: 'ada', SOCLE_SECRET_ID: SECRET };
});
afterAll(() => served.end());

const ask = (...words: readonly string[]) => runSocle(['platform', ...words], { env });
const json = async (...words: readonly string[]) => {
  const { exit, out, err } = await ask(...words, '--format', 'json');
  expect([exit, err]).toEqual([0, '']);
  return JSON.parse(out) as unknown;
};

test('time is advanced there', async () => {
  expect(await json('clock', 'manual')).toEqual({ version: 1, mode: 'manual', now: '2026-03-01T12:00:00Z' });
  expect(await json('clock', 'advance', '90s')).toMatchObject({ mode: 'manual', now: '2026-03-01T12:01:30Z', done: 0 });
  expect((await platform.clock()).now).toBe(NOON + 90_000);
});

test('faults strike there, and are mended', async () => {
  const { id } = (await json('fault', 'strike', 'zone', '--zone', 'th3s', '--for', '1h')) as { id: string };
  expect(await json('fault', 'list')).toMatchObject({ faults: [{ id, kind: 'zone', target: { zone: 'th3s' }, active: true }] });
  expect((await ask('fault', 'mend', id)).exit).toBe(0);
  expect(await platform.faults()).toEqual([]);
  expect((await ask('fault', 'strike', 'zone', '--zone', 'par8s')).exit).toBe(2);
});

test('actions are asked there, and watched', async () => {
  const { id } = (await json('do', 'run_backup', 'tenants/main/virtual-machines/a')) as { id: string };
  expect(await json('activity', id)).toMatchObject({ id, what: 'run_backup', state: 'running' });
  expect((await ask('do', 'explode', 'tenants/main/virtual-machines/a')).exit).toBe(2);
  expect((await ask('do', 'explode', DATASTORE)).exit).toBe(2);
});

test('what stands there is shown', async () => {
  expect(await json('status')).toMatchObject({ resources: { cpool: 1, datastore: 1, virtual_machine: 1 } });
});

test('the log is read there, from a line on', async () => {
  const { events } = (await json('events')) as { events: { revision: number; at: string; kind: string; id: string }[] };
  expect(events).toContainEqual(expect.objectContaining({ kind: 'create', id: DATASTORE, at: '2026-03-01T12:00:00Z' }));
  expect(events.map(({ revision }) => revision)).toEqual((await platform.events(0, 1000)).map(({ revision }) => revision));
  const rest = (await json('events', '--after', String(events[0]?.revision))) as { events: object[] };
  expect(rest.events).toEqual(events.slice(1));
});

test.each([['reset --yes'], ['export platform.json'], ['import platform.json']])('%s is done with a file, and none is guessed', async (words) => {
  const { exit, out, err } = await ask(...words.split(' '));
  expect([exit, out, err]).toEqual([2, '', expect.stringContaining('SOCLE_ENDPOINT')]);
});

test('what is no kind of fault, or lacks its target, is refused in the words of the command line', async () => {
  expect(await ask('fault', 'strike', 'zonne')).toMatchObject({ exit: 2, err: expect.stringContaining('hsm_module') });
  expect(await ask('fault', 'strike', 'link', '--zone', 'th3s')).toMatchObject({ exit: 2, err: expect.stringContaining('needs --other-zone') });
});

test('a named file is meant where one is named', async () => {
  expect((await ask('clock', 'show', 'none.db')).err).toContain('none.db');
});
