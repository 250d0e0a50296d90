/** `socle platform clock`: what a platform's clock shows, and moving it. */
import type { ClockMode, ClockState } from '../core/virtual-time';
import { durationMs, durationText } from './duration';
import { type Format, jsonOf, type Meant, momentText, onPlatformMeant } from './platform-meant';
import { EXIT, type Exit, type Terminal } from './terminal';

interface Options {
  readonly format: Format;
}

/** Milliseconds after which a person is shown how far the clock has come. */
const PROGRESS_AFTER_MS = 1000;

const MODE_SAYS: Readonly<Record<ClockMode, string>> = {
  automatic: 'automatic: it follows the wall clock, and what ends by itself ends at once',
  manual: 'manual: it stands still, and everything waits for socle platform clock advance',
};

export const showClock = (file: string | undefined, { format }: Options, terminal: Terminal): Promise<Exit> =>
  onPlatformMeant({ file, purpose: 'look' }, terminal, async ({ client }) => tellClock(await client.clock(), format, terminal));

export const setMode = (mode: ClockMode, file: string | undefined, { format }: Options, terminal: Terminal): Promise<Exit> =>
  onPlatformMeant({ file, purpose: 'command' }, terminal, async ({ client }) => tellClock(await client.setClock(mode), format, terminal));

export function advance(by: string, file: string | undefined, { format }: Options, terminal: Terminal): Promise<Exit> {
  const ms = durationMs(by, 'the time to let pass');
  return onPlatformMeant({ file, purpose: 'command' }, terminal, async (meant) => {
    const { mode, now, done } = await advanced(meant, ms, terminal);
    const things = done === 1 ? '1 thing happened' : `${done} things happened`;
    terminal.out(
      format === 'json' ? jsonOf({ mode, now: momentText(now), done }) : `${momentText(now)}  ${durationText(ms)} passed, ${things} on the way\n`,
    );
    return EXIT.fine;
  });
}

async function advanced(meant: Meant, ms: number, terminal: Terminal): ReturnType<Meant['client']['advance']> {
  if (meant.kind === 'served') return meant.client.advance(ms);
  const started = terminal.now().getTime();
  let shown = '';
  const onStep = (now: number): void => {
    if (!terminal.colours || terminal.now().getTime() - started < PROGRESS_AFTER_MS) return;
    shown = momentText(now);
    terminal.err(`\r${shown}`);
  };
  const result = await meant.client.advance(ms, { onStep });
  if (shown !== '') terminal.err(`\r${' '.repeat(shown.length)}\r`);
  return result;
}

function tellClock({ mode, now }: ClockState, format: Format, terminal: Terminal): Exit {
  terminal.out(format === 'json' ? jsonOf({ mode, now: momentText(now) }) : `${momentText(now)}  ${MODE_SAYS[mode]}\n`);
  return EXIT.fine;
}
