/** Builds what a rule sees of a resource and its neighbours, and notices whatever is unknown on the way. */
import type { Estate, Resource } from './estate';
import { isWhole } from './holders';
import { leavesAt, segmentsOf, unknownAt } from './path';
import type { Follow, Gather } from './rule';
import { isObject, isUnknown, type Value, type Values } from './unknown';

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

/** Whether nothing stood in the way so far: such a sight serves for the next look too. */
export const isClear = ({ waits, partial, missing, broken }: Sight): boolean =>
  waits.length === 0 && partial.length === 0 && missing.length === 0 && !broken;

export interface Seen {
  readonly reads: readonly string[];
  readonly follows?: Readonly<Record<string, Follow>>;
  readonly followsEach?: Readonly<Record<string, Follow>>;
  readonly gathers?: Readonly<Record<string, Gather>>;
}

const because = (resource: Resource, path: string, reasons: readonly string[]): readonly string[] =>
  reasons.length > 0 ? reasons : [`${resource.address ?? resource.id} ${path}`];

/** Whether nothing is looked at but the resource itself: then its values are the view. */
const isAlone = (seen: Seen): boolean => !seen.follows && !seen.followsEach && !seen.gathers;

/** The view of one resource; undefined where something declared is unknown or broken (the sight says which). */
export function viewOf(estate: Estate, resource: Resource, seen: Seen, sight: Sight): Values | undefined {
  if (isAlone(seen)) return readable(resource, seen.reads, sight) ? resource.values : undefined;
  const view = { ...resource.values };
  return addNeighbours(estate, resource, seen, sight, view) ? view : undefined;
}

/** What a check is given: the subject as `self`, its neighbours by their names; undefined as in `viewOf`. */
export function argumentsOf(estate: Estate, subject: Resource, seen: Seen, sight: Sight): Readonly<Record<string, unknown>> | undefined {
  const given: Record<string, Value> = { self: subject.values };
  return addNeighbours(estate, subject, seen, sight, given) ? given : undefined;
}

/** Puts the declared neighbours into `into`. False where something declared is unknown or broken. */
function addNeighbours(estate: Estate, resource: Resource, seen: Seen, sight: Sight, into: Record<string, Value>): boolean {
  let decided = readable(resource, seen.reads, sight);
  for (const key in seen.follows) {
    const follow = seen.follows[key] as Follow;
    const found = followed(estate, resource, follow, sight);
    if (found === undefined || (found.length === 0 && !follow.nullable)) decided = false;
    else into[key] = found[0] ?? null;
  }
  for (const key in seen.followsEach) {
    const found = followed(estate, resource, seen.followsEach[key] as Follow, sight);
    if (found === undefined) decided = false;
    else into[key] = found;
  }
  if (!decided) return false;
  for (const key in seen.gathers) into[key] = gathered(estate, resource, seen.gathers[key] as Gather, sight);
  return true;
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
  let decided = true;
  for (const link of distinct(leavesAt(resource.values, follow.via))) {
    if (link === null) continue;
    const found = linked(estate, resource, follow, link, sight);
    if (found === 'of another type') continue;
    const view = found && viewOf(estate, found, follow, sight);
    if (view) views.push(view);
    else decided = false;
  }
  return decided ? views : undefined;
}

const distinct = (links: readonly Value[]): Iterable<Value> => (links.length < 2 ? links : new Set(links));

/** Where a link leads; undefined where that is not known, or nowhere that it may lead (the sight says which). */
function linked(estate: Estate, resource: Resource, follow: Follow, link: Value, sight: Sight): Resource | 'of another type' | undefined {
  if (isUnknown(link)) {
    sight.waits.push(...because(resource, follow.via, link.because));
    return undefined;
  }
  const target = typeof link === 'string' ? estate.get(link) : undefined;
  if (target?.type === follow.of) return target;
  if (!target && !estate.complete) {
    sight.waits.push(String(link));
    return undefined;
  }
  const allowed = estate.catalogue.references.get(resource.type)?.find((reference) => reference.path.replace(/\[\]$/, '') === follow.via)?.to;
  if (target && allowed?.includes(target.type)) return 'of another type';
  sight.broken = true;
  return undefined;
}

/** Neighbours gathered once, and what may be missing among them. */
interface Gathering {
  readonly views: readonly Values[];
  readonly lacking: readonly string[];
  readonly missing: readonly string[];
}
export type Shared = Map<Estate, Map<Gather, Map<Value, Gathering>>>;

function gathered(estate: Estate, resource: Resource, gather: Gather, sight: Sight): readonly Values[] {
  const values = gather.equals === undefined ? [resource.id] : leavesAt(resource.values, gather.equals);
  const [only] = values;
  const gathering =
    gather.equals !== undefined && values.length === 1 && only !== undefined
      ? once(sight.shared, estate, gather, only, () => collect(estate, gather, values, sight.shared))
      : collect(estate, gather, values, sight.shared);
  const lacking = gather.bound === undefined || gather.bound === 'upper' ? sight.partial : sight.missing;
  if (gathering.lacking.length > 0) lacking.push(...gathering.lacking);
  for (const value of values) if (isUnknown(value)) lacking.push(...because(resource, gather.equals ?? 'id', value.because));
  if (gathering.missing.length > 0) sight.missing.push(...gathering.missing);
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
  const kept = keptFor(estate, gather, values);
  if (kept) return { views: kept, lacking, missing: [] };
  const missing: string[] = [];
  const views: Values[] = [];
  let own = newSight(shared);
  for (const member of membersOf(estate, gather, values)) {
    const clean = gather.byElement && !isWhole(member) ? withoutUnknownElements(member, gather.reads, own) : member;
    const view = viewOf(estate, clean, gather, own);
    if (view) views.push(view);
    if (isClear(own)) continue;
    lacking.push(...own.waits, ...own.partial);
    missing.push(...own.missing);
    own = newSight(shared);
  }
  return { views, lacking, missing };
}

/** What the estate keeps for a gather that needs no look at each member. */
function keptFor(estate: Estate, gather: Gather, values: readonly Value[]): readonly Values[] | undefined {
  const [only, ...others] = values;
  if (only === undefined || only === null || isUnknown(only) || others.length > 0 || !isAlone(gather)) return undefined;
  return estate.valuesHolding(gather.of, gather.via, only);
}

function membersOf(estate: Estate, gather: Gather, values: readonly Value[]): ReadonlySet<Resource> {
  const known = values.filter((value) => value !== null && !isUnknown(value));
  const [first] = known;
  if (known.length === 1 && first !== undefined) return estate.holding(gather.of, gather.via, first);
  const members = new Set<Resource>();
  for (const value of known) for (const member of estate.holding(gather.of, gather.via, value)) members.add(member);
  return members;
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
