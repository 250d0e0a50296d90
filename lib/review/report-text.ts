/** The report as text: one block a finding, errors before warnings, then what cannot be decided yet. */
import type { Finding, Undecided } from '../core/finding';
import { onOneLine, type Paint } from './paint';
import { errorsIn, type Report, warningsIn } from './report';

/** Width of the column of codes, in characters, however short they are. */
const CODE_MIN = 8;

export function reportText(report: Report, paint: Paint): string {
  const indent = 2 + [...report.findings, ...report.undecided].reduce((width, { code }) => Math.max(width, code.length), CODE_MIN);
  const blocks = [...withSeverity(report, 'error'), ...withSeverity(report, 'warning')].map((finding) => block(finding, indent, paint));
  const waiting = waitingLines(report.undecided, indent, paint);
  return [...blocks, ...(waiting.length > 0 ? [`${paint.bold('not decidable yet')}\n${waiting.join('')}`] : []), summary(report, paint)].join('\n');
}

const withSeverity = (report: Report, severity: Finding['severity']): Finding[] => report.findings.filter((finding) => finding.severity === severity);

function block(finding: Finding, indent: number, paint: Paint): string {
  const colour = finding.severity === 'error' ? paint.red : paint.yellow;
  const line = (text: string): string => `${' '.repeat(indent)}${onOneLine(text)}\n`;
  const where = [finding.address, finding.construct === undefined ? undefined : `construct ${finding.construct}`].filter(
    (each) => each !== undefined && each !== finding.resource,
  );
  return [
    `${colour(finding.code.padEnd(indent))}${paint.bold(onOneLine(shownId(finding)))}  ${onOneLine(finding.message)}\n`,
    finding.fix === '' ? '' : line(`fix: ${finding.fix}`),
    where.length === 0 ? '' : paint.dim(line(`at: ${where.join(', ')}`)),
  ].join('');
}

/** The id; where a name is not known yet, the address says which resource is meant. */
const shownId = ({ resource, address }: { readonly resource: string; readonly address?: string }): string =>
  resource.startsWith('?') ? (address ?? resource.slice(1)) : resource;

/** One line for all that one rule waits for in the same way. */
function waitingLines(undecided: readonly Undecided[], indent: number, paint: Paint): string[] {
  const groups = new Map<string, { readonly code: string; readonly because: string; readonly resources: string[] }>();
  for (const each of undecided) {
    const because = each.because.length === 0 ? 'a value that is not known' : each.because.join(', ');
    const key = `${each.code} ${because}`;
    const group = groups.get(key) ?? { code: each.code, because, resources: [] };
    groups.set(key, group);
    group.resources.push(shownId(each));
  }
  return [...groups.values()].map(({ code, because, resources }) => {
    const [first = '', ...others] = resources;
    const subject = others.length === 0 ? first : `${first} and ${others.length} more`;
    return `${code.padEnd(indent)}${onOneLine(subject)}  ${paint.dim(onOneLine(`waits for ${shortened(because)}`))}\n`;
  });
}

/** Longest list of reasons on one line, in characters. The JSON form holds them all. */
const REASONS_MAX = 200;
const shortened = (text: string): string => (text.length > REASONS_MAX ? `${text.slice(0, REASONS_MAX)}…` : text);

function summary(report: Report, paint: Paint): string {
  const errors = errorsIn(report);
  const warnings = warningsIn(report);
  const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), `${report.undecided.length} undecided`];
  const colour = errors > 0 ? paint.red : warnings > 0 ? paint.yellow : paint.green;
  return `${colour(parts.join(', '))} in ${counted(report.resources, 'resource')}\n`;
}
