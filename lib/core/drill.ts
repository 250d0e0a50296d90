/** A drill: what would come back if something were lost, when, and with what loss. The report is a contract, as the API gives it. */
import type { Values } from './unknown';

/** What is lost, in words: `zone par7s`, `link par7s to th3s`. */
export const lossOf = ({ kind, target }: { readonly kind: string; readonly target: Values }): string =>
  [kind, Object.values(target).join(kind === 'link' ? ' to ' : ' ')].join(' ').trim();

/** What is to be rehearsed. */
export interface DrillOrder {
  /** Id of the plan. */
  readonly plan: string;
  /** What is lost; what the plan is for unless given. */
  readonly lose?: { readonly kind: string; readonly target: Values };
  /** When it is lost: a moment in milliseconds since 1970 in UTC, or so long after the last thing that happened on the platform; then unless given. */
  readonly at?: { readonly moment: number } | { readonly afterMs: number };
  /** Draws the moment from the day that begins then. */
  readonly seed?: string;
}

/**
 * recovered: it runs again · unreachable: it runs where one of its networks is missing · down: it was to run again and does not ·
 * left_behind: nothing starts it · stopped: it did not run before · unaffected: it was not lost.
 */
type Outcome = 'recovered' | 'unreachable' | 'down' | 'left_behind' | 'stopped' | 'unaffected';

/** What became of one resource. Times are ISO 8601 in UTC; minutes are whole, rounded up. */
export interface Recovery {
  readonly resource: string;
  /** Its place in the plan; null where the plan does not name it. */
  readonly priority: number | null;
  readonly outcome: Outcome;
  /** Why it is not recovered; null where it is. */
  readonly reason: string | null;
  /** What brought it back. */
  readonly by: readonly string[];
  /** Where it runs; null where it does not. */
  readonly runs_in: string | null;
  /** The point in time that it came back with, and the minutes of writes that are lost by that. */
  readonly consistent_at: string | null;
  readonly rpo_minutes: number | null;
  readonly rpo_objective_minutes: number | null;
  /** When it ran again, and the minutes that it took. */
  readonly running_at: string | null;
  readonly rto_minutes: number | null;
  readonly rto_objective_minutes: number | null;
  /** What the offer promises of the way it came back, and whether the drill kept to it; null where it did not come back so. */
  readonly promise: { readonly service: string; readonly rpo_minutes: number; readonly rto_minutes: number; readonly kept: boolean } | null;
  /** Its last backup before the loss, for comparison, and the minutes of writes that a restore would cost. */
  readonly last_backup_at: string | null;
  readonly backup_rpo_minutes: number | null;
  readonly missing_networks: readonly string[];
  /** What it misses; nothing where it meets its objectives, or has none and is where the plan wants it. */
  readonly misses: readonly ('recovery' | 'rpo' | 'rto')[];
}

/** What a way to bring something back did. */
export interface Mechanism {
  readonly resource: string;
  readonly state: string | null;
  readonly consistent_at: string | null;
  /** When it was ready to be used; null where it was not asked for, or never was. */
  readonly ready_at: string | null;
  readonly reason: string | null;
}

export interface Moment {
  readonly at: string;
  readonly what: string;
  /** What it is about; null where it is about all. */
  readonly resource: string | null;
}

/** A drill, wholly determined by the platform and the order. */
export interface DrillTold {
  readonly plan: string;
  readonly lost: { readonly kind: string; readonly target: Values };
  /** The last thing that happened on the platform, the loss, and the end of the recovery. */
  readonly began_at: string;
  readonly lost_at: string;
  readonly ended_at: string;
  readonly verdict: 'met' | 'missed';
  readonly summary: {
    readonly named: number;
    readonly recovered: number;
    readonly unaffected: number;
    readonly misses: number;
    readonly left_behind: number;
    /** The longest of what was recovered; null where nothing was. */
    readonly rpo_minutes: number | null;
    readonly rto_minutes: number | null;
    /** What the plan had said of itself before. */
    readonly estimated_rpo_minutes: number | null;
    readonly estimated_rto_minutes: number | null;
  };
  readonly recoveries: readonly Recovery[];
  /** What was lost and is named by no group of the plan. */
  readonly left_behind: readonly Recovery[];
  readonly mechanisms: readonly Mechanism[];
  readonly timeline: readonly Moment[];
}

/** Changes when a reader of the present form could no longer read it. */
export const DRILL_VERSION = 1;

export interface DrillReport extends DrillTold {
  readonly version: typeof DRILL_VERSION;
  /** The platform that the drill was a copy of: its hash before, and whether it stands as it did. */
  readonly production: { readonly hash: string; readonly afterwards: 'unchanged' | 'changed_by_others' };
}
