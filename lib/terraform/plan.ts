/** A Terraform plan as JSON (`terraform show -json`): what will stand after it, and what stood before. */
import type { Attributes } from '../core/attribute';
import { type Catalogue, definitionOf } from '../core/catalogue';
import { Estate, type Resource } from '../core/estate';
import { resourceOf } from '../core/estate-of';
import { Unknown, type Value, type Values } from '../core/unknown';
import { dangles } from './completeness';
import type { EstatesInput, PlatformEstate } from './estates';
import { isJsonObject, type Json, type JsonObject, own } from './json';
import { type Judging, together } from './judging';
import { type Configured, configuredIn, MODULES_MAX, type PlannedProvider, providerOfKey, reasonsOf } from './plan-configuration';
import type { Platform } from './platform';
import { noteSensitive, nothingSensitive } from './sensitive';

export interface PlanInput extends Omit<EstatesInput, 'stacks'> {
  readonly name: string;
  readonly json: Json;
  /** Folder of the plan file: relative paths of the provider configuration lead from there. */
  readonly folder: string;
}

export const isPlan = (json: Json): boolean =>
  typeof own(json, 'format_version') === 'string' && (own(json, 'resource_changes') !== undefined || own(json, 'planned_values') !== undefined);

/** One resource of the plan, before and after. */
interface Planned {
  readonly type: string;
  readonly address: string;
  readonly configured: Configured | undefined;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  readonly unknown: Json | undefined;
  /** What Terraform marks as sensitive, on both sides. */
  readonly marks: { readonly before: Json | undefined; readonly after: Json | undefined };
}

interface Sides {
  readonly platform: Platform;
  readonly judgings: Set<Judging>;
  readonly before: Resource[];
  readonly after: Resource[];
}

/** The estates of a plan, one a platform. What the plan deletes is gone, what it leaves alone stays. */
export function estatesOfPlan(input: PlanInput): PlatformEstate[] {
  const configured = configuredIn(input.json);
  const byPlatform = new Map<string, Sides>();
  const sensitive = nothingSensitive();
  const providers = new Map<string | undefined, PlannedProvider>();
  const providerOf = (key: string | undefined): PlannedProvider => {
    let provider = providers.get(key);
    if (!provider) providers.set(key, (provider = providerOfKey(input.json, key, input)));
    return provider;
  };
  for (const planned of plannedIn(input.json, configured)) {
    if (!input.catalogue.definitions.has(planned.type)) continue;
    const { platform, judging } = providerOf(planned.configured?.providerKey);
    let sides = byPlatform.get(platform.key);
    if (!sides) byPlatform.set(platform.key, (sides = { platform, judgings: new Set(), before: [], after: [] }));
    sides.judgings.add(judging);
    const read = { catalogue: input.catalogue, edition: judging.edition };
    const { attrs } = definitionOf(input.catalogue, planned.type);
    for (const side of ['before', 'after'] as const) noteSensitive(attrs, planned[side] ?? null, planned.marks[side], sensitive);
    if (planned.before) sides.before.push(resourceIn(read, planned, planned.before, undefined));
    if (planned.after) sides.after.push(resourceIn(read, planned, planned.after, planned.unknown));
  }
  return [...byPlatform.values()].map(({ platform, judgings, before, after }) => ({
    platform,
    // A platform stands here because a resource of the plan has a provider that leads to it.
    ...together([...judgings] as [Judging, ...Judging[]]),
    estate: whole(input, after),
    prior: whole(input, before),
    // One for all platforms of the plan: what is sensitive on one may be written on another.
    sensitive,
  }));
}

function whole({ catalogue, complete }: PlanInput, resources: readonly Resource[]): Estate {
  const dangling = dangles(catalogue, resources, new Map());
  const estate = new Estate(catalogue, complete === 'all-given' ? dangling !== 'into-the-unknown' : dangling === 'nowhere');
  for (const resource of resources) estate.add(resource);
  return estate;
}

function plannedIn(json: Json, configured: ReadonlyMap<string, Configured>): Planned[] {
  const changes = own(json, 'resource_changes');
  const planned = (Array.isArray(changes) ? (changes as readonly Json[]) : []).flatMap((change) => plannedOf(change, configured) ?? []);
  const addresses = new Set(planned.map(({ address }) => address));
  // A plan of chosen targets says nothing about the rest, which stays as it stands.
  const untouched = resourcesIn(own(own(own(json, 'prior_state'), 'values'), 'root_module')).flatMap(
    (resource) => plannedOf(resource, configured) ?? [],
  );
  return [...planned, ...untouched.filter(({ address }) => !addresses.has(address))];
}

