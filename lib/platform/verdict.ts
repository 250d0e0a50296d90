/** Which findings refuse a command: those that it brings about, not those that stood before. */
import { affectedBy } from '../core/affected';
import { Refusal } from '../core/command';
import type { Resource } from '../core/estate';
import { byCode, type Finding } from '../core/finding';
import { judgeTasks, type Task } from '../core/judge';
import { type Step, stepsOf } from '../core/path';
import { isRetryable, type Rule } from '../core/rule';
import { isObject, type Value, type Values } from '../core/unknown';
import { Before } from './before';
import { occasionOf } from './occasion';
import type { Scene } from './scene';
import { type Changed, resourceOfRow } from './standing';

type Kind = 'create' | 'update' | 'delete';

interface Difference {
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

/** Rules that may refuse here; the stock is handed out by behaviours, which refuse for themselves. */
const refuses =
  (kind: Kind) =>
  (task: Task): boolean =>
    task.rule.class === 'refused' && !task.rule.platformDecides && (!task.rule.change || kind === 'update');

/**
 * The refusing findings that a command brings about, once it has been tried on the estate.
 * - A finding that did not stand before, under its code, resource and path, refuses.
 * - One that stood before refuses a creation that changes what it says: the newcomer makes it worse.
 * - One that stood before refuses an update only at the very place that the update wrote anew.
 * So whatever stands can be cured step by step, and what a command does not touch never stops it.
 */
export function newRefusals(scene: Scene, kind: Kind, subject: string, changed: readonly Changed[]): Finding[] {
  const { estate } = scene.standing;
  const differences: Difference[] = [];
  const sides: Resource[] = [];
  for (const { before, after } of changed) {
    const difference = { before: before && resourceOfRow(before), after: after && estate.get(after.id) };
    differences.push(difference);
    for (const side of [difference.before, difference.after]) if (side) sides.push(side);
  }
  const tasks = affectedBy(estate, sides).filter(refuses(kind));
  const own = estate.get(subject);
  const about = own && kind !== 'delete' ? [own, ...aroundOf(scene, own, kind)] : [];
  const earlier = lazily(() => new Before(estate, differences));
  const comparing = kind === 'update' && tasks.some((task) => task.rule.change);
  const occasion = { ...occasionOf(scene), newest: subject, ...(comparing ? { prior: earlier() } : {}) };
  const now = judgeTasks(estate, tasks, about, occasion).findings.filter((finding) => finding.class === 'refused');
  if (now.length === 0) return [];
  const before = earlier();
  const stood = stoodBefore(scene, before, tasks, about);
  const brought = (finding: Finding): boolean => {
    const earlier = stood.get(keyOf(finding));
    if (!earlier) return true;
    if (kind === 'create') return earlier.message !== finding.message;
    return kind === 'update' && finding.resource === subject && rewritten(before.get(subject), own, finding.path);
  };
  return now.filter(brought).sort(byCode);
}

/** A value that is made when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const keyOf = (finding: Finding): string => JSON.stringify([finding.code, finding.resource, finding.path]);

function stoodBefore(scene: Scene, before: Before, tasks: readonly Task[], about: readonly Resource[]): Map<string, Finding> {
  const then = tasks.flatMap(({ rule, subject }) => {
    const earlier = before.get(subject.id);
    return earlier && !rule.change ? [{ rule, subject: earlier }] : [];
  });
  const earlier = about.flatMap((resource) => before.get(resource.id) ?? []);
  const { findings } = judgeTasks(before, then, earlier, occasionOf(scene));
  return new Map(findings.map((finding) => [keyOf(finding), finding]));
}

/** Others whose identity or references the resource may break: what differs from it in case only, and those that share it. */
function aroundOf(scene: Scene, own: Resource, kind: Kind): Resource[] {
  const { estate } = scene.standing;
  if (kind === 'create') return [...estate.named(own.id.toLowerCase())].filter((other) => other.id !== own.id);
  return scene.catalogue.definitions.get(own.type)?.sharedWith === undefined ? [] : referrersOf(scene, own);
}

/** Resources that hold a reference to this one. */
export function referrersOf(scene: Scene, to: Pick<Resource, 'id' | 'type'>, strength?: 'strong' | 'weak'): Resource[] {
  const found = new Set<Resource>();
  for (const [type, references] of scene.catalogue.references) {
    for (const reference of references) {
      if (!reference.to.includes(to.type) || (strength !== undefined && reference.weak !== (strength === 'weak'))) continue;
      for (const resource of scene.standing.estate.holding(type, reference.path, to.id)) if (resource.id !== to.id) found.add(resource);
    }
  }
  return [...found];
}

function rewritten(before: Resource | undefined, after: Resource | undefined, path: string): boolean {
  if (!before || !after) return true;
  const steps = stepsOf(path);
  return JSON.stringify(valueAt(before.values, steps)) !== JSON.stringify(valueAt(after.values, steps));
}

function valueAt(values: Values, steps: readonly Step[]): Value {
  let value: Value = values;
  for (const step of steps) {
    if ('index' in step) value = Array.isArray(value) ? (value[step.index] ?? null) : null;
    else if ('attribute' in step) value = isObject(value) ? (value[step.attribute] ?? null) : null;
    else
      value = Array.isArray(value)
        ? ((value as readonly Value[]).find((element) => isObject(element) && element['name'] === step.key) ?? null)
        : null;
  }
  return value;
}

/** Codes of this platform and of every type that another operation of the same apply may cure. */
const CURABLE = new Set(['IN-USE-001', 'CHANGE-001', 'CHANGE-002', 'IDENTITY-002', 'REFERENCE-001']);

/** A refusal with these findings: retryable where each of them may be cured by another operation. */
export function refusalOf(scene: Scene, findings: readonly Finding[]): Refusal {
  // A behaviour may refuse a command on a VM under the code of a rule about its Cpool.
  const rules = (finding: Finding): readonly Rule[] => {
    const coded = scene.catalogue.rules.filter((rule) => rule.code === finding.code);
    return coded.some((rule) => rule.on === finding.type) ? coded.filter((rule) => rule.on === finding.type) : coded;
  };
  const curable = (finding: Finding): boolean =>
    CURABLE.has(finding.code) || finding.code.startsWith('CAPACITY-') || rules(finding).some(isRetryable);
  return new Refusal([...findings].sort(byCode), findings.every(curable));
}
