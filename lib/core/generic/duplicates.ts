/** IDENTITY-002 and DUPLICATE-001: one id is one resource, and names differ in more than case. */
import type { Estate, Resource } from '../estate';
import type { Finding } from '../finding';
import { aboutResource } from './about';

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
    code: 'IDENTITY-002',
    class: 'refused',
    severity: 'error',
    ...aboutResource(last),
    path: 'name',
    title: 'Two resources have one id',
    message: `${where} both are ${last.id}`,
    fix: 'give one of them another name; a resource that moved needs a `moved` block',
    source: 'Socle, identity',
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
    code: 'DUPLICATE-001',
    class: 'refused',
    severity: 'error',
    ...aboutResource(resource),
    path: 'name',
    title: 'A name is taken',
    message: `${JSON.stringify(resource.values['name'])} differs from ${earlier.id} in case only`,
    fix: 'choose another name',
    source: 'Socle, identity',
  };
}
