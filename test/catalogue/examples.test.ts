/** Every rule carries its own examples: each is judged as a complete estate. */
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { estateOf } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';
import { segmentsOf } from '../../lib/core/path';
import { attributesOf, type Definition } from '../../lib/core/resource';
import type { Follow, Gather, Rule } from '../../lib/core/rule';

const context = { edition: 'seeds', tenant: 'main', complete: true };

const cases = catalogue.rules.flatMap((rule) =>
  rule.examples.map((example) => ({ rule, example, name: `${rule.code} on ${rule.on}: ${example.says}` })),
);

test.each(cases)('$name', ({ rule, example }) => {
  const estate = estateOf(catalogue, example.estate, context);
  const judgement = judge(estate, {
    edition: 'seeds',
    world: defaultWorld,
    ...(example.asOf === undefined ? {} : { asOf: example.asOf }),
    ...(example.prior ? { prior: estateOf(catalogue, example.prior, context) } : {}),
  });
  const found = judgement.findings.filter((finding) => finding.code === rule.code && finding.type === rule.on);
  const ownSeverity = rule.class === 'advice' ? 'warning' : 'error';
  const expected = example.fires.map((fires) => (typeof fires === 'string' ? { resource: fires, severity: ownSeverity } : fires));
  expect([...new Set(found.map(({ resource, severity }) => `${severity} ${resource}`))].sort()).toEqual(
    expected.map(({ resource, severity }) => `${severity} ${resource}`).sort(),
  );
});

test.each(catalogue.rules.map((rule) => ({ rule, name: `${rule.code} on ${rule.on}` })))(
  '$name has an example on each side of its edge',
  ({ rule }) => {
    expect(rule.examples.some((example) => example.fires.length > 0)).toBe(true);
    expect(rule.examples.some((example) => example.fires.length === 0)).toBe(true);
  },
);

/** Paths a definition has, without the marks of collections. */
const pathsOf = (definition: Definition): Set<string> => new Set([...attributesOf(definition.attrs)].map(({ path }) => segmentsOf(path).join('.')));

function unreadable(type: string, seen: Pick<Rule, 'reads' | 'follows' | 'followsEach' | 'gathers'>): string[] {
  const definition = catalogue.definitions.get(type);
  if (!definition) return [`no type ${type}`];
  const known = pathsOf(definition);
  const missing = (path: string, of = known): string[] => (of.has(segmentsOf(path).join('.')) ? [] : [`${type} has no ${path}`]);
  const neighbours: [string, Follow | Gather][] = [seen.follows, seen.followsEach, seen.gathers].flatMap((group) => Object.entries(group ?? {}));
  return [
    ...seen.reads.flatMap((path) => missing(path)),
    ...Object.values({ ...seen.follows, ...seen.followsEach }).flatMap((follow) => missing(follow.via)),
    ...Object.values(seen.gathers ?? {}).flatMap((gather) => [
      ...(gather.equals === undefined ? [] : missing(gather.equals)),
      ...missing(gather.via, pathsOf(catalogue.definitions.get(gather.of) as Definition)),
    ]),
    ...neighbours.flatMap(([, neighbour]) => unreadable(neighbour.of, neighbour)),
  ];
}

test.each(catalogue.rules.map((rule) => ({ rule, name: `${rule.code} on ${rule.on}` })))('$name reads only attributes that exist', ({ rule }) => {
  expect(unreadable(rule.on, rule)).toEqual([]);
});
