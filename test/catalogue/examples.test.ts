/** Every rule carries its own examples: each is judged as a complete estate. */
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import type { Estate } from '../../lib/core/estate';
import { estateOf } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';
import { segmentsOf } from '../../lib/core/path';
import { attributesOf, type Definition } from '../../lib/core/resource';
import type { Example, Follow, Gather, Rule } from '../../lib/core/rule';

const contextOf = ({ edition = 'seeds' }: Example) => ({ edition, tenant: 'main', complete: true });

/** The estate of an example, with what a platform has chosen in it. */
function exampleEstate(example: Example, entries = example.estate): Estate {
  const estate = estateOf(catalogue, entries, contextOf(example));
  for (const [id, chosen] of Object.entries(example.platform ?? {})) {
    const resource = estate.get(id);
    if (resource) estate.put({ ...resource, values: { ...resource.values, ...chosen } });
  }
  return estate;
}

const cases = catalogue.rules.flatMap((rule) =>
  rule.examples.map((example) => ({ rule, example, name: `${rule.code} on ${rule.on}: ${example.says}` })),
);

test.each(cases)('$name', ({ rule, example }) => {
  const { platform } = example;
  const judgement = judge(exampleEstate(example), {
    edition: contextOf(example).edition,
    world: defaultWorld,
    ...(platform ? { observed: (id: string, attribute: string) => platform[id]?.[attribute] ?? null } : {}),
    ...(example.asOf === undefined ? {} : { asOf: example.asOf }),
    ...(example.prior ? { prior: exampleEstate(example, example.prior) } : {}),
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
