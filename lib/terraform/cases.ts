/** Conformance files: estates written down in the words of the model, one a case. */
import type { Catalogue } from '../core/catalogue';
import { type Entry, estateOf } from '../core/estate-of';
import { Unknown, type Value, type Values } from '../core/unknown';
import { unknownType } from './complaints';
import type { PlatformEstate } from './estates';
import { InputError } from './input-error';
import { isJsonObject, type Json, own } from './json';

/** The tenant of a case's resources, unless they name one. */
const CASE_TENANT = 'main';

export interface CaseOptions {
  readonly catalogue: Catalogue;
  /** Holds where a case names no edition. */
  readonly edition?: string;
}

export const isCases = (json: Json): boolean => Array.isArray(own(json, 'cases')) || Array.isArray(own(json, 'estate'));

/** The estates of a conformance file, or of one case. They are complete. */
export function estatesOfCases(json: Json, name: string, options: CaseOptions): PlatformEstate[] {
  const cases = own(json, 'cases');
  const list = Array.isArray(cases) ? (cases as readonly Json[]) : [json];
  return list.map((each, index) => estateOfCase(each, `${name}: ${String(own(each, 'name') ?? index + 1)}`, options));
}

function estateOfCase(json: Json, name: string, { catalogue, edition: commanded }: CaseOptions): PlatformEstate {
  const edition = own(own(json, 'context'), 'edition');
  const asOf = own(json, 'as_of');
  const prior = own(json, 'prior');
  const context = { edition: typeof edition === 'string' ? edition : (commanded ?? catalogue.editions[0]), tenant: CASE_TENANT, complete: true };
  const read = (list: readonly Entry[]) =>
    estateOf(
      catalogue,
      list.filter(({ type }) => catalogue.definitions.has(type)),
      context,
    );
  const entries = entriesOf(own(json, 'estate'), name);
  const strange = entries.filter(({ type }) => !catalogue.definitions.has(type));
  return {
    platform: { key: name },
    edition: context.edition,
    suppressions: [],
    ...(typeof asOf === 'string' ? { asOf } : {}),
    estate: read(entries),
    ...(prior === undefined ? {} : { prior: read(entriesOf(prior, name)) }),
    findings: strange.map(({ type }) => unknownType(type, `?${type}`, catalogue)),
    undecided: [],
  };
}

function entriesOf(list: Json | undefined, name: string): Entry[] {
  if (!Array.isArray(list)) throw new InputError(`${name}: the estate is not a list`, 'write [{"type": …, "values": {…}}, …]');
  return (list as readonly Json[]).map((each) => {
    const type = own(each, 'type');
    const values = own(each, 'values');
    if (typeof type !== 'string' || !isJsonObject(values))
      throw new InputError(`${name}: a resource has no type or no values`, 'write {"type": …, "values": {…}}');
    return { type, values: withUnknowns(values) as Values };
  });
}

/** `{"unknown": true}` stands for a value that is not known. */
export function withUnknowns(json: Json): Value {
  if (Array.isArray(json)) return (json as readonly Json[]).map(withUnknowns);
  if (!isJsonObject(json)) return json as Value;
  if (json['unknown'] === true && Object.keys(json).length === 1) return new Unknown();
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withUnknowns(value)]));
}
