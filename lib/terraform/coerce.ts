/** Terraform converts between texts, numbers and booleans where an attribute asks for another kind; so does this. */
import type { Attributes } from '../core/attribute';
import type { Shape } from '../core/shape';
import { isObject, isUnknown, type Value, type Values } from '../core/unknown';

/** The values with every leaf in the kind its attribute asks for, where that is possible. What does not fit stays, and is refused as SHAPE. */
export function coerce(attrs: Attributes, values: Values): Values {
  let fitting: Record<string, Value> | undefined;
  for (const key in values) {
    const attribute = Object.hasOwn(attrs, key) ? attrs[key] : undefined;
    if (!attribute) continue;
    const value = values[key] as Value;
    const fit = coerceTo(attribute.shape, value);
    if (fit !== value) (fitting ??= { ...values })[key] = fit;
  }
  return fitting ?? values;
}

function coerceElements(shape: Shape, elements: readonly Value[]): readonly Value[] {
  const fitting = elements.map((element) => coerceTo(shape, element));
  return fitting.every((fit, index) => fit === elements[index]) ? elements : fitting;
}

function coerceTo(shape: Shape, value: Value): Value {
  if (value === null || isUnknown(value)) return value;
  switch (shape.kind) {
    case 'string':
    case 'ref':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    case 'int':
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
    case 'bool':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'list':
    case 'set':
      return Array.isArray(value) ? coerceElements(shape.of, value as readonly Value[]) : value;
    case 'map':
      return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coerceTo(shape.of, inner)])) : value;
    case 'object':
      return isObject(value) ? coerce(shape.attrs, value) : value;
    default:
      return shape satisfies never;
  }
}
