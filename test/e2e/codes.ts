/** Findings of a run by their code, which is stable where words are not. */
import { codeAndSubject, toldBy } from './diagnostics';
import type { Run } from './terraform';

/** `CODE <id>` of each diagnostic of a run with -json, with an exclamation mark where it is an error; each once. */
export const codesOf = (run: Run): string[] =>
  [...new Set(toldBy(run).map((told) => `${codeAndSubject(told)}${told.severity === 'error' ? '!' : ''}`))].sort();
