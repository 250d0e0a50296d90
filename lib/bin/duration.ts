/** A span of time as people write it: 15m, 2h30m, 7d. */
import { ADVANCE_MAX_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/virtual-time';
import { InputError } from '../terraform/input-error';

const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
] as const;

const WRITTEN = /^(?=\d)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;
export const DURATION_SAYS = 'days, hours, minutes and seconds in this order, as 15m, 2h30m or 7d';

/** Milliseconds of what was written; `what` says which span is meant. */
export function durationMs(written: string, what: string): number {
  const parts = WRITTEN.exec(written);
  if (!parts) throw new InputError(`${what} is ${JSON.stringify(written)}`, `write ${DURATION_SAYS}`);
  const ms = UNITS.reduce((sum, [, unit], index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
  if (ms > ADVANCE_MAX_MS) throw new InputError(`${what} is ${written}; at most ${ADVANCE_MAX_MS / DAY_MS}d are taken`, 'give a shorter time');
  return ms;
}

/** The span as people write it; whole seconds. */
export function durationText(ms: number): string {
  let rest = Math.round(ms / SECOND_MS) * SECOND_MS;
  const parts = UNITS.flatMap(([name, unit]) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count > 0 ? [`${count}${name}`] : [];
  });
  return parts.length > 0 ? parts.join('') : '0s';
}
