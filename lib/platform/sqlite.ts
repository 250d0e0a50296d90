/** Which SQLite: Node's own where it is new enough, else its drop-in. Loaded at the first use, since not every command needs it. */
import type { DatabaseSync } from '@photostructure/sqlite';

/** Older ones can lose commits when processes checkpoint and write together. */
export const SQLITE_AT_LEAST = '3.51.3';

/** The `DatabaseSync` class of the SQLite in use. */
export function sqlite(): typeof DatabaseSync {
  return atLeast(process.versions.sqlite ?? '0', SQLITE_AT_LEAST)
    ? quietly(() => require('node:sqlite').DatabaseSync)
    : require('@photostructure/sqlite').DatabaseSync;
}

/** Whether a version is another or a later one, number by number. */
export function atLeast(version: string, wanted: string): boolean {
  const given = version.split('.').map(Number);
  for (const [index, number] of wanted.split('.').map(Number).entries()) {
    const own = given[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}

/** Node warns that its SQLite is experimental: true, and of no use to the person at the command line. */
function quietly<T>(load: () => T): T {
  const warn = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = warn;
  }
}