function plannedOf(json: Json, configured: ReadonlyMap<string, Configured>): Planned | undefined {
  const type = own(json, 'type');
  const address = own(json, 'address');
  if (
    typeof type !== 'string' ||
    typeof address !== 'string' ||
    !type.startsWith('socle_') ||
    own(json, 'mode') !== 'managed' ||
    own(json, 'deposed') !== undefined
  )
    return undefined;
  const base = { type: type.slice('socle_'.length), address, configured: configured.get(address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '')) };
  const change = own(json, 'change');
  if (change === undefined) {
    const values = own(json, 'values');
    const marks = own(json, 'sensitive_values');
    return isJsonObject(values) ? { ...base, before: values, after: values, unknown: undefined, marks: { before: marks, after: marks } } : undefined;
  }
  const before = objectAt(change, 'before');
  const actions = own(change, 'actions');
  // What Terraform forgets stays on the platform.
  const forgotten = Array.isArray(actions) && (actions as readonly Json[]).includes('forget');
  const marks = { before: own(change, 'before_sensitive'), after: own(change, 'after_sensitive') };
  return { ...base, before, after: forgotten ? before : objectAt(change, 'after'), unknown: own(change, 'after_unknown'), marks };
}

function objectAt(json: Json, key: string): JsonObject | undefined {
  const value = own(json, key);
  return isJsonObject(value) ? value : undefined;
}

function resourcesIn(module: Json | undefined, depth = 0): Json[] {
  const list = (key: string): readonly Json[] => {
    const value = own(module, key);
    return Array.isArray(value) ? (value as readonly Json[]) : [];
  };
  return depth > MODULES_MAX ? [] : [...list('resources'), ...list('child_modules').flatMap((child) => resourcesIn(child, depth + 1))];
}

function resourceIn(
  input: { readonly catalogue: Catalogue; readonly edition: string },
  planned: Planned,
  side: JsonObject,
  unknown: Json | undefined,
): Resource {
  const { attrs } = definitionOf(input.catalogue, planned.type);
  const values: [string, Value][] = [];
  for (const [key, attribute] of Object.entries(attrs)) {
    if (attribute.mode === 'computed') continue;
    const marks = own(unknown, key);
    // What the configuration leaves to the platform is null everywhere until the platform has chosen.
    const chosen =
      attribute.mode === 'kept' && marks === true && planned.configured !== undefined && own(planned.configured.expressions, key) === undefined;
    const because = reasonsOf(planned.configured, key, planned.address);
    values.push([
      key,
      chosen
        ? null
        : written(attribute.shape.kind === 'object' ? attribute.shape.attrs : inner(attribute.shape), own(side, key) ?? null, marks, because),
    ]);
  }
  const context = { edition: input.edition, tenant: new Unknown([`${planned.address}.tenant`]) };
  return resourceOf(input.catalogue, { type: planned.type, values: Object.fromEntries(values), address: planned.address }, context);
}

const inner = (shape: Attributes[string]['shape']): Attributes | undefined =>
  (shape.kind === 'list' || shape.kind === 'set') && shape.of.kind === 'object' ? shape.of.attrs : undefined;

/** A value of the plan without what the platform computes, its unknown leaves marked. */
function written(attrs: Attributes | undefined, value: Json, marks: Json | undefined, because: readonly string[]): Value {
  if (marks === true) return new Unknown(because);
  if (Array.isArray(value)) {
    const each = Array.isArray(marks) ? (marks as readonly Json[]) : [];
    return (value as readonly Json[]).map((element, index) => written(attrs, element, each[index], because));
  }
  if (!isJsonObject(value)) return value as Value;
  const keys = attrs
    ? Object.keys(attrs).filter((key) => attrs[key]?.mode !== 'computed')
    : [...new Set([...Object.keys(value), ...(isJsonObject(marks) ? Object.keys(marks) : [])])];
  return Object.fromEntries(keys.map((key) => [key, written(undefined, own(value, key) ?? null, own(marks, key), because)])) as Values;
}
