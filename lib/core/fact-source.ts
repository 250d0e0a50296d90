/** What the offer lists (blade classes, SKUs, zones), as data that surfaces show: a table with typed columns. */
import type { Attributes } from './attribute';
import type { Values } from './unknown';
import type { World } from './world';

export interface FactSource {
  /** Name in the plural: `blade_classes`. */
  readonly name: string;
  readonly doc: string;
  /** The columns of a row. */
  readonly attrs: Attributes;
  /** All rows; some follow from the stock of the platform that is asked. */
  readonly rows: (world: World) => readonly Values[];
}
