import { relative } from 'node:path';
import { oneLine } from '../../lib/core/finding';
import type { Report } from './judge-stacks';

/** Findings as a terminal shows them: errors first, each with the lines that created its construct. */
export function shownLines(reports: readonly Report[]): string[] {
  const ofSeverity = (severity: string) => reports.filter(({ finding }) => finding.severity === severity);
  return [...ofSeverity('error').map((each) => shown('ERROR', each)), ...ofSeverity('warning').map((each) => shown('WARN', each))];
}

const shown = (level: string, { finding, path, created }: Report): string =>
  [`${level} [${path}]: ${oneLine(finding)}`, ...(created === undefined ? [] : [`    at ${created}`])].join('\n');

/** Says that silence is not consent: so many judgements wait for values that a synthesis does not know. */
export const undecidedLine = (count: number, outdir: string): string =>
  `${count} not decidable yet (socle check ${relative(process.cwd(), outdir) || '.'} lists them)`;

/** Ends a synthesis with errors. Its stack is its message: the lines that matter are those of the findings. */
export function findingsError(reports: readonly Report[]): Error {
  const errors = reports.filter(({ finding }) => finding.severity === 'error').length;
  const warnings = reports.length - errors;
  const sum = [counted(errors, 'error'), ...(warnings > 0 ? [counted(warnings, 'warning')] : [])].join(' and ');
  const failure = new Error(`${shownLines(reports).join('\n')}\nThe configuration cannot work as it stands: ${sum}.`);
  failure.stack = failure.message;
  return failure;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
