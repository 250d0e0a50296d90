/** SHAPE of names that a platform's stock gives: what neither the facts nor the given world has does not exist. */
import { nearest } from '../core/nearest';
import { leavesAt } from '../core/path';
import type { NounName, Nouns } from '../core/resource';
import type { Example, Outcome, Rule, RuleContext } from '../core/rule';
import type { Values } from '../core/unknown';
import { shown } from '../core/validate';
import type { World } from '../core/world';

/** What each strange name may have meant, in words. */
const nearestOf = (strange: readonly string[], known: readonly string[]): string[] =>
  [...new Set(strange)].flatMap((name) => {
    const meant = nearest(name, known);
    return meant === undefined ? [] : [`nearest to ${shown(name)} is ${meant}`];
  });

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
    const strange = leavesAt(self, attribute).filter((name): name is string => typeof name === 'string' && !known.has(name));
    if (strange.length === 0) return undefined;
    const meant = nearestOf(strange, world ? inWorld(world) : inFacts);
    if (!world) return { undecided: `the ${what}s of the platform (--world or --platform)${meant.map((each) => `; ${each}`).join('')}` };
    return {
      at: attribute,
      message: `${attribute} names ${strange.join(', ')}; there is no such ${what}`,
      fix: `${meant.map((each) => `${each}; `).join('')}use one of ${[...new Set(inWorld(world))].sort().join(', ')}`,
    };
  };
  return { code: 'SHAPE', class: 'refused', on, title: `There is no such ${what}`, why, reads: [attribute], check, source, examples };
}
