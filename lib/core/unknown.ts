/** A value that is not known yet, with what it waits for (`var.size`), so that a report can say why a rule is undecided. */
export class Unknown {
  constructor(readonly because: readonly string[] = []) {}
}

export const UNKNOWN = new Unknown();

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

/** Any value of the model: JSON, or unknown anywhere inside. */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | Values;
export interface Values {
  readonly [name: string]: Value;
}

export const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value);

/** What the unknown leaves inside a value wait for; undefined where all of it is known. */
export function unknownIn(value: Value | undefined): readonly string[] | undefined {
  if (isUnknown(value)) return value.because;
  if (typeof value !== 'object' || value === null) return undefined;
  let because: string[] | undefined;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    const found = unknownIn(inner);
    if (found) because = [...(because ?? []), ...found];
  }
  return because;
}
