/** IDENTITY-002 and DUPLICATE-001: one id is one resource, and names differ in more than case. */
import type { Estate, Resource } from '../estate';
import type { Finding } from '../finding';
import { aboutResource } from './about';
import { genericFinding } from './described';

export function duplicateFindings(estate: Estate, resources: readonly Resource[]): Finding[] {
  const findings: Finding[] = [];
  for (const resource of resources) {
    if (!resource.identified) continue;
    const claims = estate.claimedTwice.get(resource.id);
    if (claims && estate.get(resource.id) === resource) findings.push(sameId(claims));
    const earlier = sameButForCase(estate, resource);
    if (earlier) findings.push(sameName(resource, earlier));
  }
  return findings;
}

function sameId(claims: readonly Resource[]): Finding {
  const last = claims[claims.length - 1] as Resource;
  const where = claims.map((claim) => claim.construct ?? claim.address ?? claim.id).join(' and ');
  return {
    ...genericFinding('IDENTITY-002'),
    ...aboutResource(last),
    path: 'name',
    message: `${where} both are ${last.id}`,
    fix: 'give one of them another name; a resource that moved needs a `moved` block',
  };
}

/** The resource whose id differs from this one's in case only and sorts before it. */
function sameButForCase(estate: Estate, resource: Resource): Resource | undefined {
  const folded = resource.id.toLowerCase();
  let earliest: Resource | undefined;
  for (const other of estate.named(folded)) if (other.id < resource.id && (!earliest || other.id < earliest.id)) earliest = other;
  return earliest;
}

function sameName(resource: Resource, earlier: Resource): Finding {
  return {
    ...genericFinding('DUPLICATE-001'),
    ...aboutResource(resource),
    path: 'name',
    message: `${JSON.stringify(resource.values['name'])} differs from ${earlier.id} in case only`,
    fix: 'choose another name',
  };
}
