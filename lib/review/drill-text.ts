/** A drill as text: a table of VMs as wide as the terminal allows, the time line, the verdict. */
import type { DrillReport, Recovery } from '../core/drill';
import { broughtBy, headline, lossText, nameOf, notesOn, outcomeText, productionText, span, storyOf } from './drill-words';
import type { Paint } from './paint';

interface Canvas {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
}

interface Column {
  readonly heading: string;
  readonly cell: (recovery: Recovery) => string;
  /** Whether it shows a miss. */
  readonly misses?: Recovery['misses'][number];
  readonly align?: 'right';
}

/** The columns, those that a narrow terminal goes without last. */
const COLUMNS: readonly Column[] = [
  { heading: '', cell: ({ priority }) => (priority === null ? '-' : String(priority)) },
  { heading: 'VM', cell: ({ resource }) => nameOf(resource) },
  { heading: 'outcome', cell: outcomeText, misses: 'recovery' },
  { heading: 'RPO', cell: ({ rpo_minutes }) => span(rpo_minutes), misses: 'rpo', align: 'right' },
  { heading: 'within', cell: ({ rpo_objective_minutes }) => span(rpo_objective_minutes), align: 'right' },
  { heading: 'RTO', cell: ({ rto_minutes }) => span(rto_minutes), misses: 'rto', align: 'right' },
  { heading: 'within', cell: ({ rto_objective_minutes }) => span(rto_objective_minutes), align: 'right' },
  { heading: 'by', cell: broughtBy },
  { heading: 'backup is', cell: ({ backup_rpo_minutes }) => (backup_rpo_minutes === null ? '-' : `${span(backup_rpo_minutes)} old`) },
];
/** Columns that every terminal gets. */
const COLUMNS_MIN = 7;
const GAP = '  ';
const INDENT = '  ';

export function drillText(report: DrillReport, canvas: Canvas): string {
  const { paint } = canvas;
  const { recoveries, left_behind, summary } = report;
  const verdict = report.verdict === 'met' ? paint.green('met') : paint.red('missed');
  const estimate = summary.estimated_rto_minutes === null ? '' : `; the plan had estimated ${span(summary.estimated_rto_minutes)}`;
  return [
    `${paint.bold(report.plan)}\n`,
    `${lossText(report)}\n\n`,
    tableText([...recoveries, ...left_behind], canvas),
    '\n',
    ...storyOf(report).map(({ after, text }) => hanging(`${INDENT}${paint.dim(after.padStart(9))}${GAP}`, 13, text, canvas.width)),
    '\n',
    hanging(`${verdict}${GAP}`, report.verdict.length + GAP.length, `${headline(report)}${estimate}`, canvas.width),
    `${paint.dim(productionText(report))}\n`,
  ].join('');
}

function tableText(rows: readonly Recovery[], { paint, width }: Canvas): string {
  const widths = COLUMNS.map(({ heading, cell }) => Math.max(heading.length, ...rows.map((row) => cell(row).length)));
  const within = COLUMNS.filter((_, at) => at < COLUMNS_MIN || INDENT.length + sum(widths.slice(0, at + 1)) + at * GAP.length <= width);
  const line = (text: (column: Column) => string, painted: (column: Column, padded: string) => string): string =>
    `${INDENT}${within
      .map((column, at) => {
        const size = widths[at] ?? 0;
        const last = at === within.length - 1 && column.align !== 'right';
        return painted(column, column.align === 'right' ? text(column).padStart(size) : last ? text(column) : text(column).padEnd(size));
      })
      .join(GAP)}\n`;
  const heading = line(
    (column) => column.heading,
    (_, padded) => paint.dim(padded),
  );
  const body = rows.map((row) => {
    const colour = (column: Column, padded: string): string =>
      column.misses === undefined
        ? padded
        : row.misses.includes(column.misses)
          ? paint.red(padded)
          : column.misses === 'recovery'
            ? good(row, padded)
            : padded;
    const good = (of: Recovery, padded: string): string => (of.outcome === 'recovered' ? paint.green(padded) : padded);
    const notes = notesOn(row).map((note) =>
      hanging(`${INDENT}${' '.repeat(widths[0] ?? 0)}${GAP}`, INDENT.length + (widths[0] ?? 0) + GAP.length, note, width),
    );
    return `${line((column) => column.cell(row), colour)}${notes.map((note) => paint.yellow(note)).join('')}`;
  });
  return heading + body.join('');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Text behind a heading that is `columns` wide, its further lines under its first. */
function hanging(heading: string, columns: number, text: string, width: number): string {
  const room = Math.max(width - columns, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `${[...lines, line].map((each, at) => `${at === 0 ? heading : ' '.repeat(columns)}${each}`).join('\n')}\n`;
}
