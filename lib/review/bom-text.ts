/** Renders a bill of materials as a table, CSV or JSON. */
import type { Bill } from '../core/billing';
import { type Position, type Prices, totalsOf } from './bom';
import { onOneLine } from './paint';

type Column = { readonly title: string; readonly right?: true; readonly cell: (position: Position) => string };

const signed = (change: number): string => (change > 0 ? `+${change}` : String(change));

function columnsOf(positions: readonly Position[], prices: Prices | undefined): Column[] {
  const compared = positions.some((position) => position.standing !== undefined);
  const priceOf = (position: Position) => (position.sku === null ? undefined : prices?.get(position.sku));
  return [
    { title: 'tenant', cell: (position) => position.tenant },
    { title: 'zone', cell: (position) => position.zone },
    { title: 'sku', cell: (position) => position.sku ?? '' },
    { title: 'description', cell: (position) => position.description },
    { title: 'unit', cell: (position) => position.unit },
    { title: 'quantity', right: true, cell: (position) => String(position.quantity) },
    ...(compared
      ? [{ title: 'change', right: true as const, cell: (position: Position) => signed(position.quantity - (position.standing ?? 0)) }]
      : []),
    ...(prices
      ? [
          { title: 'unit price', right: true as const, cell: (position: Position) => priceOf(position)?.unit_price.toFixed(2) ?? '' },
          {
            title: 'price',
            right: true as const,
            cell: (position: Position) => {
              const price = priceOf(position);
              return price ? (price.unit_price * position.quantity).toFixed(2) : '';
            },
          },
          { title: 'currency', cell: (position: Position) => priceOf(position)?.currency ?? '' },
        ]
      : []),
  ];
}

/** A table for people: SKUs that the offer does not name stay empty. */
export function bomTable(positions: readonly Position[], prices?: Prices): string {
  const columns = columnsOf(positions, prices);
  const rows = [columns.map((column) => column.title), ...positions.map((position) => columns.map((column) => column.cell(position)))];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (columns[at]?.right ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...totalLines(positions, prices)].join('\n');
}

function totalLines(positions: readonly Position[], prices: Prices | undefined): string[] {
  if (!prices) return [];
  const { totals, unpriced } = totalsOf(positions, prices);
  const sums = Object.entries(totals).map(([currency, total]) => `${total.toFixed(2)} ${currency}`);
  return ['', `total ${sums.length > 0 ? sums.join(', ') : 'unknown'}${unpriced > 0 ? `; ${unpriced} positions have no price` : ''}`];
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);

export function bomCsv(positions: readonly Position[], prices?: Prices): string {
  const columns = columnsOf(positions, prices);
  return [columns.map((column) => column.title), ...positions.map((position) => columns.map((column) => quoted(column.cell(position))))]
    .map((row) => row.join(','))
    .join('\n');
}

/** The bill for other programs; what could not be billed yet stands under `undecided`. */
export function bomJson(positions: readonly Position[], undecided: Bill['undecided'], prices?: Prices): string {
  const priced = positions.map((position) => {
    const price = position.sku === null ? undefined : prices?.get(position.sku);
    return {
      ...position,
      ...(position.standing === undefined ? {} : { change: position.quantity - position.standing }),
      ...(price ? { unit_price: price.unit_price, currency: price.currency } : {}),
    };
  });
  return JSON.stringify({ version: 1, positions: priced, undecided, ...(prices ? totalsOf(positions, prices) : {}) }, null, 2);
}

/** What could not be billed yet, and what that waits for; empty where all of it could. */
export function notBilledText(undecided: Bill['undecided']): string {
  if (undecided.length === 0) return '';
  const lines = undecided.map(
    ({ resource, address, because }) => `  ${onOneLine(address ?? resource)}  waits for ${onOneLine(because.join(', '))}\n`,
  );
  return `\nnot billed yet\n${lines.join('')}`;
}
