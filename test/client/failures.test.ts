/** What a client does when the network, or the server at its other end, misbehaves. */
import { Unavailable } from '../../lib/core/command';
import {
  CREATE,
  cuts,
  cutsInTheMiddle,
  eachTestHas,
  errorOf,
  expectAdvice,
  ID,
  Impatient,
  LAN,
  problem,
  RESULT,
  says,
  staysSilent,
} from './bad-server';

const at = eachTestHas();
const methods = (): string[] => at.server.heard.map(({ method, path }) => `${method} ${path}`);

const expectClear = (error: unknown, ...words: readonly (string | RegExp)[]): void => expectAdvice(error, at.impatient.endpoint, ...words);

describe('a question that changes nothing is asked again', () => {
  test.each([
    ['an answer that is cut off before it begins', cuts],
    ['an answer that is cut off in the middle', cutsInTheMiddle],
    ['503', problem(503)],
    ['502', problem(502)],
    ['429', problem(429)],
  ])('after %s', async (_, failure) => {
    at.server.answers(failure, failure, says(200, LAN));
    expect(await at.impatient.client.get(ID)).toMatchObject({ id: ID, revision: 7 });
    expect(at.server.heard).toHaveLength(3);
    expect(at.impatient.pauses).toEqual([200, 400]);
  });

  test('five times in all, then it is given up', async () => {
    at.server.answers(cuts);
    expectClear(await errorOf(at.impatient.client.get(ID)), `GET /v1/${ID}`, '5 attempts');
    expect(at.server.heard).toHaveLength(5);
    expect(at.impatient.pauses).toEqual([200, 400, 800, 1600]);
  });

  test('a preview too, although it is a POST', async () => {
    at.server.answers(cuts, says(200, { findings: [] }));
    expect(await at.impatient.client.preview([CREATE])).toEqual([]);
  });
});

describe('a command whose answer is lost is not given again, and nobody claims to know what became of it', () => {
  test.each([
    ['cut off', cuts],
    ['cut off in the middle', cutsInTheMiddle],
    ['500', problem(500)],
    ['502', problem(502)],
    ['504', problem(504)],
  ])('%s', async (_, failure) => {
    at.server.answers(failure, says(200, RESULT));
    expectClear(await errorOf(at.impatient.client.dispatch(CREATE)), 'POST /v1/commands', 'nobody knows whether it was carried out');
    expect(methods()).toEqual(['POST /v1/commands']);
  });

  test('out of time', async () => {
    at.server.answers((response, request) => {
      staysSilent(response, request);
      at.impatient.runOut(35_000);
    });
    expectClear(await errorOf(at.impatient.client.dispatch(CREATE)), 'no answer came within 35 s', 'nobody knows whether it was carried out');
    expect(at.server.heard).toHaveLength(1);
  });

  test('a fault that was mended, an advance and an action neither', async () => {
    at.server.answers(cuts);
    const { client } = at.impatient;
    const asked = [
      () => client.mend('fault-1'),
      () => client.advance(1000),
      () => client.setClock('manual'),
      () => client.act({ type: 'network', id: ID, action: 'mow', input: {} }),
      () => client.strike({ kind: 'zone', target: {} }),
    ];
    for (const each of asked) expectClear(await errorOf(each()), 'nobody knows whether it was carried out');
    expect(at.server.heard).toHaveLength(asked.length);
  });
});

