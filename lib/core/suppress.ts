/** Suppressions: findings that somebody has accepted, for a reason and until a day. Pure: the date is given. */
import { byCode, byCodeUndecided, type Finding, type Judgement, type Undecided } from './finding';
import { genericFinding } from './generic/described';
import { isUnknown, unknownIn, type Value } from './unknown';

export interface Suppression {
  readonly code: string;
  /** The id of a resource, or a pattern in which `*` stands for any characters. */
  readonly resource: string;
  readonly reason: string;
  /** The last day on which it holds, as 2026-12-31. */
  readonly expires: string;
}

/** A suppression as somebody wrote it: anything may be missing, ill-formed or not known yet. */
export type WrittenSuppression = { readonly [K in keyof Suppression]?: Value };

export interface Suppressed {
  readonly finding: Finding;
  readonly suppression: Suppression;
}

export interface Suppressing extends Judgement {
  /** What stays; a finding whose suppression has expired says so. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** What is wrong with the suppressions themselves. */
  readonly problems: readonly Finding[];
  /** Suppressions that match no finding: the cause is gone, or the pattern is wrong. */
  readonly unmatched: readonly Suppression[];
}

/** The subject of findings about suppressions: they stand in the provider block. */
const SUBJECT = { resource: 'provider', type: 'provider' };
/** Characters of the longest reason; longer ones belong in a document that the reason names. */
const REASON_MAX = 1000;
/** Suppressions that are read; more of them are a decision not to be judged. */
const SUPPRESSIONS_MAX = 1000;

interface Read extends Suppression {
  readonly at: string;
}

/**
 * Takes accepted findings out of a judgement. What the offer refuses stays, whatever is written about it. `asOf` is the date
 * of judgement (`2026-01-31`, or a time of that day); without one nothing counts as expired, and what depends on it is listed
 * as undecided.
 */
export function applySuppressions(judgement: Judgement, written: readonly WrittenSuppression[], asOf: string | undefined): Suppressing {
  const { valid, problems, undecided } = readAll(written);
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const matched = new Set<Read>();
  const refused = new Map<Read, Finding[]>();
  for (const finding of judgement.findings) {
    const about = valid.filter((each) => matches(each, finding));
    for (const each of about) matched.add(each);
    const standing = about.find((each) => asOf === undefined || asOf.slice(0, 10) <= each.expires);
    const [expired] = about;
    if (finding.class === 'refused') {
      for (const each of about) refused.set(each, [...(refused.get(each) ?? []), finding]);
      findings.push(finding);
    } else if (standing) suppressed.push({ finding, suppression: bare(standing) });
    else findings.push(expired ? firedAgain(finding, expired) : finding);
  }
  const waiting = asOf === undefined ? suppressed.map(({ finding }) => undatedOf(finding)) : [];
  return {
    findings,
    suppressed,
    problems: [...problems, ...[...refused].map(([each, about]) => cannotBeSuppressed(each, about))].sort(byCode),
    unmatched: valid.filter((each) => !matched.has(each)).map(bare),
    undecided: [...judgement.undecided, ...undecided, ...waiting].sort(byCodeUndecided),
  };
}

const bare = ({ code, resource, reason, expires }: Suppression): Suppression => ({ code, resource, reason, expires });

const firedAgain = (finding: Finding, { expires, reason }: Suppression): Finding => ({
  ...finding,
  message: `${finding.message} (accepted until ${expires}, which is over: ${reason})`,
});

const undatedOf = (finding: Finding): Undecided => ({
  code: finding.code,
  resource: finding.resource,
  ...(finding.address === undefined ? {} : { address: finding.address }),
  because: ['the date, on which its suppression depends'],
});

const problem = (at: string, message: string, fix: string): Finding => ({ ...genericFinding('SHAPE'), ...SUBJECT, path: at, message, fix });

function cannotBeSuppressed({ at, code }: Read, findings: readonly Finding[]): Finding {
  const [first] = findings.map(({ resource }) => resource).sort();
  const others = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  return problem(
    `${at}.code`,
    `${code} on ${first}${others} is refused by the offer: it cannot be suppressed`,
    'correct the resource, and remove the suppression',
  );
}

/** Whether a suppression is about a finding: the same code, and an id that fits the pattern. */
const matches = (suppression: Suppression, finding: Finding): boolean =>
  suppression.code === finding.code && fits(suppression.resource, finding.resource);

/** Each part between two `*` is looked for after the one before it, so that a long pattern stays linear. */
function fits(pattern: string, id: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === id;
  const last = rest.pop() ?? '';
  if (!id.startsWith(first) || !id.endsWith(last) || id.length < first.length + last.length) return false;
  const end = id.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const found = id.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}

interface ReadAll {
  readonly valid: readonly Read[];
  readonly problems: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

function readAll(written: readonly WrittenSuppression[]): ReadAll {
  const valid: Read[] = [];
  const problems: Finding[] = [];
  const undecided: Undecided[] = [];
  if (written.length > SUPPRESSIONS_MAX) {
    const message = `suppress has ${written.length} entries; ${SUPPRESSIONS_MAX} are read at most`;
    return { valid, problems: [problem('suppress', message, 'name several resources by a pattern with *')], undecided };
  }
  for (const [index, each] of written.entries()) {
    const at = `suppress[${index}]`;
    const wrong = problemsOf(each, at);
    const because = unknownIn({
      code: each.code ?? null,
      resource: each.resource ?? null,
      reason: each.reason ?? null,
      expires: each.expires ?? null,
    });
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    if (because) undecided.push({ code: 'SHAPE', resource: SUBJECT.resource, because: because.length > 0 ? [...new Set(because)].sort() : [at] });
    // All four are known and are texts: nothing was wrong, and nothing is unknown.
    else valid.push({ ...(each as Suppression), at });
  }
  return { valid, problems, undecided };
}

const ASKED: Readonly<Record<keyof Suppression, { readonly is: string; readonly fits: (text: string) => boolean }>> = {
  code: { is: 'the code of a rule, as COMPUTE-006', fits: (text) => /^[A-Z][A-Z-]*[A-Z](-\d{3})?$/.test(text) },
  resource: { is: 'the id of a resource, or a pattern with *, as tenants/main/cpools/*', fits: (text) => text.trim() !== '' },
  reason: { is: `why it is accepted, in ${REASON_MAX} characters at most`, fits: (text) => text.trim() !== '' && text.length <= REASON_MAX },
  expires: { is: 'the last day on which it holds, as 2026-12-31', fits: isDate },
};

function problemsOf(written: WrittenSuppression, at: string): Finding[] {
  return (Object.keys(ASKED) as (keyof Suppression)[]).flatMap((key) => {
    const value = written[key] ?? null;
    if (isUnknown(value) || (typeof value === 'string' && ASKED[key].fits(value))) return [];
    const given = value === null ? 'is missing' : `is ${JSON.stringify(value).slice(0, 80)}`;
    return [
      problem(
        `${at}.${key}`,
        `${key} ${given}; it must be ${ASKED[key].is}`,
        `write ${key} = "…"; a suppression says what, where, why and until when`,
      ),
    ];
  });
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
