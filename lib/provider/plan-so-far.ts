/**
 * What this run has planned to keep, and what it has seen of the state before. It serves diagnostics only, never values: the
 * apply phase starts a new process and sees the resources again one by one.
 */
import { affectedBy } from '../core/affected';
import type { Catalogue } from '../core/catalogue';
import { Estate, type Resource } from '../core/estate';
import type { Finding, Severity, Undecided } from '../core/finding';
import { linksOf } from '../core/generic/references';
import { judgeTasks } from '../core/judge';
import { leavesAt } from '../core/path';
import type { World } from '../core/world';
import type { Acceptance } from './acceptance';

export type Action = 'create' | 'update' | 'replace' | 'none';

export interface Given {
  readonly edition: string;
  readonly asOf: string;
  readonly world: World | undefined;
}

/** A finding as it is raised now, with what must be said beside it. */
export interface Raised {
  readonly finding: Finding;
  readonly severity: Severity;
  readonly note: string;
}

export interface Judged {
  readonly raised: readonly Raised[];
  readonly undecided: readonly Undecided[];
}

/** A replacement would cure it, and Terraform keeps -replace to itself: the same plan comes first, and an error there ends it. */
const NOTES = {
  warning:
    'At apply the platform refuses it, unless Terraform replaces the resource: -replace does not show here, and allow_destroy = true stands on it.',
  error:
    'With -replace it is refused too, since -replace does not show here: where destroying it is meant, allow_destroy = true lets the plan through.',
};

export class PlanSoFar {
  /** What will stand after this plan, as far as it is known: never complete. */
  readonly kept: Estate;
  /** What stood before, as far as this run has seen it. A replaced resource is not in it: no change rule is about it. */
  readonly prior: Estate;
  readonly #changed = new Map<string, Resource>();
  readonly #raised = new Set<string>();
  readonly #changeRules: ReadonlySet<string>;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly acceptance: Acceptance,
  ) {
    this.kept = new Estate(catalogue, false);
    this.prior = new Estate(catalogue, false);
    this.#changeRules = new Set(catalogue.rules.filter((rule) => rule.change).map((rule) => `${rule.code} ${rule.on}`));
  }

  /** Adds a resource that the plan keeps, and judges what it touches. */
  keep(resource: Resource, action: Action, given: Given): Judged {
    const before = this.kept.get(resource.id);
    this.kept.put(resource);
    if (action !== 'none') this.#changed.set(resource.id, resource);
    if (action === 'replace') this.prior.remove(resource.id);
    const tasks = affectedBy(this.kept, before ? [before, resource] : [resource]);
    const namesakes = [...this.kept.named(resource.id.toLowerCase())];
    const { findings, undecided } = judgeTasks(this.kept, tasks, namesakes, { ...occasion(given), prior: this.prior });
    return { raised: this.raiseAll(findings, action), undecided };
  }

  /** Raises what nobody has accepted; where somebody accepts what the offer refuses, that too. */
  raiseAll(findings: readonly Finding[], action: Action): Raised[] {
    const sifted = this.acceptance.sift(findings);
    const problems = sifted.problems.map((finding): Raised => ({ finding, severity: 'error', note: '' }));
    return [...sifted.findings.flatMap((finding) => this.#raise(finding, action) ?? []), ...problems];
  }

  /** A finding is raised once a run, or twice where a warning becomes an error. */
  #raise(finding: Finding, action: Action): Raised | undefined {
    const key = `${finding.code} ${finding.resource} ${finding.path}`;
    if (this.#raised.has(`error ${key}`)) return undefined;
    const replacement = finding.severity === 'error' ? this.#replacement(finding) : 'no cure';
    const severity = finding.severity === 'warning' || replacement === 'allowed' || !this.#concernsChange(finding, action) ? 'warning' : 'error';
    if (this.#raised.has(`${severity} ${key}`)) return undefined;
    this.#raised.add(`${severity} ${key}`);
    return { finding, severity, note: replacement === 'no cure' ? '' : NOTES[severity] };
  }

  /** Whether a replacement would cure the finding, and whether the resource lets one through. What is not known yet may allow it. */
  #replacement({ code, type, resource }: Finding): 'no cure' | 'allowed' | 'not allowed' {
    const allowed = this.kept.get(resource)?.values['allow_destroy'];
    if (allowed === undefined || !this.#changeRules.has(`${code} ${type}`)) return 'no cure';
    return allowed === false ? 'not allowed' : 'allowed';
  }

  /** Whether a participant of the finding is created or changed by this plan. The resource being planned always takes part. */
  #concernsChange(finding: Finding, action: Action): boolean {
    if (action !== 'none' || this.#changed.has(finding.resource)) return true;
    return affectedBy(this.kept, [...this.#changed.values()]).some(
      ({ rule, subject }) => rule.code === finding.code && subject.id === finding.resource,
    );
  }

  /** What refers to this resource in the state before, by references that keep it from being deleted. */
  usersBefore(id: string): Resource[] {
    const users: Resource[] = [];
    for (const [type, references] of this.catalogue.references) {
      for (const reference of references) {
        if (!reference.weak) users.push(...this.prior.holding(type, reference.path, id));
      }
    }
    return [...new Set(users)];
  }

  /** What a resource referred to in the state before, by references that keep the target from being deleted. */
  strongLinksBefore(id: string): string[] {
    const before = this.prior.get(id);
    if (!before) return [];
    const strong = (this.catalogue.references.get(before.type) ?? []).filter((reference) => !reference.weak);
    const links = strong.flatMap((reference) => leavesAt(before.values, reference.path));
    return [...new Set(links.filter((link) => typeof link === 'string'))];
  }

  /** Ids that resources of the state before refer to and that this run has not seen. */
  unseenNeighbours(of: Resource): string[] {
    const unseen = new Set<string>();
    for (const { value } of linksOf(this.catalogue, of)) if (typeof value === 'string' && !this.prior.get(value)) unseen.add(value);
    return [...unseen];
  }
}

const occasion = ({ edition, asOf, world }: Given) => ({ edition, asOf, ...(world ? { world } : {}) });
