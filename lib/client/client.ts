/** The platform seen from outside. In process or over HTTP, callers hold this one interface. */
import type { Command, Stored } from '../core/command';
import type { Finding, Judgement } from '../core/finding';
import type { Values } from '../core/unknown';
import type { World } from '../core/world';

export interface PlatformClient {
  /** One resource; undefined where it does not exist. */
  get(id: string, options?: { readonly signal?: AbortSignal }): Promise<Stored | undefined>;
  /** All resources of a type, by id; of one tenant where given. */
  list(type: string, options?: { readonly tenant?: string; readonly signal?: AbortSignal }): Promise<readonly Stored[]>;
  /** What time and others change about a resource: its volatile attributes. */
  observe(id: string): Promise<Values>;
  /** Carries out a command durably. Throws `Refusal` or `Unavailable`. Deleting what is gone, or another incarnation, does nothing. */
  dispatch(command: Command, options?: { readonly signal?: AbortSignal }): Promise<Stored | undefined>;
  /** What the platform would refuse or warn about if these commands were given one after another now. Changes nothing. */
  preview(commands: readonly Command[]): Promise<readonly Finding[]>;
  /** What is wrong with what stands: promises and advice (and nothing refused, since that never came to stand). */
  findings(): Promise<Judgement>;
  world(): Promise<World>;
  close(): Promise<void>;
}
