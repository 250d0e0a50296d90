/** Renders sizes for people and for other programs. */
import type { Undecided } from '../core/finding';
import type { Measure, Sized } from '../core/sizing';
import { onOneLine, type Paint } from './paint';

export interface Sizes {
  readonly sizes: readonly Sized[];
  readonly undecided: readonly Undecided[];
}

/** Changes when a reader of the present form could no longer read it. */
const VERSION = 1;

/** The sizes as JSON text: `headroom` is what is given less what is needed. */
export function sizesJson({ sizes, undecided }: Sizes): string {
  const measured = (measure: Measure): object => ({
    ...measure,
    headroom: measure.given - measure.needed,
    ...(measure.after_loss === undefined ? {} : { headroom_after_loss: measure.after_loss - measure.needed }),
  });
  const written = sizes.map(({ measures, ...more }) => ({ ...more, measures: measures.map(measured) }));
  return `${JSON.stringify({ version: VERSION, sizes: written, undecided }, null, 2)}\n`;
}

const HEADINGS = ['', 'needed', 'given', 'headroom', 'one host lost'] as const;

/** A block a resource: what is needed and given, what numbers do not say, and the least that would do. */
export function sizesText({ sizes, undecided }: Sizes, paint: Paint): string {
  if (sizes.length === 0 && undecided.length === 0) return 'nothing here has a size\n';
  const rows = sizes.flatMap(({ measures }) => measures.map(cellsOf));
  const widths = HEADINGS.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.text.length ?? 0)));
  const padded = (text: string, at: number): string => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0));
  const heading = `  ${HEADINGS.map(padded).join('  ')}\n`;
  const blocks = sizes.map((sized) => {
    const lines = sized.measures.map(
      (measure) =>
        `  ${cellsOf(measure)
          .map(({ text, short }, at) => (short ? paint.red(padded(text, at)) : padded(text, at)))
          .join('  ')
          .trimEnd()}\n`,
    );
    return [`${paint.bold(onOneLine(sized.resource))}\n`, ...lines, ...wordsOf(sized).map((words) => `  ${onOneLine(words)}\n`)].join('');
  });
  const waiting = undecided.map(
    ({ resource, address, because }) => `  ${onOneLine(address ?? resource)}  waits for ${onOneLine(because.join(', '))}\n`,
  );
  return [paint.dim(heading), blocks.join('\n'), ...(waiting.length > 0 ? ['\nnot sized yet\n', ...waiting] : [])].join('');
}

interface Cell {
  readonly text: string;
  readonly short: boolean;
}

function cellsOf({ what, unit, needed, given, after_loss }: Measure): Cell[] {
  const left = (of: number): Cell => ({ text: String(of - needed), short: of < needed });
  const plainly = (text: string): Cell => ({ text, short: false });
  return [
    plainly(what.endsWith(unit) ? what : `${what}, ${unit}`),
    plainly(String(needed)),
    plainly(String(given)),
    left(given),
    after_loss === undefined ? plainly('') : left(after_loss),
  ];
}

function wordsOf({ smallest, notes, partial }: Sized): string[] {
  const ways = smallest.map((values) =>
    Object.entries(values)
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      .join(', '),
  );
  return [
    ...notes,
    ways.length > 0 ? `smallest that keeps every rule: ${ways.join('; or ')}` : 'no size keeps every rule: socle check tells which one it breaks',
    ...(partial.length > 0 ? [`at least: ${partial.join(', ')} may add to what is needed`] : []),
  ];
}
