/** Projection: the catalogue as Terraform sees it. Types, resources, data sources and functions, in plain data of its own. */
import type { Attribute, Attributes } from '../attribute';
import { isDerived } from '../attribute';
import type { FactSource } from '../fact-source';
import type { FunctionDefinition } from '../function';
import type { Definition } from '../resource';
import type { Shape } from '../shape';
import { rangeOf } from '../validate';

export type SchemaType =
  | 'string'
  | 'number'
  | 'bool'
  | { readonly list: SchemaType }
  | { readonly set: SchemaType }
  | { readonly map: SchemaType }
  | ObjectType;
interface ObjectType {
  readonly object: Readonly<Record<string, SchemaType>>;
}

export interface SchemaAttribute {
  readonly name: string;
  readonly type?: SchemaType;
  readonly nested?: { readonly nesting: 'single' | 'list' | 'set' | 'map'; readonly attributes: readonly SchemaAttribute[] };
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
}

export interface Schema {
  readonly version: number;
  readonly description: string;
  readonly attributes: readonly SchemaAttribute[];
}

/** Version of every resource's state; it grows when stored values must be rewritten. */
export const STATE_VERSION = 0;

export const typeName = (type: string): string => `socle_${type}`;

/** The type of a shape's values where they are one attribute without attributes of its own. */
export function typeOf(shape: Shape): SchemaType {
  switch (shape.kind) {
    case 'string':
    case 'ref':
      return 'string';
    case 'int':
    case 'number':
      return 'number';
    case 'bool':
      return 'bool';
    case 'list':
      return { list: typeOf(shape.of) };
    case 'set':
      return { set: typeOf(shape.of) };
    case 'map':
      return { map: typeOf(shape.of) };
    case 'object':
      return { object: Object.fromEntries(Object.entries(shape.attrs).map(([key, attribute]) => [key, typeOf(attribute.shape)])) };
    default:
      return shape satisfies never;
  }
}

type Flags = Pick<SchemaAttribute, 'required' | 'optional' | 'computed'>;

const FLAGS: Readonly<Record<Attribute['mode'], Flags>> = {
  required: { required: true },
  optional: { optional: true },
  defaulted: { optional: true, computed: true },
  kept: { optional: true, computed: true },
  computed: { computed: true },
};
const COMPUTED: Flags = { computed: true };
const LOOKED_UP: Flags = { optional: true, computed: true };

function attributeOf(name: string, attribute: Attribute, flags: Flags, inner: (attrs: Attributes) => SchemaAttribute[]): SchemaAttribute {
  const { shape } = attribute;
  return {
    name,
    ...structureOf(shape, inner),
    description: descriptionOf(attribute),
    ...flags,
    ...(attribute.sensitive ? { sensitive: true } : {}),
    ...(attribute.writeOnly ? { writeOnly: true } : {}),
    ...(attribute.deprecated === undefined ? {} : { deprecated: true }),
  };
}

function structureOf(shape: Shape, inner: (attrs: Attributes) => SchemaAttribute[]): Pick<SchemaAttribute, 'type' | 'nested'> {
  if (shape.kind === 'object') return { nested: { nesting: 'single', attributes: inner(shape.attrs) } };
  if ((shape.kind === 'list' || shape.kind === 'set' || shape.kind === 'map') && shape.of.kind === 'object') {
    return { nested: { nesting: shape.kind, attributes: inner(shape.of.attrs) } };
  }
  return { type: typeOf(shape) };
}

/** The attribute's sentence, then what its shape and facts say: allowed values, default, replacement. */
function descriptionOf(attribute: Attribute): string {
  const { shape, default: fallback } = attribute;
  const said = [attribute.doc];
  if (attribute.mode !== 'computed') {
    if (shape.kind === 'string' && shape.oneOf) said.push(`One of ${shape.oneOf.map((name) => `\`${name}\``).join(', ')}.`);
    if ((shape.kind === 'int' || shape.kind === 'number') && bounded(shape)) said.push(`Allowed: ${rangeOf(shape)}.`);
    if (attribute.mode === 'defaulted' && !isDerived(fallback)) said.push(`Default: \`${String(fallback)}\`.`);
    if (attribute.replace) said.push('Changing it replaces the resource.');
  }
  if (attribute.deprecated !== undefined) said.push(`Deprecated: ${attribute.deprecated}`);
  return said.join(' ');
}

