/** Builds what a rule sees of a resource and its neighbours, and notices whatever is unknown on the way. */
import type { Estate, Resource } from './estate';
import { eachAt, segmentsOf, unknownAt } from './path';
import type { Follow, Gather } from './rule';
import { isObject, isUnknown, unknownIn, type Value, type Values } from './unknown';

/** What stood in the way of a decision. */
export interface Sight {
  /** Gathers that several resources share (all Cpools of a zone), so that each is made once. */
  readonly shared: Shared;
  /** What a needed value waits for. */
  readonly waits: string[];
  /** What a sum may be missing. */
  readonly partial: string[];
  /** What "all" and "absence" wait for. */
  readonly missing: string[];
  /** A link that leads nowhere: REFERENCE-001 or 002 says so, and no other rule looks behind it. */
  broken: boolean;
}

export const newSight = (shared: Shared): Sight => ({ shared, waits: [], partial: [], missing: [], broken: false });

export interface Seen {
  readonly reads: readonly string[];
  readonly follows?: Readonly<Record<string, Follow>>;
  readonly followsEach?: Readonly<Record<string, Follow>>;
  readonly gathers?: Readonly<Record<string, Gather>>;
}

const because = (resource: Resource, path: string, reasons: readonly string[]): readonly string[] =>
  reasons.length > 0 ? reasons : [`${resource.address ?? resource.id} ${path}`];

/** The view of one resource; undefined where something declared is unknown or broken (the sight says which). */
export function viewOf(estate: Estate, resource: Resource, seen: Seen, sight: Sight): Values | undefined {
  let decided = readable(resource, seen.reads, sight);
  let nested: Record<string, Value> | undefined;
  for (const key in seen.follows) {
    const follow = seen.follows[key] as Follow;
    const found = followed(estate, resource, follow, sight);
    if (found === undefined || (found.length === 0 && !follow.nullable)) decided = false;
    else nested = nest(nested, resource, key, found[0] ?? null);
  }
  for (const key in seen.followsEach) {
    const found = followed(estate, resource, seen.followsEach[key] as Follow, sight);
    if (found === undefined) decided = false;
    else nested = nest(nested, resource, key, found);
  }
  if (!decided) return undefined;
  for (const key in seen.gathers) nested = nest(nested, resource, key, gathered(estate, resource, seen.gathers[key] as Gather, sight));
  return nested ?? resource.values;
}

/** The values of a resource with a neighbour beside them; the values themselves stay as they are. */
function nest(nested: Record<string, Value> | undefined, resource: Resource, key: string, neighbour: Value): Record<string, Value> {
  const into = nested ?? (Object.create(resource.values) as Record<string, Value>);
  into[key] = neighbour;
  return into;
}

const wholes = new WeakMap<Resource, boolean>();

/** Whether nothing at all is unknown about a resource: most are like that, and need no look at each path. */
function isWhole(resource: Resource): boolean {
  let whole = wholes.get(resource);
  if (whole === undefined) wholes.set(resource, (whole = unknownIn(resource.values) === undefined));
  return whole;
}

function readable(resource: Resource, reads: readonly string[], sight: Sight): boolean {
  let known = true;
  if (isWhole(resource)) return known;
  for (const path of reads) {
    const unknown = unknownAt(resource.values, path);
    if (!unknown) continue;
    known = false;
    sight.waits.push(...because(resource, path, unknown.because));
  }
  return known;
}

