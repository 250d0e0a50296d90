/** What a command is carried out on: what stands, the offer it is judged by, and the moment. */
import { createHash } from 'node:crypto';
import type { Behaviours } from '../core/behaviour';
import type { Catalogue } from '../core/catalogue';
import { type Command, Refusal, type Stored } from '../core/command';
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import { genericFinding } from '../core/generic/described';
import type { ClockMode } from '../core/virtual-time';
import type { World } from '../core/world';
import type { Standing } from './standing';

export interface Scene {
  readonly catalogue: Catalogue;
  readonly behaviours: Behaviours;
  readonly standing: Standing;
  readonly world: World;
  /** The edition of the offer by which commands are judged. */
  readonly edition: string;
  readonly seed: string;
  /** The revision that the command will have. */
  readonly revision: number;
  /** The platform's time, in milliseconds since 1970 in UTC. */
  readonly now: number;
  readonly mode: ClockMode;
  /** What `advance` has let pass so far, in milliseconds. */
  readonly advanced: number;
  /** What is to settle at once when the command is carried out. */
  readonly settling: Settling[];
  /** How much was planned so far: its order among what is due at one time. */
  planned: number;
  /** The activity of what is being done; null where nobody asked for one. */
  activity: string | null;
  /** Gives a command within the one that is carried out. Throws `Refusal`. */
  readonly carryOut: (command: Command) => Stored | undefined;
}

/** Something that ends at once. */
export interface Settling {
  readonly type: string;
  readonly id: string;
  readonly what: string;
  readonly activity: string | null;
}

export const contextOf = ({ edition }: Scene): { readonly edition: string; readonly tenant: string } => ({ edition, tenant: 'main' });

/** Hexadecimal digits, 64 at most, that belong to one label of one command. */
export const serial = (scene: Pick<Scene, 'seed' | 'revision'>, label: string, digits: number): string =>
  createHash('sha256').update(`${scene.seed} ${scene.revision} ${label}`).digest('hex').slice(0, digits);

type Said = Pick<Finding, 'code' | 'path' | 'message' | 'fix'>;

/** A finding of the platform itself about a resource: what is advice at plan is refused here. */
export const refusedFinding = (resource: Pick<Resource, 'id' | 'type'>, said: Said): Finding => ({
  ...genericFinding(said.code),
  ...said,
  class: 'refused',
  severity: 'error',
  resource: resource.id,
  type: resource.type,
});

/** Refuses a command with one finding. */
export function refuse(resource: Pick<Resource, 'id' | 'type'>, said: Said, retry: 'retryable' | 'final'): never {
  throw new Refusal([refusedFinding(resource, said)], retry === 'retryable');
}
