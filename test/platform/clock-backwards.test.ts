/** Whatever the wall clock does, between commands and between openings, a platform's time never goes backwards. */
import fc from 'fast-check';
import { MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { create, NOON, openPlatform } from './open-platform';
import { scratch } from './scratch';

const file = scratch();
let files = 0;

const deeds = ['create', 'advance', 'manual', 'automatic', 'open again', 'open beside'] as const;
/** What the wall shows, as seconds from noon, when something is done. */
const moments = fc.array(fc.tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.constantFrom(...deeds)), { minLength: 2, maxLength: 25 });

async function advance(platform: Platform, written: number): Promise<void> {
  const { now } = await platform.advance(MINUTE_MS);
  expect(now).toBeGreaterThanOrEqual(written + MINUTE_MS);
  expect((await platform.clock()).now).toBeGreaterThanOrEqual(now);
}

test('the clock and the log go forward only, whoever opens the file under whatever time', async () => {
  await fc.assert(
    fc.asyncProperty(moments, async (asked) => {
      const path = file(`clock-${++files}.db`);
      let wall = NOON;
      const open = async (): Promise<Platform> => openPlatform({ store: await openSqliteStore(path), clock: { now: () => wall } });
      let platform = await open();
      const opened = [platform];
      const written = async (): Promise<number> => (await platform.events(0, 1000)).at(-1)?.at ?? 0;
      for (const [index, [seconds, deed]] of asked.entries()) {
        wall = NOON + seconds * 1000;
        if (deed === 'create') await create(platform, { type: 'network', values: { name: `n${index}`, availability_zones: ['par7s'] } });
        else if (deed === 'advance') await advance(platform, await written());
        else if (deed === 'manual' || deed === 'automatic') await platform.setClock(deed);
        else {
          if (deed === 'open again') await platform.close();
          opened.push((platform = await open()));
        }
        // A look leaves no trace: what was written holds the clock when the wall falls back, not what was shown.
        expect((await platform.clock()).now).toBeGreaterThanOrEqual(await written());
      }
      const times = (await platform.events(0, 1000)).map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      await Promise.all(opened.map((each) => each.close()));
    }),
    { numRuns: 60 },
  );
});
