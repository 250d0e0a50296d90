/** Build step: generates the L1 constructs from the provider's schema and compiles them to JavaScript with declarations. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CodeMaker, TerraformProviderGenerator } from '@cdktf/provider-generator';
import { definitions } from '../catalogue';
import { factSources } from '../catalogue/fact-sources';
import { functions } from '../catalogue/functions';
import { providerSchemaJson } from '../core/project/terraform-schema';

/** The generator asks for a host, which an app must not name: terraform and tofu each have their own. */
const GENERATOR_HOST = 'registry.terraform.io/';
const SOURCE = `${GENERATOR_HOST}socle/socle`;

const root = process.cwd();
const written = join(root, 'dist/.build/l1');
const target = join(root, 'constructs/generated');

async function generate(): Promise<void> {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const schema = {
    ...providerSchemaJson({ definitions, factSources, functions }, SOURCE),
    format_version: '0.2' as const,
    provider_versions: { [SOURCE]: version },
  };
  rmSync(written, { recursive: true, force: true });
  const generator = new TerraformProviderGenerator(new CodeMaker(), schema);
  generator.generateAll();
  await generator.save(written);
  for (const file of filesUnder(written)) {
    if (file.endsWith('.ts') && !file.endsWith('lazy-index.ts')) writeFileSync(file, adapted(readFileSync(file, 'utf8')));
    else rmSync(file);
  }
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));

/**
 * Generated code as the rest of the constructs can use it: an optional property may be given as undefined, the documentation
 * links to no page that does not exist, and the source of the provider names no host.
 */
function adapted(code: string): string {
  return code
    .replace(/^( {2}readonly \w+\?: .+);$/gm, '$1 | undefined;')
    .replace(/^ *\*? *\/*.*\bDocs at Terraform Registry: .*\n/gm, '')
    .replace(/^\/\/ https:.*\n/gm, '')
    .replace(/\{@link \S+ ([^}]*)\}/g, '$1')
    .replaceAll(GENERATOR_HOST, '');
}

/** Generated code breaks two of the project's own compiler settings, so it is compiled apart and seen as declarations. */
function compile(): void {
  const config = join(written, 'tsconfig.json');
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023'],
    module: 'node16',
    strict: true,
    declaration: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir: '.',
    outDir: relative(written, target),
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['providers'] }));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  execFileSync(process.execPath, [join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', config], { stdio: 'inherit' });
}

generate().then(compile);
