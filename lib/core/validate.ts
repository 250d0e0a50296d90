/** Shape checking. ajv finds what is wrong (its validators are compiled when Socle is built); this file says it in the user's words. */

import type { Attributes } from './attribute';
import { nearest } from './nearest';
import { placeOf, type Step } from './path';
import { elementOf } from './resource';
import { ID_MAX, type Shape } from './shape';
import { isObject, isUnknown, type Value, type Values } from './unknown';

/** The part of an ajv error that is read here. */
export interface ValidatorError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Where it is a key that is wrong. */
  readonly propertyName?: string;
}
export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ValidatorError[] | null;
}
export type Validators = Readonly<Record<string, Validator>>;

export interface ShapeProblem {
  readonly steps: readonly Step[];
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** What has attributes: a noun, or a form. */
interface Formed {
  readonly attrs: Attributes;
}

/** Longest part of a bad value that a message repeats, in characters. */
const SHOWN_MAX = 80;

/** What breaks the shape of a definition. Unknown leaves break nothing. */
export function shapeProblems(validator: Validator, definition: Formed, values: Values): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  if (!validator(values)) {
    for (const error of validator.errors ?? []) {
      // A wrong key is told twice: what is wrong with it, and that it is wrong.
      if (error.propertyName !== undefined) continue;
      const keys =
        error.instancePath === ''
          ? []
          : error.instancePath
              .slice(1)
              .split('/')
              .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
      const located = locate(definition, values, keys);
      if (!located.unknown) problems.push(problemOf(error, located, knownNames(definition, located.shape)));
    }
  }
  problems.push(...sharedKeys(definition, values));
  return problems;
}

/** Names of what may be written in this place. */
function knownNames(definition: Formed, shape: Shape | undefined): string[] {
  const element = shape && elementOf(shape);
  const entries = Object.entries(element?.kind === 'object' ? element.attrs : definition.attrs);
  return entries.filter(([, attribute]) => attribute.mode !== 'computed').map(([key]) => key);
}

interface Located {
  readonly steps: Step[];
  readonly value: Value | undefined;
  readonly shape: Shape | undefined;
  readonly unknown: boolean;
  /** How messages show the value: not at all where it is sensitive. */
  readonly shown: string;
}

function locate(definition: Formed, values: Values, keys: readonly string[]): Located {
  const steps: Step[] = [];
  let value: Value | undefined = values;
  let shape = { kind: 'object', attrs: definition.attrs } as Shape | undefined;
  const isSecret = definition.attrs[keys[0] ?? '']?.sensitive === true;
  for (const key of keys) {
    if (isUnknown(value)) return { steps, value, shape, unknown: true, shown: '' };
    if (Array.isArray(value)) {
      const element: Value | undefined = (value as readonly Value[])[Number(key)];
      const keyed: string | undefined = shape?.kind === 'list' ? shape.key : undefined;
      const label: Value | undefined = keyed !== undefined && isObject(element) ? element[keyed] : undefined;
      steps.push(typeof label === 'string' ? { key: label } : { index: Number(key) });
      shape = shape?.kind === 'list' || shape?.kind === 'set' ? shape.of : undefined;
      value = element;
    } else {
      steps.push(shape?.kind === 'map' ? { key } : { attribute: key });
      shape = shape?.kind === 'object' ? shape.attrs[key]?.shape : shape?.kind === 'map' ? shape.of : undefined;
      value = isObject(value) ? value[key] : undefined;
    }
  }
  return { steps, value, shape, unknown: isUnknown(value), shown: isSecret ? '(sensitive)' : shown(value) };
}

/** Shows a bad value without flooding the reader. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}… (${text.length} characters)` : text;
}

/** A place whose keys and names, which a user may make as long as a value, are cut like values. */
const shownPlace = (steps: readonly Step[]): string =>
  placeOf(
    steps.map((step) => {
      if ('attribute' in step) return { attribute: cut(step.attribute) };
      return 'key' in step ? { key: cut(step.key) } : step;
    }),
  );

const cut = (name: string): string => (name.length > SHOWN_MAX ? `${name.slice(0, SHOWN_MAX)}…` : name);

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  ref: 'the id of a resource',
  int: 'a whole number',
  number: 'a number',
  bool: 'true or false',
  list: 'a list',
  set: 'a set',
  map: 'a map',
  object: 'an object',
};

