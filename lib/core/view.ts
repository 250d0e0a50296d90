/** Builds what a rule sees of a resource and its neighbours, and notices whatever is unknown on the way. */
import type { Estate, Resource } from './estate';
import { eachAt, segmentsOf, unknownAt } from './path';
import type { Follow, Gather } from './rule';
import { isObject, isUnknown, type Value, type Values } from './unknown';

/** What stood in the way of a decision. */
export interface Sight {
  /** What a needed value waits for. */
  readonly waits: string[];
  /** What a sum may be missing. */
  readonly partial: string[];
  /** What "all" and "absence" wait for. */
  readonly missing: string[];
  /** A link that leads nowhere: REFERENCE-001 or 002 says so, and no other rule looks behind it. */
  broken: boolean;
  /** Neighbours by the name under which the rule declared them. */
  readonly neighbours: Map<string, string[]>;
}

export const newSight = (): Sight => ({ waits: [], partial: [], missing: [], broken: false, neighbours: new Map() });

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
  const nested: Record<string, Value> = {};
  for (const [key, follow] of Object.entries(seen.follows ?? {})) {
    const found = followed(estate, resource, follow, sight, key);
    if (found === undefined || (found.length === 0 && !follow.nullable)) decided = false;
    else nested[key] = found[0] ?? null;
  }
  for (const [key, follow] of Object.entries(seen.followsEach ?? {})) {
    const found = followed(estate, resource, follow, sight, key);
    if (found === undefined) decided = false;
    else nested[key] = found;
  }
  if (!decided) return undefined;
  for (const [key, gather] of Object.entries(seen.gathers ?? {})) nested[key] = gathered(estate, resource, gather, sight, key);
  return Object.keys(nested).length === 0 ? resource.values : Object.assign(Object.create(resource.values) as Record<string, Value>, nested);
}

function readable(resource: Resource, reads: readonly string[], sight: Sight): boolean {
  let known = true;
  for (const path of reads) {
    const unknown = unknownAt(resource.values, path);
    if (!unknown) continue;
    known = false;
    sight.waits.push(...because(resource, path, unknown.because));
  }
  return known;
}

function note(sight: Sight, key: string, id: string): void {
  const ids = sight.neighbours.get(key);
  if (ids) ids.push(id);
  else sight.neighbours.set(key, [id]);
}

function followed(estate: Estate, resource: Resource, follow: Follow, sight: Sight, key: string): Values[] | undefined {
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
    note(sight, key, target.id);
    const view = viewOf(estate, target, follow, sight);
    if (view) views.push(view);
    else decided = false;
  });
  return decided ? views : undefined;
}

function gathered(estate: Estate, resource: Resource, gather: Gather, sight: Sight, key: string): Values[] {
  const views: Values[] = [];
  const lacking = gather.bound === undefined || gather.bound === 'upper' ? sight.partial : sight.missing;
  if (!estate.complete) lacking.push('what lies outside this configuration');
  lacking.push(...(estate.unsure(gather.of, gather.via) ?? []));
  const shared: Value[] = gather.equals === undefined ? [resource.id] : [];
  if (gather.equals !== undefined) eachAt(resource.values, segmentsOf(gather.equals), (leaf) => shared.push(leaf));
  const members = new Set<Resource>();
  for (const value of shared)
    if (value !== null && !isUnknown(value)) for (const member of estate.holding(gather.of, gather.via, value)) members.add(member);
  for (const member of members) {
    note(sight, key, member.id);
    const own = newSight();
    const clean = gather.byElement ? withoutUnknownElements(member, gather.reads, own) : member;
    const view = viewOf(estate, clean, gather, own);
    lacking.push(...own.waits, ...own.partial);
    sight.missing.push(...own.missing);
    if (view) views.push(view);
  }
  return views;
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
