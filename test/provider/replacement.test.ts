/** Replacements as Terraform carries them out: the deletion comes with what the replacement planned. */
import { codes, Driver, type Kept } from './driver';
import { disk, ID, nouns, vm } from './estate';

const premium = { ...nouns.datastore, storage_class: 'premium' };

/** A datastore that a VM uses, in a run that begins. */
async function inUse(): Promise<{ driver: Driver; datastore: Kept; machine: Kept }> {
  const driver = await Driver.open();
  for (const type of ['network', 'cpool', 'backup_policy'] as const) await driver.create(type, nouns[type]);
  const datastore = await driver.create('datastore', nouns.datastore);
  const machine = await driver.create('virtual_machine', vm('web-0'));
  await driver.configure();
  return { driver, datastore, machine };
}

/** The first half of a replacement; Terraform gives it what the whole was planned with. */
async function deletionOf(driver: Driver, datastore: Kept) {
  const plan = await driver.plan('datastore', premium, datastore);
  expect(plan.action).toBe('replace');
  return driver.apply({ ...plan, planned: null, config: null });
}

// The platform sees a deletion and answers IN-USE-001; the user has asked for a replacement, and was warned of CHANGE-002.
test('a replacement that the platform refuses is refused as a replacement, and the state stays as it was', async () => {
  const { driver, datastore } = await inUse();
  const answer = deletionOf(driver, datastore);
  await driver.timers.pass(1000);
  const { diagnostics, kept } = await answer;
  expect(codes(diagnostics)).toEqual([`CHANGE-002 ${ID.datastore}!`]);
  expect(diagnostics[0]?.detail).toContain(ID.vm('web-0'));
  expect(kept).toEqual(datastore);
});

test('a deletion alone that the platform refuses is refused as a deletion', async () => {
  const { driver, datastore } = await inUse();
  const answer = driver.planDestroy(datastore).then((plan) => driver.apply(plan));
  await driver.timers.pass(1000);
  expect(codes((await answer).diagnostics)).toEqual([`IN-USE-001 ${ID.datastore}!`]);
});

// A replacement was planned without its incarnation: a saved plan deleted whatever had come under the id since.
test('a replacement does not delete an object that took the id after it was planned', async () => {
  const driver = await Driver.open();
  await driver.create('cpool', nouns.cpool);
  const datastore = await driver.create('datastore', nouns.datastore);
  await driver.configure();
  const plan = await driver.plan('datastore', premium, datastore);
  await driver.platform.dispatch({ kind: 'delete', type: 'datastore', id: ID.datastore });
  const other = await driver.platform.dispatch({ kind: 'create', type: 'datastore', values: nouns.datastore as never });
  expect(await driver.apply({ ...plan, planned: null, config: null })).toEqual({ kept: undefined, diagnostics: [] });
  expect(await driver.platform.get(ID.datastore)).toEqual(other);
});

// create_before_destroy: Terraform plans the deletion of the old object when its users have been updated, in the same run.
test('what goes after its users were updated is no CHANGE-004, and what goes before is', async () => {
  const { driver, datastore, machine } = await inUse();
  const moved = { ...nouns.datastore, name: 'ds2' };
  await driver.create('datastore', moved);
  const update = await driver.plan('virtual_machine', vm('web-0', { disks: [disk('system', 50, 'tenants/main/datastores/ds2')] }), machine);
  expect(codes((await driver.planDestroy(datastore)).diagnostics)).toEqual([`CHANGE-004 ${ID.datastore}`]);
  expect((await driver.apply(update)).diagnostics).toEqual([]);
  await driver.configure();
  const again = await inUse();
  await again.driver.create('datastore', moved);
  const applied = await again.driver.plan(
    'virtual_machine',
    vm('web-0', { disks: [disk('system', 50, 'tenants/main/datastores/ds2')] }),
    again.machine,
  );
  await again.driver.apply(applied);
  expect((await again.driver.planDestroy(again.datastore)).diagnostics).toEqual([]);
});
