/** Judging: every rule on every resource it is about, known values only. Pure: the same estate gives the same answer. */
import type { Estate, Resource } from './estate';
import { byCode, byCodeUndecided, type Finding, type Judgement, severityOf, type Undecided } from './finding';
import { genericFindings } from './generic/generic';
import { withRemedies } from './remedy';
import type { Observed, Outcome, Problem, Rule, RuleContext } from './rule';
import { argumentsOf, isClear, newSight, type Shared, type Sight } from './view';
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

/** What rules wait for that only a platform, or a day, decides: nothing in a configuration is open there. */
export const THE_STOCK = 'the stock (--world or --platform)';
export const THE_DATE = 'the date';

/** What is to be judged: one rule on one resource. */
export interface Task {
  readonly rule: Rule;
  readonly subject: Resource;
}

/** What a decision waits for. */
interface Waiting {
  readonly waits: readonly string[];
}

/** A finding before silencing, with the neighbours among which a louder one would silence it. */
interface Voice {
  readonly finding: Finding;
  readonly rule: Rule;
  readonly among: ReadonlySet<string>;
}

/** What the decisions of one judgement share, and what they come to. */
interface Session {
  readonly estate: Estate;
  readonly occasion: Occasion;
  readonly shared: Shared;
  /** What a check is told where every neighbour is known, and where one may be missing. */
  readonly contexts: { readonly whole: RuleContext; readonly partial: RuleContext };
  readonly voices: Voice[];
  readonly undecided: Undecided[];
  /** Nothing is noticed on most looks, so one sight serves until something is. */
  sight: Sight;
}

/** Judges a whole estate: shapes, references, identities, and every rule. */
export function judge(estate: Estate, occasion: Occasion): Judgement {
  const session = newSession(estate, occasion);
  for (const rule of estate.catalogue.rules) {
    if (rule.change && !occasion.prior) continue;
    for (const subject of estate.ofType(rule.on)) decide(session, rule, subject);
  }
  return remedied(estate, finish(session, genericFindings(estate, [...estate.all()], occasion.world)), occasion);
}

/** Judges chosen rules on chosen resources, with the findings that every type has about `resources`. */
export function judgeTasks(estate: Estate, tasks: readonly Task[], resources: readonly Resource[], occasion: Occasion): Judgement {
  const session = newSession(estate, occasion);
  for (const { rule, subject } of tasks) decide(session, rule, subject);
  return remedied(estate, finish(session, genericFindings(estate, resources, occasion.world)), occasion);
}

const remedied = (estate: Estate, judged: Judgement, { edition }: Occasion): Judgement => ({
  ...judged,
  findings: withRemedies(estate, judged.findings, edition),
});

function newSession(estate: Estate, occasion: Occasion): Session {
  const shared: Shared = new Map();
  const { edition, asOf, world, observed, newest } = occasion;
  const whole: RuleContext = { edition, asOf, world, observed, newest, partial: false };
  const contexts = { whole, partial: { ...whole, partial: true } };
  return { estate, occasion, shared, contexts, voices: [], undecided: [], sight: newSight(shared) };
}

function finish({ voices, undecided }: Session, generic: Judgement): Judgement {
  const findings = [...generic.findings, ...silence(voices, generic.findings)];
  return { findings: findings.sort(byCode), undecided: [...generic.undecided, ...undecided].sort(byCodeUndecided) };
}

function decide(session: Session, rule: Rule, subject: Resource): void {
  const outcome = outcomeOf(session, rule, subject);
  if (!isClear(session.sight)) session.sight = newSight(session.shared);
  if (outcome === undefined || outcome === 'holds') return;
  if ('waits' in outcome) session.undecided.push(undecidedOf(rule, subject, outcome.waits));
  else if ('undecided' in outcome) session.undecided.push(undecidedOf(rule, subject, [outcome.undecided]));
  else
    for (const problem of Array.isArray(outcome) ? (outcome as readonly Problem[]) : [outcome as Problem])
      session.voices.push(voiceOf(rule, subject, problem));
}

/** What the check answers, or what it waits for before it can be asked. */
function outcomeOf({ estate, occasion, contexts, sight }: Session, rule: Rule, subject: Resource): Outcome | Waiting {
  const before = rule.change ? occasion.prior?.get(subject.id) : undefined;
  if (rule.change && !before) return undefined;
  if (rule.needs?.includes('platform') && !occasion.observed) return undefined;
  if (rule.needs?.includes('world') && !occasion.world) return { waits: [THE_STOCK] };
  if (rule.needs?.includes('as_of') && occasion.asOf === undefined) return { waits: [THE_DATE] };
  const args = argumentsOf(estate, subject, rule, sight);
  const prior = before && occasion.prior ? argumentsOf(occasion.prior, before, rule, sight) : undefined;
  if (sight.broken) return undefined;
  if (!args || (rule.change && !prior)) return sight.waits.length > 0 ? { waits: sight.waits } : undefined;
  const partial = sight.partial.length > 0;
  const outcome = rule.check(prior ? { ...args, prior } : args, partial ? contexts.partial : contexts.whole);
  if (outcome === 'holds') return outcome;
  if (sight.missing.length > 0) return { waits: sight.missing };
  const silent = outcome === undefined || (Array.isArray(outcome) && outcome.length === 0);
  return silent && partial ? { waits: sight.partial } : outcome;
}

const undecidedOf = (rule: Rule, subject: Resource, waits: readonly string[]): Undecided => ({
  code: rule.code,
  resource: subject.id,
  ...(subject.address === undefined ? {} : { address: subject.address }),
  because: [...new Set(waits)].sort(),
});

const voiceOf = (rule: Rule, subject: Resource, problem: Problem): Voice => ({
  finding: findingOf(rule, subject, problem),
  rule,
  among: new Set([subject.id, ...(problem.among ?? [])]),
});

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
