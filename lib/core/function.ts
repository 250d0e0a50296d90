/** A pure function of the offer, such as the IOPS limit of a LUN, that a configuration may call. */
import type { Attributes } from './attribute';
import type { Shape } from './shape';
import type { Value } from './unknown';

export interface FunctionDefinition {
  readonly name: string;
  readonly doc: string;
  /** Arguments in their order, as required attributes. */
  readonly parameters: Attributes;
  readonly returns: Shape;
  /** Called with values that fit the parameters' shapes. */
  readonly call: (...args: readonly Value[]) => Value;
}
