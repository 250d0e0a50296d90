/** Which rules on which resources can change their answer when a resource appears, changes or goes. */
import type { Catalogue } from './catalogue';
import type { Estate, Resource } from './estate';
import type { Task } from './judge';
import { eachAt, segmentsOf } from './path';
import type { Follow, Gather, Rule } from './rule';
import type { Value } from './unknown';

type Edge = { readonly via: string } & ({ readonly kind: 'follow' } | { readonly kind: 'gather'; readonly equals: string | undefined });
/** One place in a rule where resources of a type are looked at, and how it is reached from the place before it. */
interface Sighting {
  readonly rule: Rule;
  readonly type: string;
  readonly from?: { readonly sighting: Sighting; readonly edge: Edge };
}

const bySeenType = new WeakMap<Catalogue, ReadonlyMap<string, readonly Sighting[]>>();

/** The tasks that a change of these resources touches. Give a changed resource as it was and as it is. */
export function affectedBy(estate: Estate, changed: readonly Resource[]): Task[] {
  const tasks = new Map<Rule, Set<Resource>>();
  const sightings = sightingsOf(estate.catalogue);
  for (const resource of changed) {
    for (const sighting of sightings.get(resource.type) ?? []) {
      for (const subject of subjects(estate, sighting, [resource])) {
        let ofRule = tasks.get(sighting.rule);
        if (!ofRule) tasks.set(sighting.rule, (ofRule = new Set()));
        ofRule.add(subject);
      }
    }
  }
  return [...tasks].flatMap(([rule, resources]) => [...resources].map((subject) => ({ rule, subject })));
}

function subjects(estate: Estate, sighting: Sighting, resources: Iterable<Resource>): Iterable<Resource> {
  if (!sighting.from) return standing(estate, resources);
  const { sighting: parent, edge } = sighting.from;
  const parents = new Set<Resource>();
  for (const resource of resources) {
    if (edge.kind === 'follow') for (const holder of estate.holding(parent.type, edge.via, resource.id)) parents.add(holder);
    else eachAt(resource.values, segmentsOf(edge.via), (value) => sharers(estate, parent.type, edge.equals, value, parents));
  }
  return subjects(estate, parent, parents);
}

/** The resources as they are now, without those that are gone. */
function standing(estate: Estate, resources: Iterable<Resource>): Resource[] {
  const found: Resource[] = [];
  for (const { id } of resources) {
    const resource = estate.get(id);
    if (resource) found.push(resource);
  }
  return found;
}

function sharers(estate: Estate, type: string, equals: string | undefined, value: Value, into: Set<Resource>): void {
  if (equals !== undefined) for (const holder of estate.holding(type, equals, value)) into.add(holder);
  else {
    const target = typeof value === 'string' ? estate.get(value) : undefined;
    if (target?.type === type) into.add(target);
  }
}

function sightingsOf(catalogue: Catalogue): ReadonlyMap<string, readonly Sighting[]> {
  let known = bySeenType.get(catalogue);
  if (!known) {
    const all = new Map<string, Sighting[]>();
    for (const rule of catalogue.rules) walk({ rule, type: rule.on }, rule, all);
    known = all;
    bySeenType.set(catalogue, known);
  }
  return known;
}

type Neighbours = {
  readonly follows?: Readonly<Record<string, Follow>>;
  readonly followsEach?: Readonly<Record<string, Follow>>;
  readonly gathers?: Readonly<Record<string, Gather>>;
};

function walk(sighting: Sighting, neighbours: Neighbours, into: Map<string, Sighting[]>): void {
  into.set(sighting.type, [...(into.get(sighting.type) ?? []), sighting]);
  for (const follow of [...Object.values(neighbours.follows ?? {}), ...Object.values(neighbours.followsEach ?? {})]) {
    walk({ rule: sighting.rule, type: follow.of, from: { sighting, edge: { kind: 'follow', via: follow.via } } }, follow, into);
  }
  for (const gather of Object.values(neighbours.gathers ?? {})) {
    walk(
      { rule: sighting.rule, type: gather.of, from: { sighting, edge: { kind: 'gather', via: gather.via, equals: gather.equals } } },
      gather,
      into,
    );
  }
}
