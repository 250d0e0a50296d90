/** Events of a served platform, on real sockets: told as they come, to whoever may hear them. */
import { HEARTBEAT_MS, LISTENERS_MAX, LISTENING_MS } from '../../../lib/platform/http/bounds';
import { askForEvents, Listener, listening } from './listener';
import { Served } from './served';

const network = (name: string) => ({ kind: 'create', type: 'network', values: { name, availability_zones: ['par7s'] } }) as const;

let served: Served;
beforeEach(async () => {
  served = await Served.begin({ ada: {}, mallory: { tenants: ['bank'] }, blind: { permissions: [] } });
  await listening(served);
});
afterEach(() => served.end());

test('events are told from the beginning, and then as they come', async () => {
  await served.platform.dispatch(network('a'));
  const listener = await Listener.begin(served, 'ada');
  expect([listener.answer.statusCode, listener.answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
  await listener.hears(/networks\/a"/);
  await served.platform.dispatch(network('b'));
  await served.timers.pass(LISTENING_MS);
  const heard = await listener.hears(/networks\/b"/);
  expect(heard).toMatch(/^event: create\ndata: \{.*"at":"2026-03-01T12:00:00.000Z".*\}$/m);
  expect(listener.ids).toEqual((await served.platform.events(0, 100)).map(({ revision }) => revision));
  listener.answer.destroy();
});

test('events go on where a listener was interrupted', async () => {
  await served.platform.dispatch(network('a'));
  const { revision } = (await served.platform.events(0, 100)).at(-1) ?? { revision: 0 };
  const listener = await Listener.begin(served, 'ada', String(revision));
  await served.platform.dispatch(network('b'));
  await served.timers.pass(LISTENING_MS);
  await listener.hears(/networks\/b"/);
  expect(listener.ids).toEqual([revision + 1]);
  listener.answer.destroy();
});

test('events of others are not told', async () => {
  const listener = await Listener.begin(served, 'mallory');
  await served.platform.dispatch(network('a'));
  served.wall += HEARTBEAT_MS;
  await served.timers.pass(LISTENING_MS);
  expect(await listener.hears(/still here/)).not.toMatch(/main/);
  expect(listener.ids).toEqual([]);
  listener.answer.destroy();
});

test('of a quiet time there is a sign of life', async () => {
  const { revision } = (await served.platform.events(0, 100)).at(-1) ?? { revision: 0 };
  const listener = await Listener.begin(served, 'ada', String(revision));
  served.wall += HEARTBEAT_MS - 1;
  await served.timers.pass(LISTENING_MS);
  served.wall += 1;
  await served.timers.pass(LISTENING_MS);
  expect((await listener.hears(/still here/)).match(/still here/g)).toHaveLength(1);
  listener.answer.destroy();
});

test('events end with the token, and with the server', async () => {
  const first = await Listener.begin(served, 'ada');
  served.wall += 3_600_000;
  await served.timers.pass(LISTENING_MS);
  await first.ended;
  served.signIn('ada');
  const second = await Listener.begin(served, 'ada');
  const closing = served.server.http.close();
  await second.ended;
  await closing;
});

test('events need their permission, and a revision that is one', async () => {
  for (const [who, headers, status] of [
    ['blind', {}, 403],
    ['ada', { 'last-event-id': 'x' }, 400],
  ] as const) {
    const answer = await askForEvents(served, who, headers);
    expect(answer.statusCode).toBe(status);
    answer.resume();
  }
});

test('events have so many listeners, and one more when another goes', async () => {
  const listeners = await Promise.all(Array.from({ length: LISTENERS_MAX }, () => Listener.begin(served, 'ada')));
  const refused = await askForEvents(served, 'ada');
  expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([503, true]);
  refused.resume();
  listeners[0]?.answer.destroy();
  let again = await askForEvents(served, 'ada');
  for (let tried = 0; again.statusCode !== 200 && tried < 100; tried += 1) {
    again.resume();
    again = await askForEvents(served, 'ada');
  }
  expect(again.statusCode).toBe(200);
  for (const { answer } of [...listeners, new Listener(again)]) answer.destroy();
});
