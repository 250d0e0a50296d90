/** An input laid over what stands on a platform: the estate as it will be, and as it is. */
import type { PlatformClient } from '../client/client';
import { type Catalogue, definitionOf } from '../core/catalogue';
import type { Stored } from '../core/command';
import { Estate, type Resource } from '../core/estate';
import type { Value, Values } from '../core/unknown';
import { dangles } from '../terraform/completeness';
import type { PlatformEstate } from '../terraform/estates';

/** Reads the platform. What the input does not mention stays; what its plan deletes is gone. Nothing else exists. */
export async function layOver(read: PlatformEstate, catalogue: Catalogue, client: PlatformClient): Promise<PlatformEstate> {
  const prior = await standingOn(client, catalogue);
  const deleted = new Set([...(read.prior?.all() ?? [])].map(({ id }) => id).filter((id) => !read.estate.get(id)));
  const written = [...read.estate.all()].map((resource) => withChoices(catalogue, resource, prior.get(resource.id)));
  const resources = [...written, ...[...prior.all()].filter(({ id }) => !read.estate.get(id) && !deleted.has(id))];
  const open = read.estate.openTypes();
  const estate = new Estate(catalogue, dangles(catalogue, resources, open) !== 'into-the-unknown');
  for (const resource of resources) estate.add(resource);
  for (const claims of read.estate.claimedTwice.values()) for (const again of claims.slice(1)) estate.add(again);
  for (const [type, because] of open) estate.markOpen(type, because);
  return { ...read, estate, prior, world: await client.world() };
}

/** What stands on a platform: all of it. */
export async function standingOn(client: PlatformClient, catalogue: Catalogue): Promise<Estate> {
  const estate = new Estate(catalogue, true);
  for (const type of catalogue.definitions.keys()) for (const stored of await client.list(type)) estate.add(resourceOfStored(stored));
  return estate;
}

const resourceOfStored = ({ id, type, values }: Stored): Resource => ({ id, type, values, identified: true });

/** The resource with what the platform has already chosen for it, where the input leaves the choice. */
function withChoices(catalogue: Catalogue, resource: Resource, standing: Resource | undefined): Resource {
  if (!standing || standing.type !== resource.type) return resource;
  const chosen: Record<string, Value> = {};
  for (const [key, { mode, from }] of Object.entries(definitionOf(catalogue, resource.type).attrs)) {
    const free = mode === 'kept' || (mode === 'computed' && !from);
    if (free && (resource.values[key] ?? null) === null) chosen[key] = standing.values[key] ?? null;
  }
  return { ...resource, values: { ...resource.values, ...(chosen as Values) } };
}
