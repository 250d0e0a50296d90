/** Terraform's values and the model's: one into the other, and when two of Terraform's are the same. */
import type { Attribute, Attributes } from '../core/attribute';
import type { Step } from '../core/path';
import type { Shape } from '../core/shape';
import { isObject, isUnknown, UNKNOWN, type Value } from '../core/unknown';
import { BigNumber, type TfObject, type TfValue, UnknownValue } from '../tfplugin/types';

export const NOT_KNOWN = new UnknownValue();

export const isTfObject = (value: TfValue | undefined): value is TfObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnknownValue) && !(value instanceof BigNumber);

export const isTfList = (value: TfValue | undefined): value is readonly TfValue[] => Array.isArray(value);

/** Numbers of more digits than the model keeps are rounded; `inexactPlaces` finds them. */
export function toModel(value: TfValue): Value {
  if (value instanceof UnknownValue) return UNKNOWN;
  if (value instanceof BigNumber) return Number(value.decimal);
  if (isTfList(value)) return value.map(toModel);
  if (!isTfObject(value)) return value;
  const model: Record<string, Value> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) model[key] = toModel(inner);
  return model;
}

export type Wanted = (attribute: Attribute) => boolean;
/** What a resource keeps. */
export const lasting: Wanted = (attribute) => !attribute.volatile;
/** What a data source shows. */
export const shown: Wanted = (attribute) => !attribute.writeOnly;

/** A value of the model in Terraform's form; what is missing is null, what is never stored too. */
export function toTerraform(shape: Shape, value: Value | undefined, wanted: Wanted): TfValue {
  if (value === undefined || value === null) return null;
  if (isUnknown(value)) return NOT_KNOWN;
  if (shape.kind === 'object') return isObject(value) ? objectToTerraform(shape.attrs, value, wanted) : null;
  if (Array.isArray(value) && (shape.kind === 'list' || shape.kind === 'set')) {
    return (value as readonly Value[]).map((element) => toTerraform(shape.of, element, wanted));
  }
  if (isObject(value)) {
    const map: Record<string, TfValue> = Object.create(null);
    if (shape.kind === 'map') for (const [key, element] of Object.entries(value)) map[key] = toTerraform(shape.of, element, wanted);
    return map;
  }
  return Array.isArray(value) ? null : (value as string | number | boolean);
}

export function objectToTerraform(attrs: Attributes, values: { readonly [key: string]: Value }, wanted: Wanted): TfObject {
  const object: Record<string, TfValue> = Object.create(null);
  for (const [key, attribute] of Object.entries(attrs)) {
    if (wanted(attribute)) object[key] = attribute.writeOnly ? null : toTerraform(attribute.shape, values[key], wanted);
  }
  return object;
}

/** Whether two values are the same to Terraform: the order of a set says nothing. An unknown value is like no known one. */
export const isSame = (shape: Shape, a: TfValue | undefined, b: TfValue | undefined): boolean =>
  canonical(shape, a ?? null) === canonical(shape, b ?? null);

function canonical(shape: Shape, value: TfValue): string {
  if (value === null) return 'null';
  if (value instanceof UnknownValue) return 'unknown';
  if (value instanceof BigNumber) return value.decimal;
  if (isTfList(value)) {
    const of = shape.kind === 'list' || shape.kind === 'set' ? shape.of : shape;
    const elements = value.map((element) => canonical(of, element));
    return `[${(shape.kind === 'set' ? elements.sort() : elements).join(',')}]`;
  }
  if (!isTfObject(value)) return JSON.stringify(value);
  const inner = (key: string): Shape | undefined => (shape.kind === 'object' ? shape.attrs[key]?.shape : shape.kind === 'map' ? shape.of : undefined);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(inner(key) ?? shape, each)}`).join(',')}}`;
}

/** Places of numbers that have more digits than the model and the platform keep. */
export function* inexactPlaces(value: TfValue, at: readonly Step[] = []): Generator<readonly Step[]> {
  if (value instanceof BigNumber) yield at;
  else if (isTfList(value)) for (const [index, element] of value.entries()) yield* inexactPlaces(element, [...at, { index }]);
  else if (isTfObject(value)) for (const [attribute, element] of Object.entries(value)) yield* inexactPlaces(element, [...at, { attribute }]);
}
