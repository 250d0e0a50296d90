/** Diagnostics in the protocol's form, and the ones this folder makes itself. */
import type { AttributePath, Diagnostic } from './types';
import { pathText, ValueError } from './value-error';
import { wire } from './wire';

const DETAIL_MAX_CHARS = 300;

export function diagnosticMessage(diagnostic: Diagnostic): wire.Diagnostic.$Properties {
  const { severity, summary, detail = '', path } = diagnostic;
  const level = severity === 'error' ? wire.Diagnostic.Severity.ERROR : wire.Diagnostic.Severity.WARNING;
  return { severity: level, summary, detail, ...(path?.length ? { attribute: pathMessage(path) } : {}) };
}

export function pathMessage(path: AttributePath): wire.AttributePath.$Properties {
  return {
    steps: path.map((step) => {
      if ('attribute' in step) return { attributeName: step.attribute };
      return 'key' in step ? { elementKeyString: step.key } : { elementKeyInt: step.index };
    }),
  };
}

/** What a person is told of a defect: which call, and the first line of the error. The stack goes to the log. */
export function defectText(error: unknown): string {
  const line = error instanceof Error ? `${error.name}: ${error.message}` : 'something was thrown that is no error';
  const first = line.split('\n', 1)[0] ?? '';
  const where = error instanceof ValueError && error.path.length > 0 ? ` (at ${pathText(error.path)})` : '';
  return `${first.slice(0, DETAIL_MAX_CHARS)}${where}`;
}

export function defect(call: string, error: unknown): Diagnostic {
  const detail = `${call} failed: ${defectText(error)}\n\nThis is a mistake in the provider, not in your configuration. TF_LOG_PROVIDER=ERROR shows where it happened.`;
  return { severity: 'error', summary: `Defect in the provider (${call})`, detail, ...(error instanceof ValueError ? { path: error.path } : {}) };
}

/** The caller sent something that this provider cannot read or does not have. */
export function refusal(summary: string, detail: string, path: AttributePath = []): Diagnostic {
  return { severity: 'error', summary, detail, path };
}
