/** The same seed and the same steps give the same platform, line by line, however often it is opened anew on the way. */
import fc from 'fast-check';
import { DAY_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { NOON, openPlatform } from './open-platform';
import { groundOf, type Step, standbyOf, stepsOf } from './random-commands';
import { giveStep } from './random-platform';
import { scratch } from './scratch';

const file = scratch();
let files = 0;

/** Steps, with a day that passes after each few. */
const lived = (seed: number): readonly Step[] => [
  { kind: 'commands', commands: [...groundOf(), ...standbyOf()] },
  ...stepsOf('main', seed, 60, 'moving').flatMap((step, index): Step[] => (index % 12 === 11 ? [step, { kind: 'advance', ms: DAY_MS }] : [step])),
];

const told = async (platform: Platform) => ({
  log: await platform.events(0, 1_000_000),
  hash: await platform.hash(),
  activities: await platform.activities(),
  faults: await platform.faults(),
});

test.each(['automatic', 'manual'] as const)('with a clock that is %s', async (mode) => {
  let acted = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 7 }), async (seed, every) => {
      const path = file(`restarted-${++files}.db`);
      const open = async (): Promise<Platform> => openPlatform({ store: await openSqliteStore(path), clock: { now: () => NOON } });
      const whole = await openPlatform();
      let restarted = await open();
      for (const platform of [whole, restarted]) await platform.setClock(mode);
      for (const [index, step] of lived(seed).entries()) {
        const outcomes = [await giveStep(whole, step), await giveStep(restarted, step)];
        expect(outcomes[1]).toEqual(outcomes[0]);
        if (index % every !== 0) continue;
        await restarted.close();
        restarted = await open();
      }
      const one = await told(whole);
      expect(await told(restarted)).toEqual(one);
      acted += one.log.filter(({ kind }) => kind === 'due').length;
      await Promise.all([whole.close(), restarted.close()]);
    }),
    { numRuns: 6 },
  );
  // Nothing would be shown where nothing ever happens by itself.
  expect(acted).toBeGreaterThan(0);
});
