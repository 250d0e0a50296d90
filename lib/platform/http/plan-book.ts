/** Plans that wait to be applied: so many, for so long, each for who made it. */
import type { DesiredPlan } from '../desired';
import { PLAN_MS, PLANS_MAX } from './bounds';
import { nothing, Problem } from './problem';

interface Entry {
  readonly plan: DesiredPlan;
  readonly caller: string;
  readonly madeAt: number;
}

export class PlanBook {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  keep(id: string, caller: string, plan: DesiredPlan): void {
    this.entries.set(id, { plan, caller, madeAt: this.now() });
    // The first is the oldest.
    if (this.entries.size > PLANS_MAX) for (const oldest of this.entries.keys()) if (this.entries.delete(oldest)) break;
  }

  /** The plan that a caller made. Throws where it is unknown, another's, or too old. */
  plan(id: string, caller: string): DesiredPlan {
    const entry = this.entries.get(id);
    if (!entry || entry.caller !== caller) throw nothing('plan of that id to be applied (one is kept for an hour, and applied once)');
    if (this.now() - entry.madeAt <= PLAN_MS) return entry.plan;
    this.entries.delete(id);
    throw new Problem('gone', 'the plan is too old to be applied', { fix: 'plan again' });
  }

  forget(id: string): void {
    this.entries.delete(id);
  }
}
