/** Paths into a resource. A *read* path stands for many leaves (`disks[].size_gib`), a *place* for one (`disks["data"].size_gib`). */
import { isUnknown, type Unknown, type Value, type Values } from './unknown';

/** One step of a place. */
export type Step = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

const parsed = new Map<string, readonly string[]>();

/** The attribute names of a read path: `disks[].size_gib` gives `disks`, `size_gib`. */
export function segmentsOf(path: string): readonly string[] {
  let segments = parsed.get(path);
  if (!segments) {
    segments = path.split('.').map((part) => part.replace(/\[\]$/, ''));
    parsed.set(path, segments);
  }
  return segments;
}

/** Calls `visit` with every leaf at a read path: collections are entered, nulls on the way end it, unknowns are given as they are. */
export function eachAt(value: Value | undefined, segments: readonly string[], visit: (leaf: Value) => void, from = 0): void {
  if (value === undefined) return;
  const segment = segments[from];
  if (typeof value !== 'object' || value === null) {
    if (segment === undefined) visit(value);
    return;
  }
  if (isUnknown(value)) return visit(value);
  if (Array.isArray(value)) {
    for (const element of value as readonly Value[]) eachAt(element, segments, visit, from);
    return;
  }
  if (segment === undefined) return visit(value);
  eachAt((value as Values)[segment], segments, visit, from + 1);
}

/** All leaves at a read path. */
export function leavesAt(values: Values, path: string): Value[] {
  const segments = segmentsOf(path);
  const only = segments.length === 1 ? values[path] : undefined;
  if (typeof only === 'string') return [only];
  const leaves: Value[] = [];
  eachAt(values, segments, (leaf) => leaves.push(leaf));
  return leaves;
}

/** The first unknown at a read path; a whole value that contains one counts. */
export function unknownAt(values: Values, path: string): Unknown | undefined {
  return firstUnknown(values, segmentsOf(path), 0);
}

function firstUnknown(value: Value | undefined, segments: readonly string[], from: number): Unknown | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isUnknown(value)) return value;
  const segment = segments[from];
  if (!Array.isArray(value) && segment !== undefined) return firstUnknown((value as Values)[segment], segments, from + 1);
  for (const inner of Array.isArray(value) ? (value as readonly Value[]) : Object.values(value as Values)) {
    const found = firstUnknown(inner, segments, from);
    if (found) return found;
  }
  return undefined;
}

/** Reads a place: `disks["data"].size_gib`, `owners[0].email`. */
export function stepsOf(place: string): Step[] {
  const steps: Step[] = [];
  for (const [, attribute, key, index] of place.matchAll(/([^.[\]"]+)(?![\]"])|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g)) {
    if (key !== undefined) steps.push({ key: key.replace(/\\(.)/g, '$1') });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (attribute !== undefined) steps.push({ attribute });
  }
  return steps;
}

/** Writes a place. */
export function placeOf(steps: readonly Step[]): string {
  let place = '';
  for (const step of steps) {
    if ('attribute' in step) place += place === '' ? step.attribute : `.${step.attribute}`;
    else place += 'key' in step ? `["${step.key.replace(/["\\]/g, '\\$&')}"]` : `[${step.index}]`;
  }
  return place;
}
