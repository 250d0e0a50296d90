/** The catalogue: every noun and rule, as engines receive it. */
import { type Action, actionForm } from './action';
import { type FaultKind, faultForm } from './fault';
import type { Form } from './form';
import type { Definition } from './resource';
import { attributesOf, elementOf, parseId } from './resource';
import type { Rule } from './rule';
import type { Validators } from './validate';

/** A reference that an attribute holds, wherever it is nested. */
export interface Reference {
  readonly path: string;
  readonly to: readonly string[];
  readonly weak: boolean;
}

export interface Catalogue {
  /** Names of its editions; the first is the one that holds where none is named. */
  readonly editions: readonly [string, ...string[]];
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly byCollection: ReadonlyMap<string, Definition>;
  readonly rules: readonly Rule[];
  readonly references: ReadonlyMap<string, readonly Reference[]>;
  readonly validators: Validators;
  /** Area of each type: what permissions are given by. */
  readonly areaOf: ReadonlyMap<string, string>;
  /** Actions by the type that takes them. */
  readonly actions: ReadonlyMap<string, readonly Action[]>;
  readonly faultKinds: ReadonlyMap<string, FaultKind>;
}

/** Types by area, in the order of the catalogue. */
export type Areas = Readonly<Record<string, readonly Definition[]>>;

/** Builds a catalogue from its lists; a duplicate type or collection is a defect. */
export function catalogueOf(parts: {
  readonly editions: readonly [string, ...string[]];
  readonly areas: Areas;
  readonly rules: readonly Rule[];
  readonly actions: readonly Action[];
  readonly faultKinds: readonly FaultKind[];
  readonly validators: Validators;
}): Catalogue {
  const all = Object.values(parts.areas).flat();
  const definitions = new Map(all.map((definition) => [definition.type, definition]));
  const byCollection = new Map(all.map((definition) => [definition.collection, definition]));
  if (definitions.size !== all.length || byCollection.size !== all.length) throw new Error('two definitions share a type or a collection');
  const references = new Map(all.map((definition) => [definition.type, referencesOf(definition)]));
  return {
    editions: parts.editions,
    definitions,
    byCollection,
    rules: parts.rules,
    references,
    validators: parts.validators,
    areaOf: new Map(Object.entries(parts.areas).flatMap(([area, types]) => types.map(({ type }) => [type, area] as const))),
    actions: new Map(all.map(({ type }) => [type, parts.actions.filter((action) => action.on === type)])),
    faultKinds: new Map(parts.faultKinds.map((fault) => [fault.kind, fault])),
  };
}

/** Every form beside the resources, under the name by which its validator is found. */
export const formsOf = (actions: readonly Action[], faultKinds: readonly FaultKind[]): readonly (readonly [string, Form])[] => [
  ...actions.map((action) => [actionForm(action), action] as const),
  ...faultKinds.map((fault) => [faultForm(fault.kind), fault] as const),
];

function referencesOf(definition: Definition): Reference[] {
  const references: Reference[] = [];
  for (const { path, attribute } of attributesOf(definition.attrs)) {
    const element = elementOf(attribute.shape);
    if (element.kind === 'ref') references.push({ path, to: element.to, weak: element.weak });
  }
  return references;
}

/** The definition of a type that is known to exist. */
export function definitionOf(catalogue: Catalogue, type: string): Definition {
  const definition = catalogue.definitions.get(type);
  if (!definition) throw new Error(`no such resource type: ${type}`);
  return definition;
}

/** The definition that an id belongs to; undefined where the text is no id of a known collection. */
export function definitionOfId(catalogue: Catalogue, id: string): Definition | undefined {
  const parts = parseId(id);
  const definition = parts && catalogue.byCollection.get(parts.collection);
  return definition && id.startsWith(`${definition.parent.collection}/`) ? definition : undefined;
}
