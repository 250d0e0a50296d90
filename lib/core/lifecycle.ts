/** A lifecycle is a table: the states, what may be asked for in each, and which states end by themselves. */

export interface Lifecycle<S extends string, A extends string> {
  readonly initial: S;
  /** States that end by themselves, and what they become. */
  readonly settle: Readonly<Partial<Record<S, S>>>;
  /** What may be asked for, and in which states. */
  readonly on: Readonly<Partial<Record<A, Readonly<Partial<Record<S, S>>>>>>;
}

export const lifecycle = <const S extends string, const A extends string>(table: Lifecycle<S, A>): Lifecycle<S, A> => table;

/** The state that an action leads to; undefined where it may not be asked for. */
export const after = <S extends string, A extends string>(life: Lifecycle<S, A>, state: S, action: A): S | undefined => life.on[action]?.[state];

/** The state in which everything ends that ends by itself. */
export function settled<S extends string, A extends string>(life: Lifecycle<S, A>, state: S): S {
  const seen = new Set<S>();
  let current = state;
  for (let next = life.settle[current]; next !== undefined && !seen.has(current); next = life.settle[current]) {
    seen.add(current);
    current = next;
  }
  return current;
}
