import type { BilledLine } from '../../lib/core/billing';
import { positionsOf, readPrices, totalsOf } from '../../lib/review/bom';
import { bomCsv, bomJson, bomTable } from '../../lib/review/bom-text';

const line = (resource: string, quantity: number, more: Partial<BilledLine> = {}): BilledLine => ({
  resource,
  tenant: 'main',
  zone: 'par7s',
  sku: 'csp:fr1:iaas:storage:bloc:medium:v1',
  description: 'Block storage standard',
  unit: '1 GiB',
  quantity,
  ...more,
});

test('lines of one SKU, zone and tenant are one position', () => {
  expect(positionsOf([line('a', 500), line('b', 600), line('c', 1, { zone: 'th3s' })]).map(({ zone, quantity }) => [zone, quantity])).toEqual([
    ['par7s', 1100],
    ['th3s', 1],
  ]);
});

test('what goes away is listed with its loss', () => {
  const positions = positionsOf([line('a', 500)], [line('a', 400), line('b', 1, { zone: 'th3s' })]);
  expect(JSON.parse(bomJson(positions, [])).positions.map(({ zone, change }: { zone: string; change: number }) => [zone, change])).toEqual([
    ['par7s', 100],
    ['th3s', -1],
  ]);
});

test('prices are read from a file and never made up', () => {
  const prices = readPrices('SKU,unit price,currency\ncsp:fr1:iaas:storage:bloc:medium:v1,0.10,EUR\n');
  const positions = positionsOf([line('a', 500), line('b', 384, { sku: null, description: 'Activated memory' })]);
  expect(totalsOf(positions, prices)).toEqual({ totals: { EUR: 50 }, unpriced: 1 });
  expect(bomTable(positions, prices)).toContain('total 50.00 EUR; 1 positions have no price');
});

test.each([
  ['csp:x,free,EUR', 'line 1'],
  ['csp:x,-1,EUR', 'line 1'],
  ['csp:x,1,euro', 'line 1'],
  ['x,1,EUR', 'line 1'],
  ['csp:x,1,EUR\ncsp:x,2,EUR', 'second price'],
])('a price file with %j is refused with its line', (csv, message) => {
  expect(() => readPrices(csv)).toThrow(message);
});

test('CSV quotes what needs it', () => {
  expect(bomCsv(positionsOf([line('a', 1, { description: 'a "fast", LUN' })]))).toContain('"a ""fast"", LUN"');
});
