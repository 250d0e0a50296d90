/** JSON as Terraform reads it: a block may be one object or an array of them, and `//` is a comment. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an object holds under a key; nothing is inherited, so `__proto__` and `constructor` are keys like others. */
export const own = (value: Json | undefined, key: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** The objects of a block position: one object, or an array of objects. Anything else holds none. */
export function bodiesOf(value: Json | undefined): readonly JsonObject[] {
  if (isJsonObject(value)) return [value];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}

/** The entries of blocks that carry a label: `{"name": body}`, repeated wherever an array stands. Comments are left out. */
export const labelled = (value: Json | undefined): readonly (readonly [string, Json])[] =>
  bodiesOf(value).flatMap((body) => Object.entries(body).filter(([label]) => label !== '//'));

/** The same JSON text for the same value, whatever the order of its keys. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
