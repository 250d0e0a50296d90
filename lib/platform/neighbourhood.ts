/** Which collections a command on a type looks at: what its rules, references and behaviour lead to. Nothing else is loaded for it. */
import type { Behaviours } from '../core/behaviour';
import type { Catalogue } from '../core/catalogue';
import type { Follow, Gather, Rule } from '../core/rule';

type Looking = Pick<Follow | Gather, 'follows' | 'followsEach' | 'gathers'>;

function* typesSeen(looking: Looking): Generator<string> {
  for (const next of [looking.follows, looking.followsEach, looking.gathers].flatMap((group) => Object.values(group ?? {}))) {
    yield next.of;
    yield* typesSeen(next);
  }
}

const typesOf = (rule: Rule): Set<string> => new Set([rule.on, ...typesSeen(rule)]);

/** For every type, the types that must be known before a command on it is carried out. */
export function neighbourhoods(catalogue: Catalogue, behaviours: Behaviours): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map([...catalogue.definitions.keys()].map((type) => [type, new Set([type])]));
  const lead = (from: string, to: string): unknown => direct.get(from)?.add(to);
  for (const rule of catalogue.rules) {
    const types = typesOf(rule);
    for (const from of types) for (const to of types) lead(from, to);
  }
  for (const [from, references] of catalogue.references) {
    for (const to of references.flatMap((reference) => reference.to)) {
      lead(from, to);
      lead(to, from);
    }
  }
  for (const definition of catalogue.definitions.values()) {
    const parent = catalogue.byCollection.get(definition.parent.collection);
    if (!parent) continue;
    lead(definition.type, parent.type);
    lead(parent.type, definition.type);
  }
  for (const [type, behaviour] of Object.entries(behaviours)) for (const to of behaviour.looksAt ?? []) lead(type, to);
  return new Map([...direct].map(([type, types]) => [type, withDetached(catalogue, direct, type, types)]));
}

/** A deletion also changes those that mention the deleted weakly, so what is around them counts too. */
function withDetached(
  catalogue: Catalogue,
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  type: string,
  own: ReadonlySet<string>,
): ReadonlySet<string> {
  const all = new Set(own);
  for (const [from, references] of catalogue.references) {
    if (references.some((reference) => reference.weak && reference.to.includes(type))) for (const near of direct.get(from) ?? []) all.add(near);
  }
  return all;
}
