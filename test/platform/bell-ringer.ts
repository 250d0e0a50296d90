/** A program that lets time pass on a file with bells, and says the hash: `bell-ringer FILE MILLISECONDS`. */
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { openBells } from './bells';

const [path = '', ms = '0'] = process.argv.slice(2);

async function advance(): Promise<void> {
  const platform = await openBells({ store: await openSqliteStore(path) });
  await platform.advance(Number(ms));
  process.stdout.write(await platform.hash());
  await platform.close();
}

void advance();
