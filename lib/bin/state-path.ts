/** Where the embedded platform keeps its file unless the user says. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const MARKS = ['cdktf.json', '.socle', '.git'];

/** `.socle/platform.db` in the nearest folder upwards that looks like the root of a project, else in `from` itself. */
export function defaultStatePath(from: string): string {
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    if (MARKS.some((mark) => existsSync(join(folder, mark)))) return join(folder, '.socle', 'platform.db');
    if (folder === dirname(folder)) return join(start, '.socle', 'platform.db');
  }
}
