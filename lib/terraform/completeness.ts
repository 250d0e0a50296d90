/** Whether an input holds everything its resources refer to. */
import { type Catalogue, definitionOfId } from '../core/catalogue';
import type { Resource } from '../core/estate';
import { linksOf } from '../core/generic/references';

/**
 * `nowhere`: no id leads out of these resources. `outside`: one does. `into-the-unknown`: one does, and it may name a
 * resource of this very input whose name or number is not known yet. A text that is no id at all leads nowhere.
 */
export type Dangling = 'nowhere' | 'outside' | 'into-the-unknown';

export function dangles(catalogue: Catalogue, resources: readonly Resource[], open: ReadonlyMap<string, unknown>): Dangling {
  const ids = new Set(resources.map(({ id }) => id));
  const unsure = new Set([...open.keys(), ...resources.filter(({ identified }) => !identified).map(({ type }) => type)]);
  let found: Dangling = 'nowhere';
  for (const resource of resources) {
    for (const { value } of linksOf(catalogue, resource)) {
      if (typeof value !== 'string' || ids.has(value)) continue;
      const type = definitionOfId(catalogue, value)?.type;
      if (type === undefined) continue;
      if (unsure.has(type)) return 'into-the-unknown';
      found = 'outside';
    }
  }
  return found;
}
