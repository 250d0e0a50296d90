/** One hash for all that stands: equal states have equal hashes, in whatever order they came about and wherever they are kept. */
import { createHash } from 'node:crypto';
import type { Row } from './store';

export function hashOf(rows: Iterable<Row>): string {
  const hash = createHash('sha256');
  for (const row of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))) hash.update(ordered(row)).update('\n');
  return hash.digest('hex');
}

/** JSON with the keys of every object in order. */
export function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${ordered(inner)}`).join()}}`;
}
