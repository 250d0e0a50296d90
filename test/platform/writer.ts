/**
 * A program that creates networks on a platform file, one after another, and says which are acknowledged: `writer FILE PREFIX COUNT`.
 * Where the platform cannot be asked it says so, and tries once more for every line that it is told.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Refusal, Unavailable } from '../../lib/core/command';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { openPlatform } from './open-platform';

const [path = '', prefix = '', count = '0'] = process.argv.slice(2);
const say = (line: string): unknown => writeSync(1, `${line}\n`);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      say(`Unavailable: ${error.message}`);
      if ((await lines.next()).done) throw error;
    }
  }
}

async function write(): Promise<void> {
  const platform = await openPlatform({ store: await openSqliteStore(path), random: Math.random });
  say('ready');
  for (let number = 1; number <= Number(count); number += 1) {
    const name = `${prefix}${number}`;
    const values = { name, availability_zones: ['par7s'] };
    const stored = await patiently(() => platform.dispatch({ kind: 'create', type: 'network', values }));
    say(`created ${name} ${String(stored?.values['vlan_id'])}`);
    // Every third goes again, and with it what others hold in memory.
    if (number % 3 === 0 && stored) {
      await patiently(() => platform.dispatch({ kind: 'delete', type: 'network', id: stored.id, incarnation: stored.incarnation }));
      say(`deleted ${name}`);
    }
  }
  await platform.close();
}

write().then(
  () => {
    say('done');
    process.stdin.destroy();
  },
  (error: unknown) => {
    say(error instanceof Unavailable || error instanceof Refusal ? `${error.constructor.name}: ${error.message}` : `defect: ${String(error)}`);
    process.exitCode = 1;
    process.stdin.destroy();
  },
);
