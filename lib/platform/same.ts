/** Whether two values say the same: the order of a set says nothing. */
import type { Attributes } from '../core/attribute';
import type { Shape } from '../core/shape';
import { isObject, type Value, type Values } from '../core/unknown';

export const sameValues = (attrs: Attributes, a: Values, b: Values): boolean =>
  Object.entries(attrs).every(([key, { shape }]) => sameValue(shape, a[key] ?? null, b[key] ?? null));

export const sameValue = (shape: Shape, a: Value, b: Value): boolean => a === b || canonical(shape, a) === canonical(shape, b);

function canonical(shape: Shape, value: Value): string {
  if (Array.isArray(value) && (shape.kind === 'set' || shape.kind === 'list')) {
    const elements = (value as readonly Value[]).map((element) => canonical(shape.of, element));
    return `[${(shape.kind === 'set' ? elements.sort() : elements).join()}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const inner = (key: string): Shape | undefined => (shape.kind === 'object' ? shape.attrs[key]?.shape : shape.kind === 'map' ? shape.of : undefined);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(inner(key) ?? { kind: 'bool' }, value[key] ?? null)}`).join()}}`;
}
