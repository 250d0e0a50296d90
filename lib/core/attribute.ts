/** One attribute of a resource: its shape, who sets it, and the facts that engines read instead of asking for a noun. */
import type { Shape } from './shape';
import type { Values } from './unknown';

/** What a default or a computed value may know beside the resource itself. */
export interface Given {
  /** The catalogue's edition: which caps of the offer apply. */
  readonly edition: string;
}

/** A value that follows from other attributes of the same resource; unknown as long as one of `reads` is. */
export interface Derived<T = unknown> {
  readonly reads: readonly string[];
  readonly value: (self: Values, given: Given) => T;
}

/**
 * required: the user gives it · optional: null stays null · defaulted: unset means the default, removing it resets ·
 * kept: the platform chooses where unset and the choice stays · computed: never given.
 */
export type Mode = 'required' | 'optional' | 'defaulted' | 'kept' | 'computed';

export interface Facts {
  /** Changing it replaces the resource. */
  readonly replace?: boolean;
  /** It grows in place and never shrinks. */
  readonly grows?: boolean;
  readonly sensitive?: boolean;
  /** Given with a command, never stored, never shown. It is given anew by another value of the attribute `<its name>_version`. */
  readonly writeOnly?: boolean;
  readonly deprecated?: string;
  /** Time or others change it: it is shown by data sources and the API, never kept by a resource. */
  readonly volatile?: boolean;
}

export interface Attribute<T = unknown, M extends Mode = Mode> extends Facts {
  readonly doc: string;
  readonly shape: Shape<T>;
  readonly mode: M;
  /** The default of a defaulted attribute: a value, or how it follows from others. */
  readonly default?: T | Derived<T>;
  /** How a computed attribute follows from others; absent where the platform decides. */
  readonly from?: Derived<T | null>;
}

export type Attributes = Readonly<Record<string, Attribute>>;

type Given_<A> = A extends Attribute<infer T, infer M> ? (M extends 'required' | 'defaulted' ? T : T | null) : never;
/** The TypeScript type of a resource's values, derived from its attributes. */
export type ValuesOf<A extends Attributes> = { readonly [K in keyof A]: Given_<A[K]> };

export const required = <T>(doc: string, shape: Shape<T>, facts: Facts = {}): Attribute<T, 'required'> => ({
  ...facts,
  doc,
  shape,
  mode: 'required',
});
export const optional = <T>(doc: string, shape: Shape<T>, facts: Facts = {}): Attribute<T, 'optional'> => ({
  ...facts,
  doc,
  shape,
  mode: 'optional',
});
export const defaulted = <T>(
  doc: string,
  shape: Shape<T>,
  fallback: NoInfer<T> | Derived<NoInfer<T>>,
  facts: Facts = {},
): Attribute<T, 'defaulted'> => ({
  ...facts,
  doc,
  shape,
  mode: 'defaulted',
  default: fallback,
});
export const kept = <T>(doc: string, shape: Shape<T>, facts: Facts = {}): Attribute<T, 'kept'> => ({ ...facts, doc, shape, mode: 'kept' });
export const computed = <T>(
  doc: string,
  shape: Shape<T>,
  facts: Facts & { readonly from?: Derived<NoInfer<T> | null> } = {},
): Attribute<T, 'computed'> => ({
  ...facts,
  doc,
  shape,
  mode: 'computed',
});
/** A computed value that time or others change: data sources and the API show it, resources do not keep it. */
export const volatile = <T>(doc: string, shape: Shape<T>): Attribute<T, 'computed'> => ({ doc, shape, mode: 'computed', volatile: true });

export const isDerived = (fallback: unknown): fallback is Derived =>
  typeof fallback === 'object' && fallback !== null && 'reads' in fallback && 'value' in fallback;
