/** From what a user wrote to the values of the model: defaults applied, identity and derived values computed, broken leaves unknown. */
import { type Attribute, type Attributes, type Derived, type Given, isDerived } from './attribute';
import type { Catalogue } from './catalogue';
import { definitionOf } from './catalogue';
import type { Step } from './path';
import { unknownAt } from './path';
import { idOf } from './resource';
import type { Shape } from './shape';
import { isObject, isUnknown, Unknown, unknownIn, type Value, type Values } from './unknown';
import { type ShapeProblem, shapeProblems } from './validate';

export interface Context extends Given {
  /** Tenant of resources that name none. */
  readonly tenant: string | Unknown;
}

export interface Normalised {
  /** Undefined where a name is unknown or broken. */
  readonly id: string | undefined;
  readonly values: Values;
  readonly problems: readonly ShapeProblem[];
}

/**
 * Reads one resource. Attributes left out (or null) get their default; what the platform chooses stays null. Volatile
 * attributes are dropped. A leaf that breaks its shape is reported once and unknown from then on.
 */
export function normalise(catalogue: Catalogue, type: string, written: Values, context: Context): Normalised {
  const definition = definitionOf(catalogue, type);
  const validator = catalogue.validators[type];
  if (!validator) throw new Error(`no validator was built for ${type}`);
  const problems = shapeProblems(validator, definition, dropNulls(written));
  const sound = problems.reduce<Value>((values, problem) => broken(values, problem.steps), written) as Values;
  const values = fillAttributes(definition.attrs, sound, { ...context });
  const id = idOf(definition, values);
  const whole = { ...values, id: id ?? new Unknown(unknownAt(values, 'name')?.because ?? []) };
  return { id, values: whole, problems: [...problems, ...mergedElements(definition.attrs, sound, values)] };
}

/** Elements of a set that differ only in what one of them leaves out: with defaults they are one, and Terraform allows no plan to merge them. */
function mergedElements(attrs: Attributes, written: Values, filled: Values): ShapeProblem[] {
  return Object.entries(attrs).flatMap(([key, { shape }]) => {
    const before = written[key];
    const after = filled[key];
    if (shape.kind !== 'set' || shape.of.kind !== 'object' || !Array.isArray(before) || !Array.isArray(after)) return [];
    if (unknownIn(after) !== undefined || distinct(before) === distinct(after)) return [];
    return [
      {
        steps: [{ attribute: key }],
        path: key,
        message: `two elements of ${key} are the same once their defaults are filled in`,
        fix: 'leave one of them out',
      },
    ];
  });
}

/** How many different objects there are; null is unset. */
const distinct = (elements: readonly Value[]): number =>
  new Set(
    elements.map((element) => JSON.stringify(isObject(element) ? Object.entries(dropNulls(element)).sort(([a], [b]) => (a < b ? -1 : 1)) : element)),
  ).size;

/** Null means unset, and a set or list may hold no null. */
function dropNulls(values: Values): Values {
  const kept: Record<string, Value> = Object.create(null);
  for (const [key, value] of Object.entries(values)) if (value !== null && value !== undefined) kept[key] = value;
  return kept;
}

/** The values with the leaf at `steps` unknown. A missing attribute becomes unknown too: nothing else is said about it. */
function broken(value: Value, steps: readonly Step[]): Value {
  const [step, ...rest] = steps;
  const because = new Unknown(['a value that breaks its shape']);
  if (!step) return because;
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map((element, index) => {
      const meant = 'index' in step ? step.index === index : 'key' in step && isObject(element) && element['name'] === step.key;
      return meant ? broken(element, rest) : element;
    });
  }
  if (!isObject(value)) return because;
  const name = 'attribute' in step ? step.attribute : 'key' in step ? step.key : String(step.index);
  return { ...value, [name]: rest.length === 0 ? because : broken(value[name] ?? null, rest) };
}

/** Applies defaults and derived values to one object, nested ones first. */
export function fillAttributes(attrs: Attributes, written: Values, context: Given & { readonly tenant?: string | Unknown }): Values {
  const values: Record<string, Value> = {};
  const derived: [string, Derived][] = [];
  for (const [key, attribute] of Object.entries(attrs)) {
    if (attribute.volatile) continue;
    const given = written[key] ?? null;
    if (attribute.mode === 'computed' && attribute.from) derived.push([key, attribute.from]);
    else if (given === null && attribute.mode === 'defaulted') {
      if (isDerived(attribute.default)) derived.push([key, attribute.default]);
      else values[key] = key === 'tenant' && context.tenant !== undefined ? context.tenant : ((attribute.default ?? null) as Value);
    } else values[key] = inside(attribute, given, context);
  }
  for (const [key, rule] of derived) values[key] = derive(rule, values, context);
  return values;
}

function inside(attribute: Attribute, given: Value, context: Given): Value {
  return given === null || isUnknown(given) ? given : fillShape(attribute.shape, given, context);
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
  const because = rule.reads.flatMap((path) => unknownAt(values, path)?.because ?? (unknownAt(values, path) ? ['an unknown value'] : []));
  const blocked = rule.reads.some((path) => unknownAt(values, path));
  return blocked ? new Unknown(because) : ((rule.value(values, context) ?? null) as Value);
}
