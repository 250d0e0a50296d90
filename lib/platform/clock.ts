/** The clock of a platform: what it shows, and how it is moved. Time never goes backwards, whatever the wall does. */
import type { ClockMode, ClockState } from '../core/virtual-time';
import { enter, ledgerId } from './ledger';
import type { Scene } from './scene';
import type { Row } from './store';

/** The clock as it is kept. Without one, it is automatic and on time. */
interface Kept {
  readonly mode: ClockMode;
  /** By how much the automatic clock is ahead of the wall, in milliseconds. */
  readonly ahead: number;
  /** What the manual clock shows, in milliseconds since 1970 in UTC. */
  readonly at: number;
  /** What `advance` has let pass so far, in milliseconds. */
  readonly advanced: number;
}

/** What a clock shows, and how much of that time `advance` has let pass. */
export interface Reading extends ClockState {
  readonly advanced: number;
}

const ON_TIME: Kept = { mode: 'automatic', ahead: 0, at: 0, advanced: 0 };

const keptIn = (row: Row | undefined): Kept => (row ? (row.values as unknown as Kept) : ON_TIME);

/** The row in which a clock is kept. */
export const CLOCK_ID = ledgerId('.clock', 'clock');

/** What the clock shows, where the wall shows `wall` and the last line of the log was written at `last`. */
export function clockAt(row: Row | undefined, wall: number, last: number): Reading {
  const { mode, ahead, at, advanced } = keptIn(row);
  return { mode, advanced, now: Math.max(last, mode === 'manual' ? at : wall + ahead) };
}

/** Sets the clock to a mode and a time. */
export function setClock(scene: Scene, { mode, now }: ClockState, wall: number): void {
  const { advanced } = scene;
  const kept: Kept = mode === 'manual' ? { mode, ahead: 0, at: now, advanced } : { mode, ahead: Math.max(0, now - wall), at: 0, advanced };
  enter(scene, '.clock', 'clock', { ...kept });
}
