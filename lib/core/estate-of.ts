/** Builds an estate from resources as a user wrote them: the last step of every adapter. */
import type { Catalogue } from './catalogue';
import { Estate, type Resource } from './estate';
import { type Context, normalise } from './normalise';
import type { Values } from './unknown';

/** One resource as written, with where it stands. */
export interface Entry {
  readonly type: string;
  readonly values: Values;
  readonly address?: string;
  readonly construct?: string;
}

/** A resource of the model. Where a name is unknown, its address stands in for the id inside this estate. */
export function resourceOf(catalogue: Catalogue, entry: Entry, context: Context): Resource {
  const { id, values, problems } = normalise(catalogue, entry.type, entry.values, context);
  return {
    id: id ?? `?${entry.address ?? entry.type}`,
    type: entry.type,
    values,
    identified: id !== undefined,
    ...(problems.length > 0 ? { problems } : {}),
    ...(entry.address === undefined ? {} : { address: entry.address }),
    ...(entry.construct === undefined ? {} : { construct: entry.construct }),
  };
}

/** All resources of one platform. `complete` says that nothing else exists on it. */
export function estateOf(catalogue: Catalogue, entries: readonly Entry[], options: Context & { readonly complete: boolean }): Estate {
  const estate = new Estate(catalogue, options.complete);
  for (const entry of entries) estate.add(resourceOf(catalogue, entry, options));
  return estate;
}
