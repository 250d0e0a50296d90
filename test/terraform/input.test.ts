import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInput } from '../../lib/terraform/input';
import { InputError } from '../../lib/terraform/input-error';
import { cpoolBody } from './stacks';

const root = mkdtempSync(join(tmpdir(), 'socle-input-'));
afterAll(() => rmSync(root, { recursive: true }));
let next = 0;

/** A new folder with these files; objects are written as JSON. */
function folder(files: Readonly<Record<string, unknown>>): string {
  const path = join(root, String((next += 1)));
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return path;
}

const file = (name: string, content: unknown): string => join(folder({ [name]: content }), name);
const main = { resource: { socle_cpool: { prod: cpoolBody } } };

function refusal(path: string): string {
  try {
    readInput(path);
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(root, '');
    throw error;
  }
  throw new Error(`${path} was read`);
}

const stacksIn = (path: string): readonly (readonly [string, string | undefined])[] => {
  const input = readInput(path);
  return input.kind === 'stacks' ? input.stacks.map(({ name, folder }) => [name.replace(root, ''), folder?.replace(root, '')]) : [];
};

describe('what is read', () => {
  test('a file, whatever stands before its text', () => {
    expect(readInput(file('main.tf.json', `\uFEFF${JSON.stringify(main)}`))).toMatchObject({ kind: 'stacks', stacks: [{ json: main }] });
    expect(readInput(file('main.tf.json', '{}'))).toMatchObject({ kind: 'stacks' });
  });

  test('a folder is one configuration of all its files', () => {
    const path = folder({ 'a.tf.json': main, 'b.tf.json': { resource: [{ socle_cpool: { q: {} } }], locals: { a: 1 } } });
    expect(readInput(path)).toMatchObject({ stacks: [{ json: { resource: [main.resource, { socle_cpool: { q: {} } }], locals: [{ a: 1 }] } }] });
  });

  test('a synthesised app has its stacks, each with its folder', () => {
    const app = {
      'manifest.json': { stacks: { b: { synthesizedStackPath: 'stacks/b/cdk.tf.json' }, a: { synthesizedStackPath: 'stacks/a/cdk.tf.json' } } },
      'stacks/a/cdk.tf.json': main,
      'stacks/b/cdk.tf.json': main,
    };
    const path = folder(app);
    const stacks = [
      ['a', `${path.replace(root, '')}/stacks/a`],
      ['b', `${path.replace(root, '')}/stacks/b`],
    ];
    expect(stacksIn(path)).toEqual(stacks);
    const project = folder({ 'cdktf.json': {}, ...Object.fromEntries(Object.entries(app).map(([name, content]) => [`cdktf.out/${name}`, content])) });
    expect(stacksIn(project)).toHaveLength(2);
  });

  test('plans and cases are told apart from configurations', () => {
    expect(readInput(file('p.json', { format_version: '1.2', resource_changes: [] }))).toMatchObject({ kind: 'plan' });
    expect(readInput(file('c.json', { cases: [] }))).toMatchObject({ kind: 'cases' });
  });
});

test.each<[string, () => string, RegExp]>([
  ['a file that does not exist', () => join(root, 'none.json'), /none\.json: there is no such file$/],
  ['a folder without configuration', () => folder({ 'a.txt': '' }), /holds no Terraform JSON$/],
  ['an app that was not synthesised', () => folder({ 'cdktf.json': {} }), /has not been synthesised$/],
  ['a folder of HCL', () => folder({ 'main.tf': '', 'b.tf.json': main }), /main\.tf is HCL, which is not read$/],
  ['an HCL file', () => file('main.tf', ''), /main\.tf is HCL, which is not read$/],
  ['an override file', () => folder({ 'a.tf.json': main, 'x_override.tf.json': main }), /overrides other files, which is not read$/],
  [
    'an app that writes HCL',
    () => folder({ 'manifest.json': { stacks: { a: { synthesizedStackPath: 'stacks/a/cdk.tf' } } } }),
    /cdk\.tf is HCL, which is not read$/,
  ],
  ['a manifest of something else', () => folder({ 'manifest.json': { name: 'web app' } }), /is not the manifest of a CDKTF app$/],
  ['a manifest without places', () => folder({ 'manifest.json': { stacks: { a: 3 } } }), /does not say where stack a was written$/],
  [
    'a stack that is gone',
    () => folder({ 'manifest.json': { stacks: { a: { synthesizedStackPath: 'stacks/a/cdk.tf.json' } } } }),
    /cdk\.tf\.json: there is no such file$/,
  ],
  ['an empty file', () => file('a.tf.json', ' \n'), /is empty$/],
  ['text that is no JSON', () => file('a.tf.json', '{\n "a": [1,}'), /is not JSON: line 2, column 10$/],
  ['a key written twice', () => file('a.tf.json', '{"resource": {}, "resource": {}}'), /writes "resource" twice in one object: line 1, column 18$/],
  ['a list', () => file('a.tf.json', '[]'), /is neither a Terraform configuration nor a plan$/],
  [
    'a resource that is no object',
    () => file('a.tf.json', { resource: { socle_cpool: { prod: 3 } } }),
    /resource\.socle_cpool\.prod must be an object$/,
  ],
  ['resources that are no object', () => file('a.tf.json', { resource: 'x' }), /resource must be an object$/],
  ['JSON of something else', () => file('package.json', { name: 'x' }), /is neither a Terraform configuration nor a plan$/],
  [
    'a state',
    () => file('terraform.tfstate', { version: 4, terraform_version: '1.11.4', lineage: 'x', resources: [] }),
    /is a Terraform state, not a plan$/,
  ],
  [
    'a state shown as JSON',
    () => file('s.json', { format_version: '1.0', terraform_version: '1.11.4', values: {} }),
    /is a Terraform state, not a plan$/,
  ],
  ['a plan of a later format', () => file('p.json', { format_version: '2.0', resource_changes: [] }), /is a plan in format 2\.0; 1\.x is read$/],
  ['a plan in its binary form', () => file('p', 'PK\u0003\u0004'), /is a Terraform plan in its binary form$/],
  ['a device', () => '/dev/zero', /is not a file$/],
])('%s is refused with its reason', (_, path, message) => {
  expect(refusal(path())).toMatch(message);
});

test('a file of 100 MB is refused before it is read, one of 64 MiB is not', () => {
  const path = file('big.tf.json', '');
  truncateSync(path, 100_000_000);
  expect(refusal(path)).toMatch(/has 96 MiB; at most 64 are read$/);
  truncateSync(path, 64 * 2 ** 20);
  expect(refusal(path)).toMatch(/is not JSON|is empty/);
});

test('links that lead in a circle, and what may not be read, are refused', () => {
  const loop = join(root, 'loop.json');
  symlinkSync(loop, loop);
  expect(refusal(loop)).toMatch(/leads in a circle$/);
  const closed = file('closed.json', {});
  chmodSync(closed, 0);
  // The superuser may read everything.
  if (process.getuid?.() !== 0) expect(refusal(closed)).toMatch(/may not be read$/);
});
