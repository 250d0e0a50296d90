/** The report as text: one block a finding, errors before warnings, then what cannot be decided yet. */
import type { Finding } from '../core/finding';
import { onOneLine, type Paint } from './paint';
import { errorsIn, type Report, warningsIn } from './report';

/** Width of the column of codes, in characters, however short they are. */
const CODE_MIN = 8;

export function reportText(report: Report, paint: Paint): string {
  const named = [...report.findings, ...report.suppressed.map(({ finding }) => finding), ...report.unmatched];
  const indent = 2 + named.reduce((width, { code }) => Math.max(width, code.length), CODE_MIN);
  const blocks = [...withSeverity(report, 'error'), ...withSeverity(report, 'warning')].map((finding) => block(finding, indent, paint));
  return [...blocks, acceptedText(report, indent, paint), waitingText(report, paint), summary(report, paint)]
    .filter((text) => text !== '')
    .join('\n');
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

/** What somebody has accepted, with the reason and the last day; and suppressions that are about nothing. */
function acceptedText({ suppressed, unmatched }: Report, indent: number, paint: Paint): string {
  const entry = (code: string, where: string, reason: string): string =>
    `  ${code.padEnd(indent)}${onOneLine(where)}\n  ${' '.repeat(indent)}${paint.dim(onOneLine(reason))}\n`;
  const accepted = suppressed.map(({ finding, suppression: { reason, expires } }) =>
    entry(finding.code, `${shownId(finding)}  ${finding.message}`, `until ${expires}: ${reason}`),
  );
  const idle = unmatched.map(({ code, resource, reason, expires }) => entry(code, resource, `until ${expires}: ${reason}`));
  return [
    ...(accepted.length > 0 ? [`${paint.bold('accepted')}\n`, ...accepted] : []),
    ...(idle.length > 0
      ? [`${paint.bold('accepted, but found nowhere')}${paint.dim(' (remove the suppression, or correct its pattern)')}\n`, ...idle]
      : []),
  ].join('');
}

/** What one thing would decide stands together: the codes, and the resources they are about. */
function waitingText(report: Report, paint: Paint): string {
  if (report.undecided.length === 0) return '';
  const groups = new Map<string, { readonly codes: Set<string>; readonly resources: Set<string> }>();
  for (const each of report.undecided) {
    const because = reasonsText(each.because);
    const group = groups.get(because) ?? { codes: new Set(), resources: new Set() };
    groups.set(because, group);
    group.codes.add(each.code);
    group.resources.add(shownId(each));
  }
  const lines = [...groups].map(([because, { codes, resources }]) => {
    const [first = '', ...others] = resources;
    const subject = others.length === 0 ? first : `${first} and ${others.length} more`;
    return `  waits for ${onOneLine(because)}\n    ${[...codes].join(', ')}  ${paint.dim(onOneLine(subject))}\n`;
  });
  const hint = report.complete ? '' : paint.dim('  (--platform judges the input over what stands; --complete says that nothing else exists)\n');
  return `${paint.bold('not decidable yet')}\n${hint}${lines.join('')}`;
}

/** Reasons that are written out, and how long each may be, in characters. The JSON form holds them all. */
const REASONS_MAX = 3;
const REASON_LENGTH_MAX = 100;

function reasonsText(because: readonly string[]): string {
  if (because.length === 0) return 'a value that is not known';
  const written = because
    .slice(0, REASONS_MAX)
    .map((reason) => (reason.length > REASON_LENGTH_MAX ? `${reason.slice(0, REASON_LENGTH_MAX)}…` : reason));
  return `${written.join(', ')}${because.length > REASONS_MAX ? ` and ${because.length - REASONS_MAX} more` : ''}`;
}

function summary(report: Report, paint: Paint): string {
  const errors = errorsIn(report);
  const warnings = warningsIn(report);
  const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
  const parts = [
    counted(errors, 'error'),
    counted(warnings, 'warning'),
    `${report.undecided.length} undecided`,
    ...(report.suppressed.length > 0 ? [`${report.suppressed.length} accepted`] : []),
  ];
  const colour = errors > 0 ? paint.red : warnings > 0 ? paint.yellow : paint.green;
  return `${colour(parts.join(', '))} in ${counted(report.resources, 'resource')}\n`;
}
