/** Projection: a definition as JSON Schema, of what a user may write (`input`) or of what the platform shows (`output`). */
import type { Attribute, Attributes } from '../attribute';
import type { Definition } from '../resource';
import { ID_MAX, type Shape } from '../shape';

export type JsonSchema = { readonly [key: string]: unknown };
export type Side = 'input' | 'output';

/** Unset attributes are null: every attribute that need not be given may be null. */
const nullable = (schema: JsonSchema): JsonSchema => {
  const { type, enum: names } = schema;
  return { ...schema, type: [type, 'null'], ...(Array.isArray(names) ? { enum: [...names, null] } : {}) };
};

export function shapeSchema(shape: Shape, side: Side): JsonSchema {
  switch (shape.kind) {
    case 'string':
      return stringSchema(shape);
    case 'ref':
      return { type: 'string', minLength: 1, maxLength: ID_MAX };
    case 'int':
    case 'number':
      return {
        type: shape.kind === 'int' ? 'integer' : 'number',
        ...(shape.min === undefined ? {} : { minimum: shape.min }),
        ...(shape.above === undefined ? {} : { exclusiveMinimum: shape.above }),
        ...(shape.max === undefined ? {} : { maximum: shape.max }),
      };
    case 'bool':
      return { type: 'boolean' };
    case 'list':
    case 'set':
      return {
        type: 'array',
        items: shapeSchema(shape.of, side),
        minItems: shape.min ?? 0,
        ...(shape.max === undefined ? {} : { maxItems: shape.max }),
      };
    case 'map':
      return {
        type: 'object',
        propertyNames: { maxLength: shape.keyMax },
        additionalProperties: shapeSchema(shape.of, side),
        ...(shape.max === undefined ? {} : { maxProperties: shape.max }),
      };
    case 'object':
      return attrsSchema(shape.attrs, side);
    default:
      return shape satisfies never;
  }
}

function stringSchema(shape: Extract<Shape, { kind: 'string' }>): JsonSchema {
  return {
    type: 'string',
    ...(shape.oneOf ? { enum: shape.oneOf } : {}),
    ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
    ...(shape.min ? { minLength: shape.min } : {}),
    ...(shape.max === undefined ? {} : { maxLength: shape.max }),
    ...(shape.format === undefined ? {} : { format: shape.format }),
  };
}

const written = (attribute: Attribute, side: Side): boolean => side === 'output' || attribute.mode !== 'computed';

export function attrsSchema(attrs: Attributes, side: Side): JsonSchema {
  const entries = Object.entries(attrs).filter(([, attribute]) => written(attribute, side) && !(side === 'output' && attribute.writeOnly));
  const properties = entries.map(([key, attribute]) => {
    const schema = shapeSchema(attribute.shape, side);
    return [key, { ...(attribute.mode === 'required' ? schema : nullable(schema)), description: attribute.doc }];
  });
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.filter(([, attribute]) => attribute.mode === 'required').map(([key]) => key),
    properties: Object.fromEntries(properties),
  };
}

/** The schema of a definition's values. */
export const jsonSchemaOf = (definition: Definition, side: Side): JsonSchema => ({
  ...attrsSchema(definition.attrs, side),
  title: definition.type,
  description: definition.doc,
});
