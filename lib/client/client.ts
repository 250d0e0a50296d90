/** The platform seen from outside. In process or over HTTP, callers hold this one interface. */
import type { Activity } from '../core/activity';
import type { Command, Order, Stored } from '../core/command';
import type { Fault, FaultOrder } from '../core/fault';
import type { Finding, Judgement } from '../core/finding';
import type { Values } from '../core/unknown';
import type { Advanced, ClockMode, ClockState } from '../core/virtual-time';
import type { World } from '../core/world';

interface Turn {
  readonly signal?: AbortSignal;
}

/** Every method throws `Unavailable` where the platform cannot be asked, and `Refusal` where it will not. */
export interface PlatformClient {
  /** One resource; undefined where it does not exist. */
  get(id: string, options?: Turn): Promise<Stored | undefined>;
  /** All resources of a type, by id; of one tenant where given. */
  list(type: string, options?: Turn & { readonly tenant?: string }): Promise<readonly Stored[]>;
  /** What time and others change about a resource: its volatile attributes. */
  observe(id: string): Promise<Values>;
  /** Carries out a command durably. Deleting what is gone, or another incarnation, does nothing. */
  dispatch(command: Command, options?: Turn): Promise<Stored | undefined>;
  /** Carries out commands one after another in one durable step: all of them, or none. */
  dispatchAll(commands: readonly Command[], options?: Turn): Promise<readonly (Stored | undefined)[]>;
  /** Asks an action of a resource; its activity may be watched until it ends. */
  act(order: Order, options?: Turn): Promise<Activity>;
  activity(id: string): Promise<Activity | undefined>;
  /** What is under way, and what ended last; oldest first. */
  activities(): Promise<readonly Activity[]>;
  /** What the platform would refuse or warn about if these commands were given one after another now. Changes nothing. */
  preview(commands: readonly Command[]): Promise<readonly Finding[]>;
  /** What is wrong with what stands: promises and advice (and nothing refused, since that never came to stand). */
  findings(): Promise<Judgement>;
  world(): Promise<World>;
  clock(): Promise<ClockState>;
  setClock(mode: ClockMode): Promise<ClockState>;
  /** Lets time pass: everything that falls due on the way is done, in its order. */
  advance(ms: number, options?: Turn): Promise<Advanced>;
  /** What is broken, or will be. */
  faults(): Promise<readonly Fault[]>;
  /** Breaks something, at once or later. */
  strike(order: FaultOrder, options?: Turn): Promise<Fault>;
  /** Mends what a fault broke, or calls off what has not struck yet; nothing where there is no such fault. */
  mend(id: string, options?: Turn): Promise<void>;
  close(): Promise<void>;
}
