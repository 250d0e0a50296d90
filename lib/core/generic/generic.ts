/** The findings that every type has: shape, references, identity. They come from definitions alone. */
import type { Estate, Resource } from '../estate';
import type { Finding, Judgement, Undecided } from '../finding';
import type { World } from '../world';
import { aboutResource } from './about';
import { genericFinding } from './described';
import { duplicateFindings } from './duplicates';
import { referenceFindings } from './references';
import { tenancyFindings } from './tenancy';

/** Judges the given resources; neighbours are looked up in the estate. */
export function genericFindings(estate: Estate, resources: readonly Resource[], world: World | undefined): Judgement {
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const resource of resources) {
    if (resource.problems) findings.push(...shapeFindings(resource));
    const references = referenceFindings(estate, resource);
    findings.push(...references.findings);
    undecided.push(...references.undecided);
    const tenancy = tenancyFindings(estate, resource, world);
    findings.push(...tenancy.findings);
    undecided.push(...tenancy.undecided);
  }
  findings.push(...duplicateFindings(estate, resources));
  return { findings, undecided };
}

/** SHAPE: what a resource's values break of their definition. */
export function shapeFindings(resource: Resource): Finding[] {
  return (resource.problems ?? []).map((problem) => ({
    ...genericFinding('SHAPE'),
    ...aboutResource(resource),
    path: problem.path,
    message: problem.message,
    fix: problem.fix,
  }));
}