const bounded = (shape: { readonly min?: number; readonly above?: number; readonly max?: number }): boolean =>
  (shape.min ?? shape.above ?? shape.max) !== undefined;

const configured = (attrs: Attributes): SchemaAttribute[] =>
  Object.entries(attrs)
    .filter(([, attribute]) => !attribute.volatile)
    .map(([name, attribute]) => attributeOf(name, attribute, FLAGS[attribute.mode], configured));

const shownOnly = (attrs: Attributes): SchemaAttribute[] =>
  Object.entries(attrs)
    .filter(([, attribute]) => !attribute.writeOnly)
    // What is only shown has no default, and nobody changes it.
    .map(([name, attribute]) => attributeOf(name, { ...attribute, mode: 'computed' }, COMPUTED, shownOnly));

/** Optional and computed, so that the plan after an import, which cannot know timeouts, is empty. */
const timeouts: SchemaAttribute = {
  name: 'timeouts',
  description: 'How long an operation may wait for others of the same apply: a number with a unit, as `90s`, `10m` or `1h`. Default: 20m.',
  optional: true,
  computed: true,
  nested: {
    nesting: 'single',
    attributes: ['create', 'update', 'delete'].map((name) => ({
      name,
      type: 'string',
      description: `How long ${name} waits at most.`,
      optional: true,
    })),
  },
};

export const resourceSchema = (definition: Definition): Schema => ({
  version: STATE_VERSION,
  description: definition.doc,
  attributes: [...configured(definition.attrs), timeouts],
});

/** Every attribute, volatile ones too, of one resource found by `id`, or by `name` and where it stands. */
export const dataSourceSchema = (definition: Definition): Schema => {
  const keys = new Set(['id', 'name', definition.parent.attribute]);
  return {
    version: 0,
    description: `${definition.doc} Looked up by \`id\` or \`name\`.`,
    attributes: shownOnly(definition.attrs).map((attribute) => (keys.has(attribute.name) ? { ...attribute, ...LOOKED_UP } : attribute)),
  };
};

export const factSourceSchema = (source: FactSource): Schema => ({
  version: 0,
  description: source.doc,
  attributes: [
    ...('shownBy' in source ? [{ name: source.shownBy.attribute, type: 'string' as const, description: source.shownBy.doc, required: true }] : []),
    { name: source.name, description: source.doc, computed: true, nested: { nesting: 'list', attributes: shownOnly(source.attrs) } },
  ],
});

const setting = (name: string, description: string, sensitive = false): SchemaAttribute => ({
  name,
  type: 'string',
  description,
  optional: true,
  ...(sensitive ? { sensitive } : {}),
});

const suppression = (name: string, description: string): SchemaAttribute => ({ name, type: 'string', description, required: true });

