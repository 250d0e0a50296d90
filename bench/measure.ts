/** What a measure is: a ratio or a time taken in one run, and the target it is held against. */

export interface Outcome {
  /** What was measured, as it stands in the table: `1.06 ×`, `0.71 s`. */
  readonly value: string;
  readonly reached: boolean;
  /** The numbers behind it. */
  readonly detail: string;
}

export interface Measure {
  readonly name: string;
  readonly target: string;
  /** `smoke` runs it small, to show that it still works. */
  readonly run: (options: { readonly smoke: boolean }) => Promise<Outcome>;
}

/** Milliseconds that a piece of work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The middle of several takes: one hiccup does not decide. */
export async function median(takes: number, take: () => Promise<number>): Promise<number> {
  const results: number[] = [];
  for (let i = 0; i < takes; i += 1) results.push(await take());
  return middle(results);
}

/** The middle one of some numbers. */
export const middle = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
