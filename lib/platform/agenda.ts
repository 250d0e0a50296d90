/** The agenda: what will happen by itself, ordered by its time, then by the order in which it was planned. */
import { beginActivity, endActivity, prolongActivity } from './activities';
import { enter, ledgerId, strikeOut } from './ledger';
import type { Scene } from './scene';
import type { Row, RowKey } from './store';

/** One thing that will happen: `due[what]` of a resource. */
export interface AgendaEntry {
  readonly type: string;
  readonly id: string;
  readonly what: string;
  /** Milliseconds since 1970 in UTC. */
  readonly at: number;
  /** Revision at which it was planned, and its place among those planned with it. */
  readonly order: readonly [number, number];
  /** The activity that ends with it. */
  readonly activity: string | null;
}

const nameOf = ({ id }: Pick<RowKey, 'id'>, what: string): string => `${id} ${what}`;
const entryIn = (row: Row): AgendaEntry => row.values as unknown as AgendaEntry;
const earlierPlan = (scene: Scene, key: RowKey, what: string): AgendaEntry | undefined => {
  const row = scene.standing.ledger('.agenda').get(ledgerId('.agenda', nameOf(key, what)));
  return row && entryIn(row);
};

/** When something falls due; undefined where it is not planned. */
export const dueAt = (scene: Scene, key: RowKey, what: string): number | undefined => earlierPlan(scene, key, what)?.at;

/** Plans something, or takes it off the agenda; an activity that waited for the earlier plan waits for the new one. */
export function plan(scene: Scene, key: RowKey, what: string, at: number | null, activity: string | null = null): void {
  const watched = activity ?? earlierPlan(scene, key, what)?.activity ?? null;
  if (at === null) {
    strikeOut(scene, '.agenda', nameOf(key, what));
    if (watched !== null) endActivity(scene, watched, { failed: 'it was called off' });
    return;
  }
  scene.planned += 1;
  const due = Math.max(at, scene.now);
  enter(scene, '.agenda', nameOf(key, what), {
    type: key.type,
    id: key.id,
    what,
    at: due,
    order: [scene.revision, scene.planned],
    activity: watched,
  });
  if (watched !== null) prolongActivity(scene, watched, due);
}

/** Lets something end by itself: at once with the automatic clock, in its time with the manual one. */
export function settle(scene: Scene, key: RowKey, what: string, afterMs: number): void {
  // Who watched it before watches on, whoever hastens or delays it.
  const activity = earlierPlan(scene, key, what)?.activity ?? scene.activity;
  if (scene.mode === 'manual') {
    const at = scene.now + afterMs;
    plan(scene, key, what, at, activity ?? beginActivity(scene, key, what, at));
    return;
  }
  strikeOut(scene, '.agenda', nameOf(key, what));
  scene.settling.push({ type: key.type, id: key.id, what, activity });
}

/** The entry that falls due first, up to a time; undefined where none does. */
export function nextDue(scene: Scene, until: number): AgendaEntry | undefined {
  let first: AgendaEntry | undefined;
  for (const row of scene.standing.ledger('.agenda').values()) {
    const entry = entryIn(row);
    if (entry.at <= until && (!first || comesBefore(entry, first))) first = entry;
  }
  return first;
}

const comesBefore = (a: AgendaEntry, b: AgendaEntry): boolean => (a.at - b.at || a.order[0] - b.order[0] || a.order[1] - b.order[1]) < 0;

/** Entries with which an activity ends, in the order in which they fall due. */
export const awaited = (scene: Scene): AgendaEntry[] =>
  [...scene.standing.ledger('.agenda').values()]
    .map(entryIn)
    .filter(({ activity }) => activity !== null)
    .sort((a, b) => (comesBefore(a, b) ? -1 : 1));

export const takeOff = (scene: Scene, entry: AgendaEntry): void => strikeOut(scene, '.agenda', nameOf(entry, entry.what));

/** What is gone has no more plans; what waited for them has failed. */
export function forgetPlans(scene: Scene, key: RowKey): void {
  for (const row of [...scene.standing.ledger('.agenda').values()]) {
    const entry = entryIn(row);
    if (entry.id !== key.id) continue;
    takeOff(scene, entry);
    if (entry.activity !== null) endActivity(scene, entry.activity, { failed: `${key.id} was deleted` });
  }
}

/** Whether something on the agenda, or about to settle, still belongs to an activity. */
export const isAwaited = (scene: Scene, activity: string): boolean =>
  scene.settling.some((each) => each.activity === activity) ||
  [...scene.standing.ledger('.agenda').values()].some((row) => entryIn(row).activity === activity);
