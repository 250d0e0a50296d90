/** Virtual time: what a platform's clock shows, and who moves it. */

/**
 * automatic: the clock follows the wall, ahead of it by what was advanced, and what ends by itself ends at once ·
 * manual: it stands still, and everything waits for `advance`.
 */
export type ClockMode = 'automatic' | 'manual';

export interface ClockState {
  readonly mode: ClockMode;
  /** Milliseconds since 1970 in UTC. */
  readonly now: number;
}

/** What advancing the clock did. */
export interface Advanced extends ClockState {
  /** Pieces of work that fell due on the way. */
  readonly done: number;
}

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** Furthest that a clock is advanced in one go: ten years. */
export const ADVANCE_MAX_MS = 3653 * DAY_MS;
