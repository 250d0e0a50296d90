/** Operations that are refused for now wait for others, and never for ever. */
import { Refusal } from '../../lib/core/command';
import type { Finding } from '../../lib/core/finding';
import { GivenUp, IDLE_MS, Parking } from '../../lib/provider/parking';
import { ManualTimers, settled } from './manual-timers';

const finding: Finding = {
  code: 'CAPACITY-001',
  class: 'refused',
  severity: 'error',
  resource: 'r',
  type: 't',
  path: '',
  title: '',
  message: '',
  fix: '',
  source: '',
};
const refusal = (retryable: boolean): Refusal => new Refusal([finding], retryable);

let timers: ManualTimers;
let parking: Parking;
beforeEach(() => {
  timers = new ManualTimers();
  parking = new Parking(timers.after);
});

/** An operation that is refused until `free` is called; `tries` counts how often it was tried. */
function blocked(retryable = true) {
  const state = { isFree: false, tries: 0 };
  const operation = async (): Promise<string> => {
    state.tries += 1;
    if (!state.isFree) throw refusal(retryable);
    return 'done';
  };
  return { state, operation };
}

/** An operation that ends when the test says so. */
function slow() {
  let end: () => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = () => resolve('ended')));
  return { operation: () => ended, end };
}

const options = (timeoutMs = 60_000, controller = new AbortController()) => ({ timeoutMs, signal: controller.signal });
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );

test('what succeeds at once does not wait', async () => {
  await expect(parking.run(async () => 'done', options())).resolves.toBe('done');
});

test('a final refusal is passed on at once', async () => {
  const { operation, state } = blocked(false);
  await expect(parking.run(operation, options())).rejects.toBeInstanceOf(Refusal);
  expect(state.tries).toBe(1);
});

test('an operation that ends wakes the parked ones', async () => {
  const waiting = blocked();
  const other = slow();
  const running = parking.run(other.operation, options());
  const parked = parking.run(waiting.operation, options());
  await timers.pass(10 * IDLE_MS);
  expect(waiting.state.tries).toBe(1);
  waiting.state.isFree = true;
  other.end();
  await expect(parked).resolves.toBe('done');
  await expect(running).resolves.toBe('ended');
});

test('what was refused while another ended tries again without waiting', async () => {
  const state = { tries: 0 };
  const other = slow();
  const running = parking.run(other.operation, options());
  const late = async (): Promise<string> => {
    state.tries += 1;
    if (state.tries > 1) return 'done';
    other.end();
    await settled();
    throw refusal(true);
  };
  await expect(parking.run(late, options())).resolves.toBe('done');
  await running;
});

test('alone, it is tried once more after 400 ms and then given up', async () => {
  const { operation, state } = blocked();
  const parked = outcome(parking.run(operation, options()));
  await timers.pass(IDLE_MS - 1);
  expect(state.tries).toBe(1);
  await timers.pass(1);
  expect(await parked).toMatchObject({ constructor: GivenUp, reason: 'idle', refusal: { findings: [finding] } });
  expect(state.tries).toBe(2);
});

test('the last try may succeed, since another process may have made room', async () => {
  const { operation, state } = blocked();
  const parked = parking.run(operation, options());
  await settled();
  state.isFree = true;
  await timers.pass(IDLE_MS);
  await expect(parked).resolves.toBe('done');
});

test('several are given up one after the other, the oldest first', async () => {
  const given: string[] = [];
  for (const name of ['first', 'second']) void outcome(parking.run(blocked().operation, options())).then(() => given.push(name));
  await timers.pass(IDLE_MS);
  expect(given).toEqual(['first']);
  await timers.pass(IDLE_MS);
  expect(given).toEqual(['first', 'second']);
  expect(parking.parked).toBe(0);
});

test('an arrival starts the 400 ms anew', async () => {
  const { operation, state } = blocked();
  const parked = outcome(parking.run(operation, options()));
  await timers.pass(IDLE_MS - 1);
  parking.stir();
  await timers.pass(IDLE_MS - 1);
  expect(state.tries).toBe(1);
  await timers.pass(1);
  expect(await parked).toBeInstanceOf(GivenUp);
});

test('the timeout ends the waiting, even while others run', async () => {
  const other = slow();
  const running = parking.run(other.operation, options());
  const parked = outcome(parking.run(blocked().operation, options(5000)));
  await timers.pass(4999);
  expect(parking.parked).toBe(1);
  await timers.pass(1);
  expect(await parked).toMatchObject({ reason: 'timeout' });
  other.end();
  await running;
});

test('a stop ends the waiting at once', async () => {
  const controller = new AbortController();
  const other = slow();
  const running = parking.run(other.operation, options());
  const parked = outcome(parking.run(blocked().operation, options(60_000, controller)));
  await settled();
  controller.abort();
  expect(await parked).toMatchObject({ reason: 'stopped' });
  other.end();
  await running;
});

test('ten parked ones are all done once room is made', async () => {
  let free = 0;
  const take = async (): Promise<string> => {
    if (free === 0) throw refusal(true);
    free -= 1;
    return 'done';
  };
  const parked = Array.from({ length: 10 }, () => parking.run(take, options()));
  await settled();
  for (let count = 0; count < 10; count += 1) await parking.run(async () => (free += 1), options());
  await expect(Promise.all(parked)).resolves.toHaveLength(10);
});
