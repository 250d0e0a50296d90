/** What somebody asks to rehearse: reading it, and finding the plan that is meant. */
import { createHash } from 'node:crypto';
import { Refusal } from '../../core/command';
import type { DrillOrder } from '../../core/drill';
import { genericFinding } from '../../core/generic/described';
import { nearest } from '../../core/nearest';
import { parseId } from '../../core/resource';
import type { Stage } from '../../core/stage';
import { isObject, type Value, type Values } from '../../core/unknown';
import { shown } from '../../core/validate';
import { ADVANCE_MAX_MS, DAY_MS, SECOND_MS } from '../../core/virtual-time';
import type { Plan } from './drill-cast';

/** Plans that an error names at most. */
const NAMED_MAX = 5;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Refuses an order for what stands at a place of it. */
function refuseOrder(path: string, message: string, fix: string): never {
  const about = { resource: 'drill', type: 'recovery_plan', path, message, fix } as const;
  throw new Refusal([{ ...genericFinding('SHAPE'), class: 'refused', severity: 'error', ...about }], false);
}

/** Reads an order as the API takes it: `{plan, lose?: {kind, target}, at? or after_seconds?, seed?}`. */
export function readDrillOrder(written: Values): DrillOrder {
  const { plan, lose = null, at = null, after_seconds = null, seed = null } = written;
  if (at !== null && after_seconds !== null) refuseOrder('at', 'at and after_seconds name two moments', 'give one of them');
  if (typeof plan !== 'string') return refuseOrder('plan', `plan is ${shown(plan)}`, 'give the id of a recovery plan');
  return {
    plan,
    ...(lose === null ? {} : { lose: readLoss(lose) }),
    ...(at === null ? {} : { at: readMoment(at) }),
    ...(after_seconds === null ? {} : { at: readAfter(after_seconds) }),
    ...(seed === null ? {} : { seed: String(seed) }),
  };
}

function readLoss(lose: Value): { readonly kind: string; readonly target: Values } {
  const { kind, target } = isObject(lose) ? lose : {};
  if (typeof kind === 'string' && isObject(target)) return { kind, target };
  return refuseOrder('lose', `lose is ${shown(lose)}`, 'give {"kind": "zone", "target": {"zone": "par7s"}}');
}

/** Reads a moment as `2026-03-01T02:00Z`. */
export function readMoment(at: Value): { readonly moment: number } {
  const moment = typeof at === 'string' && MOMENT.test(at) ? Date.parse(at) : Number.NaN;
  return Number.isFinite(moment) ? { moment } : refuseOrder('at', `at is ${shown(at)}`, 'give a moment with its offset, as 2026-03-01T02:00Z');
}

function readAfter(seconds: Value): { readonly afterMs: number } {
  if (typeof seconds === 'number' && seconds >= 0 && seconds * SECOND_MS <= ADVANCE_MAX_MS) return { afterMs: Math.round(seconds * SECOND_MS) };
  return refuseOrder('after_seconds', `after_seconds is ${shown(seconds)}`, `give 0 to ${ADVANCE_MAX_MS / SECOND_MS} seconds`);
}

/** When the loss comes, where the platform's clock stands at `now`. */
export function momentOf({ at, seed }: DrillOrder, now: number): number {
  const from = at === undefined ? now : 'moment' in at ? at.moment : now + at.afterMs;
  const moment = from + (seed === undefined ? 0 : drawn(seed) * SECOND_MS);
  if (from < now) {
    const [given, begun] = [from, now].map((time) => new Date(time).toISOString());
    return refuseOrder('at', `at is ${given}; the platform stands at ${begun}, and its time never goes back`, `a moment from ${begun} on`);
  }
  if (moment - now > ADVANCE_MAX_MS)
    return refuseOrder('at', `at is ${new Date(moment).toISOString()}; a clock is advanced by ten years at most`, 'an earlier moment');
  return moment;
}

/** A second of the day, by a seed. */
const drawn = (seed: string): number =>
  Number(BigInt(`0x${createHash('sha256').update(`drill ${seed}`).digest('hex')}`) % BigInt(DAY_MS / SECOND_MS));

type Listing = Pick<Stage, 'get' | 'list'>;

/** The id of the plan that a name or an id means. */
export async function planNamed(platform: Listing, named: string): Promise<string> {
  const plans = await platform.list('recovery_plan');
  const meant = plans.filter(({ id, values }) => id === named || values['name'] === named).map(({ id }) => id);
  if (meant.length === 1 && meant[0] !== undefined) return meant[0];
  if (meant.length > 1)
    return refuseOrder('plan', `${meant.length} tenants have a recovery plan ${shown(named)}`, `name one by its id: ${meant.join(', ')}`);
  return refuseUnknown(
    named,
    plans.map(({ id, values }) => ({ id, name: String(values['name']) })),
  );
}

function refuseUnknown(named: string, plans: readonly { readonly id: string; readonly name: string }[]): never {
  const names = plans.map(({ id, name }) => (named.includes('/') ? id : name));
  const near = nearest(named, names);
  const list = names.length > NAMED_MAX ? `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more` : names.join(', ');
  const fix = names.length === 0 ? 'order a recovery_plan first' : near === undefined ? `use one of them: ${list}` : `did you mean ${near}?`;
  return refuseOrder('plan', `the platform has no recovery plan ${shown(named)}`, fix);
}

/** The plan of an order, where it is one that can be rehearsed. */
export async function planOf(stage: Listing, id: string): Promise<Plan> {
  const stored = await stage.get(id);
  if (stored?.type !== 'recovery_plan') {
    const tenant = parseId(id)?.parent;
    if (tenant === undefined) return refuseOrder('plan', `plan is ${shown(id)}`, 'give its id, as tenants/<tenant>/recovery-plans/<name>');
    return refuseUnknown(
      id,
      (await stage.list('recovery_plan', { tenant })).map((each) => ({ id: each.id, name: String(each.values['name']) })),
    );
  }
  // Its shape was checked when it was written.
  const plan = stored.values as unknown as Plan;
  if (plan.mechanism_ids.length === 0)
    refuseOrder('plan', `${id} counts on no mechanism, so that nothing would come back`, 'name mirrors or replications in its mechanism_ids');
  if (plan.groups.length === 0) refuseOrder('plan', `${id} names no VM to start`, 'name VMs in its groups');
  return plan;
}
