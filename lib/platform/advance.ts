/** Advancing the clock: what falls due on the way is done in its order, in durable steps. */
import { Refusal, Unavailable } from '../core/command';
import { ADVANCE_MAX_MS } from '../core/virtual-time';
import { nextDue } from './agenda';
import { setClock } from './clock';
import { carryOutDue } from './due';
import { lineOf } from './line';
import { refusedFinding, type Scene } from './scene';
import type { Event } from './store';

/** Entries of the agenda that are one durable step: enough that the disk sets no bound, few enough that others get their turn. */
const STEP_ENTRIES = 200;
/** Entries that one advance carries out at most. */
const ENTRIES_MAX = 2_000_000;

/** The scene of the n-th line from here on, at a time of the platform's clock. */
export type SceneAt = (line: number, now: number) => Scene;

export interface Stepped {
  readonly lines: readonly Event[];
  readonly done: number;
  /** The time that was asked for is reached. */
  readonly arrived: boolean;
}

interface Way {
  readonly until: number;
  /** What the clock shows as the step begins. */
  readonly present: number;
  readonly wall: number;
}

/** One step towards a time. */
export function stepTowards({ until, present, wall }: Way, sceneAt: SceneAt): Stepped {
  const lines: Event[] = [];
  let now = present;
  for (let done = 0; done < STEP_ENTRIES; done += 1) {
    const next = nextDue(sceneAt(lines.length, now), until);
    if (!next) return { lines: [...lines, ...arrival(sceneAt(lines.length, until), wall)], done, arrived: true };
    // What was due while nobody moved the clock happens now, not in the past.
    now = Math.max(now, next.at);
    const scene = sceneAt(lines.length, now);
    const since = scene.standing.mark();
    carryOutDue(scene, next);
    lines.push(...lineOf(scene, since, { principal: 'socle', kind: 'due', what: next.what, subject: { type: next.type, id: next.id } }));
  }
  // Where the next step is called off, the time of this one has passed all the same.
  const passed = now > present ? arrival(sceneAt(lines.length, now), wall) : [];
  return { lines: [...lines, ...passed], done: STEP_ENTRIES, arrived: false };
}

function arrival(scene: Scene, wall: number): readonly Event[] {
  const since = scene.standing.mark();
  setClock(scene, { mode: scene.mode, now: scene.now }, wall);
  return lineOf(scene, since, { principal: 'socle', kind: 'clock', subject: { type: '', id: '' } });
}

/** Refuses a time that no clock is advanced by. */
export function checkAdvance(ms: number): void {
  if (Number.isFinite(ms) && ms >= 0 && ms <= ADVANCE_MAX_MS) return;
  const said = {
    code: 'SHAPE',
    path: 'seconds',
    message: `the clock cannot be advanced by ${ms / 1000} seconds; allowed: 0 to ${ADVANCE_MAX_MS / 1000}`,
  };
  throw new Refusal([refusedFinding({ id: 'clock', type: '.clock' }, { ...said, fix: 'give a time in that range' })], false);
}

/** Refuses to go on where too much has fallen due already; what was done stays done. */
export function checkDone(done: number): void {
  if (done <= ENTRIES_MAX) return;
  throw new Unavailable(`more than ${ENTRIES_MAX} things fell due on the way: advance in smaller steps; what was done stays done`);
}
