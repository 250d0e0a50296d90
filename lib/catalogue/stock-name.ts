/** SHAPE of names that a platform's stock gives: what neither the facts nor the given world has does not exist. */
import { leavesAt } from '../core/path';
import type { NounName, Nouns } from '../core/resource';
import type { Example, Outcome, Rule, RuleContext } from '../core/rule';
import type { Values } from '../core/unknown';
import type { World } from '../core/world';

/** A rule about an attribute that holds one such name, or several. Undecided where the facts lack the name and no world is given. */
export function stockNameRule<T extends NounName>(spec: {
  readonly on: T;
  readonly attribute: keyof Nouns[T] & string;
  /** What it names, in the singular: `zone`. */
  readonly what: string;
  readonly why: string;
  readonly source: Rule['source'];
  readonly inFacts: readonly string[];
  readonly inWorld: (world: World) => readonly string[];
  readonly examples: readonly Example[];
}): Rule {
  const { on, attribute, what, why, source, inFacts, inWorld, examples } = spec;
  const check = ({ self }: { readonly self: Values }, { world }: RuleContext): Outcome => {
    const known = new Set([...inFacts, ...(world ? inWorld(world) : [])]);
    const strange = leavesAt(self, attribute).filter((name) => typeof name === 'string' && !known.has(name));
    if (strange.length === 0) return undefined;
    if (!world) return { undecided: `the ${what}s of the platform (--world or --platform)` };
    return {
      at: attribute,
      message: `${attribute} names ${strange.join(', ')}; there is no such ${what}`,
      fix: `use one of ${[...new Set(inWorld(world))].sort().join(', ')}`,
    };
  };
  return { code: 'SHAPE', class: 'refused', on, title: `There is no such ${what}`, why, reads: [attribute], check, source, examples };
}
