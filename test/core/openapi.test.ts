/** The description of the HTTP API is OpenAPI 3.1, says an independent validator, and names what the catalogue has. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { catalogue } from '../../lib/catalogue/complete';
import { openApiOf } from '../../lib/core/project/openapi';

const ROOT = join(__dirname, '../..');

/** The validator is an ES module, so it runs beside. */
const PROGRAM = `
import { validate } from '@readme/openapi-parser';
import { readFileSync } from 'node:fs';
const result = await validate(JSON.parse(readFileSync(0, 'utf8')));
console.log(JSON.stringify({ valid: result.valid, version: result.specification, errors: result.errors ?? [] }));
`;

interface Verdict {
  readonly valid: boolean;
  readonly errors: readonly unknown[];
}

const verdictOn = (description: unknown): Verdict =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { cwd: ROOT, input: JSON.stringify(description), encoding: 'utf8' }),
  ) as Verdict;

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, object>>;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}
const description = openApiOf(catalogue) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, object>> }>> };
};
const operations = Object.entries(description.paths).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })));

test('the description is valid', () => {
  expect(verdictOn(description)).toMatchObject({ valid: true, errors: [] });
});

test('one that is broken is noticed', () => {
  const path = '/v1/findings';
  expect(verdictOn({ ...description, paths: { [path]: { get: { responses: 7 } } } }).valid).toBe(false);
});

test('operations have ids of their own', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every parameter of a path is described, and no other', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect([path, described]).toEqual([path, named]);
  }
});

test('every reference leads somewhere', () => {
  const schemas = Object.keys(description.components.schemas);
  for (const [, name] of JSON.stringify(description).matchAll(/#\/components\/schemas\/(\w+)/g)) expect(schemas).toContain(name);
});

test('every type has its values, and nothing that is only written is shown', () => {
  for (const { type, attrs } of catalogue.definitions.values()) {
    const title = type.replace(/(^|_)([a-z])/g, (_whole, _separator, letter: string) => letter.toUpperCase());
    const shown = description.components.schemas[title]?.properties?.['values'] as { readonly properties: object };
    const written = description.components.schemas[`${title}Values`]?.properties ?? {};
    for (const [name, attribute] of Object.entries(attrs)) {
      expect([name, name in shown.properties]).toEqual([name, !attribute.writeOnly && !attribute.volatile]);
      expect([name, name in written]).toEqual([name, attribute.mode !== 'computed']);
    }
  }
});

test('every action and kind of fault is described', () => {
  for (const [type, actions] of catalogue.actions)
    for (const { action } of actions) {
      const collection = catalogue.definitions.get(type)?.collection;
      expect(Object.keys(description.paths)).toContain(`/v1/tenants/{tenant}/${collection}/{name}/actions/${action}`);
    }
  for (const kind of catalogue.faultKinds.keys()) expect(JSON.stringify(description.paths['/v1/simulation/faults'])).toMatch(`"${kind}"`);
});
