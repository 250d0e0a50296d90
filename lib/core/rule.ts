/** A rule is a value: code, class, what it reads, a pure check, examples on the edge. */
import type { FindingClass } from './finding';
import type { NounName, Nouns } from './resource';
import type { Value, Values } from './unknown';
import type { World } from './world';

/**
 * upper: what is missing can only make it worse, so a part may already be proof · all: waits until every neighbour is known ·
 * absence: something would have to exist, so it waits for a complete estate.
 */
export type Bound = 'upper' | 'all' | 'absence';

/** Resources found by going where an attribute points. */
export interface Follow {
  readonly of: NounName;
  readonly via: string;
  readonly reads: readonly string[];
  /** A null reference gives null instead of making the rule silent. */
  readonly nullable?: true;
  readonly follows?: Readonly<Record<string, Follow>>;
  readonly followsEach?: Readonly<Record<string, Follow>>;
  readonly gathers?: Readonly<Record<string, Gather>>;
}

/** Resources of a type whose attribute at `via` holds this resource's id, or what this resource holds at `equals`. */
export interface Gather extends Omit<Follow, 'nullable'> {
  readonly equals?: string;
  readonly bound?: Bound;
  /** Elements of a collection whose declared leaves are unknown are left out one by one, instead of their whole resource. */
  readonly byElement?: true;
}

type Head<P extends string> = P extends `${infer H}[].${string}` ? H : P extends `${infer H}.${string}` ? H : P;
type Tail<P extends string, K extends string> = P extends `${K}[].${infer R}` ? R : P extends `${K}.${infer R}` ? R : never;
/** What of `V` the paths `P` let a rule see. */
export type View<V, P extends string> = { readonly [K in Head<P> & keyof V & string]: ViewOf<V[K], Tail<P, K>> };
type ViewOf<T, R extends string> = [R] extends [never]
  ? T
  : T extends readonly (infer E)[]
    ? readonly View<E, R>[]
    : T extends object
      ? View<T, R>
      : T;

type Paths<S> = S extends { readonly reads: readonly (infer P)[] } ? P & string : never;
type Followed<S> = S extends { readonly follows: infer F }
  ? { readonly [K in keyof F]: F[K] extends { readonly nullable: true } ? Node<F[K]> | null : Node<F[K]> }
  : unknown;
type Each<S> = S extends { readonly followsEach: infer F } ? { readonly [K in keyof F]: readonly Node<F[K]>[] } : unknown;
type Gathered<S> = S extends { readonly gathers: infer G } ? { readonly [K in keyof G]: readonly Node<G[K]>[] } : unknown;
/** What a rule sees of one neighbour: its declared attributes, its id, and the neighbours declared on it. */
export type Node<S> = Own<S> & Followed<S> & Each<S> & Gathered<S>;
type Own<S> = S extends { readonly of: infer T extends NounName } ? View<Nouns[T], Paths<S>> & { readonly id: string } : never;

/** What a rule may know beside the resources. */
export interface RuleContext {
  readonly edition: string;
  /** The date of judgement, `2026-01-31`, where it is known; a rule with `needs: ['as_of']` is undecided without it. */
  readonly asOf: string | undefined;
  /** The stock, where it is known; a rule with `needs: ['world']` is undecided without it. */
  readonly world: World | undefined;
  /** Volatile attributes, where a platform sees them; a rule with `needs: ['platform']` is judged nowhere else. */
  readonly observed: Observed | undefined;
  /** The resource whose command is being judged, on a platform: it comes after all that stands. */
  readonly newest: string | undefined;
  /** True where a neighbour may be missing: a sum is "at least". */
  readonly partial: boolean;
}

/** The value of a volatile attribute of a resource at this moment; null where there is none. */
export type Observed = (id: string, attribute: string) => Value;

/** What is wrong. `at` is a place in the subject (`disks["data"].size_gib`), empty for the whole. */
export interface Problem {
  readonly at: string;
  readonly message: string;
  readonly fix: string;
  /** Where it differs from the rule's own class. */
  readonly class?: FindingClass;
  /** Neighbours, by id, whose findings silence this one as the subject's own do (`silentWhere`). */
  readonly among?: readonly string[];
}

/** What a check answers when its own bound was reached before it could tell. */
export interface NotDecided {
  readonly undecided: string;
}

/** `undefined`: nothing is wrong with what is seen. `holds`: nor can it be, whatever is missing (the rule asks nothing of this resource). */
export type Outcome = Problem | readonly Problem[] | NotDecided | 'holds' | undefined;

