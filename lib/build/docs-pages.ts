/** All pages of the documentation that follow from the catalogue, by their path under `docs`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../catalogue/complete';
import { factSources } from '../catalogue/fact-sources';
import { functions } from '../catalogue/functions';
import { constructsPage, dataSourcePage, factSourcePage, functionPage, indexPage, resourcePage } from '../core/project/markdown';
import { rulesPage } from '../review/rules-page';

/** Folders in which every page is generated: what is no longer written there goes away. */
export const GENERATED_FOLDERS = ['resources', 'data-sources', 'functions'] as const;

/** The pages; examples are read from `docs/examples` of the project. */
export function docsPages(root: string): ReadonlyMap<string, string> {
  const example = (name: string): string => readFileSync(join(root, 'docs/examples', `${name}.tf`), 'utf8');
  const definitions = [...catalogue.definitions.values()];
  const rulesOn = (type: string) => catalogue.rules.filter(({ on }) => on === type).sort((a, b) => (a.code < b.code ? -1 : 1));
  return new Map([
    ['index.md', indexPage(example('provider'))],
    ['rules.md', rulesPage(catalogue)],
    ['constructs.md', constructsPage(definitions)],
    ...definitions.flatMap((each): [string, string][] => [
      [
        `resources/${each.type}.md`,
        resourcePage(each, { hcl: example(each.type), rules: rulesOn(each.type), actions: catalogue.actions.get(each.type) ?? [] }),
      ],
      [`data-sources/${each.type}.md`, dataSourcePage(each)],
    ]),
    ...factSources.map((each): [string, string] => [`data-sources/${each.name}.md`, factSourcePage(each)]),
    ...functions.map((each): [string, string] => [`functions/${each.name}.md`, functionPage(each, example(`functions/${each.name}`))]),
  ]);
}
