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
  const other = await driver.platform.dispatch({ kind: 'create', type: 'datastore', values: nouns.datastore });
  expect(await driver.apply({ ...plan, planned: null, config: null })).toEqual({ kept: undefined, diagnostics: [] });
  expect(await driver.platform.get(ID.datastore)).toEqual(other);
});

const onOther = vm('web-0', { disks: [disk('system', 50, 'tenants/main/datastores/ds2')] });

test('what goes before its users are updated is CHANGE-004', async () => {
  const { driver, datastore, machine } = await inUse();
  await driver.create('datastore', { ...nouns.datastore, name: 'ds2' });
  await driver.plan('virtual_machine', onOther, machine);
  expect(codes((await driver.planDestroy(datastore)).diagnostics)).toEqual([`CHANGE-004 ${ID.datastore}`]);
});

// Under create_before_destroy, Terraform plans the deletion of the old object in the run that has just updated its users; it warned all the same.
test('what goes after its users were updated in the same run is none', async () => {
  const { driver, datastore, machine } = await inUse();
  await driver.create('datastore', { ...nouns.datastore, name: 'ds2' });
  await driver.apply(await driver.plan('virtual_machine', onOther, machine));
  expect((await driver.planDestroy(datastore)).diagnostics).toEqual([]);
});

test('what makes place for an object of another name is refused with the advice to create that one first', async () => {
  const { driver, datastore } = await inUse();
  const plan = await driver.plan('datastore', { ...nouns.datastore, name: 'ds2' }, datastore);
  const answer = driver.apply({ ...plan, planned: null, config: null });
  await driver.timers.pass(1000);
  const { diagnostics } = await answer;
  expect(codes(diagnostics)).toEqual([`IN-USE-001 ${ID.datastore}!`]);
  expect(diagnostics[0]?.detail).toContain('create_before_destroy = true');
});

// A renamed datastore was planned without a word, and refused as IN-USE-001 in the middle of the apply.
test('what is renamed goes before its users are updated, and CHANGE-004 says so', async () => {
  const { driver, datastore, machine } = await inUse();
  const renamed = { ...nouns.datastore, name: 'ds2' };
  expect((await driver.plan('datastore', renamed, datastore)).action).toBe('replace');
  expect(codes((await driver.plan('virtual_machine', onOther, machine)).diagnostics)).toContain(`CHANGE-004 ${ID.datastore}`);
});
