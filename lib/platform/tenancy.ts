/** TENANCY-001: what a resource stands under exists. */
import { definitionOf } from '../core/catalogue';
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import { shown } from '../core/validate';
import { refusedFinding, type Scene } from './scene';

/** Resources whose tenant nobody has created. What stands under nothing that is a resource (a tenant's organisation) is not asked. */
export function tenancyFindings(scene: Scene, resources: readonly Resource[]): Finding[] {
  return resources.flatMap((resource) => {
    const { parent } = definitionOf(scene.catalogue, resource.type);
    const above = scene.catalogue.byCollection.get(parent.collection);
    const name = resource.values[parent.attribute];
    if (!above || typeof name !== 'string' || scene.standing.estate.holding(above.type, 'name', name).size > 0) return [];
    return refusedFinding(resource, {
      code: 'TENANCY-001',
      path: parent.attribute,
      title: `The ${above.type} exists`,
      message: `${parent.attribute} is ${shown(name)}, and no such ${above.type} exists; there are: ${namesOf(scene, above.type)}`,
      fix: `create the ${above.type} first, or name one that exists`,
      source: 'Socle, tenants',
    });
  });
}

/** Names that a message lists at most. */
const NAMED_MAX = 10;

function namesOf(scene: Scene, type: string): string {
  const names = [...scene.standing.estate.ofType(type)].map((resource) => String(resource.values['name'])).sort();
  return names.length === 0
    ? 'none'
    : names.slice(0, NAMED_MAX).join(', ') + (names.length > NAMED_MAX ? ` and ${names.length - NAMED_MAX} more` : '');
}
