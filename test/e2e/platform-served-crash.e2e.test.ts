/** `kill -9` of a server while several clients send: what any of them was answered stands, and of everything else all or nothing. */
import fc from 'fast-check';
import { openEndpoint } from '../../lib/bin/endpoint';
import { Unavailable } from '../../lib/core/command';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { NOON, openPlatform } from '../platform/open-platform';
import { type Step, stepsOf } from '../platform/random-commands';
import { giveStep } from '../platform/random-platform';
import { Replay, type Voice } from '../platform/replay';
import { scratch } from '../platform/scratch';
import { begun, checkIntegrity } from './crashed';
import { type Access, ServedPlatform } from './served';

const ROUNDS = 12;
/** Clients, each with a tenant of its own. */
const TENANTS = ['one', 'two', 'three', 'four'];
/** Steps of a client: more than are answered before the server is killed. */
const STEPS = 200;
/** Answers after which the server is killed, at most. */
const KILLED_AFTER_MAX = 150;
/** The moments of the kills follow from it. */
const SEED = 20_260_302;

const file = scratch();

/** Gives steps one after another until the server is gone; gives what was answered, a line each. */
async function send({ SOCLE_ENDPOINT, SOCLE_CLIENT_ID, SOCLE_SECRET_ID }: Access, steps: readonly Step[], answered: () => void): Promise<string> {
  const client = openEndpoint({ endpoint: SOCLE_ENDPOINT, client_id: SOCLE_CLIENT_ID, secret_id: SOCLE_SECRET_ID });
  let said = '';
  try {
    for (const [index, step] of steps.entries()) {
      const { kept } = await giveStep(client, step);
      said += `${kept ? 'kept' : 'refused'} ${index}\n`;
      answered();
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  } finally {
    await client.close();
  }
  return said;
}

/** Serves a file to all clients, and kills the server when it has answered so many times. */
async function killed(path: string, round: number, after: number): Promise<Voice[]> {
  const server = new ServedPlatform(path, ['--rate', '1000000']);
  const access = await server.access;
  let answers = 0;
  let kill: Promise<void> | undefined;
  const answered = (): void => {
    answers += 1;
    if (answers >= after) kill ??= server.kill();
  };
  const voices = await Promise.all(
    TENANTS.map(async (tenant, index) => {
      const steps = stepsOf(tenant, round * TENANTS.length + index, STEPS);
      return { tenant, steps, said: await send(access, steps, answered) };
    }),
  );
  await kill;
  // Else nothing was cut off.
  expect(answers).toBeLessThan(TENANTS.length * STEPS);
  return voices;
}

test(`${ROUNDS} times over, nothing that was answered is lost, and nothing else is kept in part`, async () => {
  let now = NOON;
  const path = file('served.db');
  const memory = await begun(path, TENANTS, { clock: { now: () => now } });
  const setTime = (at: number): void => {
    now = at;
  };
  const replay = new Replay(memory, { setTime });
  const moments = fc.sample(fc.integer({ min: 1, max: KILLED_AFTER_MAX }), { seed: SEED, numRuns: ROUNDS });
  for (const [round, after] of moments.entries()) {
    const voices = await killed(path, round, after);
    const platform = await openPlatform({ store: await openSqliteStore(path) });
    await replay.follow(platform, voices);
    await platform.close();
    checkIntegrity(path);
  }
}, 240_000);
