/** A program that gives random steps to a platform file and says what came of each step: `random-writer FILE TENANT SEED COUNT [moving]`. */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { openPlatform } from './open-platform';
import { type Step, stepsOf } from './random-commands';
import { giveStep } from './random-platform';

const [path = '', tenant = '', seed = '0', count = '0', time] = process.argv.slice(2);
/** At once, so that what was said is heard even when the process is killed in the next moment. */
const say = (line: string): unknown => writeSync(1, `${line}\n`);

/** Steps that wait for their answers at the same time, at most. */
const WAVE = 8;

/** Commands go in waves; whatever moves the clock or breaks something goes alone. */
function wavesOf(steps: readonly Step[]): (readonly [number, Step])[][] {
  const waves: (readonly [number, Step])[][] = [];
  for (const [index, step] of steps.entries()) {
    const wave = waves.at(-1);
    const joins = wave && wave.length < WAVE && step.kind === 'commands' && wave.every(([, each]) => each.kind === 'commands');
    if (joins) wave.push([index, step]);
    else waves.push([[index, step]]);
  }
  return waves;
}

async function write(): Promise<void> {
  const platform = await openPlatform({ store: await openSqliteStore(path) });
  for (const wave of wavesOf(stepsOf(tenant, Number(seed), Number(count), time === 'moving' ? 'moving' : 'standing'))) {
    const give = async ([index, step]: readonly [number, Step]): Promise<unknown> =>
      say(`${(await giveStep(platform, step)).kept ? 'kept' : 'refused'} ${index}`);
    await Promise.all(wave.map(give));
  }
  await platform.close();
}

write().then(
  () => say('done'),
  (error: unknown) => {
    say(`failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
