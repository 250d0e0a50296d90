/** Lines of the log: what each step of a platform changed. */
import type { Scene } from './scene';
import type { Changed, Mark } from './standing';
import type { Change, Event, RowKey } from './store';

/** Who did what to which resource. */
export interface Said extends Pick<Event, 'principal' | 'kind' | 'what'> {
  readonly subject: RowKey;
}

/** The line for all that a scene changed since a mark; none where nothing is different. */
export function lineOf(scene: Scene, since: Mark, { subject, ...said }: Said): readonly Event[] {
  const changed = scene.standing.changedSince(since);
  if (changed.length === 0) return [];
  const touched: RowKey[] = [];
  for (const { before, after } of changed) {
    const row = before ?? after;
    if (row && row.id !== subject.id) touched.push({ type: row.type, id: row.id });
  }
  // In an order that does not tell who had what in memory first.
  touched.sort((a, b) => (a.id < b.id ? -1 : 1));
  return [{ ...said, ...subject, revision: scene.revision, at: scene.now, touched }];
}

/** What a step is kept as; undefined where none of its lines changed anything. */
export function changeOf(lines: readonly Event[], changed: readonly Changed[]): Change | undefined {
  const [first, ...more] = lines;
  return (
    first && {
      events: [first, ...more],
      written: changed.flatMap(({ after }) => after ?? []),
      removed: changed.flatMap(({ before, after }) => (before && !after ? [{ type: before.type, id: before.id }] : [])),
    }
  );
}
