/** What is left of a resource when something that it mentions weakly is deleted. Derived from definitions alone. */
import type { Attributes } from '../core/attribute';
import type { Shape } from '../core/shape';
import { isObject, type Value, type Values } from '../core/unknown';

/** The mention went, and with it the value that was the mention. */
const GONE = Symbol('gone');

/** The values without their weak mentions of `id`: an element of a set is dropped, an object in a list goes as a whole, a plain reference becomes null. */
export function withoutMention(attrs: Attributes, values: Values, id: string): Values {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const shape = attrs[key]?.shape;
      const left = shape ? without(shape, value, id) : value;
      return [key, left === GONE ? null : left];
    }),
  );
}

function without(shape: Shape, value: Value, id: string): Value | typeof GONE {
  if (shape.kind === 'ref') return shape.weak && value === id ? GONE : value;
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return elements(shape.of, value, id);
  if (shape.kind === 'object' && isObject(value)) return withoutMention(shape.attrs, value, id);
  return value;
}

function elements(shape: Shape, values: readonly Value[], id: string): Value[] {
  return values.flatMap((element): Value[] => {
    if (shape.kind === 'object' && isObject(element) && mentions(shape.attrs, element, id)) return [];
    const left = without(shape, element, id);
    return left === GONE ? [] : [left];
  });
}

/** Whether an object itself holds a weak reference to `id` (not in a collection inside it). */
const mentions = (attrs: Attributes, values: Values, id: string): boolean =>
  Object.entries(attrs).some(([key, { shape }]) => shape.kind === 'ref' && shape.weak && values[key] === id);
