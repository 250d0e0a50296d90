/** What a rule found, and how findings are ordered and written. */

/** refused: the offer cannot do it · promise: the configuration contradicts itself · advice: better not. */
export type FindingClass = 'refused' | 'promise' | 'advice';
export type Severity = 'error' | 'warning';

export interface Finding {
  readonly code: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  /** Id of the resource it is about. */
  readonly resource: string;
  readonly type: string;
  readonly address?: string;
  readonly construct?: string;
  /** Place of the attribute; empty where the resource as a whole is meant. */
  readonly path: string;
  readonly title: string;
  readonly message: string;
  readonly fix: string;
  readonly source: string;
}

export interface Undecided {
  readonly code: string;
  readonly resource: string;
  readonly address?: string;
  /** What it waits for: variables, resources elsewhere, the world. */
  readonly because: readonly string[];
}

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

export const severityOf = (findingClass: FindingClass): Severity => (findingClass === 'advice' ? 'warning' : 'error');

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Findings stand by code, resource, path, everywhere. */
export const byCode = (a: Finding, b: Finding): number =>
  byText(a.code, b.code) || byText(a.resource, b.resource) || byText(a.path, b.path) || byText(a.message, b.message);
export const byCodeUndecided = (a: Undecided, b: Undecided): number => byText(a.code, b.code) || byText(a.resource, b.resource);

/** One finding on one line, for annotations: `CODE path: message; fix`. */
export const oneLine = (finding: Finding): string =>
  `${finding.code} ${finding.path === '' ? finding.resource : finding.path}: ${finding.message}${finding.fix === '' ? '' : `; ${finding.fix}`}`;
