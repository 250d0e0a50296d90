/** From an estate that is wanted to commands that lead there, tried on a copy: in an order that works, or with what stands in the way. */
import { type Catalogue, definitionOf } from '../core/catalogue';
import { type Command, Refusal, type Stored } from '../core/command';
import { byCode, type Finding } from '../core/finding';
import { linksOf } from '../core/generic/references';
import { idOf } from '../core/resource';
import type { Values } from '../core/unknown';
import type { Platform } from './platform';

/** How often what was refused is tried again when something else has worked. */
const ROUNDS_MAX = 100;

export interface Desired {
  readonly type: string;
  readonly values: Values;
}

export interface DesiredChange {
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  readonly type: string;
  readonly id: string;
}

export interface DesiredPlan {
  /** Of the platform that was planned on. */
  readonly revision: number;
  /** In an order that works. */
  readonly changes: readonly DesiredChange[];
  /** The same as commands, for one durable step. */
  readonly commands: readonly Command[];
  /** What would be refused, and what is not advised. */
  readonly findings: readonly Finding[];
  /** Nothing is refused. */
  readonly applicable: boolean;
}

export interface Wanted {
  readonly tenant: string;
  readonly resources: readonly Desired[];
  /** Whether what stands in the tenant and is not wanted goes. */
  readonly unwanted: 'delete' | 'keep';
}

/** One thing to do. */
interface Step {
  readonly id: string;
  readonly type: string;
  /** What is wanted; undefined where it is to go. */
  readonly values: Values | undefined;
}

/** What a step came to: undefined where there was nothing to do. */
type Outcome = { readonly change: DesiredChange; readonly commands: readonly Command[] } | undefined;

/** Plans on a copy. Nothing changes on the platform. */
export async function planDesired(catalogue: Catalogue, platform: Platform, wanted: Wanted, signal?: AbortSignal): Promise<DesiredPlan> {
  const base = await platform.fork();
  try {
    const trial = await base.fork();
    try {
      const { revision } = await base.contents();
      const steps = await stepsTo(catalogue, trial, wanted);
      const { done, refused } = await new Trial(catalogue, trial, revision).carryOut(steps, signal);
      const commands = done.flatMap((outcome) => outcome.commands);
      const advice = commands.length === 0 ? [] : await base.preview(commands);
      const findings = [...refused, ...advice].sort(byCode);
      return {
        revision,
        changes: done.map(({ change }) => change),
        commands,
        findings,
        applicable: findings.every((each) => each.class !== 'refused'),
      };
    } finally {
      await trial.close();
    }
  } finally {
    await base.close();
  }
}

/** What is wanted, those that others refer to first; then what is to go, those that refer to others first. */
async function stepsTo(catalogue: Catalogue, platform: Platform, { tenant, resources, unwanted }: Wanted): Promise<readonly Step[]> {
  const kept = resources.map(({ type, values }): Step => {
    const { parent } = definitionOf(catalogue, type);
    const named = parent.attribute === 'tenant' ? { ...values, tenant } : values;
    return { type, id: idOf(definitionOf(catalogue, type), named) ?? type, values: named };
  });
  if (unwanted === 'keep') return inOrder(catalogue, kept);
  const wantedIds = new Set(kept.map(({ id }) => id));
  const going: Stored[] = [];
  for (const { type, parent } of catalogue.definitions.values())
    if (parent.attribute === 'tenant') going.push(...(await platform.list(type, { tenant })).filter(({ id }) => !wantedIds.has(id)));
  const last = [...inOrder(catalogue, going)].reverse().map(({ id, type }): Step => ({ id, type, values: undefined }));
  return [...inOrder(catalogue, kept), ...last];
}

