/** From what a user wrote to the values of the model: defaults applied, identity and derived values computed, broken leaves unknown. */
import type { Attributes, Given } from './attribute';
import type { Catalogue } from './catalogue';
import { definitionOf } from './catalogue';
import { fillAttributes } from './fill';
import type { Step } from './path';
import { unknownAt } from './path';
import { idOf } from './resource';
import { isObject, Unknown, unknownIn, type Value, type Values } from './unknown';
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
  const values = fillAttributes(definition.attrs, sound, context);
  problems.push(...mergedElements(definition.attrs, sound, values));
  const id = idOf(definition, values);
  values['id'] = id ?? new Unknown(unknownAt(values, 'name')?.because ?? []);
  return { id, values, problems };
}

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
