/** A stage: a copy of a platform on which a story is told. What happens there does not happen anywhere else. */
import type { Activity } from './activity';
import type { Command, Order, Stored } from './command';
import type { Fault, FaultOrder } from './fault';
import type { Values } from './unknown';
import type { Advanced, ClockState } from './virtual-time';

/** What a story may do. Every method that changes something throws `Refusal` where the platform will not. */
export interface Stage {
  get(id: string): Promise<Stored | undefined>;
  list(type: string, options?: { readonly tenant?: string }): Promise<readonly Stored[]>;
  observe(id: string): Promise<Values>;
  dispatch(command: Command): Promise<Stored | undefined>;
  act(order: Order): Promise<Activity>;
  activities(): Promise<readonly Activity[]>;
  clock(): Promise<ClockState>;
  /** Lets time pass: the clock stands still otherwise. */
  advance(ms: number): Promise<Advanced>;
  strike(order: FaultOrder): Promise<Fault>;
}
