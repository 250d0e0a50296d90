/** `socle drill`, from a platform's file to the report and the exit code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../lib/bin/embedded';
import { MIRROR } from '../../lib/catalogue/facts/example-replication';
import type { DrillReport } from '../../lib/core/drill';
import { group, insuredEntries, plan } from '../platform/drill-estate';
import type { Entry } from '../platform/open-platform';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-drill-'));
afterAll(() => rmSync(root, { recursive: true }));
let files = 0;

async function platformFile(...changes: readonly Entry[]): Promise<string> {
  const statePath = join(root, `${(files += 1)}.db`);
  const { client } = await openEmbedded({ statePath, cwd: root });
  for (const { type, values } of insuredEntries(...changes)) await client.dispatch({ kind: 'create', type, values });
  await client.close();
  return statePath;
}

let file: string;
beforeAll(async () => {
  file = await platformFile();
});

const json = (out: string): DrillReport => JSON.parse(out) as DrillReport;
const said = ({ err }: { readonly err: string }): string => err.replace(/\s+/g, ' ');

test('a plan that keeps its objectives ends with 0, and the table tells each VM', async () => {
  const { exit, out, err } = await runSocle(['drill', 'pra', file, '--at', '+2m']);
  expect([exit, err]).toEqual([0, '']);
  expect(out).toMatch(/^ +1 {2}db +recovered +\d+ min +15 min +1 h 05 min +4 h {2}Global Mirror$/m);
  expect(out).toMatch(/^met {2}3 of 3 lost VMs/m);
  expect(out).toContain('production is unchanged');
});

test('one that misses an objective ends with 1', async () => {
  const late = await platformFile(plan([group(1, 'db'), group(2, 'a')]));
  const { exit, out } = await runSocle(['drill', 'pra', late]);
  expect([exit, /^missed {2}/m.test(out)]).toEqual([1, true]);
});

test('the same platform and the same order give the same report, whatever the day is', async () => {
  const drill = (day: string) => runSocle(['drill', 'pra', file, '--format', 'json', '--at', '+36h'], { now: () => new Date(day) });
  const [one, other] = [await drill('2026-01-31T12:00:00Z'), await drill('2030-01-31T12:00:00Z')];
  expect(other.out).toBe(one.out);
  expect(json(one.out)).toMatchObject({ version: 1, verdict: 'met', production: { afterwards: 'unchanged' } });
});

test('a seed draws the moment from the day that begins then', async () => {
  const at = async (...more: string[]) => Date.parse(json((await runSocle(['drill', 'pra', file, '--format', 'json', ...more])).out).lost_at);
  const [first, seven, again, eight] = [await at(), await at('--seed', '7'), await at('--seed', '7'), await at('--seed', '8')];
  expect(again).toBe(seven);
  expect(eight).not.toBe(seven);
  for (const drawn of [seven, eight]) expect([drawn >= first, drawn < first + 86_400_000]).toEqual([true, true]);
});

test.each([
  ['zone=th3s', { kind: 'zone', target: { zone: 'th3s' } }],
  ['region=fr2', { kind: 'region', target: { region: 'fr2' } }],
  ['array=par7s-mass-1', { kind: 'array', target: { array: 'par7s-mass-1' } }],
  ['link=par7s:th3s', { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } }],
])('--lose %s is what is lost', async (lose, lost) => {
  expect(json((await runSocle(['drill', 'pra', file, '--lose', lose, '--format', 'json'])).out).lost).toEqual(lost);
});

test('as Markdown it is a table for a pull request', async () => {
  const { out } = await runSocle(['drill', 'tenants/main/recovery-plans/pra', file, '--format', 'markdown']);
  expect(out).toMatch(/^### Drill: `tenants\/main\/recovery-plans\/pra`, objectives met\n/);
  expect(out).toMatch(/^\| 1 \| `db` \| recovered \|/m);
});

test('the platform stands as it did', async () => {
  const status = () => runSocle(['platform', 'status', file, '--format', 'json']);
  const before = await status();
  await runSocle(['drill', 'pra', file, '--at', '+30d']);
  expect((await status()).out).toBe(before.out);
});

describe('what cannot be rehearsed ends with 2, and says what to do', () => {
  test.each([
    ['a plan that does not exist', ['prs'], 'did you mean pra?'],
    ['an id that does not exist', ['tenants/main/recovery-plans/prb'], 'did you mean tenants/main/recovery-plans/pra?'],
    ['a zone that the stock lacks', ['pra', '--lose', 'zone=par9'], 'par7s'],
    ['a kind that does not exist', ['pra', '--lose', 'zones=par7s'], 'zone'],
    ['a loss without a name', ['pra', '--lose', 'par7s'], 'write zone=par7s'],
    ['a moment that has passed', ['pra', '--at', '2020-01-01T00:00Z'], 'never goes back'],
    ['a moment that is none', ['pra', '--at', 'tomorrow'], '2026-03-01T02:00Z'],
    ['a span that is none', ['pra', '--at', '+1 day'], '2h30m'],
  ])('%s', async (_, [named = '', ...options], fix) => {
    const ran = await runSocle(['drill', named, file, ...options]);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(said(ran)).toContain(fix);
  });

  test('a file that does not exist', async () => {
    const ran = await runSocle(['drill', 'pra', join(root, 'none.db')]);
    expect([ran.exit, ran.out]).toEqual([2, '']);
  });

  test('a plan without mechanisms, and one that starts nothing', async () => {
    const bare = await platformFile(plan([group(1, 'db')], []), plan([], [MIRROR], { name: 'idle' }));
    const [none, idle] = [await runSocle(['drill', 'pra', bare]), await runSocle(['drill', 'idle', bare])];
    expect([none.exit, idle.exit]).toEqual([2, 2]);
    expect(said(none)).toContain('mechanism_ids');
    expect(said(idle)).toContain('groups');
  });
});
