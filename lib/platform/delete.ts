/** Deletion: weak mentions are dropped with it, and what would lose data or service is refused. */
import { definitionOf } from '../core/catalogue';
import type { Command } from '../core/command';
import { forgetPlans } from './agenda';
import { PlatformDeed } from './deed';
import { withoutMention } from './detach';
import { lossFinding, maybeDestroyed, usersFinding } from './in-use';
import type { Scene } from './scene';
import { newRefusals, referrersOf, refusalOf } from './verdict';

/** Carries out a deletion on what stands; what is gone, or another object by now, is left alone. Throws `Refusal`. */
export function remove(scene: Scene, command: Extract<Command, { kind: 'delete' }>): undefined {
  const { standing } = scene;
  const row = standing.row(command.id);
  if (!row || row.type !== command.type || (command.incarnation !== undefined && command.incarnation !== row.incarnation)) return;
  const users = maybeDestroyed(row) ? undefined : usersFinding(scene, row);
  if (users) throw refusalOf(scene, [users]);
  const mark = standing.mark();
  for (const { id } of referrersOf(scene, row, 'weak')) {
    const mentioning = standing.row(id);
    if (!mentioning) continue;
    const { attrs } = definitionOf(scene.catalogue, mentioning.type);
    standing.put({ ...mentioning, values: withoutMention(attrs, mentioning.values, row.id), revision: scene.revision });
  }
  standing.drop(row);
  forgetPlans(scene, row);
  const loss = maybeDestroyed(row) ? undefined : lossFinding(scene, row, newRefusals(scene, 'delete', row.id, standing.changedSince(mark)));
  if (loss) throw refusalOf(scene, [loss]);
  scene.behaviours[row.type]?.remove?.(row.values, new PlatformDeed(scene, row));
}
