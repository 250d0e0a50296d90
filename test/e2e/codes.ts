/** Findings of a run by their code, which is stable where words are not. */
import { codeAndSubject, toldBy } from './diagnostics';
import type { Run } from './terraform';

/** Advice that the small estate leaves open on purpose: its policy has no tested restore, whose day would age, and no quota. */
const LEFT_OPEN = /^BACKUP-0(07|11) /;

/** `CODE <id>` of each diagnostic of a run with -json, with an exclamation mark where it is an error; each once. */
export const codesOf = (run: Run): string[] =>
  [...new Set(toldBy(run).map((told) => `${codeAndSubject(told)}${told.severity === 'error' ? '!' : ''}`))]
    .filter((code) => !LEFT_OPEN.test(code))
    .sort();
