/** A noun: one definition from which schema, API, documentation, constructs and validation are projected. */
import { type Attribute, type Attributes, computed, defaulted, required, type ValuesOf } from './attribute';
import { bool, name, type Shape, text } from './shape';
import type { Values } from './unknown';

/**
 * The registry of nouns, by type. Each definition adds itself (`declare module`), so that a rule may name a type of another
 * area by string and still be checked by the compiler, without an import.
 */
// biome-ignore lint/suspicious/noEmptyInterface: catalogue/* fills it by declaration merging.
export interface Nouns {}
export type NounName = keyof Nouns & string;

/** Where a resource stands: `tenants/<tenant>/<collection>/<name>`, or for tenants `organizations/<organization>/tenants/<name>`. */
export interface Parent {
  readonly collection: string;
  readonly attribute: string;
}

export interface Definition<T extends string = string, A extends Attributes = Attributes> {
  readonly type: T;
  readonly collection: string;
  readonly doc: string;
  readonly parent: Parent;
  /** The attribute that names further tenants which may refer to it. */
  readonly sharedWith?: string;
  readonly attrs: A;
}

const TENANT: Parent = { collection: 'tenants', attribute: 'tenant' };

const identityIn = ({ collection, attribute }: Parent, own: string) => ({
  id: computed(`Identity, known before apply: \`${collection}/<${attribute}>/${own}/<name>\`.`, text()),
  name: required('Name, unique in its tenant and type without regard to case. A name is for life: another name is another resource.', name(), {
    replace: true,
  }),
});

const tenancy = {
  tenant: defaulted("Name of the tenant it belongs to; the provider's `tenant` unless given.", name(), 'main', { replace: true }),
} satisfies Attributes;

/** For nouns that hold data or serve others: CHANGE-002 asks for it before they are replaced. */
export const allowDestroy = {
  allow_destroy: defaulted('Lets a plan replace or destroy it although it holds data or is in use.', bool(), false),
} satisfies Attributes;

type Identity = ReturnType<typeof identityIn>;
type Tenancy = typeof tenancy;

/** Defines a noun that lives in a tenant. `id`, `tenant` and `name` come by themselves. */
export function defineResource<const T extends string, A extends Attributes>(spec: {
  readonly type: T;
  readonly collection: string;
  readonly doc: string;
  readonly sharedWith?: string;
  readonly attrs: A;
}): Definition<T, Identity & Tenancy & A> {
  return { ...spec, parent: TENANT, attrs: { ...identityIn(TENANT, spec.collection), ...tenancy, ...spec.attrs } };
}

/** Defines a noun that stands under something else than a tenant. */
export function defineTopLevel<const T extends string, A extends Attributes>(spec: {
  readonly type: T;
  readonly collection: string;
  readonly doc: string;
  readonly parent: Parent;
  readonly attrs: A;
}): Definition<T, Identity & A> {
  return { ...spec, attrs: { ...identityIn(spec.parent, spec.collection), ...spec.attrs } };
}

/** The values of a definition, for the registry. */
export type NounOf<D> = D extends Definition<string, infer A> ? ValuesOf<A> & { readonly id: string } : never;

/** The id that a resource has by its names; undefined where one of them is not a known text. */
export function idOf(definition: Definition, values: Values): string | undefined {
  const parent = values[definition.parent.attribute];
  const own = values['name'];
  if (typeof parent !== 'string' || typeof own !== 'string') return undefined;
  return `${definition.parent.collection}/${parent}/${definition.collection}/${own}`;
}

export interface IdParts {
  readonly parent: string;
  readonly collection: string;
  readonly name: string;
}

/** Reads an id of any collection; undefined where the text is not an id. */
export function parseId(id: string): IdParts | undefined {
  const [root, parent, collection, own, ...rest] = id.split('/');
  if ((root !== 'tenants' && root !== 'organizations') || !parent || !collection || !own || rest.length > 0) return undefined;
  return { parent, collection, name: own };
}

/** The shape inside sets, lists and maps: what one element is. */
export const elementOf = (shape: Shape): Shape =>
  shape.kind === 'set' || shape.kind === 'list' || shape.kind === 'map' ? elementOf(shape.of) : shape;

/** Every attribute of a definition with its path, nested ones too (`disks[].size_gib`). */
export function* attributesOf(attrs: Attributes, at = ''): Generator<{ readonly path: string; readonly attribute: Attribute }> {
  for (const [key, attribute] of Object.entries(attrs)) {
    const path = at + key;
    yield { path, attribute };
    const element = elementOf(attribute.shape);
    if (element.kind === 'object') yield* attributesOf(element.attrs, attribute.shape.kind === 'object' ? `${path}.` : `${path}[].`);
  }
}
