/** What a code stands for: its rules, or what every type is judged on. */
import type { Catalogue } from '../core/catalogue';
import { type GenericRule, genericRules } from '../core/generic/described';
import type { Follow, Gather, Rule } from '../core/rule';

export interface Explained {
  readonly code: string;
  /** A code may have a rule on each of several types. */
  readonly rules: readonly Rule[];
  readonly generic: GenericRule | undefined;
}

/** Every code there is, in order. */
export const codesOf = (catalogue: Catalogue): string[] => [...new Set([...genericRules, ...catalogue.rules].map(({ code }) => code))].sort();

/** What is known of a code; undefined where there is none. */
export function explained(catalogue: Catalogue, code: string): Explained | undefined {
  const wanted = code.toUpperCase();
  const rules = catalogue.rules.filter((rule) => rule.code === wanted);
  const generic = genericRules.find((rule) => rule.code === wanted);
  return rules.length > 0 || generic ? { code: wanted, rules, generic } : undefined;
}

/** Codes offered in the place of one that does not exist. */
const OFFERED_MAX = 5;

/** The codes nearest to a text that is none: by letters that differ, those of the same family first. */
export function nearestCodes(catalogue: Catalogue, text: string): string[] {
  const wanted = text.toUpperCase().slice(0, 64);
  const family = wanted.split('-')[0] ?? '';
  const distances = codesOf(catalogue).map((code) => ({ code, distance: distance(wanted, code) - (code.split('-')[0] === family ? 3 : 0) }));
  return distances
    .sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1))
    .slice(0, OFFERED_MAX)
    .map(({ code }) => code);
}

/** Letters to add, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

type Sight = Pick<Rule, 'reads' | 'follows' | 'followsEach' | 'gathers'>;

/** What a rule looks at, a line each: its own attributes, then its neighbours'. */
export function readsOf(rule: Sight & { readonly on: string }): string[] {
  return [...(rule.reads.length > 0 ? [rule.reads.join(', ')] : []), ...neighbours(rule, `the ${rule.on}`, '')];
}

function neighbours(sight: Sight, holder: string, indent: string): string[] {
  const followed = Object.values({ ...sight.follows, ...sight.followsEach }).map(
    (follow: Follow) => [follow, `the ${follow.of} named by ${follow.via}`] as const,
  );
  const gathered = Object.values(sight.gathers ?? {}).map((gather: Gather) => [gather, gatheredBy(gather, holder)] as const);
  return [...followed, ...gathered].flatMap(([neighbour, words]) => [
    `${indent}${words}${neighbour.reads.length > 0 ? `: ${neighbour.reads.join(', ')}` : ''}`,
    ...neighbours(neighbour, `that ${neighbour.of}`, `${indent}  `),
  ]);
}

const gatheredBy = (gather: Gather, holder: string): string =>
  gather.equals === undefined
    ? `every ${gather.of} whose ${gather.via} names ${holder}`
    : `every ${gather.of} whose ${gather.via} is ${holder}'s ${gather.equals}`;