export interface Source {
  /** Number of the seed document, or `Socle` for its own advice. */
  readonly seed: string;
  readonly heading: string;
}

/** One example: resources in the form of the conformance cases, and whether the rule fires on the last one named. */
export interface Example {
  readonly says: string;
  readonly estate: readonly { readonly type: string; readonly values: Values }[];
  readonly prior?: readonly { readonly type: string; readonly values: Values }[];
  readonly asOf?: string;
  /** The catalogue's edition, where it is not that of the seeds. */
  readonly edition?: string;
  /** What a platform has chosen, or observes, by id: computed and volatile attributes. */
  readonly platform?: Readonly<Record<string, Values>>;
  /** Ids that the rule names, with the severity where it differs from the rule's own. */
  readonly fires: readonly (string | { readonly resource: string; readonly severity: 'error' | 'warning' })[];
}

/** A fix that looks at more than its rule does (see `remedy.ts`). */
export interface Remedy {
  readonly on: string;
  readonly reads: readonly string[];
  readonly follows?: Readonly<Record<string, Follow>>;
  readonly gathers?: Readonly<Record<string, Gather>>;
  // biome-ignore lint/suspicious/noExplicitAny: defineRemedy types it by what the remedy declares.
  readonly fix: (args: any, context: { readonly edition: string }) => string | undefined;
}

interface Described {
  readonly code: string;
  readonly class: FindingClass;
  readonly title: string;
  readonly why: string;
  readonly source: Source;
  readonly examples: readonly Example[];
  readonly needs?: readonly ('world' | 'as_of' | 'platform')[];
  /** It compares with the state before the change. */
  readonly change?: true;
  /** Not reported where one of these codes already names the cause, on the subject or on what the problem names in `among`. */
  readonly silentWhere?: { readonly codes: readonly string[]; readonly errorsOnly?: true };
  /** What to write so that every rule about the attribute holds; the problem's own fix stands where it has no answer. */
  readonly remedy?: Remedy;
  /** Another operation of the same apply may cure it. Derived where left out: a rule that gathers. */
  readonly retryable?: boolean;
  /** The platform judges it in its own way (it hands out the stock itself). */
  readonly platformDecides?: true;
}

/** A rule as engines see it: the check takes anything, since `defineRule` has checked its types. */
export interface Rule extends Described {
  readonly on: string;
  readonly reads: readonly string[];
  readonly follows?: Readonly<Record<string, Follow>>;
  readonly followsEach?: Readonly<Record<string, Follow>>;
  readonly gathers?: Readonly<Record<string, Gather>>;
  // biome-ignore lint/suspicious/noExplicitAny: defineRule types it by what the rule declares.
  readonly check: (args: any, context: RuleContext) => Outcome;
}

type Args<S> = { readonly self: Own<S> } & Followed<S> & Each<S> & Gathered<S>;
type Spec<T, R, F, E, G> = { readonly of: T; readonly reads: R; readonly follows: F; readonly followsEach: E; readonly gathers: G };

/** What a rule, or a bill, sees of its resource and the neighbours it declares. */
export type Arguments<T, R, F, E, G> = Args<Spec<T, R, F, E, G>>;

/** Defines a rule; `check` sees exactly what the rule declares. */
export function defineRule<
  const T extends NounName,
  const R extends readonly string[],
  const F extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const E extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const G extends Readonly<Record<string, Gather>> = Record<never, Gather>,
>(
  rule: Described & {
    readonly on: T;
    readonly reads: R;
    readonly follows?: F;
    readonly followsEach?: E;
    readonly gathers?: G;
    readonly change?: undefined;
    readonly check: (args: Args<Spec<T, R, F, E, G>>, context: RuleContext) => Outcome;
  },
): Rule {
  return rule as unknown as Rule;
}

/** Defines a rule about a change: `check` also sees the resource and its neighbours as they were. */
export function defineChangeRule<
  const T extends NounName,
  const R extends readonly string[],
  const F extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const E extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const G extends Readonly<Record<string, Gather>> = Record<never, Gather>,
>(
  rule: Omit<Described, 'change'> & {
    readonly on: T;
    readonly reads: R;
    readonly follows?: F;
    readonly followsEach?: E;
    readonly gathers?: G;
    readonly check: (args: Args<Spec<T, R, F, E, G>> & { readonly prior: Args<Spec<T, R, F, E, G>> }, context: RuleContext) => Outcome;
  },
): Rule {
  return { ...rule, change: true } as unknown as Rule;
}

export const isRetryable = (rule: Rule): boolean => rule.retryable ?? Object.keys(rule.gathers ?? {}).length > 0;
