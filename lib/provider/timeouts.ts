/** The `timeouts` attribute: how long an operation may wait for others of the same apply. */
import type { ShapeProblem } from '../core/validate';
import { shown } from '../core/validate';
import type { TfObject, TfValue } from '../tfplugin/types';
import { isTfList, isTfObject } from './values';

const DEFAULT_MS = 20 * 60_000;
/** Longer waits are certainly a mistake, and timers end at 24 days. */
const LONGEST_MS = 24 * 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

export type Operation = 'create' | 'update' | 'delete';
const OPERATIONS: readonly Operation[] = ['create', 'update', 'delete'];

/** What an import leaves: the timeouts are not known, so whatever the configuration says of them is no change. */
export const NOT_CONFIGURED: TfObject = { create: null, update: null, delete: null };

/** Milliseconds of a duration as `90s` or `1h30m`; undefined where the text is none, or longer than a day. */
export function milliseconds(duration: string): number | undefined {
  if (duration.length > 64 || !DURATION.test(duration)) return undefined;
  let sum = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) sum += Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  return sum <= LONGEST_MS ? sum : undefined;
}

/** Milliseconds that an operation of this resource may wait. */
export function timeoutOf(object: TfObject | null, operation: Operation): number {
  const timeouts = object?.['timeouts'];
  const duration = isTfObject(timeouts) ? timeouts[operation] : null;
  return (typeof duration === 'string' ? milliseconds(duration) : undefined) ?? DEFAULT_MS;
}

export function plannedTimeouts(
  given: TfValue,
  prior: TfObject | null,
  otherwiseChanged: boolean,
): { readonly value: TfValue; readonly changed: boolean } {
  const before = prior?.['timeouts'] ?? null;
  if (isNotConfigured(before) && (given === null || !otherwiseChanged)) return { value: before, changed: false };
  return { value: given, changed: prior === null || written(given) !== written(before) };
}

const isNotConfigured = (value: TfValue): boolean => isTfObject(value) && OPERATIONS.every((operation) => (value[operation] ?? null) === null);

/** As text, to compare: what is unknown differs from everything known. */
const written = (value: TfValue): string =>
  isTfObject(value)
    ? OPERATIONS.map((each) => (typeof value[each] === 'string' ? value[each] : isUnset(value[each]) ? '' : '?')).join('|')
    : value === null
      ? ''
      : '?';
const isUnset = (value: TfValue | undefined): boolean => value === null || value === undefined;

/** What is wrong with the timeouts that a configuration gives. */
export function timeoutProblems(config: TfObject): ShapeProblem[] {
  const timeouts = config['timeouts'] ?? null;
  if (!isTfObject(timeouts) || isTfList(timeouts)) return [];
  return OPERATIONS.flatMap((operation) => {
    const duration = timeouts[operation];
    if (typeof duration !== 'string' || milliseconds(duration) !== undefined) return [];
    const path = `timeouts.${operation}`;
    return [
      {
        steps: [{ attribute: 'timeouts' }, { attribute: operation }],
        path,
        message: `${path} is ${shown(duration)}; a duration is a number with its unit (ms, s, m, h), 24h at most`,
        fix: 'write it as 90s, 10m or 1h30m',
      },
    ];
  });
}
