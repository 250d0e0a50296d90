/** The platform refuses what a case calls refused, and lists the promises and the advice that are broken. */
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { Refusal } from '../../lib/core/command';
import type { Finding } from '../../lib/core/finding';
import type { Values } from '../../lib/core/unknown';
import { memoryStore } from '../../lib/platform/memory-store';
import { createPlatform } from '../../lib/platform/platform';
import { compared, expected, runnableCases } from './cases';

const SURFACE = 'platform';
const knownThroughout = runnableCases.filter((each) => !JSON.stringify(each.estate).includes('{"unknown":true}'));

const emptyPlatform = () => createPlatform({ catalogue, behaviours, store: memoryStore(), clock: { now: () => 0 }, random: () => 0.5, defaultWorld });

test.each(knownThroughout.map((each) => ({ each, name: `${each.file}: ${each.name}` })))('$name', async ({ each }) => {
  const platform = await emptyPlatform();
  const found: Finding[] = [];
  for (const { type, values } of each.estate) {
    try {
      await platform.dispatch({ kind: 'create', type, values: { ...(type === 'tenant' ? {} : { tenant: 'main' }), ...(values as Values) } });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found.push(...error.findings);
    }
  }
  found.push(...(await platform.findings()).findings);
  await platform.close();
  expect(compared(each, SURFACE, found)).toEqual(expected(each, SURFACE));
});
