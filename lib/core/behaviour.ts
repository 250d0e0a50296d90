/** What a noun does on a platform: which values it chooses, what it takes from the stock, what can be observed of it. Private to its area. */
import type { Resource } from './estate';
import type { Finding } from './finding';
import type { NounName, Nouns } from './resource';
import type { Values } from './unknown';
import type { World } from './world';

/**
 * The registry of what the platform remembers about a noun beside its values (the hosts of a cluster, the array of a LUN), by
 * type. A behaviour adds its own (`declare module`), so that others of its area may read it by name.
 */
// biome-ignore lint/suspicious/noEmptyInterface: catalogue/* fills it by declaration merging.
export interface Runtimes {}
type RuntimeName = keyof Runtimes & NounName;

/** What a hook may look at. */
export interface Site {
  readonly world: World;
  /** The platform's time, in milliseconds since 1970 in UTC. */
  readonly now: number;
  get<T extends NounName>(type: T, id: string): Nouns[T] | undefined;
  all<T extends NounName>(type: T): Nouns[T][];
  /** Resources of a type that hold `value` at a read path (`disks[].datastore_id`). */
  holding<T extends NounName>(type: T, path: string, value: string): Nouns[T][];
  /** What is remembered about a resource; undefined where nothing is. */
  runtime<T extends RuntimeName>(type: T, id: string): Runtimes[T] | undefined;
}

/** What a hook that changes something may do. All of it is undone where the command is refused. */
export interface Deed extends Site {
  /** Remembers something about a resource, in place of what was remembered. */
  remember<T extends RuntimeName>(type: T, id: string, runtime: Runtimes[T]): void;
  /** Hexadecimal digits for a serial number. The same seed, history and label give the same digits; another command gives others. */
  serial(label: string, digits: number): string;
  /** Refuses the command with a finding on its resource, under the code of the rule that it breaks. */
  refuse(problem: Pick<Finding, 'code' | 'path' | 'message' | 'fix'>): never;
}

/** Values of attributes that are kept or computed without `from`, chosen by the platform. */
type Chosen<T extends NounName> = Partial<Nouns[T]> | undefined;

export interface BehaviourOf<T extends NounName> {
  /** Types that the hooks look at, beside those that the noun's rules and references lead to. */
  readonly looksAt?: readonly NounName[];
  /** Resources of this type that the stock brings along. */
  readonly seed?: (world: World) => readonly Values[];
  /** It comes to stand: what was left to the platform is null in `self`. Its users may stand already, where it was replaced. */
  readonly create?: (self: Nouns[T], deed: Deed) => Chosen<T>;
  /** It changes: what was chosen before is in `self` already. */
  readonly update?: (self: Nouns[T], prior: Nouns[T], deed: Deed) => Chosen<T>;
  /** It is gone from the estate already; what was remembered about it goes with it. */
  readonly remove?: (prior: Nouns[T], deed: Deed) => void;
  /** Resources that need it although they do not refer to it, by id: as long as there are some, it is not deleted (IN-USE-001). */
  readonly neededBy?: (self: Nouns[T], site: Site) => readonly string[];
  /** Its volatile attributes. */
  readonly observe?: (self: Nouns[T], site: Site) => Values;
  /** Why another stock no longer covers what this resource takes; undefined where it does. */
  readonly uncovered?: (self: Nouns[T], site: Site) => string | undefined;
}

/** A behaviour as the platform sees it: hooks take any resource, since `defineBehaviour` has checked their types. */
export interface Behaviour {
  readonly looksAt?: readonly string[];
  readonly seed?: (world: World) => readonly Values[];
  readonly create?: (self: Resource['values'], deed: Deed) => Values | undefined;
  readonly update?: (self: Resource['values'], prior: Resource['values'], deed: Deed) => Values | undefined;
  readonly remove?: (prior: Resource['values'], deed: Deed) => void;
  readonly neededBy?: (self: Resource['values'], site: Site) => readonly string[];
  readonly observe?: (self: Resource['values'], site: Site) => Values;
  readonly uncovered?: (self: Resource['values'], site: Site) => string | undefined;
}

/** Behaviours by type. A noun without one is kept as it is written. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** Defines what a noun does; the type is named so that the compiler knows what `self` holds. */
export function defineBehaviour<T extends NounName>(_type: T, behaviour: BehaviourOf<T>): Behaviour {
  return behaviour as unknown as Behaviour;
}
