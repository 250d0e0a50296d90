/** What the platform asks of the place where it keeps things. Two places exist: an SQLite file, and memory. */
import type { Values } from '../core/unknown';
import type { World } from '../core/world';

/** One resource as it is kept. */
export interface Row {
  readonly id: string;
  readonly type: string;
  readonly values: Values;
  /** What the platform remembers beside the values; null where it remembers nothing. */
  readonly runtime: Values | null;
  readonly incarnation: string;
  /** The platform's revision at which the values changed last. */
  readonly revision: number;
}

/** `import`: begun with what stood elsewhere · `clock`: time was moved · `due`: something happened by itself · `act`: an action was asked of a resource · `strike`, `mend`: a fault. */
export type EventKind = 'begin' | 'import' | 'world' | 'edition' | 'create' | 'update' | 'delete' | 'act' | 'clock' | 'due' | 'strike' | 'mend';

/** One line of the log: who did what, when, and what came of it. */
export interface Event {
  readonly revision: number;
  /** Time of the platform's clock, in milliseconds since 1970 in UTC. */
  readonly at: number;
  readonly principal: string;
  readonly kind: EventKind;
  /** Name of the action, or of what happened by itself. */
  readonly what?: string | undefined;
  readonly type: string;
  readonly id: string;
  /** Other resources that changed with it: their mentions of it were dropped, or they moved. */
  readonly touched: readonly RowKey[];
}

export interface RowKey {
  readonly type: string;
  readonly id: string;
}

/** What a platform is, beside its resources. */
export interface Charter {
  /** From which all serial numbers are drawn. */
  readonly seed: string;
  readonly world: World;
  /** The edition of the offer that commands named last; null where none ever did. */
  readonly edition: string | null;
}

/** Kinds of events that change the charter. */
export const CHARTER_EVENTS: readonly string[] = ['world', 'edition'];

/** Everything that one step changes, a line of the log for each command in it: kept together or not at all. */
export interface Change {
  readonly events: readonly [Event, ...Event[]];
  readonly written: readonly Row[];
  readonly removed: readonly RowKey[];
  readonly charter?: Charter;
}

/** What other processes have done since a revision. */
export interface News {
  readonly rows: readonly Row[];
  readonly gone: readonly RowKey[];
  /** The charter changed too. */
  readonly charter: boolean;
}

/**
 * What is to be done in a turn: `work` at the revision and time of the log's last line; `undo` where what it hands over is not
 * kept, before any other turn. Several may be kept together: then `work` reads from the store what stood before the first of
 * them, is told the revision that the one before it handed over, and the last is undone first.
 */
export interface Task<T> {
  readonly work: (revision: number, at: number) => Promise<{ readonly change?: Change | undefined; readonly result: T }>;
  readonly undo: () => void;
}

export interface Turn {
  readonly signal?: AbortSignal | undefined;
}

/** Every method throws `Unavailable` where the place cannot be used, with what to do about it. */
export interface Store {
  /** One resource, as last committed. */
  read(key: RowKey): Promise<Row | undefined>;
  /** All resources of a type, by id. */
  collection(type: string): Promise<readonly Row[]>;
  /** Undefined before the first change. */
  charter(): Promise<Charter | undefined>;
  news(since: number): Promise<News>;
  /** The log after a revision, oldest first, `limit` lines at most. */
  events(after: number, limit: number): Promise<readonly Event[]>;
  /** Runs `work` on one unchanging state, at the revision and time of the log's last line. Turns of one store never overlap. */
  look<T>(work: (revision: number, at: number) => Promise<T>, turn?: Turn): Promise<T>;
  /** As `look`, alone among all processes; what the task hands over is durable when this resolves, and nothing of it stands otherwise. */
  change<T>(task: Task<T>, turn?: Turn): Promise<T>;
  /** Waits for the turn that runs and refuses those that come after. */
  close(): Promise<void>;
}
