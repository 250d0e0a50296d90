/** What happens by itself: the moment of an agenda entry has come, or something settles at once. */
import type { Ending } from '../core/activity';
import { Refusal } from '../core/command';
import { beginActivity, endActivity } from './activities';
import { type AgendaEntry, awaited, isAwaited, takeOff } from './agenda';
import { PlatformDeed } from './deed';
import { faultFallsDue } from './faults';
import type { Scene, Settling } from './scene';
import type { RowKey } from './store';

/** Things that settle at once within one command at most: more is a circle in the catalogue. */
const SETTLING_MAX = 100_000;

/** Carries out what settles at once, and what that lets settle, in its order. */
export function settleAll(scene: Scene): void {
  for (let count = 0; scene.settling.length > 0; count += 1) {
    if (count > SETTLING_MAX) throw new Error('what settles at once never ends');
    const next = scene.settling.shift();
    if (next) happen(scene, next);
  }
}

/** The clock has become automatic: what was begun by the manual one, and would wait for nobody now, ends. */
export function settleAwaited(scene: Scene): void {
  for (const entry of awaited(scene)) {
    takeOff(scene, entry);
    scene.settling.push(entry);
  }
  settleAll(scene);
}

/** Lets an entry of the agenda happen. It is off the agenda first, so that it may plan itself anew. */
export function carryOutDue(scene: Scene, entry: AgendaEntry): void {
  takeOff(scene, entry);
  happen(scene, entry);
  settleAll(scene);
}

function happen(scene: Scene, { type, id, what, activity }: Settling): void {
  scene.activity = activity;
  const ending = type === '.fault' ? faultFallsDue(scene, id, what) : ended(scene, { type, id }, what);
  scene.activity = null;
  // What happens by itself and has something to say of it is remembered, also where nobody waits for it.
  const told = activity ?? (ending?.failed === undefined && !ending?.items?.length ? null : beginActivity(scene, { type, id }, what, scene.now));
  if (told !== null) endActivity(scene, told, ending, isAwaited(scene, told) ? 'rest' : 'whole');
}

function ended(scene: Scene, key: RowKey, what: string): Ending | undefined {
  const row = scene.standing.row(key.id);
  const due = row?.type === key.type ? scene.behaviours[key.type]?.due?.[what] : undefined;
  if (!row || !due) return { failed: 'what it was about is gone' };
  return tried(scene, () => due(row.values, new PlatformDeed(scene, row)));
}

/** Does something wholly, or not at all where it is refused: a refusal is an end too. */
function tried(scene: Scene, work: () => Ending | undefined): Ending | undefined {
  const mark = scene.standing.mark();
  const settling = scene.settling.length;
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    scene.standing.undo(mark);
    scene.settling.length = settling;
    return { failed: error.findings.map((finding) => `${finding.code} ${finding.resource}: ${finding.message}`).join('; ') };
  }
}