/** What is referred to stands before what refers to it, as far as references make no circle; names decide the rest. */
function inOrder<T extends { readonly id: string; readonly type: string; readonly values: Values | undefined }>(
  catalogue: Catalogue,
  all: readonly T[],
): T[] {
  const byId = new Map([...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map((each) => [each.id, each]));
  const ordered = new Set<T>();
  const begun = new Set<T>();
  // Its own stack, since a chain of references may be as long as the estate.
  const pending: { readonly each: T; readonly ready: boolean }[] = [...all].reverse().map((each) => ({ each, ready: false }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { each, ready } = next;
    if (ready) ordered.add(each);
    if (ready || begun.has(each)) continue;
    begun.add(each);
    pending.push({ each, ready: true });
    for (const target of targetsOf(catalogue, each)) {
      const first = byId.get(target);
      if (first && !begun.has(first)) pending.push({ each: first, ready: false });
    }
  }
  return [...ordered];
}

const targetsOf = (
  catalogue: Catalogue,
  { id, type, values }: { readonly id: string; readonly type: string; readonly values: Values | undefined },
): string[] =>
  values === undefined
    ? []
    : [...linksOf(catalogue, { id, type, values, identified: true })].flatMap(({ value }) => (typeof value === 'string' ? [value] : []));

class Trial {
  /** Which step has an id; another one of the same id is told that it exists already. */
  private readonly first = new Map<string, Step>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly platform: Platform,
    private readonly base: number,
  ) {}

  /** Tries every step, and again what another one may have cured, until nothing more works. */
  async carryOut(steps: readonly Step[], signal?: AbortSignal): Promise<{ done: NonNullable<Outcome>[]; refused: Finding[] }> {
    const done: NonNullable<Outcome>[] = [];
    const final: Finding[] = [];
    let pending = steps;
    for (let round = 0; pending.length > 0 && round < ROUNDS_MAX; round += 1) {
      const again: { readonly step: Step; readonly refusal: Refusal }[] = [];
      for (const step of pending) {
        signal?.throwIfAborted();
        const met = await this.attempt(step);
        if (!(met instanceof Refusal)) done.push(...(met ? [met] : []));
        else if (met.retryable) again.push({ step, refusal: met });
        else final.push(...met.findings);
      }
      if (again.length === pending.length || round === ROUNDS_MAX - 1) {
        final.push(...again.flatMap(({ refusal }) => refusal.findings));
        break;
      }
      pending = again.map(({ step }) => step);
    }
    return { done, refused: final };
  }

  private async attempt(step: Step): Promise<Outcome | Refusal> {
    try {
      return await this.outcome(step);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  private async outcome(step: Step): Promise<Outcome> {
    const { id, type, values } = step;
    const first = this.first.get(id) ?? step;
    this.first.set(id, first);
    const standing = first === step ? await this.platform.get(id) : undefined;
    if (values === undefined) return standing ? this.give('delete', standing, [removalOf(standing)]) : undefined;
    if (!standing) return this.give('create', { id, type }, [{ kind: 'create', type, values }]);
    const update: Command = { kind: 'update', type, id, values, incarnation: standing.incarnation, ...this.asSeen(standing) };
    try {
      const [after] = await this.platform.dispatchAll([update]);
      return after?.revision === standing.revision ? undefined : { change: { action: 'update', type, id }, commands: [update] };
    } catch (error) {
      if (!(error instanceof Refusal) || !this.asksForAnother(type, error)) throw error;
      return this.give('replace', { id, type }, [removalOf(standing), { kind: 'create', type, values }]);
    }
  }

  private async give(action: DesiredChange['action'], { id, type }: Pick<Stored, 'id' | 'type'>, commands: readonly Command[]): Promise<Outcome> {
    await this.platform.dispatchAll(commands);
    return { change: { action, type, id }, commands };
  }

  /** The revision, unless an earlier step has given the resource one that the platform itself will not. */
  private asSeen({ revision }: Stored): { readonly revision?: number } {
    return revision <= this.base ? { revision } : {};
  }

  /** Whether all that is wrong with an update is that some attributes change with another object only. */
  private asksForAnother(type: string, { findings }: Refusal): boolean {
    const { attrs } = definitionOf(this.catalogue, type);
    return findings.every(({ code, path }) => code === 'SHAPE' && attrs[path]?.replace === true);
  }
}

const removalOf = ({ id, type, incarnation }: Stored): Command => ({ kind: 'delete', type, id, incarnation });
