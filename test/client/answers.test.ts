/** With which token a client asks, and how it reads what a platform refuses. */
import { Refusal } from '../../lib/core/command';
import { CREATE, eachTestHas, errorOf, expectAdvice, ID, LAN, problem, RESULT, says } from './bad-server';

const at = eachTestHas();
const expectClear = (error: unknown, ...words: readonly (string | RegExp)[]): void => expectAdvice(error, at.impatient.endpoint, ...words);

describe('the token', () => {
  test('is fetched once for all who ask at once, and not before somebody asks', async () => {
    expect(at.server.tokens).toBe(0);
    at.server.answers(says(200, LAN));
    await Promise.all(Array.from({ length: 20 }, () => at.impatient.client.get(ID)));
    expect(at.server.tokens).toBe(1);
    expect(new Set(at.server.heard.map(({ token }) => token))).toEqual(new Set(['Bearer token-1']));
  });

  test.each([
    [3239, 1],
    [3240, 2],
  ])('of an hour is renewed before it ends: after %i s there were %i', async (seconds, tokens) => {
    at.server.answers(says(200, LAN));
    await at.impatient.client.get(ID);
    at.impatient.now += seconds * 1000;
    await at.impatient.client.get(ID);
    expect(at.server.tokens).toBe(tokens);
  });

  test('that a platform has forgotten is renewed once, and the command given once more', async () => {
    at.server.answers(problem(401), says(200, RESULT));
    expect(await at.impatient.client.dispatch(CREATE)).toMatchObject({ id: ID });
    expect(at.server.heard.map(({ token }) => token)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('that is never good enough is not fetched for ever', async () => {
    at.server.answers(problem(401));
    expectClear(await errorOf(at.impatient.client.get(ID)), '401');
    expect(at.server.tokens).toBe(2);
  });

  test('that is refused says which client, not which secret', async () => {
    at.server.token = problem(401);
    expectClear(await errorOf(at.impatient.client.get(ID)), '"robot"', 'SOCLE_CLIENT_ID and SOCLE_SECRET_ID');
    expect(at.server.heard).toEqual([]);
  });

  test('that does not come in ten seconds does not come', async () => {
    at.server.token = () => at.impatient.runOut(10_000);
    expectClear(await errorOf(at.impatient.client.get(ID)), 'within 10 s');
  });
});

describe('a refusal', () => {
  const finding = {
    code: 'STALE-001',
    class: 'refused',
    severity: 'error',
    resource: ID,
    type: 'network',
    path: '',
    title: 'Stale',
    message: 'it moved on',
    fix: 'read it again',
    source: '',
  };
  test.each([
    [412, true],
    [409, false],
    [422, true],
    [403, false],
  ])('with %i and findings is the refusal that was meant (retryable: %s)', async (status, retryable) => {
    at.server.answers(problem(status, {}, { findings: [finding], retryable }));
    const error = await errorOf(at.impatient.client.dispatch(CREATE));
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ findings: [finding], retryable });
  });

  test('without findings says what the platform said', async () => {
    at.server.answers(problem(403, {}, { detail: 'network_write is missing', fix: 'ask for it' }));
    expectClear(await errorOf(at.impatient.client.dispatch(CREATE)), 'network_write is missing', 'Fix: ask for it');
  });
});
