/** The import arrows of lib/README.md: what is not listed is refused. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { definitions } from '../../lib/catalogue';

const root = resolve(__dirname, '../..');

/** Folders each folder may import, and packages. `catalogue` areas import no other area, save `facts`. */
const arrows: Readonly<Record<string, { readonly folders: readonly string[]; readonly packages: readonly string[] }>> = {
  'lib/core': { folders: [], packages: [] },
  'lib/catalogue': { folders: ['lib/core'], packages: [] },
  'lib/tfplugin': { folders: [], packages: ['protobufjs'] },
  'lib/client': { folders: ['lib/core'], packages: ['axios'] },
  'lib/platform': { folders: ['lib/core'], packages: ['@photostructure/sqlite', 'fastify', '@fastify/jwt', '@fastify/rate-limit'] },
  'lib/terraform': { folders: ['lib/core'], packages: [] },
  'lib/provider': { folders: ['lib/core', 'lib/tfplugin', 'lib/client'], packages: [] },
  'lib/review': { folders: ['lib/core', 'lib/client', 'lib/terraform'], packages: [] },
  'lib/bin': { folders: ['lib'], packages: ['commander', 'picocolors'] },
  'lib/build': { folders: ['lib'], packages: ['ajv', 'ajv-formats', '@cdktf/provider-generator', 'codemaker', 'esbuild'] },
  constructs: { folders: ['lib/core', 'lib/catalogue', 'lib/terraform'], packages: ['cdktf', 'constructs', '@cdktf/provider-null'] },
  examples: { folders: [], packages: ['socle', 'cdktf', 'constructs'] },
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (['generated', 'node_modules', 'cdktf.out', 'dist', '.socle'].includes(name)) return [];
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const ownerOf = (path: string): string | undefined => Object.keys(arrows).find((folder) => path === folder || path.startsWith(`${folder}/`));

const importsOf = (path: string): string[] =>
  [
    ...readFileSync(join(root, path), 'utf8').matchAll(/(?:^(?:import|export)\b[^'"`;]*?(?:from\s*|require\()|\brequire\(|\bimport\()'([^']+)'/gm),
  ].map((match) => match[1] as string);

function refusal(path: string, imported: string): string | undefined {
  const from = ownerOf(path) as string;
  const arrow = arrows[from];
  if (imported.startsWith('node:')) return undefined;
  if (!imported.startsWith('.')) {
    const name = imported.startsWith('@') ? imported.split('/').slice(0, 2).join('/') : (imported.split('/')[0] as string);
    return arrow?.packages.includes(name) ? undefined : `${path} imports the package ${name}`;
  }
  const target = relative(root, resolve(root, dirname(path), imported));
  const to = ownerOf(target) ?? target;
  if (to === from) return areaRefusal(path, target);
  return arrow?.folders.some((folder) => to === folder || to.startsWith(`${folder}/`)) ? undefined : `${path} imports ${target}`;
}

/** Within the catalogue: an area imports itself and the facts; the lists at its top import every area. */
function areaRefusal(path: string, target: string): string | undefined {
  const [, , from, ownFile] = path.split('/');
  const [, , to] = target.split('/');
  if (!path.startsWith('lib/catalogue/') || ownFile === undefined || from === to || to === 'facts') return undefined;
  return target.split('/').length === 3 ? undefined : `${path} imports another area: ${target}`;
}

test('every import follows an arrow', () => {
  const refusals = Object.keys(arrows).flatMap((folder) =>
    sources(folder).flatMap((path) => importsOf(path).flatMap((imported) => refusal(path, imported) ?? [])),
  );
  expect(refusals).toEqual([]);
});

test('an arrow that does not exist is noticed', () => {
  expect(refusal('lib/core/estate.ts', '../catalogue/index')).toBeDefined();
  expect(refusal('lib/core/estate.ts', 'axios')).toBeDefined();
  expect(refusal('lib/catalogue/compute/cpool.ts', '../storage/datastore')).toBeDefined();
  expect(refusal('lib/catalogue/compute/cpool.ts', '../facts/blades')).toBeUndefined();
});

const everySource = ['lib', 'constructs', 'examples', 'test', 'bench'].flatMap(sources);

test('no file is longer than 300 lines', () => {
  const long = everySource.flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1;
    return lines > 300 ? [`${path}: ${lines} lines`] : [];
  });
  expect(long).toEqual([]);
});

test('no file hides its subject behind a general name', () => {
  const banned = /(^|[/.-])(utils?|helpers?|common|managers?|handlers?|misc)([/.-]|$)/;
  expect(everySource.filter((path) => banned.test(path))).toEqual([]);
});

test('only composition roots have a clock, chance and an exit', () => {
  const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.exit\(/;
  const offenders = everySource
    // A synthesis is a program's root too: one file of the constructs asks for the day.
    .filter((path) => /^(lib|constructs)\//.test(path) && !/^lib\/(bin|build|tfplugin)\/|^constructs\/findings\/today\.ts$/.test(path))
    .filter((path) => impure.test(readFileSync(join(root, path), 'utf8')));
  expect(offenders).toEqual([]);
});

test('engines never ask for a noun', () => {
  const nouns = `(${definitions.map((definition) => definition.type).join('|')})`;
  const asking = new RegExp(`(type|noun)\\s*[!=]==?\\s*'${nouns}'`);
  const offenders = everySource
    .filter((path) => /^lib\/(core|provider|platform|client|terraform|tfplugin)\//.test(path))
    .filter((path) => asking.test(readFileSync(join(root, path), 'utf8')));
  expect(offenders).toEqual([]);
});
