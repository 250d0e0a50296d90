/**
 * The type that Terraform gave with a dynamic value. A `TfValue` cannot say whether an array was a list or a tuple, and a value
 * handed back with another type counts as changed, so the type is remembered beside the value as long as that value lives.
 */
import type { TfType, TfValue } from './types';

const types = new WeakMap<object, TfType>();

export function rememberDynamicType(value: TfValue, type: TfType): TfValue {
  if (typeof value === 'object' && value !== null) types.set(value, type);
  return value;
}

/** The remembered type; undefined for primitive values and those made by a provider. */
export function dynamicType(value: TfValue): TfType | undefined {
  return typeof value === 'object' && value !== null ? types.get(value) : undefined;
}
