/** Whether an input holds everything its resources refer to. */
import { type Catalogue, definitionOfId } from '../core/catalogue';
import type { Resource } from '../core/estate';
import { eachAt, segmentsOf } from '../core/path';

/**
 * `nowhere`: no id leads out of these resources. `outside`: one does. `into-the-unknown`: one does, and it may name a
 * resource of this very input whose name or number is not known yet. A text that is no id at all leads nowhere.
 */
export type Dangling = 'nowhere' | 'outside' | 'into-the-unknown';

export function dangles(catalogue: Catalogue, resources: readonly Resource[], open: ReadonlyMap<string, unknown>): Dangling {
  const ids = new Set(resources.map(({ id }) => id));
  const unsure = new Set([...open.keys(), ...resources.filter(({ identified }) => !identified).map(({ type }) => type)]);
  let found = 'nowhere' as Dangling;
  for (const resource of resources) {
    for (const { path } of catalogue.references.get(resource.type) ?? []) {
      eachAt(resource.values, segmentsOf(path), (value) => {
        if (typeof value !== 'string' || ids.has(value)) return;
        const type = definitionOfId(catalogue, value)?.type;
        if (type === undefined || found === 'into-the-unknown') return;
        found = unsure.has(type) ? 'into-the-unknown' : 'outside';
      });
    }
  }
  return found;
}