describe('what never reached the server', () => {
  test('is sent again, even a command, and given up within seconds', async () => {
    await at.server.close();
    expectClear(await errorOf(at.impatient.client.dispatch(CREATE)), 'the connection was refused', '5 attempts', 'socle platform serve');
    expect(at.impatient.pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(20_000);
    await at.server.listen();
  });

  test('is not insisted on by those who come after: no storm', async () => {
    await at.server.close();
    const lost = new Impatient(at.impatient.endpoint);
    await errorOf(lost.client.get(ID));
    expect(lost.pauses).toHaveLength(4);
    await Promise.all(Array.from({ length: 50 }, () => errorOf(lost.client.get(ID))));
    expect(lost.pauses).toHaveLength(4);
    await at.server.listen();
  });

  test('a name that no host has is said at once', async () => {
    const { client, pauses } = new Impatient('https://no-such-host.invalid');
    const error = await errorOf(client.get(ID));
    expect(error).toBeInstanceOf(Unavailable);
    expect((error as Unavailable).message).toMatch(/https:\/\/no-such-host\.invalid .*(no host of this name|cannot be looked up)/s);
    expect(pauses.length).toBeLessThanOrEqual(4);
  });
});

describe('Retry-After', () => {
  test('in seconds is waited for, by a command too: the server has done nothing yet', async () => {
    at.server.answers(problem(429, { 'retry-after': '2' }), problem(503, { 'retry-after': '1' }), says(200, RESULT));
    expect(await at.impatient.client.dispatch(CREATE)).toMatchObject({ id: ID });
    expect(at.impatient.pauses).toEqual([2200, 1400]);
  });

  test('as a date is waited for', async () => {
    at.server.answers(problem(429, { 'retry-after': new Date(at.impatient.now + 3000).toUTCString() }), says(200, LAN));
    await at.impatient.client.get(ID);
    expect(at.impatient.pauses).toEqual([3200]);
  });

  test.each([
    ['10', 1],
    ['11', 0],
  ])('of %s s is waited for %i times', async (seconds, times) => {
    at.server.answers(problem(429, { 'retry-after': seconds }), says(200, LAN));
    await errorOf(at.impatient.client.get(ID));
    expect(at.impatient.pauses).toHaveLength(times);
  });

  test('never ends in a wait of more than 20 s in all', async () => {
    at.server.answers(problem(429, { 'retry-after': '6' }));
    expectClear(await errorOf(at.impatient.client.get(ID)), '429');
    expect(at.impatient.pauses).toEqual([6200, 6400, 6800].slice(0, at.impatient.pauses.length));
    expect(at.impatient.pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(20_000);
  });
});

describe('what is no answer of a platform is trusted with nothing', () => {
  const html = (status: number) => says(status, '<html>It works!</html>', { 'content-type': 'text/html' });
  test.each([
    ['a page', html(200), 'text/html'],
    ['a page that says 404: the resource is not gone', html(404), 'text/html'],
    ['no type', says(200, '{}', { 'content-type': '' }), 'does not say what it is'],
    ['no JSON', says(200, '{"id":'), 'no JSON'],
    ['another object', says(200, { hello: 'world' }), 'id is no text'],
    ['a list', says(200, []), 'no object'],
    ['a number that is none', says(200, { ...LAN, revision: '7' }), 'revision is no number'],
    ['a redirection', (response: Parameters<typeof cuts>[0]) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), '302'],
  ])('%s', async (_, answer, words) => {
    at.server.answers(answer);
    expectClear(await errorOf(at.impatient.client.get(ID)), words);
    expect(at.server.heard).toHaveLength(1);
  });

  test('a collection that is not there: it is not empty', async () => {
    at.server.answers(problem(404));
    expectClear(await errorOf(at.impatient.client.list('network')), 'knows no GET /v1/collections/networks');
    expect(await at.impatient.client.list('network', { tenant: 'nobody' })).toEqual([]);
  });

  test('a list without an end', async () => {
    at.server.answers(says(200, { items: [], next: 'again' }));
    expectClear(await errorOf(at.impatient.client.faults()), 'does not come to the end');
  });

  test('more than can be read', async () => {
    at.server.answers((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.write('x'.repeat(2 ** 20)));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    expectClear(await errorOf(at.impatient.client.get(ID)), 'longer than 64 MiB');
  });

  test('fewer results than commands', async () => {
    at.server.answers(says(200, { results: [] }));
    expectClear(await errorOf(at.impatient.client.dispatch(CREATE)), '0 results for 1 commands', 'nobody knows');
  });
});

describe('a caller who wants no more', () => {
  test('before anything was sent is obeyed', async () => {
    const signal = AbortSignal.abort();
    expect(await errorOf(at.impatient.client.dispatch(CREATE, { signal }))).toMatchObject({ name: 'AbortError' });
    expect(at.server.heard).toEqual([]);
  });

  test('while a question is open closes its socket', async () => {
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      at.server.answers((response) => {
        response.on('close', resolve);
        stop.abort();
      });
    });
    expect(await errorOf(at.impatient.client.get(ID, { signal: stop.signal }))).toMatchObject({ name: 'AbortError' });
    await closed;
  });

  test('while a command is open hears what became of it', async () => {
    const stop = new AbortController();
    at.server.answers((response, request) => {
      stop.abort();
      says(200, RESULT)(response, request);
    });
    expect(await at.impatient.client.dispatch(CREATE, { signal: stop.signal })).toMatchObject({ id: ID });
  });

  test('while a command is open waits five seconds for that, no more', async () => {
    const stop = new AbortController();
    at.server.answers(() => {
      stop.abort();
      at.impatient.runOut(5000);
    });
    expectClear(await errorOf(at.impatient.client.dispatch(CREATE, { signal: stop.signal })), 'was stopped', 'nobody knows');
  });

  test('during a pause is not kept until its end', async () => {
    const stop = new AbortController();
    at.server.answers((response, request) => {
      problem(429, { 'retry-after': '10' })(response, request);
      response.on('finish', () => stop.abort());
    });
    expect(await errorOf(at.impatient.client.get(ID, { signal: stop.signal }))).toMatchObject({ name: 'AbortError' });
    expect(at.server.heard).toHaveLength(1);
  });
});

test('a client that was closed asks nothing any more', async () => {
  await at.impatient.client.close();
  expect(await errorOf(at.impatient.client.world())).toBeInstanceOf(Unavailable);
  expect(at.server.tokens).toBe(0);
});
