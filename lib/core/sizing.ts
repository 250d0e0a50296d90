/** Sizes: what is needed of what a resource gives, what is left, and the least that would do. Nouns declare it as they declare what they bill. */
import type { Estate } from './estate';
import { byCodeUndecided, type Undecided } from './finding';
import { lookAt } from './remedy';
import type { NounName } from './resource';
import type { Arguments, Follow, Gather } from './rule';
import { newSight, type Seen, type Shared } from './view';

/** One thing that is given and needed. */
export interface Measure {
  readonly what: string;
  readonly unit: string;
  readonly needed: number;
  readonly given: number;
  /** What is given after one host is lost; absent where hosts play no part. */
  readonly after_loss?: number;
}

export interface Size {
  readonly measures: readonly Measure[];
  /** The least values with which all rules about them hold, one object a way; none where no value does. */
  readonly smallest: readonly Readonly<Record<string, number | string>>[];
  /** What numbers do not say: which VMs would stay down. */
  readonly notes: readonly string[];
}

export interface Sizing extends Seen {
  readonly on: string;
  // biome-ignore lint/suspicious/noExplicitAny: defineSizing types it by what the sizing declares.
  readonly size: (args: any, context: { readonly edition: string }) => Size;
}

/** Defines what a noun needs and gives; `size` sees exactly what it declares. */
export function defineSizing<const T extends NounName, const R extends readonly string[], const G extends Readonly<Record<string, Gather>>>(sizing: {
  readonly on: T;
  readonly reads: R;
  readonly gathers: G;
  readonly size: (args: Arguments<T, R, Record<never, Follow>, Record<never, Follow>, G>, context: { readonly edition: string }) => Size;
}): Sizing {
  return sizing as unknown as Sizing;
}

export interface Sized extends Size {
  readonly resource: string;
  readonly address?: string;
  /** What may be missing from what is needed. */
  readonly partial: readonly string[];
}

/** Sizes every resource that has a sizing, in the order of the ids; what depends on unknown values is listed as such. */
export function sizesOf(
  estate: Estate,
  sizings: readonly Sizing[],
  edition: string,
): { readonly sizes: readonly Sized[]; readonly undecided: readonly Undecided[] } {
  const sizes: Sized[] = [];
  const undecided: Undecided[] = [];
  const shared: Shared = new Map();
  for (const sizing of sizings) {
    for (const { id: resource, address } of [...estate.ofType(sizing.on)].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const sight = newSight(shared);
      const args = lookAt(estate, resource, sizing, sight);
      const at = { resource, ...(address === undefined ? {} : { address }) };
      if (args) sizes.push({ ...at, ...sizing.size(args, { edition }), partial: [...new Set(sight.partial)].sort() });
      else undecided.push({ code: 'SIZE', ...at, because: [...new Set(sight.waits)].sort() });
    }
  }
  return { sizes, undecided: undecided.sort(byCodeUndecided) };
}
