import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../lib/bin/embedded';
import { sqlite } from '../../lib/platform/sqlite';
import { cpoolBody, datastoreBody } from '../terraform/stacks';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-cli-'));
afterAll(() => rmSync(root, { recursive: true }));
let next = 0;

function written(json: unknown): string {
  const path = join(root, `${(next += 1)}.tf.json`);
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return path;
}

const stack = (cpool: object, more: object = {}): string => written({ resource: { socle_cpool: { prod: { ...cpoolBody, ...cpool } } }, ...more });
const codesOf = (out: string): string[] => (JSON.parse(out) as { findings: { code: string }[] }).findings.map(({ code }) => code);

/** A platform on a file of its own, with one Cpool. */
async function platformFile(): Promise<string> {
  const statePath = join(root, `${(next += 1)}.db`);
  const { client } = await openEmbedded({ statePath, cwd: root });
  await client.dispatch({ kind: 'create', type: 'cpool', values: cpoolBody });
  await client.close();
  // As nobody of this process ever had it open: what was not collected yet may still hold the other.
  copyFileSync(statePath, `${statePath}.copy`);
  return `${statePath}.copy`;
}

describe('help', () => {
  test.each([[[]], [['--help']], [['help']]])('socle %j teaches, and nothing is wrong', async (argv) => {
    const { exit, out, err } = await runSocle(argv);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('terraform show -json p > p.json && socle check p.json');
  });

  test.each([
    ['check'],
    ['bom'],
    ['size'],
    ['explain'],
    ['provider install'],
    ['platform'],
    ['platform status'],
    ['platform reset'],
    ['platform export'],
    ['platform import'],
    ['platform rehearse'],
  ])('socle %s --help shows examples', async (command) => {
    const { exit, out } = await runSocle([...command.split(' '), '--help']);
    expect(exit).toBe(0);
    expect(out).toMatch(/Examples:\n {2}socle /);
  });

  test('no line of any help is wider than 120 columns', async () => {
    for (const command of [
      '',
      'check',
      'bom',
      'size',
      'explain',
      'provider',
      'provider install',
      'platform',
      'platform status',
      'platform reset',
      'platform export',
      'platform import',
      'platform rehearse',
    ]) {
      const { out } = await runSocle([...command.split(' ').filter(Boolean), '--help'], { width: 80 });
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    }
  });

  test('the version is the package’s', async () => {
    expect((await runSocle(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('what was asked wrongly ends with 2, and says what to do', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['chek'], /unknown command 'chek'\n\(Did you mean check\?\)/],
    ['an unknown option', ['check', '--complet'], /unknown option '--complet'\n\(Did you mean --complete\?\)/],
    ['an unknown format', ['check', '--format', 'xml'], /Allowed choices are text, json.*\n\(socle check --help shows how\)/],
    ['a missing argument', ['platform', 'clock', 'advance'], /'time'\n\(socle platform clock advance --help shows how\)/],
    ['an unknown command of the clock', ['platform', 'clock', 'forward', '1d'], /"forward" moves no clock\n +fix: use show, advance/],
    ['an unknown code', ['explain', 'STORAGE-06'], /nearest: STORAGE-006/],
    ['a path that does not exist', ['check', join(root, 'none')], /there is no such file\n +fix: /],
    ['a date that does not exist', ['check', '--as-of', '2026-02-30', root], /--as-of 2026-02-30 is not a date\n +fix: write it as 2026-01-31/],
    ['a platform that does not exist', ['platform', 'status', join(root, 'none.db')], /no platform stands at .*none\.db\n +fix: /],
    ['a world of something else', ['check', '--world', written({ castles: 3 }), stack({})], /castles/],
    ['a world of wrong form', ['check', '--world', written({ zones: { par7s: {} } }), stack({})], /zones\.par7s\.blades/],
  ])('%s', async (_, argv, message) => {
    const { exit, out, err } = await runSocle(argv);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n +at .*[:(]\d/);
  });
});

describe('a look writes nothing', () => {
  const unchanged = async (path: string, argv: string[]) => {
    const before = [readFileSync(path), readdirSync(root).sort()];
    const ran = await runSocle(argv);
    expect([readFileSync(path), readdirSync(root).sort()]).toEqual(before);
    return ran;
  };

  // `platform status` made a platform of an empty file, and of a platform's file it made a log beside it.
  test('at an empty file, and at a database without tables, no platform stands, and none is begun', async () => {
    const bare = join(root, 'bare.db');
    const database = new (sqlite())(bare);
    database.exec('PRAGMA user_version = 0; VACUUM');
    database.close();
    const empty = join(root, 'empty.db');
    writeFileSync(empty, '');
    for (const path of [empty, bare]) {
      for (const argv of [
        ['platform', 'status', path],
        ['check', stack({}), `--platform=${path}`],
      ]) {
        const { exit, err } = await unchanged(path, argv);
        expect([exit, err]).toEqual([2, expect.stringMatching(/no platform stands at .*terraform apply begins one/s)]);
      }
    }
  });

  test('what stands is shown as it is', async () => {
    const path = await platformFile();
    const { exit, out } = await unchanged(path, ['platform', 'status', path]);
    expect([exit, out]).toEqual([0, expect.stringContaining('prod')]);
    expect((await unchanged(path, ['check', stack({ name: 'two' }), `--platform=${path}`])).exit).toBe(0);
  });

  test('what another process has not folded in yet is shown too', async () => {
    const path = await platformFile();
    const { client } = await openEmbedded({ statePath: path, cwd: root });
    await client.dispatch({ kind: 'create', type: 'cpool', values: { ...cpoolBody, name: 'fresh' } });
    expect((await runSocle(['platform', 'status', path])).out).toContain('fresh');
    await client.close();
  });

  test('a file that may only be read, in a folder that may only be read, is shown', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'socle-read-only-'));
    const path = join(folder, 'platform.db');
    copyFileSync(await platformFile(), path);
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const { exit } = await runSocle(['platform', 'status', path]);
    expect([exit, readdirSync(folder)]).toEqual([0, ['platform.db']]);
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true });
  });
});

