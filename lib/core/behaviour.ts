/** What a noun does on a platform: which values it chooses, what it takes from the stock, what can be observed of it. Private to its area. */
import type { Ending } from './activity';
import type { Command, Stored } from './command';
import type { Resource } from './estate';
import type { Fault } from './fault';
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
  /**
   * What `advance` has let pass so far, in milliseconds. What grows with use grows by this: a platform that lay untouched for a
   * month is as it was, and nothing that was possible is refused for it.
   */
  readonly advanced: number;
  get<T extends NounName>(type: T, id: string): Nouns[T] | undefined;
  all<T extends NounName>(type: T): Nouns[T][];
  /** Resources of a type that hold `value` at a read path (`disks[].datastore_id`). */
  holding<T extends NounName>(type: T, path: string, value: string): Nouns[T][];
  /** What is broken now, oldest first. */
  readonly faults: readonly Fault[];
  /** When something about a resource falls due (`Deed.plan`); undefined where it is not planned. */
  dueAt<T extends NounName>(type: T, id: string, what: string): number | undefined;
  /** What is remembered about a resource; undefined where nothing is. */
  runtime<T extends RuntimeName>(type: T, id: string): Runtimes[T] | undefined;
}

/** What a hook that changes something may do. All of it is undone where the command is refused. */
export interface Deed extends Site {
  /** Remembers something about a resource; what was remembered under other names stays. */
  remember<T extends RuntimeName>(type: T, id: string, runtime: Partial<Runtimes[T]>): void;
  /** Lets `due[what]` of a resource happen at a time of the clock, in place of an earlier plan for the same; null takes it off the agenda. */
  plan<T extends NounName>(type: T, id: string, what: string, at: number | null): void;
  /**
   * Lets `due[what]` of a resource happen after some milliseconds, as the end of something that ends by itself. With the
   * automatic clock that is at once, within the same command. Whoever gave the command can watch it as an activity.
   */
  settle<T extends NounName>(type: T, id: string, what: string, afterMs: number): void;
  /** Gives another command within this one: the same rules hold, and all of it is done or nothing. Throws `Refusal`. */
  command(command: Command): Stored | undefined;
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
  /** What happens by itself, by name: `plan` and `settle` say when. It changes what is remembered, never the values that a user wrote. */
  readonly due?: Readonly<Record<string, (self: Nouns[T], deed: Deed) => Ending | undefined>>;
  /** What its actions do, by name; the catalogue defines their input, which is read and complete here. */
  readonly acts?: Readonly<Record<string, (self: Nouns[T], input: Values, deed: Deed) => Ending | undefined>>;
  /** Something broke or was mended: takes the consequences for every resource of this type. Types take their turn in the order of their list. */
  readonly shaken?: (deed: Deed) => void;
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
  readonly due?: Readonly<Record<string, (self: Resource['values'], deed: Deed) => Ending | undefined>>;
  readonly acts?: Readonly<Record<string, (self: Resource['values'], input: Values, deed: Deed) => Ending | undefined>>;
  readonly shaken?: (deed: Deed) => void;
  readonly uncovered?: (self: Resource['values'], site: Site) => string | undefined;
}

/** Behaviours by type. A noun without one is kept as it is written. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** Defines what a noun does; the type is named so that the compiler knows what `self` holds. */
export function defineBehaviour<T extends NounName>(_type: T, behaviour: BehaviourOf<T>): Behaviour {
  return behaviour as unknown as Behaviour;
}

/** Several behaviours of one noun as one: each area says what it does with the noun, and they take their turn in this order. */
export function joined(...parts: readonly Behaviour[]): Behaviour {
  const all = <K extends keyof Behaviour>(key: K): NonNullable<Behaviour[K]>[] =>
    parts.flatMap((part) => {
      const own = part[key];
      return own === undefined ? [] : [own];
    });
  const [create, update, remove, neededBy, observe, shaken, uncovered] = [
    all('create'),
    all('update'),
    all('remove'),
    all('neededBy'),
    all('observe'),
    all('shaken'),
    all('uncovered'),
  ];
  return {
    looksAt: all('looksAt').flat(),
    ...(create.length > 0 ? { create: (self, deed) => merged(create.map((each) => each(self, deed))) } : {}),
    ...(update.length > 0 ? { update: (self, prior, deed) => merged(update.map((each) => each(self, prior, deed))) } : {}),
    ...(remove.length > 0
      ? {
          remove: (prior, deed) => {
            for (const each of remove) each(prior, deed);
          },
        }
      : {}),
    ...(neededBy.length > 0 ? { neededBy: (self, site) => neededBy.flatMap((each) => each(self, site)) } : {}),
    ...(observe.length > 0 ? { observe: (self, site) => merged(observe.map((each) => each(self, site))) ?? {} } : {}),
    due: Object.assign({}, ...all('due')) as NonNullable<Behaviour['due']>,
    acts: Object.assign({}, ...all('acts')) as NonNullable<Behaviour['acts']>,
    ...(shaken.length > 0
      ? {
          shaken: (deed) => {
            for (const each of shaken) each(deed);
          },
        }
      : {}),
    ...(uncovered.length > 0 ? { uncovered: (self, site) => uncovered.map((each) => each(self, site)).find((why) => why !== undefined) } : {}),
  };
}

const merged = (values: readonly (Values | undefined)[]): Values | undefined =>
  values.some((each) => each !== undefined) ? Object.assign({}, ...values.filter((each) => each !== undefined)) : undefined;
