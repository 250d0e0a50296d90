/** Faults as data: what of the platform is broken, from when and until when, in virtual time. */
import type { Attributes } from './attribute';
import type { Form } from './form';
import type { Values } from './unknown';
import type { World } from './world';

/** A kind of fault: what it names as its target. */
export interface FaultKind<A extends Attributes = Attributes> extends Form<A> {
  readonly kind: string;
  /** What is wrong with a target of the right shape: a zone that this stock lacks. Undefined where nothing is. */
  readonly problem?: (target: Values, world: World) => string | undefined;
}

export const defineFault = <const A extends Attributes>(kind: FaultKind<A>): FaultKind<A> => kind;

/** Under which name the target of a fault is validated. */
export const faultForm = (kind: string): string => `fault.${kind}`;

/** What somebody asks to break. */
export interface FaultOrder {
  readonly kind: string;
  readonly target: Values;
  /** Seconds from now until it breaks; at once unless given. */
  readonly after_seconds?: number;
  /** Seconds for which it stays broken; until it is mended unless given. */
  readonly for_seconds?: number;
}

export interface Fault {
  readonly id: string;
  readonly kind: string;
  readonly target: Values;
  /** Milliseconds since 1970 in UTC. */
  readonly from: number;
  /** When it mends by itself; null where somebody has to mend it. */
  readonly until: number | null;
  /** It has struck, and is not mended. */
  readonly active: boolean;
}
