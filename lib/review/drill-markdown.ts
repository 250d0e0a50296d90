/** A drill as Markdown, for a pull request. */
import type { DrillReport, Recovery } from '../core/drill';
import { broughtBy, headline, lossText, nameOf, notesOn, outcomeText, productionText, span, storyOf } from './drill-words';

export function drillMarkdown(report: DrillReport): string {
  const { recoveries, left_behind, verdict } = report;
  const rows = [...recoveries, ...left_behind];
  return [
    `### Drill: ${code(report.plan)}, objectives ${verdict === 'met' ? 'met' : '**missed**'}`,
    '',
    `${escaped(lossText(report))}: ${escaped(headline(report))}.`,
    '',
    '| priority | VM | outcome | RPO | within | RTO | within | by | last backup |',
    '|---:|---|---|---:|---:|---:|---:|---|---:|',
    ...rows.map(rowText),
    '',
    ...rows.flatMap((row) => notesOn(row).map((note) => `- ${code(nameOf(row.resource))}: ${escaped(note)}`)),
    ...(rows.some((row) => notesOn(row).length > 0) ? [''] : []),
    '<details><summary>Time line</summary>',
    '',
    ...storyOf(report).map(({ after, text }) => `- ${code(after)} ${escaped(text)}`),
    '',
    '</details>',
    '',
    `${productionText(report)}.`,
    '',
  ].join('\n');
}

function rowText(row: Recovery): string {
  const mark = (text: string, miss: Recovery['misses'][number]): string => (row.misses.includes(miss) ? `**${text}**` : text);
  const cells = [
    row.priority === null ? '-' : String(row.priority),
    code(nameOf(row.resource)),
    mark(outcomeText(row), 'recovery'),
    mark(span(row.rpo_minutes), 'rpo'),
    span(row.rpo_objective_minutes),
    mark(span(row.rto_minutes), 'rto'),
    span(row.rto_objective_minutes),
    escaped(broughtBy(row)),
    row.backup_rpo_minutes === null ? '-' : `${span(row.backup_rpo_minutes)} old`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Names and reasons are data: nothing in them is markup. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>|#]/g, (char) => `\\${char}`);
const code = (text: string): string => `\`${text.replace(/[`|]/g, '')}\``;
