/** `kill -9` at random moments: what was acknowledged stands, and of everything else all or nothing. */
import fc from 'fast-check';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { bundled, ended, start } from '../platform/bundle';
import { openPlatform } from '../platform/open-platform';
import { stepsOf } from '../platform/random-commands';
import { Replay, type Voice } from '../platform/replay';
import { scratch } from '../platform/scratch';
import { begun, checkIntegrity } from './crashed';

const ROUNDS = 24;
/** Steps that a writer gives: more than are heard before the last one is killed. */
const STEPS = 400;
/** Steps of its neighbour, which is not killed. */
const NEIGHBOUR_STEPS = 40;
/** Answers after which a writer is killed, at most. */
const KILLED_AFTER_MAX = 200;
/** The moments of the kills follow from it. */
const SEED = 20_260_301;

/** Tenants of the writer that is killed, and of its neighbour. */
const KILLED = 'killed';
const SPARED = 'spared';

const file = scratch();

/** Runs a writer and kills it when it has answered so many times; gives what it said until then. */
async function killed(program: string, args: readonly string[], after: number): Promise<string> {
  const child = start(program, args);
  let heard = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    heard += chunk.toString().split('\n').length - 1;
    if (heard >= after) child.kill('SIGKILL');
  });
  const { out, signal, err } = await ended(child);
  expect({ signal, err }).toEqual({ signal: 'SIGKILL', err: '' });
  return out;
}

test(`${ROUNDS} times over, nothing acknowledged is lost, nothing else is kept in part, and the neighbour goes on`, async () => {
  const program = bundled('test/platform/random-writer.ts', file('random-writer.js'));
  const path = file('crashed.db');
  const replay = new Replay(await begun(path, [KILLED, SPARED]), { mover: KILLED });
  const moments = fc.sample(fc.integer({ min: 1, max: KILLED_AFTER_MAX }), { seed: SEED, numRuns: ROUNDS });
  for (const [round, after] of moments.entries()) {
    const neighbour = ended(start(program, [path, SPARED, String(round), String(NEIGHBOUR_STEPS)]));
    const heard = await killed(program, [path, KILLED, String(round), String(STEPS), 'moving'], after);
    const { out, code } = await neighbour;
    expect({ last: out.trim().split('\n').at(-1), code }).toEqual({ last: 'done', code: 0 });

    const platform = await openPlatform({ store: await openSqliteStore(path) });
    const voices: readonly Voice[] = [
      { tenant: KILLED, steps: stepsOf(KILLED, round, STEPS, 'moving'), said: heard },
      { tenant: SPARED, steps: stepsOf(SPARED, round, NEIGHBOUR_STEPS), said: out },
    ];
    await replay.follow(platform, voices);
    await platform.close();
    checkIntegrity(path);
  }
}, 240_000);
