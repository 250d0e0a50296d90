/** Writes the documentation that follows from the catalogue: `npm run docs`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { docsPages, GENERATED_FOLDERS } from './docs-pages';

const root = process.cwd();
for (const folder of GENERATED_FOLDERS) rmSync(join(root, 'docs', folder), { recursive: true, force: true });
for (const [path, text] of docsPages(root)) {
  const file = join(root, 'docs', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
