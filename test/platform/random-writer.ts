/** A program that gives random steps to a platform file and says what came of each step: `random-writer FILE TENANT SEED COUNT [moving]`. */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { openPlatform } from './open-platform';
import { stepsOf } from './random-commands';
import { giveStep } from './random-platform';

const [path = '', tenant = '', seed = '0', count = '0', time] = process.argv.slice(2);
/** At once, so that what was said is heard even when the process is killed in the next moment. */
const say = (line: string): unknown => writeSync(1, `${line}\n`);

async function write(): Promise<void> {
  const platform = await openPlatform({ store: await openSqliteStore(path) });
  for (const step of stepsOf(tenant, Number(seed), Number(count), time === 'moving' ? 'moving' : 'standing')) {
    const { kept } = await giveStep(platform, step);
    say(kept ? 'kept' : 'refused');
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
