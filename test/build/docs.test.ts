/** The documentation is what the catalogue says, and a customer can read it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docsPages, GENERATED_FOLDERS } from '../../lib/build/docs-pages';
import { catalogue } from '../../lib/catalogue/complete';
import { factSources } from '../../lib/catalogue/fact-sources';
import { functions } from '../../lib/catalogue/functions';
import { attributesOf } from '../../lib/core/resource';

const root = join(__dirname, '../..');
const pages = docsPages(root);

test('the committed pages are fresh: npm run docs writes nothing else', () => {
  const stale = [...pages].filter(([path, text]) => readFileSync(join(root, 'docs', path), 'utf8') !== text).map(([path]) => path);
  expect(stale).toEqual([]);
});

test('no page is left of what is gone', () => {
  const written = GENERATED_FOLDERS.flatMap((folder) => readdirSync(join(root, 'docs', folder)).map((name) => `${folder}/${name}`));
  expect(written.filter((path) => !pages.has(path))).toEqual([]);
});

test('every link of a page leads to a page, and to a heading or an anchor of it', () => {
  const broken = [...pages].flatMap(([path, text]) =>
    [...text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, to = '', anchor]) => {
      const target = pages.get(to === '' ? path : join(path, '..', to));
      const heading = (each: string): boolean => target?.toLowerCase().includes(`\n## ${each}\n`) || target?.includes(`<a id="${each}">`) || false;
      return target !== undefined && (anchor === undefined || heading(anchor)) ? [] : [`${path}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});

/** Every sentence that a customer reads, with where it stands. */
const sentences = [
  ...[...catalogue.definitions.values()].flatMap(({ type, doc, attrs }) => [
    [type, doc],
    ...[...attributesOf(attrs)].map(({ path, attribute }) => [`${type}.${path}`, attribute.doc]),
  ]),
  ...factSources.flatMap(({ name, doc, attrs }) => [
    [name, doc],
    ...[...attributesOf(attrs)].map(({ path, attribute }) => [`${name}.${path}`, attribute.doc]),
  ]),
  ...functions.flatMap(({ name, doc, parameters }) => [
    [name, doc],
    ...[...attributesOf(parameters)].map(({ path, attribute }) => [`${name}.${path}`, attribute.doc]),
  ]),
] as [string, string][];

test('every attribute is described in a sentence: a capital or a value first, a full stop last, and more than a word', () => {
  const unread = sentences.filter(
    ([, doc]) => !/^(\p{Lu}|`|[a-z_]+[,:])/u.test(doc) || !doc.endsWith('.') || doc.split(' ').length < 2 || /\n|TODO/.test(doc),
  );
  expect(unread).toEqual([]);
});
