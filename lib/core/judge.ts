/** Judging: every rule on every resource it is about, known values only. Pure: the same estate gives the same answer. */
import type { Estate, Resource } from './estate';
import { byCode, byCodeUndecided, type Finding, type Judgement, severityOf, type Undecided } from './finding';
import { genericFindings } from './generic/generic';
import type { Observed, Problem, Rule, RuleContext } from './rule';
import { newSight, type Shared, type Sight, viewOf } from './view';
import type { World } from './world';

export interface Occasion {
  readonly edition: string;
  readonly asOf?: string;
  readonly world?: World;
  /** The estate before the change; without it, change rules do not run. */
  readonly prior?: Estate;
  /** The resource whose command is judged (on a platform). */
  readonly newest?: string;
  /** What can be observed of resources (on a platform). */
  readonly observed?: Observed;
}

/** What is to be judged: one rule on one resource. */
export interface Task {
  readonly rule: Rule;
  readonly subject: Resource;
}

/** A finding before silencing, with the neighbours among which a louder one would silence it. */
interface Voice {
  readonly finding: Finding;
  readonly rule: Rule;
  readonly among: ReadonlySet<string>;
}

/** Judges a whole estate: shapes, references, identities, and every rule. */
export function judge(estate: Estate, occasion: Occasion): Judgement {
  const tasks = estate.catalogue.rules.flatMap((rule) => [...estate.ofType(rule.on)].map((subject) => ({ rule, subject })));
  const generic = genericFindings(estate, [...estate.all()], occasion.world);
  return finish(estate, tasks, occasion, generic);
}

/** Judges chosen rules on chosen resources, with the findings that every type has about `resources`. */
export function judgeTasks(estate: Estate, tasks: readonly Task[], resources: readonly Resource[], occasion: Occasion): Judgement {
  return finish(estate, tasks, occasion, genericFindings(estate, resources, occasion.world));
}

function finish(estate: Estate, tasks: readonly Task[], occasion: Occasion, generic: Judgement): Judgement {
  const voices: Voice[] = [];
  const undecided: Undecided[] = [...generic.undecided];
  const shared: Shared = new Map();
  const sharing = { ...occasion, shared };
  for (const { rule, subject } of tasks) decide(estate, rule, subject, sharing, voices, undecided);
  const findings = [...generic.findings, ...silence(voices, generic.findings)];
  return { findings: findings.sort(byCode), undecided: undecided.sort(byCodeUndecided) };
}

function decide(
  estate: Estate,
  rule: Rule,
  subject: Resource,
  occasion: Occasion & { readonly shared: Shared },
  voices: Voice[],
  undecided: Undecided[],
): void {
  const sight = newSight(occasion.shared);
  const waiting = (reasons: readonly string[]): void => {
    undecided.push({
      code: rule.code,
      resource: subject.id,
      ...(subject.address === undefined ? {} : { address: subject.address }),
      because: [...new Set(reasons)].sort(),
    });
  };
  const before = rule.change && occasion.prior ? occasion.prior.get(subject.id) : undefined;
  if (rule.change && !before) return;
  if (rule.needs?.includes('platform') && !occasion.observed) return;
  if (rule.needs?.includes('world') && !occasion.world) return waiting(['the stock (--world or --platform)']);
  if (rule.needs?.includes('as_of') && occasion.asOf === undefined) return waiting(['the date']);
  const args = argsOf(estate, rule, subject, sight);
  const prior = before && occasion.prior ? argsOf(occasion.prior, rule, before, sight) : undefined;
  if (sight.broken) return;
  if (!args || (rule.change && !prior)) return sight.waits.length > 0 ? waiting(sight.waits) : undefined;
  const context: RuleContext = {
    edition: occasion.edition,
    asOf: occasion.asOf,
    world: occasion.world,
    observed: occasion.observed,
    newest: occasion.newest,
    partial: sight.partial.length > 0,
  };
  const outcome = rule.check(prior ? { ...args, prior } : args, context);
  if (outcome === 'holds') return;
  if (sight.missing.length > 0) return waiting(sight.missing);
  if (outcome && 'undecided' in outcome) return waiting([outcome.undecided]);
  const problems = outcome === undefined ? [] : Array.isArray(outcome) ? (outcome as readonly Problem[]) : [outcome as Problem];
  if (problems.length === 0 && sight.partial.length > 0) return waiting(sight.partial);
  if (problems.length === 0) return;
  for (const problem of problems)
    voices.push({ finding: findingOf(rule, subject, problem), rule, among: new Set([subject.id, ...(problem.among ?? [])]) });
}

/** The arguments of a check: the subject as `self`, its neighbours by their names. */
function argsOf(estate: Estate, rule: Rule, subject: Resource, sight: Sight): Record<string, unknown> | undefined {
  const view = viewOf(estate, subject, rule, sight);
  if (!view) return undefined;
  const args: Record<string, unknown> = { self: view };
  for (const key in rule.follows) args[key] = view[key];
  for (const key in rule.followsEach) args[key] = view[key];
  for (const key in rule.gathers) args[key] = view[key];
  return args;
}

function findingOf(rule: Rule, subject: Resource, problem: Problem): Finding {
  const findingClass = problem.class ?? rule.class;
  return {
    code: rule.code,
    class: findingClass,
    severity: severityOf(findingClass),
    resource: subject.id,
    type: subject.type,
    ...(subject.address === undefined ? {} : { address: subject.address }),
    ...(subject.construct === undefined ? {} : { construct: subject.construct }),
    path: problem.at,
    title: rule.title,
    message: problem.message,
    fix: problem.fix,
    source: sourceText(rule),
  };
}

export const sourceText = (rule: Pick<Rule, 'source'>): string =>
  rule.source.seed === 'Socle' ? `Socle, ${rule.source.heading}` : `seed ${rule.source.seed}, ${rule.source.heading}`;

/** Drops what a louder finding already explains. Silenced findings still silence others: the cause is named either way. */
function silence(voices: readonly Voice[], generic: readonly Finding[]): Finding[] {
  const loud = new Set<string>();
  const errors = new Set<string>();
  for (const finding of [...generic, ...voices.map((voice) => voice.finding)]) {
    loud.add(`${finding.code} ${finding.resource}`);
    if (finding.severity === 'error') errors.add(`${finding.code} ${finding.resource}`);
  }
  const silenced = ({ rule, among }: Voice): boolean => {
    const spec = rule.silentWhere;
    const heard = spec?.errorsOnly ? errors : loud;
    return spec?.codes.some((code) => [...among].some((id) => heard.has(`${code} ${id}`))) ?? false;
  };
  return voices.filter((voice) => !silenced(voice)).map((voice) => voice.finding);
}
