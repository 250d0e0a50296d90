/** Work that takes time, as whoever asked for it may watch it. */

export type ActivityState = 'waiting' | 'running' | 'completed' | 'failed';

/** One part of an activity: a VM of a backup, a file of a restore. */
export interface ActivityItem {
  readonly what: string;
  readonly state: ActivityState;
  readonly reason: string | null;
}

export interface Activity {
  readonly id: string;
  /** What is done, as `restore` or `initial_copy`. */
  readonly what: string;
  /** Type and id of the resource that it is about. */
  readonly type: string;
  readonly subject: string;
  readonly state: ActivityState;
  /** Share of its time that has passed, in percent. */
  readonly progress: number;
  /** Why it failed or waits; null where it does neither. */
  readonly reason: string | null;
  readonly items: readonly ActivityItem[];
  /** Milliseconds since 1970 in UTC. */
  readonly started_at: number;
  /** When it ends, or ended. */
  readonly ends_at: number;
}

/** How something ended: well, where nothing is said. */
export interface Ending {
  /** Why it failed. */
  readonly failed?: string;
  readonly items?: readonly ActivityItem[];
}