describe('check', () => {
  test('ends with 0 without errors, warnings or not, and with 1 with one', async () => {
    expect((await runSocle(['check', stack({ host_count: 2 })])).exit).toBe(0);
    expect((await runSocle(['check', stack({ host_count: 1 })])).exit).toBe(0);
    expect((await runSocle(['check', stack({ host_count: 33 })])).exit).toBe(1);
  });

  test('several files are read as one app', async () => {
    const foundation = stack({}, { output: { pool: { value: '${socle_cpool.prod.id}' } }, terraform: { backend: { local: { path: 'f' } } } });
    const app = written({
      data: { terraform_remote_state: { f: { backend: 'local', config: { path: 'f' } } } },
      resource: {
        socle_datastore: { d: { ...datastoreBody, availability_zone: 'th3s', cpool_ids: ['${data.terraform_remote_state.f.outputs.pool}'] } },
      },
    });
    expect(codesOf((await runSocle(['check', foundation, app, '--format', 'json'])).out)).toContain('STORAGE-005');
    expect(codesOf((await runSocle(['check', app, '--format', 'json'])).out)).toEqual([]);
  });

  test('the stock is judged where a world is given', async () => {
    const world = written({
      regions: [{ name: 'fr1', zones: ['par7s'] }],
      links: [],
      zones: { par7s: { blades: { 'standard-v3': 2 }, blades_per_chassis: 8, arrays: [] } },
    });
    const { out } = await runSocle(['check', stack({ host_count: 3 }), '--world', world, '--format', 'json']);
    expect(codesOf(out)).toEqual(['CAPACITY-001']);
    expect((await runSocle(['check', stack({ host_count: 2 }), '--world', world])).exit).toBe(0);
  });

  test('the date is today unless given', async () => {
    const policy = {
      name: 'p',
      availability_zone: 'th3s',
      keep_daily: 7,
      contact: { name: 'n', email: 'a@b.org', phone: '1' },
      restore_tested_on: '2026-01-01',
    };
    const path = written({ resource: { socle_backup_policy: { p: policy } } });
    const undecided = async (argv: string[]): Promise<number> =>
      (JSON.parse((await runSocle(['check', path, '--format', 'json', ...argv])).out) as { summary: { undecided: number } }).summary.undecided;
    expect(await undecided([])).toBe(await undecided(['--as-of', '2026-02-01']));
  });

  test('colours only where a person sees them', async () => {
    const path = stack({ host_count: 33 });
    expect((await runSocle(['check', path])).out).not.toContain('\u001b');
    expect((await runSocle(['check', path], { colours: true })).out).toContain('\u001b[31m');
  });

  test('the tenant of the environment stands where no provider block names one', async () => {
    const { out } = await runSocle(['check', stack({ host_count: 1 }), '--format', 'json'], { env: { SOCLE_TENANT: 'bank' } });
    expect(out).toContain('tenants/bank/cpools/prod');
  });

  test('over a platform, what stands takes part, changes are judged and the stock is known', async () => {
    const platform = await platformFile();
    const store = written({
      resource: { socle_datastore: { d: { ...datastoreBody, cpool_ids: ['tenants/main/cpools/prod', 'tenants/main/cpools/none'] } } },
    });
    const over = await runSocle(['check', store, `--platform=${platform}`, '--format', 'json']);
    expect(codesOf(over.out)).toEqual(['REFERENCE-001']);
    expect(JSON.parse(over.out)).toMatchObject({ summary: { undecided: 0 } });
    expect((await runSocle(['check', store])).exit).toBe(0);
  });

  test('over the platform of its own provider block', async () => {
    const platform = await platformFile();
    const path = stack({ host_count: 2 }, { provider: { socle: { state_path: platform } } });
    expect((await runSocle(['check', '--platform', path])).exit).toBe(0);
    const elsewhere = stack({}, { provider: { socle: { endpoint: 'https://platform' } } });
    expect((await runSocle(['check', elsewhere, '--platform'])).err).toMatch(/only the embedded platform can be asked/);
  });
});

