/** From Terraform JSON to values of the model: what its expressions name is looked up, everything else is unknown. */
import { isObject, isUnknown, Unknown, type Value, type Values } from '../core/unknown';
import { type Expression, parseExpression, type TraversalStep } from './expression';
import type { Json, JsonObject } from './json';
import { type Part, partsOf, unescaped } from './template';

/** A step of a traversal whose index is a value. */
export type ValueStep = string | number | Unknown | { readonly splat: true };

/** Looks up what names stand for, in one place of one stack. Never throws. */
export interface Scope {
  /** The value of `root` followed by `steps`. `text` is the reference as written, for what an unknown waits for. */
  lookup(root: string, steps: readonly ValueStep[], text: string): Value;
  /** Texts that references have already led to, in this stack: a configuration names the same few resources again and again. */
  readonly settled: Map<Expression, string>;
}

/** Objects and lists inside each other before a value counts as unreadable. */
const DEPTH_MAX = 64;
/** Longest text that is repeated as the reason of an unknown, in characters. */
const REASON_MAX = 120;

const parts = new Map<string, readonly Part[]>();
const expressions = new Map<string, Expression | undefined>();
/** Texts that are remembered once read; a large configuration writes the same references again and again. */
const REMEMBERED_MAX = 20_000;

function remembered<T>(memory: Map<string, T>, text: string, read: (text: string) => T): T {
  if (memory.has(text)) return memory.get(text) as T;
  const result = read(text);
  if (memory.size >= REMEMBERED_MAX) memory.clear();
  memory.set(text, result);
  return result;
}

export const unknownBecause = (text: string): Unknown => new Unknown([text.length > REASON_MAX ? `${text.slice(0, REASON_MAX)}…` : text]);

/** The value that a piece of Terraform JSON stands for. */
export function evaluate(json: Json, scope: Scope, depth = 0): Value {
  if (typeof json === 'string') return json.includes('{') ? fromParts(remembered(parts, json, partsOf), scope, json) : json;
  if (typeof json !== 'object' || json === null) return json;
  if (depth > DEPTH_MAX) return unknownBecause(`a value nested deeper than ${DEPTH_MAX} levels`);
  return Array.isArray(json) ? listOf(json as readonly Json[], scope, depth + 1) : membersOf(json as JsonObject, scope, depth + 1);
}

/** Elements without expressions stay the list that they are: most of a configuration is plain. */
function listOf(json: readonly Json[], scope: Scope, depth: number): Value {
  const values = json.map((element) => evaluate(element, scope, depth));
  return values.every((value, index) => value === json[index]) ? json : values;
}

function membersOf(json: JsonObject, scope: Scope, depth: number): Value {
  const keys = Object.keys(json);
  // fromEntries defines every key as the object's own, `__proto__` included; so does the copy below.
  if (keys.some((key) => key.includes('{')))
    return Object.fromEntries(Object.entries(json).map(([key, inner]) => [keyOf(key, scope), evaluate(inner, scope, depth)]));
  let values: Record<string, Value> | undefined;
  for (const key of keys) {
    const value = evaluate(json[key] as Json, scope, depth);
    if (value !== json[key]) (values ??= { ...json })[key] = value;
  }
  return values ?? json;
}

/** Keys of JSON objects are templates too; one that is not known stays as written. */
function keyOf(key: string, scope: Scope): string {
  const value = key.includes('{') ? fromParts(partsOf(key), scope, key) : key;
  return typeof value === 'string' ? value : key;
}

function fromParts(found: readonly Part[], scope: Scope, whole: string, plain = (text: string): string => text): Value {
  const [first] = found;
  if (found.length === 1 && first && 'expression' in first) return valueOfText(first.expression, scope, whole);
  let text = '';
  for (const part of found) {
    if ('text' in part) {
      text += plain(part.text);
      continue;
    }
    const value = valueOfText(part.expression, scope, whole);
    if (isUnknown(value)) return value;
    if (value === null || typeof value === 'object') return unknownBecause(part.expression);
    text += String(value);
  }
  return text;
}

function valueOfText(text: string, scope: Scope, whole: string): Value {
  const expression = remembered(expressions, text, parseExpression);
  return expression ? valueOfExpression(expression, scope, text) : unknownBecause(text === '' ? whole : text);
}

function valueOfExpression(expression: Expression, scope: Scope, text: string): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return fromParts(partsOf(expression.quoted), scope, text, unescaped);
    case 'list':
      return expression.elements.map((element) => valueOfExpression(element, scope, text));
    case 'conversion':
      return valueOfExpression(expression.of, scope, text);
    case 'object':
      return objectOf(expression, scope, text);
    case 'traversal':
      return scope.settled.get(expression) ?? traversed(expression, scope, text);
    default:
      return expression satisfies never;
  }
}

function traversed(expression: Extract<Expression, { kind: 'traversal' }>, scope: Scope, text: string): Value {
  const { root, steps } = expression;
  const value = scope.lookup(
    root,
    steps.map((step) => stepOf(step, scope, text)),
    text,
  );
  // Only `each`, `count` and computed indices mean something else in another place.
  const stays = root !== 'each' && root !== 'count' && steps.every((step) => 'attribute' in step);
  if (stays && typeof value === 'string') scope.settled.set(expression, value);
  return value;
}

function objectOf(expression: Extract<Expression, { kind: 'object' }>, scope: Scope, text: string): Value {
  const entries: [string, Value][] = [];
  for (const { key, value } of expression.entries) {
    const name = valueOfExpression(key, scope, text);
    if (isUnknown(name)) return name;
    if (name === null || typeof name === 'object') return unknownBecause(text);
    entries.push([String(name), valueOfExpression(value, scope, text)]);
  }
  return Object.fromEntries(entries);
}

function stepOf(step: TraversalStep, scope: Scope, text: string): ValueStep {
  if ('attribute' in step) return step.attribute;
  if ('splat' in step) return step;
  const index = valueOfExpression(step.index, scope, text);
  return typeof index === 'string' || typeof index === 'number' || isUnknown(index) ? index : unknownBecause(text);
}

/** Goes into a value; what is not there, or not known, is unknown. */
export function walk(value: Value | undefined, steps: readonly ValueStep[], text: string): Value {
  const [step, ...rest] = steps;
  if (value === undefined) return unknownBecause(text);
  if (step === undefined || isUnknown(value)) return value;
  if (isUnknown(step)) return step;
  if (typeof step === 'object')
    return Array.isArray(value) ? (value as readonly Value[]).map((element) => walk(element, rest, text)) : unknownBecause(text);
  if (Array.isArray(value)) return walk((value as readonly Value[])[Number(step)], rest, text);
  if (isObject(value) && Object.hasOwn(value, step)) return walk((value as Values)[String(step)], rest, text);
  return unknownBecause(text);
}
