/** How long a VM that should run did not, by calendar month in UTC, and what the offer says to that. */
import { compare, fraction, times } from '../../core/units';
import { offer } from './offer';

/** Months of which downtime is remembered. */
const MONTHS_KEPT = 13;

/** Downtime of a VM: whatever it does while it is switched on, beside running, counts; maintenance too. */
export interface Downtime {
  /** Since when it does not run, in milliseconds since 1970 in UTC; null where it runs, or is switched off. */
  readonly since: number | null;
  /** Milliseconds that are over, by month as `2026-03`. */
  readonly months: Readonly<Record<string, number>>;
}

export interface Availability {
  readonly minutes_down: number;
  /** Of the whole month, cut off after three places: what is left of it counts as available, so that it never rises again. */
  readonly percent: number;
  /** It is not below what the offer promises. */
  readonly kept: boolean;
}

const MINUTE_MS = 60_000;
const PERCENT_PLACES = 1000;

/** The month of a moment, as `2026-03`. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** When a month begins, and when the next one does. */
function boundsOf(month: string): readonly [number, number] {
  const [year, number] = month.split('-').map(Number);
  return [Date.UTC(year ?? 0, (number ?? 1) - 1), Date.UTC(year ?? 0, number ?? 1)];
}

/** Downtime after a VM came to run, or ceased to, at a moment. */
export function counted(downtime: Downtime | undefined, is: 'down' | 'up', now: number): Downtime | undefined {
  const since = downtime?.since ?? null;
  if (is === 'down') return since === null ? { months: downtime?.months ?? {}, since: now } : downtime;
  return since === null ? downtime : { since: null, months: withSpan(downtime?.months ?? {}, since, now) };
}

function withSpan(months: Downtime['months'], from: number, until: number): Downtime['months'] {
  const sums: Record<string, number> = { ...months };
  for (let at = from; at < until; ) {
    const month = monthOf(at);
    const end = Math.min(until, boundsOf(month)[1]);
    sums[month] = (sums[month] ?? 0) + end - at;
    at = end;
  }
  const latest = Object.keys(sums).sort().slice(-MONTHS_KEPT);
  return Object.fromEntries(latest.map((month) => [month, sums[month] ?? 0]));
}

/** Availability in a month, as far as it is known at a moment. */
export function availabilityIn(downtime: Downtime | undefined, month: string, now: number): Availability {
  const [begin, end] = boundsOf(month);
  const { since, months } = downtime ?? { since: null, months: {} };
  const lasting = since === null ? 0 : Math.max(0, Math.min(now, end) - Math.max(since, begin));
  const down = Math.min(end - begin, (months[month] ?? 0) + lasting);
  const up = end - begin - down;
  return {
    minutes_down: down / MINUTE_MS,
    percent: Math.floor((up * 100 * PERCENT_PLACES) / (end - begin)) / PERCENT_PLACES,
    kept: compare(fraction(up * 100), times(fraction(end - begin), fraction(offer.availability_percent))) >= 0,
  };
}
