/** Activities: work that takes time, as whoever asked for it may watch it. */
import type { Activity, ActivityItem, ActivityState, Ending } from '../core/activity';
import { enter, ledgerId, strikeOut } from './ledger';
import { type Scene, serial } from './scene';
import type { Row, RowKey } from './store';

/** Activities that are remembered; those that ended first are forgotten first. */
const REMEMBERED_MAX = 1000;
/** Items of an activity that are remembered. */
const ITEMS_MAX = 1000;
const ID_DIGITS = 12;

/** An activity as it is kept: its progress follows from the time. */
interface Kept {
  readonly what: string;
  readonly type: string;
  readonly subject: string;
  readonly state: ActivityState;
  readonly reason: string | null;
  readonly items: readonly ActivityItem[];
  readonly started_at: number;
  readonly ends_at: number;
}

const keptIn = (row: Row): Kept => row.values as unknown as Kept;
const idOfRow = (row: Row): string => row.id.slice(ledgerId('.activity', '').length);

/** Begins an activity about a resource; gives its id. */
export function beginActivity(scene: Scene, { type, id: subject }: RowKey, what: string, endsAt: number): string {
  forgetOldest(scene);
  scene.planned += 1;
  const id = serial(scene, `activity ${scene.planned}`, ID_DIGITS);
  const begun: Kept = { what, type, subject, state: 'running', reason: null, items: [], started_at: scene.now, ends_at: endsAt };
  enter(scene, '.activity', id, { ...begun, items: [] });
  return id;
}

export function prolongActivity(scene: Scene, id: string, endsAt: number): void {
  change(scene, id, (kept) => ({ ...kept, ends_at: Math.max(kept.ends_at, endsAt) }));
}

/** Notes how a part of an activity, or the whole of it, ended. `rest`: something else of it is still to come. */
export function endActivity(scene: Scene, id: string, ending: Ending | undefined, rest: 'rest' | 'whole' = 'whole'): void {
  change(scene, id, (kept) => ({
    ...kept,
    items: [...kept.items, ...(ending?.items ?? [])].slice(0, ITEMS_MAX),
    reason: ending?.failed ?? kept.reason,
    ...(rest === 'rest'
      ? {}
      : { state: (ending?.failed ?? kept.reason) === null ? ('completed' as const) : ('failed' as const), ends_at: scene.now }),
  }));
}

/** An activity as it is shown at a time. */
function activityIn(row: Row, now: number): Activity {
  const kept = keptIn(row);
  const whole = kept.ends_at - kept.started_at;
  const passed = whole <= 0 ? 0 : Math.min(99, Math.max(0, Math.floor(((now - kept.started_at) * 100) / whole)));
  return { id: idOfRow(row), ...kept, progress: kept.state === 'completed' ? 100 : kept.state === 'failed' ? 0 : passed };
}

/** All that are remembered, oldest first. */
export const activitiesOf = (scene: Scene): Activity[] =>
  [...scene.standing.ledger('.activity').values()]
    .map((row) => activityIn(row, scene.now))
    .sort((a, b) => a.started_at - b.started_at || (a.id < b.id ? -1 : 1));

function change(scene: Scene, id: string, to: (kept: Kept) => Kept): void {
  const row = scene.standing.ledger('.activity').get(ledgerId('.activity', id));
  if (row) enter(scene, '.activity', id, { ...to(keptIn(row)) } as unknown as Row['values']);
}

function forgetOldest(scene: Scene): void {
  const ledger = scene.standing.ledger('.activity');
  if (ledger.size < REMEMBERED_MAX) return;
  const ended = [...ledger.values()].filter((row) => keptIn(row).state !== 'running');
  const oldest = ended.sort((a, b) => keptIn(a).ends_at - keptIn(b).ends_at || (a.id < b.id ? -1 : 1))[0];
  if (oldest) strikeOut(scene, '.activity', idOfRow(oldest));
}

export function activityOf(scene: Scene, id: string): Activity {
  const row = scene.standing.ledger('.activity').get(ledgerId('.activity', id));
  if (!row) throw new Error('an activity is gone as soon as it began');
  return activityIn(row, scene.now);
}
