/** Builds what a Terraform state describes on a throw-away platform, in an order that works, and tells where that is refused. */
import type { PlatformClient } from '../client/client';
import type { Catalogue } from '../core/catalogue';
import { type Command, Refusal } from '../core/command';
import type { Finding } from '../core/finding';
import { leavesAt } from '../core/path';
import type { StateResource } from '../terraform/state';

export interface Refused {
  readonly address: string;
  readonly id: string;
  readonly findings: readonly Finding[];
}

export interface Rehearsal {
  readonly built: number;
  readonly refused: readonly Refused[];
}

/** Builds the resources on a platform. What is refused is tried again as long as others come to stand. */
export async function rehearse(client: PlatformClient, catalogue: Catalogue, resources: readonly StateResource[]): Promise<Rehearsal> {
  let waiting = usedFirst(catalogue, resources);
  for (;;) {
    const refused: (Refused & { readonly resource: StateResource })[] = [];
    for (const resource of waiting) {
      const findings = await build(client, resource);
      if (findings.length > 0) refused.push({ address: resource.address, id: resource.id, findings, resource });
    }
    if (refused.length === 0 || refused.length === waiting.length) {
      return { built: resources.length - refused.length, refused: refused.map(({ resource: _, ...rest }) => rest) };
    }
    waiting = refused.map(({ resource }) => resource);
  }
}

/** The findings by which a resource is refused; none where it stands now. What the stock brings along is updated. */
async function build(client: PlatformClient, { type, id, values }: StateResource): Promise<readonly Finding[]> {
  const stands = await client.get(id);
  const command: Command = stands ? { kind: 'update', type, id, values } : { kind: 'create', type, values };
  try {
    await client.dispatch(command);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.findings;
    throw error;
  }
}

/** What others refer to, or stand under, comes before them; else the order stays. */
function usedFirst(catalogue: Catalogue, resources: readonly StateResource[]): readonly StateResource[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const parents = new Set([...catalogue.definitions.values()].map(({ parent }) => parent.collection));
  const isParent = ({ type }: StateResource): boolean => parents.has(catalogue.definitions.get(type)?.collection ?? '');
  const ordered = new Set<StateResource>();
  const begun = new Set<StateResource>();
  const place = (resource: StateResource): void => {
    if (begun.has(resource)) return;
    begun.add(resource);
    for (const { path } of catalogue.references.get(resource.type) ?? []) {
      for (const id of leavesAt(resource.values, path)) {
        const used = byId.get(String(id));
        if (used) place(used);
      }
    }
    ordered.add(resource);
  };
  for (const resource of [...resources.filter(isParent), ...resources]) place(resource);
  return [...ordered];
}
