/** What the platform chose stays chosen: an update that leaves a kept attribute unset keeps it, in nested objects by their key. */
import type { Attribute, Attributes } from '../core/attribute';
import { isObject, type Value, type Values } from '../core/unknown';

/** The written values without what nobody may write: computed attributes come from the platform, whatever a caller sends back. */
export function writable(attrs: Attributes, written: Values): Values {
  return Object.fromEntries(Object.entries(written).filter(([key]) => attrs[key]?.mode !== 'computed'));
}

/** The written values with earlier choices where they are unset. */
export function withEarlierChoices(attrs: Attributes, written: Values, prior: Values): Values {
  const values: Record<string, Value> = { ...written };
  for (const [key, attribute] of Object.entries(attrs)) {
    const chosen = earlierChoice(attribute, written[key] ?? null, prior[key] ?? null);
    if (chosen !== null) values[key] = chosen;
  }
  return values;
}

function earlierChoice(attribute: Attribute, written: Value, prior: Value): Value {
  if (attribute.mode === 'kept' && written === null) return prior;
  const { shape } = attribute;
  if (shape.kind === 'object' && isObject(written) && isObject(prior)) return withEarlierChoices(shape.attrs, written, prior);
  if (shape.kind !== 'list' || shape.key === undefined || shape.of.kind !== 'object' || !Array.isArray(written) || !Array.isArray(prior))
    return written;
  const { key } = shape;
  const { attrs } = shape.of;
  return (written as readonly Value[]).map((element) => {
    const earlier = isObject(element) ? (prior as readonly Value[]).find((each) => isObject(each) && each[key] === element[key]) : undefined;
    return isObject(element) && isObject(earlier) ? withEarlierChoices(attrs, element, earlier) : element;
  });
}

/** Values with the computed attributes that the platform decided on before. */
export function withEarlierComputed(attrs: Attributes, values: Values, prior: Values): Values {
  const decided = Object.entries(attrs).filter(([, attribute]) => attribute.mode === 'computed' && !attribute.from && !attribute.volatile);
  return { ...values, ...Object.fromEntries(decided.filter(([key]) => key !== 'id').map(([key]) => [key, prior[key] ?? null])) };
}
