/** What a reference to an attribute of another resource gives. */
import type { Attribute, Attributes } from '../core/attribute';
import type { Shape } from '../core/shape';
import { isObject, type Value, type Values } from '../core/unknown';
import { unknownBecause, type ValueStep, walk } from './evaluate';

/** Reads into a resource's values. What the platform chooses, and has not been told, is unknown: it will not be null. */
export function referenced(attrs: Attributes, values: Values, steps: readonly ValueStep[], text: string): Value {
  const [step, ...rest] = steps;
  if (typeof step !== 'string') return step === undefined ? withoutChoices(attrs, values, text) : unknownBecause(text);
  const attribute = Object.hasOwn(attrs, step) ? attrs[step] : undefined;
  return attribute ? walk(attributeValue(attribute, values[step], text), rest, text) : unknownBecause(text);
}

function attributeValue({ mode, from, volatile, shape }: Attribute, value: Value | undefined, text: string): Value {
  const chosen = value === null && (mode === 'kept' || (mode === 'computed' && !from));
  return value === undefined || volatile || chosen ? unknownBecause(text) : inside(shape, value, text);
}

function withoutChoices(attrs: Attributes, values: Values, text: string): Values {
  return Object.fromEntries(Object.entries(attrs).map(([key, attribute]) => [key, attributeValue(attribute, values[key], text)]));
}

function inside(shape: Shape, value: Value, text: string): Value {
  if ((shape.kind === 'list' || shape.kind === 'set') && shape.of.kind === 'object' && Array.isArray(value))
    return (value as readonly Value[]).map((each) => inside(shape.of, each, text));
  return shape.kind === 'object' && isObject(value) ? withoutChoices(shape.attrs, value, text) : value;
}
