/** What a platform answers over HTTP, read into the words of the model. What is not as the API says is `Garbled`, and trusted with nothing. */
import type { Activity, ActivityItem, ActivityState } from '../core/activity';
import type { Stored } from '../core/command';
import { DRILL_VERSION, type DrillReport } from '../core/drill';
import type { Fault } from '../core/fault';
import type { Finding, Judgement, Undecided } from '../core/finding';
import type { Values } from '../core/unknown';
import type { Advanced, ClockState } from '../core/virtual-time';
import type { World } from '../core/world';

/** An answer that is not what the API says. */
export class Garbled extends Error {}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function json(value: unknown, what: string): Json {
  if (!isJson(value)) throw new Garbled(`${what} is no object`);
  return value;
}

function listOf<T>(value: unknown, what: string, read: (element: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new Garbled(`${what} is no list`);
  return (value as readonly unknown[]).map(read);
}

function text(from: Json, key: string): string {
  const value = from[key];
  if (typeof value !== 'string') throw new Garbled(`${key} is no text`);
  return value;
}

const textOrNull = (from: Json, key: string): string | null => ((from[key] ?? null) === null ? null : text(from, key));

function number(from: Json, key: string): number {
  const value = from[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Garbled(`${key} is no number`);
  return value;
}

function oneOf<T extends string>(from: Json, key: string, allowed: readonly T[]): T {
  const value = text(from, key);
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Garbled(`${key} is none of ${allowed.join(', ')}`);
  return found;
}

/** A time in milliseconds since 1970 in UTC, which travels as an ISO text. */
function time(from: Json, key: string): number {
  const at = Date.parse(text(from, key));
  if (Number.isNaN(at)) throw new Garbled(`${key} is no time`);
  return at;
}

/** Values are JSON already; which they may be is the catalogue's business. */
const values = (from: Json, key: string): Values => json(from[key], key) as Values;

export function storedFrom(body: unknown): Stored {
  const resource = json(body, 'the resource');
  return {
    id: text(resource, 'id'),
    type: text(resource, 'type'),
    values: values(resource, 'values'),
    incarnation: text(resource, 'incarnation'),
    revision: number(resource, 'revision'),
  };
}

export const observedFrom = (body: unknown): Values => values(json(body, 'the resource'), 'observed');

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export const pageOf =
  <T>(read: (item: unknown) => T) =>
  (body: unknown): Page<T> => {
    const page = json(body, 'the page');
    return { items: listOf(page['items'], 'items', read), next: textOrNull(page, 'next') };
  };

export const resultsFrom = (body: unknown): readonly (Stored | undefined)[] =>
  listOf(json(body, 'the answer')['results'], 'results', (each) => (each === null ? undefined : storedFrom(each)));

const SEVERITIES = ['error', 'warning'] as const;
const CLASSES = ['refused', 'promise', 'advice'] as const;

function findingFrom(value: unknown): Finding {
  const finding = json(value, 'a finding');
  return {
    code: text(finding, 'code'),
    class: oneOf(finding, 'class', CLASSES),
    severity: oneOf(finding, 'severity', SEVERITIES),
    resource: text(finding, 'resource'),
    type: text(finding, 'type'),
    path: text(finding, 'path'),
    title: text(finding, 'title'),
    message: text(finding, 'message'),
    fix: text(finding, 'fix'),
    source: text(finding, 'source'),
  };
}

export const findingsFrom = (body: unknown): readonly Finding[] => listOf(json(body, 'the answer')['findings'], 'findings', findingFrom);

function undecidedFrom(value: unknown): Undecided {
  const undecided = json(value, 'an undecided rule');
  return { code: text(undecided, 'code'), resource: text(undecided, 'resource'), because: listOf(undecided['because'], 'because', String) };
}

export const judgementFrom = (body: unknown): Judgement => ({
  findings: findingsFrom(body),
  undecided: listOf(json(body, 'the judgement')['undecided'], 'undecided', undecidedFrom),
});

/** Its stock; a platform has read it with care when it was given. */
export function worldFrom(body: unknown): World {
  const world = json(body, 'the world');
  text(world, 'name');
  json(world['zones'], 'zones');
  for (const list of ['regions', 'links', 'hypervisor_builds', 'templates', 'tenants']) listOf(world[list], list, (each) => each);
  return body as World;
}

export function clockFrom(body: unknown): ClockState {
  const clock = json(body, 'the clock');
  return { mode: oneOf(clock, 'mode', ['automatic', 'manual']), now: time(clock, 'now') };
}

export const advancedFrom = (body: unknown): Advanced => ({ ...clockFrom(body), done: number(json(body, 'the clock'), 'done') });

/** The report of a drill: the form that this release knows. */
export function drillFrom(body: unknown): DrillReport {
  const report = json(body, 'the report');
  if (number(report, 'version') !== DRILL_VERSION) throw new Garbled(`version is ${String(report['version'])}, and ${DRILL_VERSION} is read`);
  for (const key of ['plan', 'began_at', 'lost_at', 'ended_at', 'verdict']) text(report, key);
  for (const key of ['lost', 'summary', 'production']) json(report[key], key);
  for (const key of ['recoveries', 'left_behind', 'mechanisms', 'timeline']) listOf(report[key], key, (each) => json(each, `one of ${key}`));
  return body as DrillReport;
}

export const editionFrom = (body: unknown): string => text(json(body, 'the answer'), 'edition');

/** A line of the log. */
export interface LoggedEvent {
  readonly revision: number;
  /** Time of the platform's clock, in milliseconds since 1970 in UTC. */
  readonly at: number;
  readonly principal: string;
  readonly kind: string;
  readonly what?: string | undefined;
  readonly type: string;
  readonly id: string;
  readonly touched: readonly { readonly type: string; readonly id: string }[];
}

export function eventFrom(body: unknown): LoggedEvent {
  const event = json(body, 'an event');
  const key = (from: Json): { readonly type: string; readonly id: string } => ({ type: text(from, 'type'), id: text(from, 'id') });
  return {
    ...key(event),
    revision: number(event, 'revision'),
    at: time(event, 'at'),
    principal: text(event, 'principal'),
    kind: text(event, 'kind'),
    what: textOrNull(event, 'what') ?? '',
    touched: listOf(event['touched'], 'touched', (each) => key(json(each, 'what was touched'))),
  };
}

/** What a line of the log tells of: `create`. */
export const kindFrom = (line: unknown): string => text(json(line, 'an event'), 'kind');

const STATES: readonly ActivityState[] = ['waiting', 'running', 'completed', 'failed'];

function itemFrom(value: unknown): ActivityItem {
  const item = json(value, 'an item');
  return { what: text(item, 'what'), state: oneOf(item, 'state', STATES), reason: textOrNull(item, 'reason') };
}

export function activityFrom(body: unknown): Activity {
  const activity = json(body, 'the activity');
  return {
    id: text(activity, 'id'),
    what: text(activity, 'what'),
    type: text(activity, 'type'),
    subject: text(activity, 'subject'),
    state: oneOf(activity, 'state', STATES),
    progress: number(activity, 'progress'),
    reason: textOrNull(activity, 'reason'),
    items: listOf(activity['items'], 'items', itemFrom),
    started_at: time(activity, 'started_at'),
    ends_at: time(activity, 'ends_at'),
  };
}

export function faultFrom(body: unknown): Fault {
  const fault = json(body, 'the fault');
  if (typeof fault['active'] !== 'boolean') throw new Garbled('active is neither true nor false');
  return {
    id: text(fault, 'id'),
    kind: text(fault, 'kind'),
    target: values(fault, 'target'),
    from: time(fault, 'from'),
    until: textOrNull(fault, 'until') === null ? null : time(fault, 'until'),
    active: fault['active'],
  };
}

/** How long a token serves, in seconds, and the token. */
export function tokenFrom(body: unknown): { readonly token: string; readonly expiresInS: number } {
  const answer = json(body, 'the answer');
  return { token: text(answer, 'access_token'), expiresInS: number(answer, 'expires_in') };
}

/** Why the platform did not do it, as `application/problem+json`. */
interface Problem {
  readonly detail: string;
  readonly fix: string | undefined;
  readonly findings: readonly Finding[];
  readonly retryable: boolean;
}

export function problemFrom(body: unknown): Problem {
  const problem = json(body, 'the problem');
  const fix = problem['fix'];
  return {
    detail: typeof problem['detail'] === 'string' ? problem['detail'] : text(problem, 'title'),
    fix: typeof fix === 'string' && fix !== '' ? fix : undefined,
    findings: problem['findings'] === undefined ? [] : findingsFrom(problem),
    retryable: problem['retryable'] === true,
  };
}
