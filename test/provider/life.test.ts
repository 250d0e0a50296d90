/** Every noun through its life, with the real platform behind the provider. */
import { catalogue } from '../../lib/catalogue/complete';
import { UnknownValue } from '../../lib/tfplugin/types';
import type { Written } from './configurations';
import { codes, Driver, type Kept, openPlatform } from './driver';
import { disk, ID, nouns, vm } from './estate';
import { wholeEstate } from './whole-estate';

/** An estate of every noun, created in one run. */
async function built(): Promise<{ driver: Driver; kept: Map<string, { written: Written; kept: Kept }> }> {
  const driver = await Driver.open();
  const kept = new Map<string, { written: Written; kept: Kept }>();
  for (const [type, written] of wholeEstate) {
    const created = await driver.create(type, written);
    kept.set(String(created.state['id']), { written, kept: created });
  }
  return { driver, kept };
}

test('every noun: what is created has no change on the next plan, nor after a refresh', async () => {
  const { driver, kept } = await built();
  expect(new Set([...kept.values()].map((each) => each.kept.type))).toEqual(new Set(catalogue.definitions.keys()));
  await driver.configure();
  for (const each of kept.values()) {
    const refreshed = await driver.refresh(each.kept);
    expect(refreshed).toEqual(each.kept);
    const plan = await driver.plan(each.kept.type, each.written, refreshed);
    expect(plan).toMatchObject({ action: 'none', planned: each.kept.state, diagnostics: [] });
  }
});

test('every noun: what is imported is what was created, and has no change', async () => {
  const { driver, kept } = await built();
  await driver.configure();
  for (const [id, each] of kept) {
    const imported = await driver.import(each.kept.type, id);
    expect(imported.kept).toMatchObject({ state: { ...each.kept.state, timeouts: { create: null } }, priv: each.kept.priv });
    const plan = await driver.plan(each.kept.type, { ...each.written, timeouts: { create: '5m', update: null, delete: null } }, imported.kept);
    expect(plan).toMatchObject({ action: 'none', diagnostics: [] });
  }
});

test('every noun: destroyed from its users down, nothing is left', async () => {
  const { driver, kept } = await built();
  await driver.configure();
  for (const each of [...kept.values()].reverse()) {
    const { diagnostics, kept: left } = await driver.apply(await driver.planDestroy(each.kept));
    expect({ diagnostics, left }).toEqual({ diagnostics: [], left: undefined });
    expect(await driver.refresh(each.kept)).toBeUndefined();
  }
});

test('what was unknown at plan is what the platform chose', async () => {
  const driver = await Driver.open();
  const plan = await driver.plan('network', nouns.network);
  expect(plan.planned?.['vlan_id']).toBeInstanceOf(UnknownValue);
  const { kept } = await driver.apply(plan);
  expect(kept?.state['vlan_id']).toEqual(expect.any(Number));
});

test('an update in place keeps what the platform chose, in nested attributes by their name', async () => {
  const { driver, kept } = await built();
  const before = kept.get(ID.vm('web-0'))?.kept;
  const grown = vm('web-0', { memory_gib: 24, disks: [disk('data', 10), disk('system', 60)], boot_disk: 'system' });
  await driver.configure();
  const plan = await driver.plan('virtual_machine', grown, before);
  expect(plan.action).toBe('update');
  const { kept: after, diagnostics } = await driver.apply(plan);
  expect(diagnostics).toEqual([]);
  expect(after?.state).toMatchObject({
    network_interfaces: before?.state['network_interfaces'],
    swap_gib: 24,
    tools_version: before?.state['tools_version'],
  });
  expect(await driver.refresh(after as Kept)).toEqual(after);
  expect(await driver.plan('virtual_machine', grown, after)).toMatchObject({ action: 'none' });
});

test('what others changed is drift: refresh shows it, and the plan sets it back', async () => {
  const { driver, kept } = await built();
  const before = kept.get(ID.datastore)?.kept as Kept;
  await driver.platform.dispatch({ kind: 'update', type: 'datastore', id: ID.datastore, values: { ...nouns.datastore, size_gib: 2048 } });
  const drifted = await driver.refresh(before);
  expect(drifted?.state).toMatchObject({ size_gib: 2048, iops_limit: 3000 });
  await driver.configure();
  expect(await driver.plan('datastore', { ...nouns.datastore, size_gib: 2048 }, drifted)).toMatchObject({ action: 'none' });
});

test('what others deleted is planned anew', async () => {
  const driver = await Driver.open();
  const network = await driver.create('network', nouns.network);
  await driver.platform.dispatch({ kind: 'delete', type: 'network', id: ID.network });
  expect(await driver.refresh(network)).toBeUndefined();
});

