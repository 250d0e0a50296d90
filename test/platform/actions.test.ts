/** Actions: what is asked of a resource is done wholly, or refused with its place and nothing is left of it. */
import { bellId, hang, heard, openBells } from './bells';
import { NOON, refusalOf } from './open-platform';

const ask = async (given: {
  type?: string;
  id?: string;
  action?: string;
  input?: Record<string, never> | Record<string, boolean | string | number>;
}) => {
  const platform = await openBells();
  await hang(platform, 'a');
  const before = await platform.hash();
  const asked = platform.act({ type: 'network', id: bellId('a'), action: 'copy', input: {}, ...given });
  const { findings, retryable } = await refusalOf(asked);
  expect(await platform.hash()).toBe(before);
  return { found: findings.map(({ code, path }) => [code, path]), fix: findings[0]?.fix, retryable };
};

test('one that is unknown is refused with the one that was meant', async () => {
  expect(await ask({ action: 'coppy' })).toEqual({ found: [['SHAPE', 'action']], fix: 'use copy', retryable: false });
});

test.each([
  ['does not exist', { id: bellId('b') }],
  ['is of another type', { type: 'tenant' }],
  ['has an id of another type', { id: 'organizations/acme/tenants/main' }],
])('one of a resource that %s is refused', async (_, given) => {
  expect((await ask(given)).found).toEqual([['STALE-001', '']]);
});

test.each<[string, Record<string, boolean | string | number>, string]>([
  ['of another shape', { force: 'yes' }, 'force'],
  ['that the action does not know', { forced: true }, 'forced'],
])('an input %s is refused at its place', async (_, input, path) => {
  expect((await ask({ input })).found).toEqual([['SHAPE', path]]);
});

test('what is left out of the input has its default', async () => {
  const platform = await openBells();
  await hang(platform, 'a');
  expect((await platform.act({ type: 'network', id: bellId('a'), action: 'at_once', input: {} })).state).toBe('completed');
});

test('one that refuses itself leaves neither what it did before nor an activity', async () => {
  expect((await ask({ action: 'refused' })).found).toEqual([['NETWORK-001', '']]);
});

test('the log tells who asked it, and of what', async () => {
  const platform = await openBells();
  await hang(platform, 'a');
  const order = { type: 'network', id: bellId('a'), action: 'both', input: {} };
  await platform.act(order, { principal: { name: 'ada', may: (wish) => wish.kind === 'act' && wish.action === 'both' } });
  expect((await platform.events(2, 10))[0]).toMatchObject({
    principal: 'ada',
    kind: 'act',
    what: 'both',
    type: 'network',
    id: bellId('a'),
    at: NOON,
  });
  expect((await heard(platform, 'a')).rung).toEqual([NOON]);
});
