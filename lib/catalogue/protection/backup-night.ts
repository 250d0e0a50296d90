/** When policies make their backups, and which points a night brings. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/virtual-time';
import { BACKUP_NIGHT_HOUR, BACKUP_NIGHT_SPREAD_MINUTES } from '../facts/advice';
import type { BackupPoint } from './backup-points';
import { type KeptPoints, keptOf, POINT_KINDS, type PointKind } from './kept-backups';

const SPREAD_SECONDS = (BACKUP_NIGHT_SPREAD_MINUTES * MINUTE_MS) / SECOND_MS;

/** A number that is the same for a text everywhere and always (FNV-1a, 32 bits). */
const hashOf = (text: string): number =>
  [...text].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);

/** Milliseconds from midnight in UTC until a policy begins: always the same, spread by its id. */
const beginsAfter = (policyId: string): number => BACKUP_NIGHT_HOUR * HOUR_MS + (hashOf(policyId) % SPREAD_SECONDS) * SECOND_MS;

/** When a policy begins next, after a moment. */
export function nextNight(policyId: string, now: number): number {
  const today = Math.floor(now / DAY_MS) * DAY_MS + beginsAfter(policyId);
  return today > now ? today : today + DAY_MS;
}

/** 1970-01-01 was a Thursday: three days later than the Monday on which its week began. */
const DAYS_INTO_FIRST_WEEK = 3;

/** The calendar's period in UTC that a point of a kind stands for. */
const PERIOD: Readonly<Record<PointKind, (at: number) => string>> = {
  daily: (at) => new Date(at).toISOString().slice(0, 10),
  weekly: (at) => String(Math.floor((Math.floor(at / DAY_MS) + DAYS_INTO_FIRST_WEEK) / 7)),
  monthly: (at) => new Date(at).toISOString().slice(0, 7),
  yearly: (at) => new Date(at).toISOString().slice(0, 4),
};

/** nightly: each night brings a daily point · asked: whoever asks gets a point, of the shortest kind that the policy keeps. */
export type Occasion = 'nightly' | 'asked';

/** Kinds of points that a job brings: the first of a week, a month or a year is kept as such, too. */
export function kindsDue(points: readonly BackupPoint[], policy: KeptPoints, { occasion, at }: { readonly occasion: Occasion; readonly at: number }) {
  const kept = POINT_KINDS.filter((kind) => keptOf(policy, kind) > 0);
  return kept.filter(
    (kind) =>
      kind === 'daily' ||
      (occasion === 'asked' && kind === kept[0]) ||
      !points.some((point) => point.kind === kind && PERIOD[kind](point.taken) === PERIOD[kind](at)),
  );
}
