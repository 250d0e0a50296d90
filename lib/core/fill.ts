/** Defaults and derived values: what a resource has beside what was written. */
import { type Attribute, type Attributes, type Derived, type Given, isDerived } from './attribute';
import { unknownAt } from './path';
import type { Shape } from './shape';
import { isObject, isUnknown, Unknown, type Value, type Values } from './unknown';

/** What is the same for every object of these attributes, found once. */
interface Plan {
  /** Each attribute at its constant default, or null. */
  readonly blank: Values;
  /** Attributes that may be given, and whether something inside their values may be left out. */
  readonly givable: ReadonlyMap<string, { readonly shape: Shape; readonly inner: boolean }>;
  /** `default`: only where nothing is given. */
  readonly derived: readonly { readonly key: string; readonly rule: Derived; readonly when: 'always' | 'default' }[];
  /** The tenant has a default, for which the provider's stands in. */
  readonly tenanted: boolean;
}

const plans = new WeakMap<Attributes, Plan>();

function planOf(attrs: Attributes): Plan {
  let plan = plans.get(attrs);
  if (!plan) plans.set(attrs, (plan = newPlan(attrs)));
  return plan;
}

function newPlan(attrs: Attributes): Plan {
  const kept = Object.entries(attrs).filter(([, attribute]) => !attribute.volatile);
  const constant = ({ mode, default: fallback }: Attribute): Value =>
    mode === 'defaulted' && !isDerived(fallback) ? ((fallback ?? null) as Value) : null;
  const isComputed = ({ mode, from }: Attribute): boolean => mode === 'computed' && from !== undefined;
  const tenant = attrs['tenant'];
  return {
    blank: Object.fromEntries(kept.map(([key, attribute]) => [key, constant(attribute)])),
    givable: new Map(
      kept
        .filter(([, attribute]) => !isComputed(attribute))
        .map(([key, { shape }]) => [key, { shape, inner: shape.kind === 'object' || shape.kind === 'list' || shape.kind === 'set' }]),
    ),
    derived: kept.flatMap(([key, { mode, from, default: fallback }]): Plan['derived'] => {
      if (mode === 'computed' && from) return [{ key, rule: from, when: 'always' }];
      return mode === 'defaulted' && isDerived(fallback) ? [{ key, rule: fallback, when: 'default' }] : [];
    }),
    tenanted: tenant?.mode === 'defaulted' && !isDerived(tenant.default),
  };
}

/** Applies defaults and derived values to one object, nested ones first. */
export function fillAttributes(attrs: Attributes, written: Values, context: Given & { readonly tenant?: string | Unknown }): Record<string, Value> {
  const { blank, givable, derived, tenanted } = planOf(attrs);
  const values: Record<string, Value> = { ...blank };
  if (tenanted && context.tenant !== undefined) values['tenant'] = context.tenant;
  for (const key in written) {
    const attribute = givable.get(key);
    const given = written[key] ?? null;
    if (!attribute || given === null) continue;
    values[key] = attribute.inner && !isUnknown(given) ? fillShape(attribute.shape, given, context) : given;
  }
  for (const { key, rule, when } of derived) if (when === 'always' || (written[key] ?? null) === null) values[key] = derive(rule, values, context);
  return values;
}

function fillShape(shape: Shape, given: Value, context: Given): Value {
  if (shape.kind === 'object') return isObject(given) ? fillAttributes(shape.attrs, given, { edition: context.edition }) : given;
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(given)) {
    const elements = (given as readonly Value[]).map((element) => fillShape(shape.of, element, context));
    return shape.kind === 'set' && shape.of.kind !== 'object' ? [...new Set(elements)] : elements;
  }
  return given;
}

/** A derived value; unknown where something it reads is. */
export function derive(rule: Derived, values: Values, context: Given): Value {
  const blocked = rule.reads.some((path) => unknownAt(values, path));
  if (!blocked) return (rule.value(values, context) ?? null) as Value;
  return new Unknown(rule.reads.flatMap((path) => unknownAt(values, path)?.because ?? []));
}
