/** REFERENCE-001 and -002: every reference names something that exists, of the right type and tenant. Link by link. */
import { type Catalogue, definitionOf, definitionOfId } from '../catalogue';
import type { Estate, Resource } from '../estate';
import type { Finding, Judgement, Undecided } from '../finding';
import { eachAt, placeOf, type Step, segmentsOf } from '../path';
import { parseId } from '../resource';
import type { Shape } from '../shape';
import { isObject, isUnknown, type Value } from '../unknown';
import { shown } from '../validate';
import { aboutResource } from './about';
import { genericFinding } from './described';

interface Link {
  readonly place: string;
  readonly to: readonly string[];
  readonly value: Value;
}

/** Every reference that a resource holds, with its place. */
export function* linksOf(catalogue: Catalogue, resource: Resource): Generator<Link> {
  const { attrs } = definitionOf(catalogue, resource.type);
  const roots = new Set(catalogue.references.get(resource.type)?.map((reference) => segmentsOf(reference.path)[0] as string));
  for (const root of roots) {
    const attribute = attrs[root];
    if (attribute) yield* within(attribute.shape, resource.values[root] ?? null, [{ attribute: root }]);
  }
}

function* within(shape: Shape, value: Value, steps: readonly Step[]): Generator<Link> {
  if (value === null) return;
  if (shape.kind === 'ref') yield { place: placeOf(steps), to: shape.to, value };
  else if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) {
    for (const [index, element] of (value as readonly Value[]).entries()) {
      const label = shape.kind === 'list' && shape.key !== undefined && isObject(element) ? element[shape.key] : undefined;
      const step: Step | undefined = typeof label === 'string' ? { key: label } : shape.of.kind === 'ref' ? undefined : { index };
      yield* within(shape.of, element, step ? [...steps, step] : steps);
    }
  } else if (shape.kind === 'object' && isObject(value)) {
    for (const [key, attribute] of Object.entries(shape.attrs)) yield* within(attribute.shape, value[key] ?? null, [...steps, { attribute: key }]);
  }
}

/** How a reference is written: a name alone is no id. */
const waysToName = (catalogue: Catalogue, to: readonly string[]): string =>
  to
    .map((type) => {
      const { collection, parent } = definitionOf(catalogue, type);
      return `socle_${type}.<name>.id, or ${parent.collection}/<${parent.attribute}>/${collection}/<name>`;
    })
    .join(', or ');

const NOTHING: Judgement = { findings: [], undecided: [] };

export function referenceFindings(estate: Estate, resource: Resource): Judgement {
  if (allLead(estate, resource)) return NOTHING;
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const { place, to, value } of linksOf(estate.catalogue, resource)) {
    if (isUnknown(value) || typeof value !== 'string') continue;
    const target = estate.get(value);
    const about = { ...aboutResource(resource), path: place };
    const kinds = to.join(' or ');
    if (target) {
      const problem = wrongTarget(estate.catalogue, resource, target, to);
      if (problem) findings.push({ ...genericFinding('REFERENCE-002'), ...about, ...problem });
    } else if (misnamed(estate.catalogue, value, to)) {
      findings.push({
        ...genericFinding('REFERENCE-002'),
        ...about,
        message: `${place} is ${shown(value)}, which is not the id of a ${kinds}`,
        fix: `write ${to.map((type) => `socle_${type}.<name>.id`).join(' or ')}`,
      });
    } else if (estate.complete || definitionOfId(estate.catalogue, value) === undefined) {
      // What is no id at all leads nowhere, whatever else exists.
      findings.push({
        ...genericFinding('REFERENCE-001'),
        ...about,
        message: `${place} is ${shown(value)}, and no such ${kinds} exists`,
        fix:
          definitionOfId(estate.catalogue, value) === undefined ? `write ${waysToName(estate.catalogue, to)}` : 'create it, or correct the reference',
      });
    } else {
      undecided.push({
        code: 'REFERENCE-001',
        resource: resource.id,
        ...(resource.address === undefined ? {} : { address: resource.address }),
        because: [value],
      });
    }
  }
  return { findings, undecided };
}

/** Whether every known reference leads where it should: true of nearly all resources, so it is found out without their places. */
function allLead(estate: Estate, resource: Resource): boolean {
  let lead = true;
  for (const { path, to } of estate.catalogue.references.get(resource.type) ?? []) {
    eachAt(resource.values, segmentsOf(path), (value) => {
      if (typeof value !== 'string') return;
      const target = estate.get(value);
      lead &&= target !== undefined && wrongTarget(estate.catalogue, resource, target, to) === undefined;
    });
  }
  return lead;
}

/** An id of a known collection, but of another type than asked for. What is no id at all leads nowhere instead. */
function misnamed(catalogue: Catalogue, id: string, to: readonly string[]): boolean {
  const parts = parseId(id);
  const definition = parts && catalogue.byCollection.get(parts.collection);
  return definition !== undefined && !to.includes(definition.type);
}

function wrongTarget(
  catalogue: Catalogue,
  resource: Resource,
  target: Resource,
  to: readonly string[],
): Pick<Finding, 'message' | 'fix'> | undefined {
  if (!to.includes(target.type)) {
    return {
      message: `it names ${target.id}, a ${target.type}; a ${to.join(' or ')} is needed`,
      fix: `write ${to.map((type) => `socle_${type}.<name>.id`).join(' or ')}`,
    };
  }
  const own = resource.values['tenant'];
  const other = target.values['tenant'];
  if (typeof own !== 'string' || typeof other !== 'string' || own === other) return undefined;
  const sharedWith = definitionOf(catalogue, target.type).sharedWith;
  const shared = sharedWith === undefined ? undefined : target.values[sharedWith];
  if (isUnknown(shared) || (Array.isArray(shared) && shared.some((tenant) => tenant === own || isUnknown(tenant)))) return undefined;
  return {
    message: `it names ${target.id}, of tenant ${other}; this resource belongs to tenant ${own}`,
    fix: `use one of tenant ${own}${shared === undefined ? '' : `, or propagate it to ${own}`}`,
  };
}
