/** `socle platform clock`, `fault`, `activity`, `do` and `events`: a platform that lives, from the command line. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationMs, durationText } from '../../lib/bin/duration';
import { openEmbedded } from '../../lib/bin/embedded';
import { InputError } from '../../lib/terraform/input-error';
import { cpoolBody } from '../terraform/stacks';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-time-'));
afterAll(() => rmSync(root, { recursive: true }));
let next = 0;

async function platformFile(): Promise<string> {
  const statePath = join(root, `${(next += 1)}.db`);
  const { client } = await openEmbedded({ statePath, cwd: root });
  await client.dispatch({ kind: 'create', type: 'cpool', values: cpoolBody });
  await client.close();
  return statePath;
}

const ask = (command: string, file: string, ...more: string[]) => runSocle(['platform', ...command.split(' '), file, ...more]);
async function json<T>(command: string, file: string, ...more: string[]): Promise<T> {
  const { exit, out, err } = await ask(command, file, ...more, '--format', 'json');
  expect([exit, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
}
const nowOf = async (file: string): Promise<number> => Date.parse((await json<{ now: string }>('clock show', file)).now);

describe('a span of time', () => {
  test.each<[string, number]>([
    ['0s', 0],
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h30m', 9_000_000],
    ['7d', 604_800_000],
    ['1d1h1m1s', 90_061_000],
    ['3653d', 315_619_200_000],
  ])('%s is %d ms', (written, ms) => expect(durationMs(written, 'it')).toBe(ms));

  test.each([[''], ['15'], ['m'], ['-1h'], ['1.5h'], ['30m2h'], ['1h1h'], ['3653d1s'], ['9999999999s'], [' 1h'], ['1h ']])('%j is none', (written) =>
    expect(() => durationMs(written, 'it')).toThrow(InputError),
  );

  test.each([['0s'], ['90d1s'], ['2h30m'], ['1m30s']])('%s is written as it is read', (written) =>
    expect(durationText(durationMs(written, 'it'))).toBe(written),
  );
});

describe('the clock', () => {
  test('is automatic until it is set, and stands still in manual mode until it is advanced', async () => {
    const file = await platformFile();
    expect((await json<{ mode: string }>('clock', file)).mode).toBe('automatic');
    expect((await ask('clock manual', file)).exit).toBe(0);
    const before = await nowOf(file);
    expect(await nowOf(file)).toBe(before);
    const advanced = await json<{ now: string; done: number; mode: string }>('clock advance 2h30m', file);
    expect([Date.parse(advanced.now) - before, advanced.done, advanced.mode]).toEqual([9_000_000, 0, 'manual']);
    expect(await nowOf(file)).toBe(before + 9_000_000);
  });

  test('a person at a terminal sees how far it has come after a second, and nothing is left of that', async () => {
    const file = await platformFile();
    const shown = async (step: number, colours: boolean) => {
      let now = 0;
      return (await runSocle(['platform', 'clock', 'advance', '1d', file], { colours, now: () => new Date((now += step)) })).err;
    };
    expect(await shown(1001, true)).toMatch(/^\r\d{4}-\d\d-\d\dT[\d:.]+Z\r +\r$/);
    expect([await shown(999, true), await shown(1001, false)]).toEqual(['', '']);
  });

  test('a person reads what passed', async () => {
    const { exit, out } = await ask('clock advance 1d', await platformFile());
    expect([exit, out]).toEqual([0, expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}1d passed, 0 things happened on the way\n$/)]);
  });
});

describe('faults', () => {
  test('strike, stand in the list, and are mended', async () => {
    const file = await platformFile();
    const { id, active, target } = await json<{ id: string; active: boolean; target: object }>(
      'fault strike link',
      file,
      '--zone',
      'par7s',
      '--other-zone',
      'th3s',
    );
    expect([active, target]).toEqual([true, { zone: 'par7s', other_zone: 'th3s' }]);
    expect((await json<{ faults: { id: string }[] }>('fault list', file)).faults.map((each) => each.id)).toEqual([id]);
    expect((await ask('fault mend', id, file)).out).toBe(`${id} is mended\n`);
    expect((await ask('fault list', file)).out).toBe('nothing is broken\n');
  });

  test('are planned, strike as the clock is advanced, mend by themselves, and can be called off before', async () => {
    const file = await platformFile();
    await ask('clock manual', file);
    await ask('fault strike drive', file, '--array', 'par7s-flash-1', '--drive', '3', '--after', '15m', '--for', '2h');
    const first = async () => (await json<{ faults: { active: boolean }[] }>('fault list', file)).faults.map(({ active }) => active);
    const states: boolean[][] = [await first()];
    for (const step of ['15m', '2h']) {
      await ask(`clock advance ${step}`, file);
      states.push(await first());
    }
    expect(states).toEqual([[false], [true], []]);
    const { id } = await json<{ id: string }>('fault strike zone', file, '--zone', 'par7s', '--after', '1h');
    expect((await ask('fault mend', id, file)).out).toBe(`${id} is called off\n`);
  });

  test.each<[string, string[]]>([
    ['a kind that is none', ['zonne', '--zone', 'par7s']],
    ['a zone that this stock lacks', ['zone', '--zone', 'par8s']],
    ['no target', ['zone']],
    ['an API that neither fails nor is late', ['api', '--probability-percent', '20']],
    ['a type that is none', ['api', '--error', '503', '--type', 'vm']],
    ['a drive that is no number', ['drive', '--array', 'par7s-flash-1', '--drive', 'three']],
    ['a time that is none', ['zone', '--zone', 'par7s', '--after', 'soon']],
  ])('%s ends with 2, and nothing is broken', async (_, [kind = '', ...more]) => {
    const file = await platformFile();
    const { exit, out, err } = await ask(`fault strike ${kind}`, file, ...more);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain('fix: ');
    expect((await json<{ faults: object[] }>('fault list', file)).faults).toEqual([]);
  });

  test('one that does not exist cannot be mended', async () => {
    const file = await platformFile();
    expect((await ask('fault mend zone-00000000', file)).exit).toBe(2);
  });
});

describe('what is under way and what happened', () => {
  test('nothing is, at first; an activity that does not exist is said', async () => {
    const file = await platformFile();
    expect((await runSocle(['platform', 'activity', '--file', file])).exit).toBe(0);
    expect((await runSocle(['platform', 'activity', '0a1b2c3d4e5f', '--file', file])).exit).toBe(2);
  });

  test('the log tells who did what, from a line on', async () => {
    const file = await platformFile();
    const { events } = await json<{ events: { revision: number; kind: string }[] }>('events', file);
    expect(events.map(({ kind }) => kind)).toEqual(['begin', 'create']);
    const later = await json<{ events: { revision: number }[] }>('events', file, '--after', '1');
    expect(later.events.map(({ revision }) => revision)).toEqual([2]);
    expect((await ask('events', file, '--after', 'x')).exit).toBe(2);
  });

  test.each<[string, string[], number]>([
    ['an id that is none', ['stop', 'gm1'], 2],
    ['an input that is no pair', ['stop', 'tenants/main/cpools/prod', 'access'], 2],
    ['an action that the resource has not', ['explode', 'tenants/main/cpools/prod'], 2],
    ['a resource that does not exist', ['explode', 'tenants/main/cpools/other'], 1],
  ])('an action of %s is refused', async (_, words, exit) => {
    const ran = await runSocle(['platform', 'do', ...words, '--file', await platformFile()]);
    expect([ran.exit, ran.out]).toEqual([exit, '']);
  });
});

describe('which platform is meant', () => {
  test('SOCLE_STATE_PATH names it where no file does', async () => {
    const file = await platformFile();
    expect((await runSocle(['platform', 'clock'], { env: { SOCLE_STATE_PATH: file } })).exit).toBe(0);
  });

  test('a path on which none stands begins none', async () => {
    const file = join(root, 'none.db');
    expect((await ask('clock advance 1h', file)).exit).toBe(2);
    expect(existsSync(file)).toBe(false);
  });

  test.each<[string, Record<string, string>]>([
    ['two are named', { SOCLE_ENDPOINT: 'http://127.0.0.1:1', SOCLE_STATE_PATH: 'x.db', SOCLE_CLIENT_ID: 'a', SOCLE_SECRET_ID: 'b' }],
    ['nobody signs in', { SOCLE_ENDPOINT: 'http://127.0.0.1:1' }],
  ])('it is a mistake where %s', async (_, env) => {
    const { exit, err } = await runSocle(['platform', 'clock'], { env });
    expect([exit, err]).toEqual([2, expect.stringContaining('fix: ')]);
  });
});

test.each([['clock'], ['clock advance'], ['fault'], ['fault strike'], ['activity'], ['do'], ['events']])(
  'socle platform %s --help shows examples',
  async (command) => {
    const { exit, out } = await runSocle(['platform', ...command.split(' '), '--help']);
    expect(exit).toBe(0);
    expect(out).toMatch(/Examples:\n {2}socle /);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  },
);
