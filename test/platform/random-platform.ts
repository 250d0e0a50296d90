/** Gives random steps to a platform: some are carried out, some are refused as a whole. */
import type { PlatformClient } from '../../lib/client/client';
import { type Order, Refusal } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { OLDEST_BACKUP, type Step } from './random-commands';

/** What a step needs of a platform, in process or over HTTP. */
type Giving = Pick<PlatformClient, 'dispatchAll' | 'advance' | 'strike' | 'faults' | 'mend' | 'act' | 'observe'>;

/** Gives a step, and what came of it. Throws `Refusal`. */
export async function carryOut(platform: Giving, step: Step): Promise<unknown> {
  switch (step.kind) {
    case 'commands':
      return platform.dispatchAll(step.commands);
    case 'advance':
      return platform.advance(step.ms);
    case 'strike':
      return platform.strike(step.order);
    case 'mend': {
      const [first] = await platform.faults();
      return first && platform.mend(first.id);
    }
    case 'act':
      return platform.act({ ...step.order, input: await withBackup(platform, step.order) });
    default:
      return step satisfies never;
  }
}

/** The input of an action, with the id of the backup that it means. */
async function withBackup(platform: Giving, { id, input }: Order): Promise<Values> {
  if (input['backup'] !== OLDEST_BACKUP) return input;
  const backups = ((await platform.observe(id))['backups'] ?? []) as readonly Values[];
  return { ...input, backup: backups[0]?.['id'] ?? 'none' };
}

/** Whether the step was carried out, and the codes for which it was refused. */
export async function giveStep(platform: Giving, step: Step): Promise<{ readonly kept: boolean; readonly codes: readonly string[] }> {
  try {
    await carryOut(platform, step);
    return { kept: true, codes: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kept: false, codes: error.findings.map(({ code }) => code) };
  }
}
