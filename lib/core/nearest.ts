/** The known name that somebody may have meant: said before a list, it is what most readers need. */

/** Longest text that is compared, in characters: longer ones are no misspelt names. */
const COMPARED_MAX = 80;
/** A name of this length may be one whose end was left out: `size` of `size_gib`. */
const PREFIX_MIN = 4;
/** One character in this many may be wrong. */
const PER_EDIT = 3;

/** Case and separators are what people mix up first: `sizeGib`, `size-gib`. */
const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Characters to insert, drop or change to make `b` of `a`. */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}

/** The name among `known` that is nearest to `given`, or undefined where none is near. Of two as near, the first in order. */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  if (given.length > COMPARED_MAX) return undefined;
  const wanted = folded(given);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of [...known].sort()) {
    if (name.length > COMPARED_MAX || name === given) continue;
    const other = folded(name);
    const shortened = wanted.length >= PREFIX_MIN && other.startsWith(wanted);
    const distance = shortened ? Math.min(1, other.length - wanted.length) : edits(wanted, other);
    const bound = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / PER_EDIT));
    if (distance <= bound && distance < wanted.length && (!best || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}
