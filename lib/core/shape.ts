/** What a value may be. A shape is data: validation, Terraform schema, OpenAPI and documentation are projections of it. */
import type { Attributes, ValuesOf } from './attribute';

export interface StringShape {
  readonly kind: 'string';
  readonly oneOf?: readonly string[];
  readonly pattern?: string;
  /** What the pattern means, for the person who broke it. */
  readonly patternSays?: string;
  readonly min?: number;
  readonly max?: number;
  readonly format?: 'date' | 'email';
}
export interface NumberShape {
  readonly kind: 'int' | 'number';
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  /** What to do about a number outside its bounds, where the offer knows a way. */
  readonly advice?: string;
}
export interface BoolShape {
  readonly kind: 'bool';
}
/** The id of another resource. */
export interface RefShape {
  readonly kind: 'ref';
  readonly to: readonly string[];
  /** Deleting the target drops the mention; a strong reference refuses the deletion. */
  readonly weak: boolean;
}
export interface ListShape {
  readonly kind: 'list' | 'set';
  readonly of: Shape;
  readonly min?: number;
  readonly max?: number;
  /** The attribute that tells elements apart; two elements never share it. */
  readonly key?: string;
}
export interface MapShape {
  readonly kind: 'map';
  readonly of: Shape;
  readonly max?: number;
  /** Characters of the longest key. */
  readonly keyMax: number;
}
export interface ObjectShape {
  readonly kind: 'object';
  readonly attrs: Attributes;
}
export type ShapeData = StringShape | NumberShape | BoolShape | RefShape | ListShape | MapShape | ObjectShape;
/** `value` is never set: it carries the type of the shape's values to TypeScript. */
export type Shape<T = unknown> = ShapeData & { readonly value?: T };

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** Characters of the longest text that has no bound of its own. */
const TEXT_MAX = 4096;
/** Elements of the longest collection that has no bound of its own. */
const ELEMENTS_MAX = 10_000;
/** Characters of the longest id that a reference may hold. */
export const ID_MAX = 512;
/** Characters of the longest key of a map. */
const KEY_MAX = 255;

const typed = <T>(shape: ShapeData): Shape<T> => shape;

export const text = (bounds: Bounds = {}): Shape<string> => typed({ kind: 'string', min: bounds.min ?? 0, max: bounds.max ?? TEXT_MAX });
export const matching = (pattern: string, patternSays: string): Shape<string> => typed({ kind: 'string', pattern, patternSays, max: TEXT_MAX });
export const oneOf = <const T extends readonly string[]>(...names: T): Shape<T[number]> => typed({ kind: 'string', oneOf: names });
export const date = (): Shape<string> => typed({ kind: 'string', format: 'date' });
export const email = (): Shape<string> => typed({ kind: 'string', format: 'email', max: 254 });
export const int = (bounds: Bounds & { readonly advice?: string } = {}): Shape<number> => typed({ kind: 'int', ...bounds });
export const number = (bounds: Bounds & { readonly above?: number } = {}): Shape<number> => typed({ kind: 'number', ...bounds });
export const bool = (): Shape<boolean> => typed({ kind: 'bool' });
/** A strong reference: the target is not deleted while this stands. */
export const refTo = (...to: readonly string[]): Shape<string> => typed({ kind: 'ref', to, weak: false });
/** A weak reference: deleting the target drops the mention. */
export const weakRefTo = (...to: readonly string[]): Shape<string> => typed({ kind: 'ref', to, weak: true });
export const setOf = <T>(of: Shape<T>, bounds: Bounds = {}): Shape<readonly T[]> =>
  typed({ kind: 'set', of, min: bounds.min ?? 0, max: bounds.max ?? ELEMENTS_MAX });
export const listOf = <T>(of: Shape<T>, bounds: Bounds & { readonly key?: string } = {}): Shape<readonly T[]> =>
  typed({ kind: 'list', of, ...bounds, min: bounds.min ?? 0, max: bounds.max ?? ELEMENTS_MAX });
export const mapOf = <T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> => typed({ kind: 'map', of, max: ELEMENTS_MAX, keyMax: KEY_MAX });
export const object = <const A extends Attributes>(attrs: A): Shape<ValuesOf<A>> => typed({ kind: 'object', attrs });

/** What a name is made of, as a pattern and in words. */
export const NAME = {
  pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
  says: 'letters, digits, ".", "_" and "-", 1 to 63 characters, a letter or digit first and last',
} as const;

/** A resource's name: letters, digits, dot, dash and underscore, 63 characters at most, a letter or digit at both ends. */
export const name = (): Shape<string> => matching(NAME.pattern, NAME.says);
