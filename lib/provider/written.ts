/** What a configuration says of a resource, in the model's terms, with what the platform has chosen or is still to choose. */
import type { Attributes } from '../core/attribute';
import type { Shape } from '../core/shape';
import { isObject, Unknown, type Value, type Values } from '../core/unknown';
import type { TfObject, TfValue } from '../tfplugin/types';
import { isTfList, isTfObject, toModel } from './values';

/** Stands where the platform is free to choose: unknown in a plan, and no obstacle to judging. */
export const CHOICE = new Unknown(["the platform's choice"]);

/** Attributes left out that keep an earlier choice are given it; computed ones are never read, whatever stands there. */
export function writtenValues(attrs: Attributes, config: TfObject, prior: TfObject | null): Values {
  const written: Record<string, Value> = Object.create(null);
  for (const [key, attribute] of Object.entries(attrs)) {
    if (attribute.mode === 'computed') continue;
    const given = config[key] ?? null;
    if (given !== null) written[key] = writtenValue(attribute.shape, given, prior?.[key] ?? null);
    else if (attribute.mode === 'kept') written[key] = prior === null ? CHOICE : toModel(prior[key] ?? null);
  }
  return written;
}

function writtenValue(shape: Shape, given: TfValue, prior: TfValue): Value {
  if (shape.kind === 'object') return isTfObject(given) ? writtenValues(shape.attrs, given, isTfObject(prior) ? prior : null) : toModel(given);
  if ((shape.kind === 'list' || shape.kind === 'set') && shape.of.kind === 'object' && isTfList(given)) {
    return given.map((element, index) => writtenValue(shape.of, element, priorElement(shape, prior, element, index)));
  }
  return toModel(given);
}

/** The element that stood in this one's place before: by its key where there is one, else by its index; elements of sets have none. */
export function priorElement(shape: Shape, prior: TfValue, element: TfValue, index: number): TfValue {
  if (!isTfList(prior) || shape.kind !== 'list') return null;
  const { key } = shape;
  if (key === undefined) return prior[index] ?? null;
  const label = isTfObject(element) ? element[key] : undefined;
  return (typeof label === 'string' ? prior.find((each) => isTfObject(each) && each[key] === label) : undefined) ?? null;
}

/** The values as rules see them: what the platform is still to choose is null, as everywhere before a plan. */
export function withoutChoices(value: Values): Values {
  return settled(value) as Values;
}

function settled(value: Value): Value {
  if (value === CHOICE) return null;
  if (Array.isArray(value)) return (value as readonly Value[]).map(settled);
  if (!isObject(value)) return value;
  const whole: Record<string, Value> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) whole[key] = settled(inner);
  return whole;
}
