/** What a plan says of ids: created twice, moved, standing already, or staying in their tenant. */
import { codes, Driver, type Kept } from './driver';
import { ID, nouns } from './estate';
import { standing } from './standing';

test('two creations of one id', async () => {
  const driver = await Driver.open();
  await driver.plan('network', nouns.network);
  expect(codes((await driver.plan('network', nouns.network)).diagnostics)).toContain(`IDENTITY-002 ${ID.network}!`);
});

// After an interrupted apply the plan said nothing; apply then failed for each, and advised to apply again, which cured nothing.
test('what the platform has already is told at plan, and apply gives the block that takes it over', async () => {
  const driver = await Driver.open();
  await driver.platform.dispatch({ kind: 'create', type: 'network', values: nouns.network });
  const plan = await driver.plan('network', nouns.network);
  expect(codes(plan.diagnostics)).toEqual([`IDENTITY-002 ${ID.network}`]);
  const answer = driver.apply(plan);
  await driver.timers.pass(1000);
  const { diagnostics } = await answer;
  expect(codes(diagnostics)).toEqual([`IDENTITY-002 ${ID.network}!`]);
  for (const { detail } of [...plan.diagnostics, ...diagnostics])
    expect(detail).toContain(`\n\nimport {\n  to = socle_network.<name>\n  id = "${ID.network}"\n}\n`);
  expect(diagnostics[0]?.detail).not.toContain('apply again');
});

test('one that is renamed to what the platform has already', async () => {
  const { driver, kept } = await standing();
  await driver.platform.dispatch({ kind: 'create', type: 'network', values: { ...nouns.network, name: 'dmz' } });
  const { diagnostics } = await driver.plan('network', { ...nouns.network, name: 'dmz' }, kept['network']);
  expect(codes(diagnostics)).toEqual(['IDENTITY-002 tenants/main/networks/dmz']);
});

test('two that are renamed to one id', async () => {
  const { driver, kept } = await standing();
  const other = await driver.create('network', { ...nouns.network, name: 'dmz' });
  await driver.configure();
  const one = { ...nouns.network, name: 'one' };
  expect((await driver.plan('network', one, kept['network'])).diagnostics).toEqual([]);
  expect(codes((await driver.plan('network', one, other)).diagnostics)).toContain('IDENTITY-002 tenants/main/networks/one!');
});

test('names that differ in case, whichever comes first', async () => {
  const driver = await Driver.open();
  await driver.plan('network', { ...nouns.network, name: 'lan' });
  expect(codes((await driver.plan('network', { ...nouns.network, name: 'LAN' })).diagnostics)).toContain('DUPLICATE-001 tenants/main/networks/lan!');
});

const moved = [`IDENTITY-001 ${ID.network}`];
// A creation that comes first meets what the plan has yet to destroy, and says on what that depends.
test.each([
  ['destroyed first', moved],
  ['created first', [`IDENTITY-002 ${ID.network}`, ...moved]],
])('one id destroyed at one address and created at another: %s', async (order, expected) => {
  const { driver, kept } = await standing();
  const plans = [() => driver.planDestroy(kept['network'] as Kept), () => driver.plan('network', nouns.network)];
  if (order === 'created first') plans.reverse();
  const found: string[] = [];
  for (const plan of plans) found.push(...codes((await plan()).diagnostics));
  expect(found).toEqual(expected);
});

test('created anew after its deletion was carried out, as in an apply, is no move', async () => {
  const { driver, kept } = await standing();
  await driver.apply(await driver.planDestroy(kept['network'] as Kept));
  expect((await driver.plan('network', nouns.network)).diagnostics).toEqual([]);
});

test("another default tenant of the provider's moves nothing", async () => {
  const { driver, kept } = await standing();
  await driver.configure({ tenant: 'second' });
  const { diagnostics, action } = await driver.plan('network', nouns.network, kept['network']);
  expect({ action, codes: codes(diagnostics) }).toEqual({ action: 'none', codes: [`IDENTITY-003 ${ID.network}`] });
  await driver.configure({ tenant: 'second' });
  expect((await driver.plan('network', { ...nouns.network, tenant: 'main' }, kept['network'])).diagnostics).toEqual([]);
});

// A mistyped state_path led to an empty platform, and the plan to create everything anew had no word about it.
test('a platform on which nothing was ever created is told of once, to who knows resources of another', async () => {
  const { kept } = await standing();
  const driver = await Driver.open({}, undefined, { unusedAt: 'elsewhere.db' });
  const read = async (type: string, priv = kept[type]?.priv as Uint8Array) =>
    (await driver.resource(type).read({ state: kept[type]?.state ?? {}, priv }, driver.context)).diagnostics ?? [];
  expect(await read('network', new Uint8Array())).toEqual([]);
  expect(await read('network')).toMatchObject([{ severity: 'warning', detail: expect.stringMatching(/at elsewhere.db is new.*state_path/s) }]);
  expect(await read('cpool')).toEqual([]);
});
