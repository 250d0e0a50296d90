/** Runs the command line in this process. */
import { main } from '../../lib/bin/cli-main';
import type { Exit, Terminal } from '../../lib/bin/terminal';

export interface Ran {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
}

export async function runSocle(argv: readonly string[], given: Partial<Terminal> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const exit = await main(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colours: false,
    width: 80,
    env: {},
    now: () => new Date('2026-01-31T12:00:00Z'),
    ...given,
  });
  return { exit, out, err };
}
