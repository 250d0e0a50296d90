/** What Terraform told its user: diagnostics as data, and that none of it is a stack trace. */
import type { Run } from './terraform';

export interface Told {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Every diagnostic of a run with -json, one JSON value a line. */
export const toldBy = (run: Run): Told[] =>
  run.stdout.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const event = JSON.parse(line) as { readonly type?: string; readonly diagnostic?: Told };
    return event.type === 'diagnostic' && event.diagnostic ? [event.diagnostic] : [];
  });

/** `CODE <id>`, the part of a summary that is stable. */
export const codeAndSubject = ({ summary }: Told): string => /^([A-Z]+(?:-[A-Z]+)*(?:-\d+)? \S+):/.exec(summary)?.[1] ?? summary;

/** Lines of a stack trace, and words of a program that fell over. */
const STACK_TRACE =
  /^\s*│?\s*at .*[:(]\d+|\bat Object\.|\.js:\d|TypeError|RangeError|ReferenceError|Defect in the provider|panic:|plugin did not respond/m;

/** Terraform wraps its text and draws boxes around it; the words without that, in one line. */
export const wordsOf = (run: Run): string => run.text.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ');

/** Expects a refusal that its reader can act upon: exit code 1, these words, and no stack trace. */
export function expectClearRefusal(run: Run, ...words: readonly (string | RegExp)[]): void {
  expect(run.text).not.toMatch(STACK_TRACE);
  for (const each of words) expect(wordsOf(run)).toMatch(each);
  expect(run.code).toBe(1);
}
