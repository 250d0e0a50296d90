/** From a planned state to what is asked of the platform, and back to the state that Terraform keeps. */
import type { Attributes } from '../core/attribute';
import type { Shape } from '../core/shape';
import { isObject, type Value, type Values } from '../core/unknown';
import { type TfObject, type TfValue, UnknownValue } from '../tfplugin/types';
import { isTfList, isTfObject, lasting, toModel, toTerraform } from './values';

/** What a user may write, of a planned state; null where the platform is free to choose. Write-only values are in the configuration alone. */
export function commandValues(attrs: Attributes, plan: TfObject, config: TfObject | null): Values {
  const values: Record<string, Value> = Object.create(null);
  for (const [key, attribute] of Object.entries(attrs)) {
    if (attribute.mode === 'computed') continue;
    const value = (attribute.writeOnly ? config?.[key] : plan[key]) ?? null;
    values[key] = commandValue(attribute.shape, value, isTfObject(config) ? (config[key] ?? null) : null);
  }
  return values;
}

function commandValue(shape: Shape, value: TfValue, config: TfValue): Value {
  if (value === null || value instanceof UnknownValue) return null;
  if (shape.kind === 'object' && isTfObject(value)) return commandValues(shape.attrs, value, isTfObject(config) ? config : null);
  if ((shape.kind === 'list' || shape.kind === 'set') && isTfList(value)) {
    return value.map((element, index) => commandValue(shape.of, element, isTfList(config) ? (config[index] ?? null) : null));
  }
  return toModel(value);
}

/** The planned state with what was unknown filled in from the platform. What was known stays to the digit: Terraform insists. */
export function settledState(attrs: Attributes, plan: TfObject, stored: Values): TfObject {
  const state: Record<string, TfValue> = { ...plan };
  for (const [key, attribute] of Object.entries(attrs)) {
    if (lasting(attribute)) state[key] = settledValue(attribute.shape, plan[key] ?? null, stored[key]);
  }
  return state;
}

function settledValue(shape: Shape, plan: TfValue, stored: Value | undefined): TfValue {
  if (plan instanceof UnknownValue) return toTerraform(shape, stored, lasting);
  if (shape.kind === 'object' && isTfObject(plan)) return settledState(shape.attrs, plan, isObject(stored) ? stored : {});
  if ((shape.kind === 'list' || shape.kind === 'set') && shape.of.kind === 'object' && isTfList(plan)) {
    return plan.map((element, index) => settledValue(shape.of, element, storedElement(shape, element, stored, index)));
  }
  return plan;
}

function storedElement(shape: Shape, element: TfValue, stored: Value | undefined, index: number): Value | undefined {
  if (!Array.isArray(stored)) return undefined;
  const elements = stored as readonly Value[];
  const key = shape.kind === 'list' ? shape.key : undefined;
  if (key === undefined || !isTfObject(element)) return elements[index];
  return elements.find((each) => isObject(each) && each[key] === element[key]);
}