describe('platform', () => {
  test('status shows what stands, as text and as JSON', async () => {
    const platform = await platformFile();
    expect((await runSocle(['platform', 'status', platform])).out).toContain('tenants/main/cpools/prod  3 × standard-v3');
    const { out } = await runSocle(['platform', 'status', '--format', 'json'], { env: { SOCLE_STATE_PATH: platform } });
    expect(JSON.parse(out)).toMatchObject({ version: 1, resources: { cpool: 1 } });
  });

  test('reset says what would be lost, and does it when told so', async () => {
    const platform = await platformFile();
    const asked = await runSocle(['platform', 'reset', platform]);
    expect([asked.exit, asked.err]).toEqual([2, expect.stringMatching(/holds 2 resources.*\n +fix: socle platform reset \S+ --yes/)]);
    expect((await runSocle(['platform', 'status', platform])).exit).toBe(0);
    expect(await runSocle(['platform', 'reset', platform, '--yes'])).toMatchObject({ exit: 0, out: expect.stringContaining('forgot 2 resources') });
    expect((await runSocle(['platform', 'status', platform])).exit).toBe(2);
  });

  test('a file that is no platform is not reset', async () => {
    const path = written('{"precious": true}');
    const { exit, err } = await runSocle(['platform', 'reset', '--yes', path]);
    expect(exit).toBe(2);
    expect(err).not.toContain('mistake of Socle');
    expect((await runSocle(['check', path])).exit).toBe(0);
  });
});

describe('provider install', () => {
  test('lays the provider where terraform and tofu look by themselves', async () => {
    const home = mkdtempSync(join(root, 'home-'));
    const { exit, out } = await runSocle(['provider', 'install'], { env: { HOME: home } });
    expect([exit, out]).toEqual([0, expect.stringContaining(join(home, '.terraform.d', 'plugins'))]);
    expect(readdirSync(join(home, '.terraform.d', 'plugins'))).toHaveLength(2);
  });

  test('says why it cannot', async () => {
    const home = join(root, 'a-file');
    writeFileSync(home, '');
    const { exit, err } = await runSocle(['provider', 'install'], { env: { HOME: home } });
    expect([exit, err]).toEqual([2, expect.stringMatching(/could not be installed in .*\n +fix: /)]);
  });
});
