/** The examples of the documentation, all at once: terraform takes them as they stand, and no rule refuses them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../lib/catalogue/complete';
import { factSources } from '../../lib/catalogue/fact-sources';
import { dataSourceExample, factSourceExample } from '../../lib/core/project/markdown';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { estatesOfPlan } from '../../lib/terraform/plan';
import { REQUIRED, Workspace } from './terraform';

const workspaces: Workspace[] = [];
afterEach(() => Promise.all(workspaces.splice(0).map((workspace) => workspace.close())));
function workspaceWith(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace(files);
  workspaces.push(workspace);
  return workspace;
}

const FOLDER = join(__dirname, '../../docs/examples');
const filesIn = (folder: string): [string, string][] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]);

test('every type of resource has an example', () => {
  const types = [...catalogue.definitions.keys()].map((type) => `${type}.tf`);
  expect(readdirSync(FOLDER)).toEqual(expect.arrayContaining([...types, 'provider.tf']));
});

test('the examples are formatted, valid, planned without an error, and judged without one', async () => {
  const functions = filesIn(join(FOLDER, 'functions')).map(([name, hcl]) => [`function-${name}`, hcl]);
  const workspace = workspaceWith({ ...Object.fromEntries(filesIn(FOLDER)), ...Object.fromEntries(functions) });
  expect(await workspace.run(['fmt', '-check', '-diff'])).toMatchObject({ code: 0, stdout: '' });
  expect(await workspace.init()).toMatchObject({ code: 0 });
  expect(await workspace.run(['validate'])).toMatchObject({ code: 0 });
  const planned = await workspace.plan('-out=p');
  expect(planned.text).not.toMatch(/^.*Error: /m);
  expect(planned.code).toBe(0);
  const json = (await workspace.run(['show', '-json', 'p'])).json() as Json;
  const [read, ...others] = estatesOfPlan({ catalogue, complete: 'all-given', name: 'p', folder: workspace.folder, json });
  expect(others).toEqual([]);
  const { findings } = judgeEstate(read as NonNullable<typeof read>, { asOf: '2026-01-31' });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('the examples of data sources are formatted and valid', async () => {
  const sources = [...catalogue.definitions.values()].map(dataSourceExample);
  const hcl = [REQUIRED, ...sources, ...factSources.map(factSourceExample), ''].join('\n');
  const workspace = workspaceWith({ 'main.tf': hcl });
  expect(await workspace.run(['fmt', '-check', '-diff'])).toMatchObject({ code: 0, stdout: '' });
  expect(await workspace.init()).toMatchObject({ code: 0 });
  expect(await workspace.run(['validate'])).toMatchObject({ code: 0 });
});