/** The provider block. */
export const providerSchema: Schema = {
  version: 0,
  description: 'One tenant of a sovereign VMware cloud, on the embedded platform unless `endpoint` names another.',
  attributes: [
    setting('endpoint', 'URL of a platform (`socle platform serve` starts one); the embedded one unless given. Environment: SOCLE_ENDPOINT.'),
    setting('client_id', 'Client that signs in to `endpoint`. Environment: SOCLE_CLIENT_ID.'),
    setting('secret_id', 'Secret of that client. Environment: SOCLE_SECRET_ID.', true),
    setting('tenant', 'Tenant of resources that name none. Default: `main`. Environment: SOCLE_TENANT.'),
    setting(
      'state_path',
      'File of the embedded platform. Default: `.socle/platform.db` in the nearest folder upwards that holds cdktf.json, .socle or .git. Environment: SOCLE_STATE_PATH.',
    ),
    setting(
      'clock',
      'How the clock of the platform goes: `automatic`, or `manual`, where what takes time waits for `advance`. The first command of a run sets it; it stays as it is unless given. Environment: SOCLE_CLOCK.',
    ),
    setting('world', 'File that describes the stock of the embedded platform; a default ships. Environment: SOCLE_WORLD.'),
    setting('edition', 'Edition of the catalogue: `seeds`, or `2026-08` with its caps for each LUN. Default: `seeds`. Environment: SOCLE_EDITION.'),
    {
      name: 'suppress',
      description: 'Findings that are accepted, each for a reason and until a day. What the offer refuses cannot be suppressed.',
      optional: true,
      nested: {
        nesting: 'list',
        attributes: [
          suppression('code', 'Code of the finding, as COMPUTE-006.'),
          suppression('resource', 'Id of the resource that it is about, or a pattern in which `*` stands for any characters.'),
          suppression('reason', 'Why it is accepted.'),
          suppression('expires', 'Last day on which it holds, as 2026-12-31; from then on the finding is reported again.'),
        ],
      },
    },
  ],
};

/** All that a provider of this catalogue offers. */
export interface Offered {
  readonly definitions: Iterable<Definition>;
  readonly factSources: readonly FactSource[];
  readonly functions: readonly FunctionDefinition[];
}

type Json = { readonly [key: string]: unknown };

/** The schema in the form of `terraform providers schema -json`, from which L1 constructs are generated. `source` as in required_providers, with its host. */
export function providerSchemaJson(offered: Offered, source: string): Json {
  const definitions = [...offered.definitions];
  return {
    format_version: '1.0',
    provider_schemas: {
      [source]: {
        provider: schemaJson(providerSchema),
        resource_schemas: Object.fromEntries(definitions.map((each) => [typeName(each.type), schemaJson(resourceSchema(each))])),
        data_source_schemas: Object.fromEntries([
          ...definitions.map((each) => [typeName(each.type), schemaJson(dataSourceSchema(each))]),
          ...offered.factSources.map((each) => [typeName(each.name), schemaJson(factSourceSchema(each))]),
        ]),
        functions: Object.fromEntries(offered.functions.map((each) => [each.name, functionJson(each)])),
      },
    },
  };
}

const schemaJson = ({ version, description, attributes }: Schema): Json => ({
  version,
  block: { attributes: attributesJson(attributes), description, description_kind: 'plain' },
});

const attributesJson = (attributes: readonly SchemaAttribute[]): Json =>
  Object.fromEntries(
    attributes.map(({ name, type, nested, writeOnly, ...said }) => [
      name,
      {
        ...(type === undefined ? {} : { type: typeJson(type) }),
        ...(nested ? { nested_type: { attributes: attributesJson(nested.attributes), nesting_mode: nested.nesting } } : {}),
        ...said,
        description_kind: 'plain',
        ...(writeOnly ? { write_only: true } : {}),
      },
    ]),
  );

function functionJson({ doc, parameters, returns }: FunctionDefinition): Json {
  const parameterJson = ([name, attribute]: [string, Attribute]): Json => ({
    name,
    description: attribute.doc,
    type: typeJson(typeOf(attribute.shape)),
  });
  return { description: doc, summary: doc, return_type: typeJson(typeOf(returns)), parameters: Object.entries(parameters).map(parameterJson) };
}

/** Terraform writes a compound type as a pair: `["list", "string"]`. */
function typeJson(type: SchemaType): unknown {
  if (typeof type === 'string') return type;
  if ('list' in type) return ['list', typeJson(type.list)];
  if ('set' in type) return ['set', typeJson(type.set)];
  if ('map' in type) return ['map', typeJson(type.map)];
  return ['object', Object.fromEntries(Object.entries(type.object).map(([key, inner]) => [key, typeJson(inner)]))];
}
