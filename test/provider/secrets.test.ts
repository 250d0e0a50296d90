/** A private key reaches the platform with the command, and is nowhere afterwards. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { isUnknown } from '../../lib/core/unknown';
import { createPlatform, type Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { UnknownValue } from '../../lib/tfplugin/types';
import { scratch } from '../platform/scratch';
import type { Written } from './configurations';
import { codes, Driver, type Kept, openPlatform } from './driver';
import { OWN_KMS, ownKms, SECRET } from './whole-estate';

const inFolder = scratch();
const { kmip_private_key_wo: _key, ...withoutKey } = ownKms;

const onFile = async (path: string): Promise<Platform> =>
  createPlatform({ catalogue, behaviours, store: await openSqliteStore(path), clock: { now: () => 0 }, random: () => 0.5, defaultWorld });

test('it is in no file of the platform, no plan, no state, no message and no line of the log', async () => {
  const folder = inFolder('grep');
  mkdirSync(folder);
  const platform = await onFile(join(folder, 'platform.db'));
  const driver = await Driver.open({}, platform);
  const seen: unknown[] = [];
  const first = await driver.plan('key_provider', ownKms);
  const { kept, diagnostics } = await driver.apply(first);
  const second = await driver.plan('key_provider', { ...ownKms, kmip_private_key_wo: `${SECRET} twice`, kmip_private_key_wo_version: 2 }, kept);
  const changed = await driver.apply(second);
  const refused = await driver.plan('key_provider', { ...ownKms, kind: 'native' }, changed.kept);
  seen.push(kept, diagnostics, changed, refused.diagnostics, first.planned, second.planned, driver.infos);
  seen.push(await driver.refresh(changed.kept as Kept), await driver.import('key_provider', OWN_KMS), await platform.events(0, 100));
  seen.push((await platform.list('key_provider'))[0]?.values, await platform.findings(), await platform.observe(OWN_KMS));
  expect(JSON.stringify(seen)).not.toContain('PRIVATE KEY');
  expect(refused.diagnostics.length).toBeGreaterThan(0);
  const files = (): string[] => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  expect(files().length).toBeGreaterThan(1);
  for (const file of files()) expect(file).not.toContain('PRIVATE KEY');
  await platform.close();
  for (const file of files()) expect(file).not.toContain('PRIVATE KEY');
});

test('a value of the wrong form is refused without being shown', async () => {
  const platform = await openPlatform();
  const values = { ...ownKms, tenant: 'main', kmip_private_key_wo: [SECRET] } as never;
  const refusal: unknown = await platform.dispatch({ kind: 'create', type: 'key_provider', values }).catch((error: unknown) => error);
  expect(String(refusal)).toContain('kmip_private_key_wo is (sensitive); it must be a text');
  expect(JSON.stringify(refusal)).not.toContain('PRIVATE KEY');
});

test('what stands says that there is one, so that its rule is undecided and not broken', async () => {
  const path = inFolder('again.db');
  const platform = await onFile(path);
  const driver = await Driver.open({}, platform);
  await driver.create('key_provider', ownKms);
  await driver.create('key_provider', { name: 'plain', kind: 'native' });
  await platform.close();
  const again = await onFile(path);
  expect(isUnknown((await again.get(OWN_KMS))?.values['kmip_private_key_wo'])).toBe(true);
  expect((await again.get('tenants/main/key-providers/plain'))?.values['kmip_private_key_wo']).toBeNull();
  const { findings, undecided } = await again.findings();
  expect(findings.filter(({ code }) => code === 'KEYS-005')).toEqual([]);
  expect(undecided.filter(({ code }) => code === 'KEYS-005').map(({ resource }) => resource)).toEqual([OWN_KMS]);
  await again.close();
});

describe('an update', () => {
  const update = async (written: Written) => {
    const driver = await Driver.open();
    await driver.create('key_provider', ownKms);
    const values = { ...withoutKey, tenant: 'main', ...written } as never;
    const refused: unknown = await driver.platform.dispatch({ kind: 'update', type: 'key_provider', id: OWN_KMS, values }).then(
      () => [],
      (error: { findings: readonly { code: string }[] }) => error.findings.map(({ code }) => code),
    );
    const stored = await driver.platform.get(OWN_KMS);
    return { refused, isThere: isUnknown(stored?.values['kmip_private_key_wo']), changed: stored?.revision !== 2 };
  };

  test('without a new version keeps what was given, whatever comes with it', async () => {
    expect(await update({ enabled: false })).toMatchObject({ refused: [], isThere: true, changed: true });
    expect(await update({ kmip_private_key_wo: 'another', enabled: false })).toMatchObject({ refused: [], isThere: true, changed: true });
    expect(await update({ kmip_private_key_wo: 'another' })).toMatchObject({ refused: [], isThere: true, changed: false });
  });

  test('with a new version needs a new value', async () => {
    expect(await update({ kmip_private_key_wo_version: 2 })).toMatchObject({ refused: ['KEYS-005'], isThere: true, changed: false });
    expect(await update({ kmip_private_key_wo_version: 2, kmip_private_key_wo: 'another' })).toMatchObject({
      refused: [],
      isThere: true,
      changed: true,
    });
  });
});

test('a plan without it is refused, and with it as a value still to come it is not', async () => {
  const driver = await Driver.open();
  expect(codes((await driver.plan('key_provider', withoutKey)).diagnostics)).toEqual([`KEYS-005 ${OWN_KMS}!`]);
  const later = await Driver.open();
  expect(codes((await later.plan('key_provider', { ...ownKms, kmip_private_key_wo: new UnknownValue() })).diagnostics)).toEqual([]);
});
