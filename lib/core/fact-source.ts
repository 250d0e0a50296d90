/** What the offer lists (blade classes, SKUs, zones) and what resources gather (backups), as data that surfaces show: a table with typed columns. */
import type { Attributes } from './attribute';
import type { Values } from './unknown';
import type { World } from './world';

/** A table that one resource shows: the attribute of that name which time or others change. */
export interface Shows {
  /** By which the resource is given, as `virtual_machine_id`. */
  readonly attribute: string;
  readonly type: string;
  readonly doc: string;
  /** An id as documentation shows it. */
  readonly example: string;
}

interface Table {
  /** Name in the plural: `blade_classes`. */
  readonly name: string;
  readonly doc: string;
  /** The columns of a row. */
  readonly attrs: Attributes;
}

/** Rows come from the offer and the stock of the platform that is asked, or from what one resource shows. */
export type FactSource = Table & ({ readonly rows: (world: World) => readonly Values[] } | { readonly shownBy: Shows });