function problemOf(error: ValidatorError, { steps, value, shape, shown: given }: Located, names: readonly string[]): ShapeProblem {
  const path = shownPlace(steps);
  const at = (message: string, fix: string, inner: readonly Step[] = []): ShapeProblem => ({
    steps: [...steps, ...inner],
    path: shownPlace([...steps, ...inner]),
    message,
    fix,
  });
  const label = path === '' ? 'the resource' : path;
  switch (error.keyword) {
    case 'required': {
      const missing = String(error.params['missingProperty']);
      const inner = [{ attribute: missing }];
      return at(`${shownPlace([...steps, ...inner])} is missing`, `set ${missing}`, inner);
    }
    case 'additionalProperties': {
      const extra = String(error.params['additionalProperty']);
      const meant = nearest(extra, names);
      const known = `known: ${[...names].sort().join(', ')}`;
      return at(`${shown(extra)} is not an attribute here`, meant === undefined ? known : `did you mean ${meant}? ${known}`, [{ attribute: extra }]);
    }
    case 'type':
      return at(`${label} is ${given}; it must be ${KINDS[shape?.kind ?? 'object']}`, `give ${path} ${KINDS[shape?.kind ?? 'object']}`);
    case 'enum': {
      const allowed = shape?.kind === 'string' ? (shape.oneOf ?? []) : [];
      const meant = typeof value === 'string' ? nearest(value, allowed) : undefined;
      return at(
        `${label} is ${given}; allowed: ${allowed.join(', ')}`,
        meant === undefined ? 'use one of the allowed values' : `did you mean ${meant}? else use one of the allowed values`,
      );
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return at(
        `${label} is ${given}; allowed: ${rangeOf(shape)}`,
        (shape?.kind === 'int' || shape?.kind === 'number') && shape.advice ? shape.advice : `give a value in the range`,
      );
    case 'minItems':
    case 'maxItems':
    case 'maxProperties':
      return at(`${label} has ${elements(size(value))}; allowed: ${rangeOf(shape)}`, `give ${boundOf(error)}`);
    case 'minLength':
    case 'maxLength':
      return at(`${label} has ${String(value).length} characters; allowed: ${rangeOf(shape)}`, 'give a text of an allowed length');
    case 'propertyNames': {
      const key = String(error.params['propertyName']);
      const most = shape?.kind === 'map' ? shape.keyMax : 0;
      return at(`a key of ${label} has ${key.length} characters; allowed: at most ${most}`, 'give a key of an allowed length', [{ key }]);
    }
    case 'pattern':
      return at(
        `${label} is ${given}; allowed: ${shape?.kind === 'string' && shape.patternSays ? shape.patternSays : 'another form'}`,
        'change it to that form',
      );
    case 'format':
      return at(
        `${label} is ${given}; it must be ${shape?.kind === 'string' && shape.format === 'date' ? 'a date as 2026-01-31' : 'an email address'}`,
        'change it to that form',
      );
    default:
      return at(`${label} is ${given}, which is not allowed here`, 'read its documentation');
  }
}

const elements = (count: number): string => `${count} element${count === 1 ? '' : 's'}`;
/** The bound of elements that was broken. */
const boundOf = ({ keyword, params }: ValidatorError): string =>
  `${elements(Number(params['limit']))} at ${keyword === 'minItems' ? 'least' : 'most'}`;

const size = (value: Value | undefined): number => (Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0);

/** The bounds of a shape in words. */
export function rangeOf(shape: Shape | undefined): string {
  if (!shape || shape.kind === 'bool' || shape.kind === 'object') return 'another value';
  if (shape.kind === 'ref') return `1 to ${ID_MAX}`;
  const min = 'above' in shape && shape.above !== undefined ? `more than ${shape.above}` : 'min' in shape ? shape.min : undefined;
  if (min !== undefined && shape.max !== undefined) return `${min} to ${shape.max}`;
  return min !== undefined ? (typeof min === 'string' ? min : `${min} or more`) : `at most ${shape.max}`;
}

const keyedLists = new WeakMap<Formed, readonly { readonly path: string; readonly key: string }[]>();

/** The lists of a definition whose elements are told apart by one of their attributes. */
function keyedListsOf(definition: Formed): readonly { readonly path: string; readonly key: string }[] {
  let lists = keyedLists.get(definition);
  if (!lists) {
    lists = Object.entries(definition.attrs).flatMap(([path, { shape }]) =>
      shape.kind === 'list' && shape.key !== undefined ? [{ path, key: shape.key }] : [],
    );
    keyedLists.set(definition, lists);
  }
  return lists;
}

/** Elements of a keyed list that share their key: two disks of one name. */
function sharedKeys(definition: Formed, values: Values): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  for (const { path, key } of keyedListsOf(definition)) {
    const list = values[path];
    if (!Array.isArray(list) || list.length < 2) continue;
    const seen = new Set<string>();
    for (const element of list as readonly Value[]) {
      const label = isObject(element) ? element[key] : undefined;
      if (typeof label !== 'string') continue;
      if (seen.has(label)) {
        const steps: Step[] = [{ attribute: path }, { key: label }, { attribute: key }];
        problems.push({
          steps,
          path: shownPlace(steps),
          message: `two elements of ${path} have the ${key} ${shown(label)}`,
          fix: `give each its own ${key}`,
        });
      }
      seen.add(label);
    }
  }
  return problems;
}
