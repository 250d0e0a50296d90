/** Gives steps of commands to a platform: some are carried out, some are refused as a whole. */
import { type Command, Refusal } from '../../lib/core/command';
import type { Platform } from '../../lib/platform/platform';

/** Gives how many were carried out. */
export async function giveSteps(platform: Platform, steps: readonly (readonly Command[])[]): Promise<number> {
  let kept = 0;
  for (const step of steps) {
    try {
      await platform.dispatchAll(step);
      kept += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.findings.length).toBeGreaterThan(0);
    }
  }
  return kept;
}
