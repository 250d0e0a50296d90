/** What README.md shows works as it says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import * as cdktf from 'cdktf';
import * as socle from '../constructs';

const folder = mkdtempSync(join(tmpdir(), 'socle-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

test('the first program of README.md has the finding that it promises, with the size that would do', () => {
  const source = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] as string;
  const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
  const inFolder = class extends cdktf.App {
    constructor() {
      super({ outdir: join(folder, 'cdktf.out') });
    }
  };
  const modules: Readonly<Record<string, unknown>> = { cdktf: { ...cdktf, App: inFolder }, socle };
  const program = new Function('require', 'exports', code) as (load: (name: string) => unknown, exported: object) => void;
  expect(() => program((name) => modules[name], {})).toThrow(
    /STORAGE-006.*size_gib is 500; disks take 300 GiB and swap files 256 GiB: 556 GiB, 56 too many; size_gib = \d+/,
  );
});

test('every command that README.md names is one of npm or of socle', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
  for (const [, script] of readme.matchAll(/npm (?:run )?(start|test|bench)/g)) expect(manifest.scripts).toHaveProperty(script as string);
});
