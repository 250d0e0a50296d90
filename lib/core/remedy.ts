/**
 * Remedies: what to write so that all rules about an attribute hold, and not only the one that was broken. A remedy may look at
 * more than its rule does, since it is asked for after the rule has fired: what it cannot see makes nothing undecided.
 */
import type { Estate } from './estate';
import type { Finding } from './finding';
import type { NounName } from './resource';
import type { Arguments, Follow, Gather, Remedy, Rule } from './rule';
import { newSight, type Seen, type Shared, type Sight, viewOf } from './view';

/** Defines a remedy; `fix` sees exactly what it declares. Without an answer the rule's own fix stands. */
export function defineRemedy<
  const T extends NounName,
  const R extends readonly string[],
  const F extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const G extends Readonly<Record<string, Gather>> = Record<never, Gather>,
>(remedy: {
  readonly on: T;
  readonly reads: R;
  readonly follows?: F;
  readonly gathers?: G;
  readonly fix: (args: Arguments<T, R, F, Record<never, Follow>, G>, context: { readonly edition: string }) => string | undefined;
}): Remedy {
  return remedy as unknown as Remedy;
}

/**
 * The words of a fix that names a number of a sum: where a part of the sum is unknown, following it may not be enough. A fix
 * that names no number stands as it is.
 */
export const soFar = (fix: string, { partial }: { readonly partial: boolean }): string =>
  partial && / = \d/.test(fix) ? `at least so far: ${fix}; \`socle check\` on the plan as JSON gives the whole sum` : fix;

/** What a declared look at a resource gives: itself as `self`, its neighbours by their names. Undefined where something needed is unknown. */
export function lookAt(estate: Estate, id: string, seen: Seen, sight: Sight): Readonly<Record<string, unknown>> | undefined {
  const resource = estate.get(id);
  const view = resource && viewOf(estate, resource, seen, sight);
  if (!view) return undefined;
  const args: Record<string, unknown> = { self: resource.values };
  for (const group of [seen.follows, seen.followsEach, seen.gathers]) for (const key in group) args[key] = view[key];
  return args;
}

/** The findings with the fixes of their rules' remedies. */
export function withRemedies(estate: Estate, findings: readonly Finding[], edition: string): readonly Finding[] {
  if (findings.length === 0) return findings;
  const shared: Shared = new Map();
  const rules = new Map(estate.catalogue.rules.filter(({ remedy }) => remedy).map((rule) => [`${rule.code} ${rule.on}`, rule]));
  return findings.map((finding) => {
    const rule = rules.get(`${finding.code} ${finding.type}`);
    const fix = rule && fixOf(estate, finding, rule, edition, shared);
    return fix === undefined ? finding : { ...finding, fix };
  });
}

/** A remedy that sees less of a sum than its rule did would name too little: the rule's own fix is better then. */
function fixOf(estate: Estate, finding: Finding, rule: Rule, edition: string, shared: Shared): string | undefined {
  const { remedy } = rule;
  const sight = newSight(shared);
  const args = remedy && lookAt(estate, finding.resource, remedy, sight);
  if (!args) return undefined;
  if (sight.partial.length > 0) {
    const known = newSight(shared);
    lookAt(estate, finding.resource, rule, known);
    const missedByTheRule = new Set(known.partial);
    if (!sight.partial.every((each) => missedByTheRule.has(each))) return undefined;
  }
  const fix = remedy.fix(args, { edition });
  return fix === undefined ? undefined : soFar(fix, { partial: sight.partial.length > 0 });
}
