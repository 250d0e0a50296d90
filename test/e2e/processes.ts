/** Provider processes of a workspace, as the system lists them. */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 20;

/** What a vanishing process no longer answers. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** Ids of the providers that run for a folder. Asked of /proc, so on Linux only: elsewhere this throws. */
export function providersIn(folder: string): number[] {
  const home = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => orNothing(() => readlinkSync(`/proc/${pid}/cwd`)) === home)
    .filter((pid) => orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).includes('terraform-provider-socle'))
    .map(Number);
}

/** Asks again and again until the answer is true. Throws when that takes longer than `ms`. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms`);
    await pause(POLL_MS);
  }
}

/** No provider outlives its Terraform: those of a killed one notice and end. */
export const noProviderLeft = (folder: string): Promise<void> => until('the providers end', () => providersIn(folder).length === 0);
