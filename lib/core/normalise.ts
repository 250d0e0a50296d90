/** From what a user wrote to the values of the model: defaults applied, identity and derived values computed, broken leaves unknown. */
import type { Attributes, Given } from './attribute';
import type { Catalogue } from './catalogue';
import { definitionOf } from './catalogue';
import { fillAttributes } from './fill';
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
  const counted = withoutRepeats(definition.attrs, written);
  const problems = shapeProblems(validator, definition, dropNulls(counted)).map((problem) => withRepeats(problem, written, counted));
  const sound = problems.reduce<Value>((values, problem) => broken(values, problem.steps), counted) as Values;
  const values = fillAttributes(definition.attrs, sound, context);
  problems.push(...mergedElements(definition.attrs, sound, values));
  const id = idOf(definition, values);
  values['id'] = id ?? new Unknown(unknownAt(values, 'name')?.because ?? []);
  return { id, values, problems };
}

/** Attributes in which a set may stand, at any depth: most resources have none, and are not looked through. */
const holdsSet = (shape: Shape): boolean =>
  shape.kind === 'set' || (shape.kind === 'list' && holdsSet(shape.of)) || (shape.kind === 'object' && setHolders(shape.attrs).length > 0);

const holders = new WeakMap<Attributes, readonly (readonly [string, Shape])[]>();

function setHolders(attrs: Attributes): readonly (readonly [string, Shape])[] {
  let found = holders.get(attrs);
  if (!found) {
    found = Object.entries(attrs).flatMap(([key, { shape }]) => (holdsSet(shape) ? [[key, shape] as const] : []));
    holders.set(attrs, found);
  }
  return found;
}

/** Every set with each of its plain elements once, as Terraform counts them: else two at least would be met by one, written twice. */
function withoutRepeats(attrs: Attributes, written: Values): Values {
  let values = written;
  for (const [key, shape] of setHolders(attrs)) {
    const before = written[key];
    if (before === undefined || before === null) continue;
    const after = eachOnce(shape, before);
    if (after !== before) values = { ...values, [key]: after };
  }
  return values;
}

/** The same value where nothing is repeated in it, so that nothing is copied. */
function eachOnce(shape: Shape, value: Value): Value {
  if (shape.kind === 'object') return isObject(value) ? withoutRepeats(shape.attrs, value) : value;
  if ((shape.kind !== 'list' && shape.kind !== 'set') || !Array.isArray(value)) return value;
  const elements = value as readonly Value[];
  if (shape.kind === 'set' && shape.of.kind !== 'object') {
    // Two that are not known yet may turn out to differ.
    const once = [...new Set(elements.filter((element) => !isUnknown(element))), ...elements.filter(isUnknown)];
    return once.length === elements.length ? value : once;
  }
  const inner = holdsSet(shape.of) ? elements.map((element) => eachOnce(shape.of, element)) : elements;
  return inner.some((element, index) => element !== elements[index]) ? inner : value;
}

/** Says of a set that is too small why it has fewer elements than somebody wrote. */
function withRepeats(problem: ShapeProblem, written: Values, counted: Values): ShapeProblem {
  const [before, after] = [written, counted].map((values) => valueAt(values, problem.steps));
  if (!Array.isArray(before) || !Array.isArray(after) || before.length === after.length) return problem;
  return { ...problem, message: `${problem.message} (what is written twice counts once)` };
}

const valueAt = (values: Values, steps: readonly Step[]): Value | undefined =>
  steps.reduce<Value | undefined>((value, step) => {
    if (Array.isArray(value))
      return (value as readonly Value[]).find((each, index) =>
        'index' in step ? step.index === index : 'key' in step && isObject(each) && each['name'] === step.key,
      );
    return isObject(value) && 'attribute' in step ? value[step.attribute] : undefined;
  }, values);

const setsOfObjects = new WeakMap<Attributes, readonly string[]>();

function setsOfObjectsIn(attrs: Attributes): readonly string[] {
  let sets = setsOfObjects.get(attrs);
  if (!sets) {
    sets = Object.entries(attrs).flatMap(([key, { shape }]) => (shape.kind === 'set' && shape.of.kind === 'object' ? [key] : []));
    setsOfObjects.set(attrs, sets);
  }
  return sets;
}

/** Elements of a set that differ only in what one of them leaves out: with defaults they are one, and Terraform allows no plan to merge them. */
function mergedElements(attrs: Attributes, written: Values, filled: Values): ShapeProblem[] {
  return setsOfObjectsIn(attrs).flatMap((key) => {
    const before = written[key];
    const after = filled[key];
    if (!Array.isArray(before) || before.length < 2 || !Array.isArray(after)) return [];
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
  for (const key in values) if (values[key] === null || values[key] === undefined) return withoutNulls(values);
  return values;
}

const withoutNulls = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

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
