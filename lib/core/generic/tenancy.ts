/** TENANCY-001: the tenant of a resource exists. Judged where the world is known; elsewhere only a platform can tell. */
import type { Estate, Resource } from '../estate';
import type { Finding, Judgement, Undecided } from '../finding';
import { isUnknown } from '../unknown';
import { shown } from '../validate';
import type { World } from '../world';
import { aboutResource } from './about';
import { genericFinding } from './described';

const NOTHING: Judgement = { findings: [], undecided: [] };

export function tenancyFindings(estate: Estate, resource: Resource, world: World | undefined): Judgement {
  const name = resource.values['tenant'];
  const tenants = estate.catalogue.byCollection.get('tenants');
  if (name === undefined || name === null || isUnknown(name) || !tenants || !world) return NOTHING;
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  const exists = world.tenants.some((tenant) => tenant.name === name) || estate.holding(tenants.type, 'name', name).size > 0;
  if (!exists && estate.complete && estate.unsure(tenants.type, 'name') === undefined) {
    findings.push({
      ...genericFinding('TENANCY-001'),
      ...aboutResource(resource),
      path: 'tenant',
      message: `tenant is ${shown(name)}, and no such tenant exists`,
      fix: `create it (socle_tenant), or use one of ${world.tenants.map((tenant) => tenant.name).join(', ')}`,
    });
  } else if (!exists)
    undecided.push({
      code: 'TENANCY-001',
      resource: resource.id,
      ...(resource.address === undefined ? {} : { address: resource.address }),
      because: [`tenant ${String(name)}`],
    });
  return { findings, undecided };
}
