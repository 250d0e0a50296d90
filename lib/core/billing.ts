/** What a resource costs, in the offer's own units: SKU and quantity. No prices: the offer's documents give none. */

import type { Estate } from './estate';
import { byCodeUndecided, type Undecided } from './finding';
import type { NounName } from './resource';
import type { Arguments, Follow, Gather } from './rule';
import { argumentsOf, newSight, type Seen } from './view';

/** One position of a bill. */
export interface BillLine {
  /** With the region filled in; null where the offer's documents name no SKU. */
  readonly sku: string | null;
  readonly description: string;
  readonly unit: string;
  readonly quantity: number;
  readonly zone: string;
}

export interface Billing extends Seen {
  readonly on: string;
  // biome-ignore lint/suspicious/noExplicitAny: defineBilling types it by what the billing declares.
  readonly lines: (args: any) => readonly BillLine[];
}

/** Defines what a noun bills; `lines` sees exactly what it declares. */
export function defineBilling<
  const T extends NounName,
  const R extends readonly string[],
  const F extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const E extends Readonly<Record<string, Follow>> = Record<never, Follow>,
  const G extends Readonly<Record<string, Gather>> = Record<never, Gather>,
>(billing: {
  readonly on: T;
  readonly reads: R;
  readonly follows?: F;
  readonly followsEach?: E;
  readonly gathers?: G;
  readonly lines: (args: Arguments<T, R, F, E, G>) => readonly BillLine[];
}): Billing {
  return billing as unknown as Billing;
}

export interface BilledLine extends BillLine {
  readonly resource: string;
  readonly tenant: string;
}

export interface Bill {
  readonly lines: readonly BilledLine[];
  /** What is billed, but for how much depends on values that are not known. */
  readonly undecided: readonly Undecided[];
}

/** The bill of an estate, by tenant, zone and SKU; what depends on unknown values is listed as such. */
export function billOf(estate: Estate, billings: readonly Billing[]): Bill {
  const lines: BilledLine[] = [];
  const undecided: Undecided[] = [];
  for (const billing of billings) {
    for (const resource of estate.ofType(billing.on)) {
      const sight = newSight(new Map());
      const args = argumentsOf(estate, resource, billing, sight);
      const waits = [...sight.waits, ...sight.missing];
      if (!args || waits.length > 0) {
        undecided.push({
          code: 'BILL',
          resource: resource.id,
          ...(resource.address === undefined ? {} : { address: resource.address }),
          because: [...new Set(waits.length > 0 ? waits : ['a reference that leads nowhere'])].sort(),
        });
        continue;
      }
      const tenant = String(resource.values['tenant']);
      for (const line of billing.lines(args)) if (line.quantity > 0) lines.push({ ...line, resource: resource.id, tenant });
    }
  }
  const key = (line: BilledLine): string => [line.tenant, line.zone, line.sku ?? '', line.description, line.resource].join('\u0000');
  return { lines: lines.sort((a, b) => (key(a) < key(b) ? -1 : 1)), undecided: undecided.sort(byCodeUndecided) };
}