test('another object under the same id is adopted, and deleting it then deletes it', async () => {
  const driver = await Driver.open();
  const network = await driver.create('network', nouns.network);
  await driver.platform.dispatch({ kind: 'delete', type: 'network', id: ID.network });
  await driver.platform.dispatch({ kind: 'create', type: 'network', values: nouns.network });
  await driver.apply(await driver.planDestroy(network));
  expect(await driver.platform.get(ID.network)).toBeDefined();
  const adopted = await driver.refresh(network);
  expect(adopted?.priv).not.toEqual(network.priv);
  await driver.apply(await driver.planDestroy(adopted as Kept));
  expect(await driver.platform.get(ID.network)).toBeUndefined();
});

test('a refused creation leaves no state, a refused update what stood, a refused deletion too', async () => {
  const { driver, kept } = await built();
  await driver.configure();
  const noPool = await driver.plan('virtual_machine', vm('lost', { cpool_id: 'tenants/main/cpools/none' }));
  const created = driver.apply(noPool);
  await driver.timers.pass(1000);
  expect(await created).toMatchObject({ kept: undefined });
  expect(codes((await created).diagnostics)).toContain('REFERENCE-001 tenants/main/virtual-machines/lost!');

  const datastore = kept.get(ID.datastore)?.kept as Kept;
  const shrunk = await driver.apply(await driver.plan('datastore', { ...nouns.datastore, size_gib: 900 }, datastore));
  expect(shrunk.kept).toEqual(datastore);
  expect(codes(shrunk.diagnostics)).toEqual([`STORAGE-009 ${ID.datastore}!`]);

  const deleted = driver.apply(await driver.planDestroy(datastore));
  await driver.timers.pass(1000);
  expect((await deleted).kept).toEqual(datastore);
  expect(codes((await deleted).diagnostics)).toEqual([`IN-USE-001 ${ID.datastore}!`]);
  expect((await deleted).diagnostics[0]?.detail).toContain('apply again, or raise -parallelism');
});

test('an upgrade that creates before it deletes waits for the room', async () => {
  const { driver } = await built();
  const big = (name: string): Written => ({ ...nouns.cpool, name, blade_class: 'perf4-v3', host_count: 8 });
  const old = await driver.create('cpool', big('old'));
  await driver.configure();
  const creation = driver.apply(await driver.plan('cpool', big('new')));
  await driver.timers.pass(100);
  const deletion = await driver.apply(await driver.planDestroy(old));
  expect(deletion).toMatchObject({ kept: undefined, diagnostics: [] });
  expect(await creation).toMatchObject({ kept: { state: { name: 'new' } }, diagnostics: [] });
});

test('a stop ends the waiting, and says that nothing was changed', async () => {
  const { driver, kept } = await built();
  const deletion = driver.apply(await driver.planDestroy(kept.get(ID.cpool)?.kept as Kept));
  await driver.timers.pass(1);
  driver.stop();
  expect((await deletion).diagnostics[0]?.detail).toContain('Nothing was changed');
});

test('a timeout of its own ends the waiting earlier', async () => {
  const { driver } = await built();
  const plan = await driver.plan('cpool', {
    ...nouns.cpool,
    name: 'huge',
    blade_class: 'perf4-v3',
    host_count: 20,
    timeouts: { create: '100ms', update: null, delete: null },
  });
  const creation = driver.apply({ ...plan, planned: plan.planned });
  await driver.timers.pass(100);
  expect((await creation).diagnostics[0]?.detail).toContain('raise timeouts.create');
});

describe('an import that cannot be', () => {
  test.each([
    ['no id at all', 'ds1', 'This is not the id of a resource'],
    ['an id of another type', ID.cpool, 'The id belongs to another type'],
    ['nothing there', 'tenants/main/datastores/none', 'There is nothing to import'],
  ])('%s', async (_, id, summary) => {
    const driver = await Driver.open();
    expect(await driver.import('datastore', id)).toMatchObject({ kept: undefined, diagnostics: [{ severity: 'error', summary }] });
  });
});

describe('a stored state', () => {
  test('of this version loses what is no longer known', async () => {
    const driver = await Driver.open();
    const { state, diagnostics } = await driver
      .resource('network')
      .upgrade({ version: 0, raw: { id: ID.network, name: 'lan', colour: 'red' } }, driver.context);
    expect(diagnostics).toBeUndefined();
    expect(state).toMatchObject({ id: ID.network, name: 'lan', vlan_id: null });
    expect(state).not.toHaveProperty('colour');
  });

  test.each([
    ['of a newer provider', 1, { id: ID.network }, 'The state was written by a newer provider'],
    ['that is broken', 0, { id: { not: 'a text' } }, 'The stored state cannot be read'],
  ])('%s is refused in words', async (_, version, raw, summary) => {
    const driver = await Driver.open();
    expect((await driver.resource('network').upgrade({ version, raw }, driver.context)).diagnostics).toMatchObject([{ summary }]);
  });
});

test('two runs of one process share nothing but the platform', async () => {
  const platform = await openPlatform();
  const driver = await Driver.open({}, platform);
  await driver.plan('datastore', nouns.datastore);
  await driver.configure();
  expect((await driver.plan('datastore', nouns.datastore)).diagnostics).toEqual([]);
});
