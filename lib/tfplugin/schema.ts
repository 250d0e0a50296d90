/** Schemas and functions in the protocol's form, and the type of the values that a schema describes. */
import { typeToJson } from './type-json';
import type { TfAttribute, TfFunction, TfSchema, TfType } from './types';
import { wire } from './wire';

type ObjectType = Extract<TfType, { readonly object: unknown }>;

const implied = new WeakMap<TfSchema, ObjectType>();

/** The type of a schema's values; computed once a schema, since every call needs it. */
export function impliedType(schema: TfSchema): ObjectType {
  const known = implied.get(schema);
  if (known) return known;
  const type = objectOf(schema.attributes);
  implied.set(schema, type);
  return type;
}

function objectOf(attributes: readonly TfAttribute[]): ObjectType {
  const object: Record<string, TfType> = Object.create(null);
  for (const attribute of attributes) object[attribute.name] = attributeType(attribute);
  return { object };
}

function attributeType(attribute: TfAttribute): TfType {
  const { nested } = attribute;
  if (!nested) return attribute.type ?? 'dynamic';
  const element = objectOf(nested.attributes);
  switch (nested.nesting) {
    case 'single':
      return element;
    case 'list':
      return { list: element };
    case 'set':
      return { set: element };
    case 'map':
      return { map: element };
  }
}

export function schemaMessage(schema: TfSchema): wire.Schema.$Properties {
  const { version } = schema;
  return { version, block: { version, attributes: schema.attributes.map(attributeMessage), description: schema.description ?? '' } };
}

const NESTING = {
  single: wire.Schema.Object.NestingMode.SINGLE,
  list: wire.Schema.Object.NestingMode.LIST,
  set: wire.Schema.Object.NestingMode.SET,
  map: wire.Schema.Object.NestingMode.MAP,
};

function attributeMessage(attribute: TfAttribute): wire.Schema.Attribute.$Properties {
  const { name, nested } = attribute;
  const flags = {
    required: attribute.required ?? false,
    optional: attribute.optional ?? false,
    computed: attribute.computed ?? false,
    sensitive: attribute.sensitive ?? false,
    writeOnly: attribute.writeOnly ?? false,
    deprecated: attribute.deprecated ?? false,
  };
  const said = { name, description: attribute.description ?? '', ...flags };
  if (nested) return { ...said, nestedType: { nesting: NESTING[nested.nesting], attributes: nested.attributes.map(attributeMessage) } };
  return { ...said, type: typeBytes(attribute.type ?? 'dynamic') };
}

export function functionMessage(definition: TfFunction): wire.Function.$Properties {
  const { variadic } = definition;
  const message = {
    parameters: definition.parameters.map((parameter) => ({
      name: parameter.name,
      type: typeBytes(parameter.type),
      description: parameter.description ?? '',
      allowNullValue: parameter.allowNull ?? false,
      allowUnknownValues: parameter.allowUnknown ?? false,
    })),
    return: { type: typeBytes(definition.returns) },
    summary: definition.summary ?? '',
    description: definition.description ?? '',
  };
  if (!variadic) return message;
  return { ...message, variadicParameter: { name: variadic.name, type: typeBytes(variadic.type), description: variadic.description ?? '' } };
}

function typeBytes(type: TfType): Uint8Array {
  return Buffer.from(typeToJson(type));
}
