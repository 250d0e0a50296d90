/** Resources as they were before this run: Terraform tells of each as it comes, and the platform of those it does not tell of. */
import type { Resource } from '../core/estate';
import type { Definition } from '../core/resource';
import { isObject } from '../core/unknown';
import type { TfObject } from '../tfplugin/types';
import { incarnationIn } from './private-state';
import type { Session } from './session';
import { toModel } from './values';

export function recall(session: Session, definition: Definition, prior: TfObject, priv: Uint8Array): Resource {
  const values = toModel(prior);
  const before: Resource = { id: String(prior['id']), type: definition.type, values: isObject(values) ? values : {}, identified: true };
  session.soFar.prior.put(before);
  const incarnation = incarnationIn(priv);
  if (incarnation !== undefined) session.turnover.stands(before.id, incarnation);
  return before;
}

/** Change rules look at neighbours as they were; those that this run has not seen are asked of the platform. */
export async function recallNeighbours(session: Session, before: Resource): Promise<void> {
  const queue = session.soFar.unseenNeighbours(before);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const stored = session.soFar.prior.get(id) ? undefined : await session.client.get(id);
    if (!stored) continue;
    const neighbour: Resource = { id: stored.id, type: stored.type, values: stored.values, identified: true };
    session.soFar.prior.put(neighbour);
    queue.push(...session.soFar.unseenNeighbours(neighbour));
  }
}
