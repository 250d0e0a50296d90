/** `socle bom`, from the files that a user names to the bill. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../lib/bin/embedded';
import { cpoolBody, datastoreBody } from '../terraform/stacks';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-bom-'));
afterAll(() => rmSync(root, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(root, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const stack = file('main.tf.json', {
  resource: {
    socle_cpool: { prod: { ...cpoolBody, host_count: 4 } },
    socle_datastore: { ds1: datastoreBody, ds2: { ...datastoreBody, name: 'ds2', size_gib: '${var.size}' } },
  },
});
const prices = file('prices.csv', 'csp:fr1:iaas:vmware:standard:v3,100.00,EUR\n');

interface Position {
  readonly description: string;
  readonly quantity: number;
  readonly change?: number;
}
const positionsIn = (out: string): Position[] => (JSON.parse(out) as { positions: Position[] }).positions;
const blades = (out: string): Position | undefined => positionsIn(out).find(({ description }) => description.startsWith('Blade'));

async function platformFile(): Promise<string> {
  const statePath = join(root, 'platform.db');
  const { client } = await openEmbedded({ statePath, cwd: root });
  await client.dispatch({ kind: 'create', type: 'cpool', values: cpoolBody });
  await client.close();
  return statePath;
}

test('a configuration is billed, and what waits for a variable is listed', async () => {
  const { exit, out, err } = await runSocle(['bom', stack]);
  expect([exit, err]).toEqual([0, '']);
  expect(out).toMatch(/Blade standard-v3 +1 blade +4\n/);
  expect(out).toContain('socle_datastore.ds2  waits for var.size');
});

test('as CSV the bill stands alone, with prices where there are any', async () => {
  const { out, err } = await runSocle(['bom', stack, '--format', 'csv', '--prices', prices]);
  expect(out.split('\n')).toContain('main,par7s,csp:fr1:iaas:vmware:standard:v3,Blade standard-v3,1 blade,4,100.00,400.00,EUR');
  expect(out).not.toContain('var.size');
  expect(err).toContain('var.size');
});

test('over a platform the bill tells the change; the platform alone has none', async () => {
  const path = await platformFile();
  const over = await runSocle(['bom', stack, `--platform=${path}`, '--format', 'json']);
  expect(blades(over.out)).toMatchObject({ quantity: 4, change: 1 });
  const alone = await runSocle(['bom', `--platform=${path}`, '--format', 'json']);
  expect(blades(alone.out)).toMatchObject({ quantity: 3 });
  expect(blades(alone.out)).not.toHaveProperty('change');
});

test('a plan tells the change against what stood before it', async () => {
  const change = {
    actions: ['update'],
    before: { ...cpoolBody, tenant: 'main' },
    after: { ...cpoolBody, tenant: 'main', host_count: 2 },
    after_unknown: {},
  };
  const plan = file('p.json', {
    format_version: '1.2',
    resource_changes: [{ address: 'socle_cpool.prod', mode: 'managed', type: 'socle_cpool', change }],
  });
  expect(blades((await runSocle(['bom', plan, '--format', 'json'])).out)).toMatchObject({ quantity: 2, change: -1 });
});

test.each([
  ['a file of prices that is missing', ['--prices', join(root, 'none.csv')], /no such file/],
  ['a line that is no price', ['--prices', file('bad.csv', 'blade;12')], /line 1/],
  ['an edition that does not exist', ['--edition', '2031-01'], /seeds, 2026-08/],
  ['a form that does not exist', ['--format', 'xml'], /table, json, csv/],
])('%s ends with 2, and says what to do', async (_, argv, says) => {
  const { exit, err } = await runSocle(['bom', stack, ...argv]);
  expect(exit).toBe(2);
  expect(err).toMatch(says);
});
