/** Platforms that cannot be used, or not by everybody at once: each says what is wrong and what to do, and is left as it was. */

import { chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { debugProvider } from './debugged-provider';
import { expectClearRefusal } from './diagnostics';
import { standing } from './out-of-band';
import { describeEmbedded, testEmbedded } from './served';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

const provider = (settings: Readonly<Record<string, string>>): string =>
  `provider "socle" {\n${Object.entries(settings)
    .map(([key, value]) => `  ${key} = ${JSON.stringify(value)}\n`)
    .join('')}}\n`;
const networks = (prefix: string, count: number, more = ''): string =>
  `resource "socle_network" "${prefix}" {\n  count = ${count}\n  name = "${prefix}-\${count.index}"\n  availability_zones = ["par7s"]\n${more}}\n`;
const FILE = '.socle/platform.db';

describeEmbedded('a file that is no platform is refused and left as it is', () => {
  const foreign: readonly (readonly [string, (path: string) => void, readonly (string | RegExp)[]])[] = [
    ['a text file', (path) => writeFileSync(path, 'Dear diary,\n'.repeat(500)), ['is not a platform file of Socle', 'name another file']],
    [
      "another program's database",
      (path) => {
        const database = new DatabaseSync(path);
        database.exec('CREATE TABLE recipes (name TEXT)');
        database.close();
      },
      ['is a database of another program', 'name another file'],
    ],
  ];

  test.each(foreign)('%s', async (_, make, words) => {
    const workspace = await workspaces.of(networks('lan', 1));
    const path = join(workspace.folder, FILE);
    make(path);
    const before = readFileSync(path);
    expectClearRefusal(await workspace.plan(), 'The platform cannot be asked', FILE, ...words);
    expectClearRefusal(await workspace.apply(), 'The platform cannot be asked', FILE, ...words);
    expect(readFileSync(path)).toEqual(before);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('a folder', async () => {
    const workspace = await workspaces.of(networks('lan', 1));
    mkdirSync(join(workspace.folder, FILE));
    expectClearRefusal(await workspace.plan(), 'is a folder: name a file');
  });

  test('a file in a folder that cannot be', async () => {
    const workspace = await workspaces.of(provider({ state_path: 'main.tf/platform.db' }) + networks('lan', 1));
    expectClearRefusal(await workspace.plan(), 'main.tf/platform.db', /cannot be made|cannot be opened/);
  });

  test('a platform of a newer Socle, and one that is damaged', async () => {
    const workspace = await workspaces.of(networks('lan', 3));
    expect((await workspace.apply()).code).toBe(0);
    const path = join(workspace.folder, FILE);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    expectClearRefusal(await workspace.plan(), 'was written by a newer Socle', 'version 99', 'use that Socle, or name another file');
    truncateSync(path, 5000);
    expectClearRefusal(await workspace.plan(), /is damaged: restore it|is not a platform file/);
    expectClearRefusal(await workspace.destroy(), /is damaged: restore it|is not a platform file/);
  });
});

testEmbedded('a read-only platform is refused at plan, and nothing is lost', async () => {
  const workspace = await workspaces.of(networks('lan', 1));
  expect((await workspace.apply()).code).toBe(0);
  const folder = join(workspace.folder, '.socle');
  chmodSync(workspace.folder, 0o755);
  chmodSync(join(folder, 'platform.db'), 0o444);
  chmodSync(folder, 0o555);
  // Root may write everywhere, so the provider runs as nobody.
  const isRoot = process.getuid?.() === 0;
  const debugged = await debugProvider(workspace, isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []);
  try {
    expectClearRefusal(await workspace.run(['plan', '-input=false'], debugged), /is read-only.*: make .* writable, or name another file/);
  } finally {
    await debugged.stop();
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'platform.db'), 0o644);
  }
  expect(await workspace.hasNoChange()).toBe(true);
});

testEmbedded('on a full disk what was acknowledged stands, the rest is refused, and the next apply completes it', async () => {
  const workspace = await workspaces.of(networks('lan', 1));
  expect((await workspace.apply()).code).toBe(0);
  workspace.main(networks('lan', 1) + networks('more', 60, `  description = "${'words '.repeat(600)}"\n`));
  // No file may grow beyond this many KiB: a disk that fills up in the middle of the apply.
  const debugged = await debugProvider(workspace, ['bash', '-c', 'ulimit -f 600; exec "$0" "$@"']);
  try {
    const refused = await workspace.run(['apply', '-input=false', '-auto-approve'], debugged);
    expectClearRefusal(refused, 'The platform cannot be asked', /the disk is full|a limit on the size of files/);
  } finally {
    await debugged.stop();
  }
  const acknowledged = (await workspace.run(['state', 'list'])).stdout.split('\n').filter((line) => line.startsWith('socle_network'));
  expect(acknowledged.length).toBeLessThan(61);
  expect(await standing(workspace, 'network')).toHaveLength(acknowledged.length);
  expect((await workspace.apply()).code).toBe(0);
  expect(await standing(workspace, 'network')).toHaveLength(61);
  expect(await workspace.hasNoChange()).toBe(true);
});

describe('two applies at once', () => {
  const beside = async (first: Workspace, main: string): Promise<Workspace> => workspaces.of((await first.shared()) + main);

  test('on one platform both are carried out where they do not meet', async () => {
    const first = await workspaces.of(networks('first', 20));
    const second = await beside(first, networks('second', 20));
    const both = await Promise.all([first.apply(), second.apply()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await standing(first, 'network')).toHaveLength(40);
    expect(await first.hasNoChange()).toBe(true);
    expect(await second.hasNoChange()).toBe(true);
  });

  test('a name that both create is created once, and the other one is told', async () => {
    const first = await workspaces.of(networks('lan', 8));
    const second = await beside(first, networks('lan', 8));
    const both = await Promise.all([first.apply(), second.apply()]);
    expect(await standing(first, 'network')).toHaveLength(8);
    const listed = await Promise.all(
      [first, second].map(async (each) => (await each.run(['state', 'list'])).stdout.trim().split('\n').filter(Boolean)),
    );
    expect(listed.flat()).toHaveLength(8);
    const refused = both.filter(({ code }) => code !== 0);
    expect(refused.length).toBeGreaterThan(0);
    for (const run of refused) expectClearRefusal(run, /IDENTITY-002 tenants\/main\/networks\/lan-\d/, 'Fix:');
  });

  test('a platform that another process holds on to is waited for, and then said to be locked', async () => {
    const workspace = await workspaces.of(networks('lan', 1));
    expect((await workspace.apply()).code).toBe(0);
    workspace.main(networks('lan', 2));
    const database = new DatabaseSync(join(workspace.folder, FILE));
    try {
      database.exec('BEGIN IMMEDIATE');
      expectClearRefusal(await workspace.apply(), 'The platform cannot be asked', 'is locked by another process: wait for it to end, or end it');
    } finally {
      database.close();
    }
    expect(await standing(workspace, 'network')).toEqual(['tenants/main/networks/lan-0']);
    expect((await workspace.apply()).code).toBe(0);
  });

  test('of one configuration the second is told by Terraform that the state is locked', async () => {
    const workspace = await workspaces.of(networks('lan', 30));
    const both = await Promise.all([workspace.apply(), workspace.apply()]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(both.map(({ text }) => text).join()).toContain('Error acquiring the state lock');
    expect(await workspace.hasNoChange()).toBe(true);
  });
});

describeEmbedded('settings that lead nowhere', () => {
  const nowhere: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
    [
      'a world file that is missing',
      { world: 'no/world.json' },
      ['The platform cannot be asked', 'no/world.json', 'or leave world out for the default stock'],
    ],
    ['a world file with a mistake', { world: 'mistaken.json' }, ['The platform cannot be asked', 'mistaken.json cannot be used', 'zones']],
    [
      'a world file that is no JSON',
      { world: 'main.tf' },
      ['The platform cannot be asked', 'main.tf is not JSON', 'or leave world out for the default stock'],
    ],
  ];

  test.each(nowhere)('%s', async (_, settings, words) => {
    const workspace = await workspaces.of(provider(settings) + networks('lan', 1), { 'mistaken.json': '{ "zones": { "par7s": 3 } }' });
    const refused = await workspace.plan();
    expectClearRefusal(refused, ...words);
    expect(refused.ms).toBeLessThan(20_000);
    expect(existsSync(join(workspace.folder, FILE))).toBe(false);
  });

  test('the environment speaks where the provider block is silent', async () => {
    const workspace = await workspaces.of(networks('lan', 1));
    const elsewhere = { SOCLE_STATE_PATH: 'elsewhere.db', SOCLE_TENANT: 'main' };
    expect((await workspace.run(['apply', '-input=false', '-auto-approve'], { env: elsewhere })).code).toBe(0);
    expect(await standing(workspace, 'network', 'elsewhere.db')).toEqual(['tenants/main/networks/lan-0']);
  });
});
