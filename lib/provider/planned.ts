/** The planned state of a resource: a pure function of configuration, prior state, and the provider's tenant and edition. */
import type { Attributes } from '../core/attribute';
import type { Catalogue } from '../core/catalogue';
import { type Context, type Normalised, normalise } from '../core/normalise';
import type { Definition } from '../core/resource';
import type { Shape } from '../core/shape';
import { isObject, type Value, type Values } from '../core/unknown';
import type { AttributePath, TfObject, TfValue } from '../tfplugin/types';
import { plannedTimeouts } from './timeouts';
import { isSame, isTfList, isTfObject, lasting, NOT_KNOWN, toTerraform } from './values';
import { priorElement, writtenValues } from './written';

export interface Planned {
  readonly state: TfObject;
  readonly normalised: Normalised;
  /** Attributes whose change replaces the resource. */
  readonly replaces: readonly AttributePath[];
  readonly changed: boolean;
}

interface Wish {
  readonly config: TfObject;
  readonly prior: TfObject | null;
}

/**
 * Plans one resource. Whatever is configured is kept as given; what is left out gets its default, the earlier choice of the
 * platform, or is unknown. A resource keeps the tenant it has when the provider's default changes.
 */
export function planned(catalogue: Catalogue, definition: Definition, { config, prior }: Wish, context: Context): Planned {
  const tenant = typeof prior?.['tenant'] === 'string' ? prior['tenant'] : context.tenant;
  const normalised = normalise(catalogue, definition.type, writtenValues(definition.attrs, config, prior), { ...context, tenant });
  const body = {
    ...plannedObject(definition.attrs, normalised.values, config, prior),
    id: toTerraform({ kind: 'string' }, normalised.values['id'], lasting),
  };
  const altered = Object.entries(definition.attrs).filter(
    ([key, attribute]) => !attribute.volatile && (prior === null || !isSame(attribute.shape, body[key as keyof typeof body], prior[key])),
  );
  const timeouts = plannedTimeouts(config['timeouts'] ?? null, prior, altered.length > 0);
  const replaces = prior === null ? [] : altered.filter(([, attribute]) => attribute.replace).map(([attribute]) => [{ attribute }]);
  return { state: { ...body, timeouts: timeouts.value }, normalised, replaces, changed: altered.length > 0 || timeouts.changed };
}

function plannedObject(attrs: Attributes, values: Values, config: TfObject, prior: TfObject | null): TfObject {
  const state: Record<string, TfValue> = Object.create(null);
  for (const [key, attribute] of Object.entries(attrs)) {
    if (attribute.volatile) continue;
    const given = attribute.mode === 'computed' ? null : (config[key] ?? null);
    if (attribute.writeOnly) state[key] = null;
    else if (given !== null) state[key] = plannedValue(attribute.shape, values[key], given, prior?.[key] ?? null);
    else if (attribute.mode === 'computed' && !attribute.from) state[key] = prior === null ? NOT_KNOWN : (prior[key] ?? null);
    else state[key] = toTerraform(attribute.shape, values[key], lasting);
  }
  return state;
}

/** What is configured stays as it was given, to the digit; inside nested attributes, what is left out is filled in. */
function plannedValue(shape: Shape, value: Value | undefined, given: TfValue, prior: TfValue): TfValue {
  if (shape.kind === 'object') {
    return isTfObject(given) ? plannedObject(shape.attrs, isObject(value) ? value : {}, given, isTfObject(prior) ? prior : null) : given;
  }
  if ((shape.kind === 'list' || shape.kind === 'set') && shape.of.kind === 'object' && isTfList(given)) {
    const elements = Array.isArray(value) ? (value as readonly Value[]) : [];
    return given.map((element, index) => plannedValue(shape.of, elements[index], element, priorElement(shape, prior, element, index)));
  }
  return given;
}