function followed(estate: Estate, resource: Resource, follow: Follow, sight: Sight): Values[] | undefined {
  const views: Values[] = [];
  const done = new Set<Value>();
  let decided = true;
  eachAt(resource.values, segmentsOf(follow.via), (link) => {
    if (link === null || done.has(link)) return;
    done.add(link);
    if (isUnknown(link)) {
      decided = false;
      sight.waits.push(...because(resource, follow.via, link.because));
      return;
    }
    const target = typeof link === 'string' ? estate.get(link) : undefined;
    if (!target) {
      decided = false;
      if (estate.complete) sight.broken = true;
      else sight.waits.push(String(link));
      return;
    }
    if (target.type !== follow.of) {
      const allowed = estate.catalogue.references.get(resource.type)?.find((reference) => reference.path.replace(/\[\]$/, '') === follow.via)?.to;
      if (!allowed?.includes(target.type)) {
        decided = false;
        sight.broken = true;
      }
      return;
    }
    const view = viewOf(estate, target, follow, sight);
    if (view) views.push(view);
    else decided = false;
  });
  return decided ? views : undefined;
}

/** Neighbours gathered once, and what may be missing among them. */
interface Gathering {
  readonly views: readonly Values[];
  readonly lacking: readonly string[];
  readonly missing: readonly string[];
}
export type Shared = Map<Estate, Map<Gather, Map<Value, Gathering>>>;

function gathered(estate: Estate, resource: Resource, gather: Gather, sight: Sight): readonly Values[] {
  const values: Value[] = gather.equals === undefined ? [resource.id] : [];
  if (gather.equals !== undefined) eachAt(resource.values, segmentsOf(gather.equals), (leaf) => values.push(leaf));
  const [only] = values;
  const gathering =
    gather.equals !== undefined && values.length === 1 && only !== undefined
      ? once(sight.shared, estate, gather, only, () => collect(estate, gather, values, sight.shared))
      : collect(estate, gather, values, sight.shared);
  const lacking = gather.bound === undefined || gather.bound === 'upper' ? sight.partial : sight.missing;
  lacking.push(...gathering.lacking);
  for (const value of values) if (isUnknown(value)) lacking.push(...because(resource, gather.equals ?? 'id', value.because));
  sight.missing.push(...gathering.missing);
  return gathering.views;
}

function once(shared: Shared, estate: Estate, gather: Gather, value: Value, make: () => Gathering): Gathering {
  let ofEstate = shared.get(estate);
  if (!ofEstate) shared.set(estate, (ofEstate = new Map()));
  let ofGather = ofEstate.get(gather);
  if (!ofGather) ofEstate.set(gather, (ofGather = new Map()));
  let gathering = ofGather.get(value);
  if (!gathering) ofGather.set(value, (gathering = make()));
  return gathering;
}

function collect(estate: Estate, gather: Gather, values: readonly Value[], shared: Shared): Gathering {
  const lacking = [...(estate.complete ? [] : ['what lies outside this configuration']), ...(estate.unsure(gather.of, gather.via) ?? [])];
  const missing: string[] = [];
  const views: Values[] = [];
  const members = new Set<Resource>();
  for (const value of values)
    if (value !== null && !isUnknown(value)) for (const member of estate.holding(gather.of, gather.via, value)) members.add(member);
  for (const member of members) {
    const own = newSight(shared);
    const clean = gather.byElement && !isWhole(member) ? withoutUnknownElements(member, gather.reads, own) : member;
    const view = viewOf(estate, clean, gather, own);
    lacking.push(...own.waits, ...own.partial);
    missing.push(...own.missing);
    if (view) views.push(view);
  }
  return { views, lacking, missing };
}

/** The resource without those elements of its collections whose declared leaves are unknown. */
function withoutUnknownElements(member: Resource, reads: readonly string[], sight: Sight): Resource {
  let values = member.values;
  for (const path of reads) {
    const [collection, ...rest] = segmentsOf(path);
    const list = collection === undefined || rest.length === 0 ? undefined : values[collection];
    if (!collection || !Array.isArray(list)) continue;
    const kept = (list as readonly Value[]).filter((element) => {
      const unknown = isUnknown(element) ? element : isObject(element) ? unknownAt(element, rest.join('.')) : undefined;
      if (unknown) sight.partial.push(...because(member, path, unknown.because));
      return !unknown;
    });
    if (kept.length < list.length) values = { ...values, [collection]: kept };
  }
  return values === member.values ? member : { ...member, values };
}
