/** Findings that the provider block accepts, for a reason and until a day: they are logged instead of raised. */
import type { Catalogue } from '../core/catalogue';
import type { Finding } from '../core/finding';
import { genericFinding, genericRules } from '../core/generic/described';
import { applySuppressions, type WrittenSuppression } from '../core/suppress';
import type { Log } from './session';

const NOTHING = { findings: [], undecided: [] };

/** What is wrong with suppressions before anything is judged: their form, and codes that nobody may suppress or that there are not. */
export function suppressionProblems(catalogue: Catalogue, written: readonly WrittenSuppression[], today: string): Finding[] {
  const { problems } = applySuppressions(NOTHING, written, today);
  return [...problems, ...written.flatMap(({ code }, index) => (typeof code === 'string' ? codeProblem(catalogue, code, index) : []))];
}

function codeProblem(catalogue: Catalogue, code: string, index: number): Finding[] {
  const path = `suppress[${index}].code`;
  const classes = [...catalogue.rules, ...genericRules].filter((rule) => rule.code === code).map((rule) => rule.class);
  const problem = (message: string, fix: string): Finding[] => [
    { ...genericFinding('SHAPE'), resource: 'provider', type: 'provider', path, message, fix },
  ];
  // A code of an odd form is a problem already.
  if (classes.length === 0 && /^[A-Z-]+(-\d{3})?$/.test(code))
    return problem(`${code} is no code of this release`, 'write a code that a finding shows, as COMPUTE-006');
  const isRefused = classes.length > 0 && classes.every((each) => each === 'refused') && !milder(catalogue, code);
  return isRefused ? problem(`${code} is refused by the offer: it cannot be suppressed`, 'correct the resource, and remove the suppression') : [];
}

/** Whether a rule of this code also warns, as its examples show: then the class of the finding decides. */
const milder = (catalogue: Catalogue, code: string): boolean =>
  catalogue.rules.some(
    (rule) => rule.code === code && rule.examples.some(({ fires }) => fires.some((each) => typeof each !== 'string' && each.severity === 'warning')),
  );

export class Acceptance {
  readonly #said = new Set<string>();

  constructor(
    private readonly suppressions: readonly WrittenSuppression[],
    private readonly today: () => string,
    private readonly log: Log,
  ) {}

  /** What is left of findings; `problems`, each once, where a suppression is about what the offer refuses. */
  sift(findings: readonly Finding[]): { readonly findings: readonly Finding[]; readonly problems: readonly Finding[] } {
    if (this.suppressions.length === 0 || findings.length === 0) return { findings, problems: [] };
    const applied = applySuppressions({ findings, undecided: [] }, this.suppressions, this.today());
    for (const { finding, suppression } of applied.suppressed) {
      const { code, resource, message } = finding;
      this.log.info(`${code} ${resource} is accepted until ${suppression.expires}`, { code, resource, message, reason: suppression.reason });
    }
    const problems = applied.problems.filter(({ path }) => !this.#said.has(path));
    for (const { path } of problems) this.#said.add(path);
    return { findings: applied.findings, problems };
  }
}
