/** A program that creates networks on a platform file, one after another, and says which are acknowledged: `writer FILE PREFIX COUNT`. */
import { writeSync } from 'node:fs';
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { Refusal, Unavailable } from '../../lib/core/command';
import { createPlatform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';

const [path = '', prefix = '', count = '0'] = process.argv.slice(2);
const say = (line: string): unknown => writeSync(1, `${line}\n`);

async function write(): Promise<void> {
  const store = await openSqliteStore(path);
  const platform = await createPlatform({ catalogue, behaviours, store, clock: { now: () => 0 }, random: Math.random, defaultWorld });
  say('ready');
  for (let number = 1; number <= Number(count); number += 1) {
    const name = `${prefix}${number}`;
    const stored = await platform.dispatch({ kind: 'create', type: 'network', values: { name, availability_zones: ['par7s'] } });
    say(`created ${name} ${String(stored?.values['vlan_id'])}`);
    // Every third goes again, and with it what others hold in memory.
    if (number % 3 === 0 && stored) {
      await platform.dispatch({ kind: 'delete', type: 'network', id: stored.id, incarnation: stored.incarnation });
      say(`deleted ${name}`);
    }
  }
  await platform.close();
}

write().then(
  () => say('done'),
  (error: unknown) => {
    say(error instanceof Unavailable || error instanceof Refusal ? `${error.constructor.name}: ${error.message}` : `defect: ${String(error)}`);
    process.exitCode = 1;
  },
);
