/** Which platform a provider block and the environment lead to, and how its clock shall go. */
import { catalogue } from '../../lib/catalogue/complete';
import { readSettings } from '../../lib/provider/settings';
import type { TfObject } from '../../lib/tfplugin/types';
import { UnknownValue } from '../../lib/tfplugin/types';
import { Driver, openPlatform } from './driver';
import { nouns } from './estate';

const read = (config: TfObject, env: Readonly<Record<string, string>> = {}) => readSettings(config, env, catalogue.editions);
const CREDENTIALS = { client_id: 'robot', secret_id: 'very-secret' };
const ELSEWHERE = { endpoint: 'http://127.0.0.1:7480', ...CREDENTIALS };

describe('a platform with an endpoint', () => {
  test('is known from the block, the environment, or both', () => {
    const connection = { ...ELSEWHERE, edition: 'seeds' };
    const env = { SOCLE_ENDPOINT: ELSEWHERE.endpoint, SOCLE_CLIENT_ID: 'robot', SOCLE_SECRET_ID: 'very-secret' };
    expect(read(ELSEWHERE)).toMatchObject({ connection });
    expect(read({}, env)).toMatchObject({ connection });
    expect(read({ endpoint: ELSEWHERE.endpoint }, { ...env, SOCLE_ENDPOINT: 'http://127.0.0.1:1' })).toMatchObject({ connection });
  });

  test.each(['state_path', 'world'])('has no %s: two platforms would be named', (name) => {
    const summary = `endpoint and ${name} name two platforms`;
    expect(read({ ...ELSEWHERE, [name]: 'x' })).toMatchObject([{ severity: 'error', summary, path: [{ attribute: name }] }]);
    const [fromEnvironment] = read(ELSEWHERE, { [`SOCLE_${name.toUpperCase()}`]: 'x' }) as readonly { path?: unknown; detail?: string }[];
    expect(fromEnvironment).toMatchObject({ summary, detail: expect.stringContaining(`${name} by SOCLE_${name.toUpperCase()}`) });
    expect(fromEnvironment?.path).toBeUndefined();
    expect(read({ [name]: 'x' })).toMatchObject({ connection: { [name]: 'x' } });
  });

  test.each(['client_id', 'secret_id'])('asks for %s, and both ways to give it are named', (name) => {
    const missing = [
      { summary: `${name} is missing`, detail: expect.stringMatching(new RegExp(`SOCLE_${name.toUpperCase()}.*${name} in the provider block`)) },
    ];
    expect(read({ ...ELSEWHERE, [name]: null })).toMatchObject(missing);
    expect(read({ ...ELSEWHERE, [name]: '' })).toMatchObject(missing);
    expect(read({ ...ELSEWHERE, [name]: new UnknownValue() })).toMatchObject([{ summary: `${name} is not known yet` }]);
  });

  test('never sees its secret repeated', () => {
    for (const config of [
      { ...ELSEWHERE, state_path: 'x' },
      { ...ELSEWHERE, client_id: null },
      { ...ELSEWHERE, clock: 'fast' },
    ])
      expect(JSON.stringify(read(config))).not.toContain('very-secret');
  });
});

test('credentials without an endpoint do no harm: the environment may hold them for other platforms', () => {
  expect(read(CREDENTIALS)).toMatchObject({ connection: { edition: 'seeds' } });
});

describe('the clock', () => {
  test('is automatic or manual, and nothing else', () => {
    for (const clock of ['automatic', 'manual']) expect(read({ clock })).toMatchObject({ clock });
    expect(read({}, { SOCLE_CLOCK: 'manual' })).toMatchObject({ clock: 'manual' });
    expect(read({})).toMatchObject({ clock: undefined });
    for (const clock of ['', 'Manual', 'stopped'])
      expect(read({ clock })).toMatchObject([{ summary: 'A clock does not go so', path: [{ attribute: 'clock' }] }]);
  });

  test('is set by the first command of a run, not by a plan', async () => {
    const platform = await openPlatform();
    const driver = await Driver.open({ clock: 'manual' }, platform);
    const plan = await driver.plan('network', nouns.network);
    expect(await platform.clock()).toMatchObject({ mode: 'automatic' });
    await driver.apply(plan);
    expect(await platform.clock()).toMatchObject({ mode: 'manual' });
  });

  test('stays as it is where the block says nothing', async () => {
    const platform = await openPlatform();
    await platform.setClock('manual');
    const driver = await Driver.open({}, platform);
    await driver.create('network', nouns.network);
    expect(await platform.clock()).toMatchObject({ mode: 'manual' });
  });

  test('is set once in a run: who sets it otherwise meanwhile is not overruled', async () => {
    const platform = await openPlatform();
    const driver = await Driver.open({ clock: 'manual' }, platform);
    const network = await driver.create('network', nouns.network);
    await platform.setClock('automatic');
    await driver.apply(await driver.planDestroy(network));
    expect(await platform.clock()).toMatchObject({ mode: 'automatic' });
  });
});
