/** Bill of materials: what a configuration orders, and how that differs from what stands. */
import type { BilledLine } from '../core/billing';

/** One position, summed over the resources of a tenant and zone. */
export interface Position {
  readonly tenant: string;
  readonly zone: string;
  readonly sku: string | null;
  readonly description: string;
  readonly unit: string;
  readonly quantity: number;
  /** What stands already; absent where nothing was compared. */
  readonly standing?: number;
}

export interface Price {
  readonly unit_price: number;
  readonly currency: string;
}
export type Prices = ReadonlyMap<string, Price>;

const keyOf = (line: Pick<BilledLine, 'tenant' | 'zone' | 'sku' | 'description'>): string =>
  [line.tenant, line.zone, line.sku ?? '', line.description].join('\u0000');

/** Sums lines to positions; with `standing`, positions that would go away are listed with quantity 0. */
export function positionsOf(lines: readonly BilledLine[], standing?: readonly BilledLine[]): Position[] {
  const positions = new Map<string, Position>();
  const add = (line: BilledLine, ordered: number, stands: number): void => {
    const key = keyOf(line);
    const { tenant, zone, sku, description, unit } = line;
    const known = positions.get(key) ?? { tenant, zone, sku, description, unit, quantity: 0, ...(standing ? { standing: 0 } : {}) };
    positions.set(key, { ...known, quantity: known.quantity + ordered, ...(standing ? { standing: (known.standing ?? 0) + stands } : {}) });
  };
  for (const line of lines) add(line, line.quantity, 0);
  for (const line of standing ?? []) add(line, 0, line.quantity);
  return [...positions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, position]) => position);
}

/** The largest price file that is read, in lines. */
const PRICE_LINES_MAX = 10_000;

/**
 * Reads `SKU,unit price,currency` lines; a heading and empty lines are passed over. Throws with the line's number where a
 * line is something else.
 */
export function readPrices(csv: string): Prices {
  const prices = new Map<string, Price>();
  const lines = csv.split(/\r?\n/);
  if (lines.length > PRICE_LINES_MAX) throw new Error(`it has ${lines.length} lines; ${PRICE_LINES_MAX} are read at most`);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || (index === 0 && /^sku\s*,/i.test(line))) continue;
    const [sku = '', price = '', currency = '', ...rest] = line.split(',').map((cell) => cell.trim());
    const amount = Number(price);
    if (!sku.startsWith('csp:') || price === '' || !Number.isFinite(amount) || amount < 0 || !/^[A-Z]{3}$/.test(currency) || rest.length > 0) {
      throw new Error(`line ${index + 1} is ${JSON.stringify(line)}; a line is: SKU,unit price,currency (csp:fr1:…,12.50,EUR)`);
    }
    if (prices.has(sku)) throw new Error(`line ${index + 1} gives a second price for ${sku}`);
    prices.set(sku, { unit_price: amount, currency });
  }
  return prices;
}

/** Totals by currency; positions without a price are counted apart, never as free. */
export function totalsOf(
  positions: readonly Position[],
  prices: Prices,
): { readonly totals: Readonly<Record<string, number>>; readonly unpriced: number } {
  const totals: Record<string, number> = {};
  let unpriced = 0;
  for (const position of positions) {
    const price = position.sku === null ? undefined : prices.get(position.sku);
    if (!price) unpriced += 1;
    else totals[price.currency] = Math.round(((totals[price.currency] ?? 0) + price.unit_price * position.quantity) * 100) / 100;
  }
  return { totals, unpriced };
}
