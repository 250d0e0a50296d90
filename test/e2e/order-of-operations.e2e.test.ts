/** The orders in which Terraform carries things out, on apply and on destroy, and what Socle makes of each. */
import { codesOf } from './codes';
import { wordsOf } from './diagnostics';
import { standing } from './out-of-band';
import { apart, cpool, datastore, GROUND, MACHINE_IDS, machine, POLICY } from './small-estate';
import { type Run, Workspace } from './terraform';

const CPOOL = 'tenants/main/cpools/prod';
const DATASTORE = 'tenants/main/datastores/data';

let workspace: Workspace;
beforeEach(async () => {
  workspace = new Workspace();
  workspace.main('');
  expect(await workspace.init()).toMatchObject({ code: 0 });
});
afterEach(() => workspace.close());

/** Applies a configuration that must succeed. */
async function applied(configuration: string): Promise<Run> {
  workspace.main(configuration);
  const run = await workspace.apply('-json');
  expect(run).toMatchObject({ code: 0 });
  return run;
}

test('a VM dropped from a rule and deleted goes first, and the rule finds nothing left to do', async () => {
  const ground = POLICY + cpool({ hostCount: 4 }) + datastore();
  const three = ['a', 'b', 'c'].map((label) => machine({ label })).join('');
  await applied(ground + three + apart(['a', 'b', 'c']));
  const run = await applied(ground + machine({ label: 'a' }) + machine({ label: 'c' }) + apart(['a', 'c']));
  expect(run.stdout).toMatch(/"socle_virtual_machine.b".*"action":"delete"/);
  expect(await standing(workspace, 'virtual_machine')).toEqual([`${MACHINE_IDS}a`, `${MACHINE_IDS}c`]);
  expect(await workspace.hasNoChange()).toBe(true);
  expect((await workspace.destroy()).code).toBe(0);
});

test('a Cpool that shrinks with its VM is warned of at plan, refused at apply, and shrinks in two applies', async () => {
  const machineOf = (memoryGib: number): string => machine({ memoryGib, more: 'allow_power_cycle = true' });
  const both = POLICY + cpool({ memoryGib: 256 }) + datastore() + machineOf(100);
  await applied(GROUND + machineOf(300));

  workspace.main(both);
  expect(codesOf(await workspace.plan('-json'))).toEqual([`CHANGE-001 ${CPOOL}`]);
  const refused = await workspace.apply('-json');
  expect(codesOf(refused)).toEqual([`CHANGE-001 ${CPOOL}`, `CHANGE-001 ${CPOOL}!`, `COMPUTE-007 ${CPOOL}!`]);
  expect(refused.code).toBe(1);

  await applied(GROUND + machineOf(100));
  await applied(both);
  expect(await workspace.hasNoChange()).toBe(true);
});

test('a stack whose Cpool could not shrink is destroyed all the same', async () => {
  await applied(GROUND + machine({ memoryGib: 300 }));
  workspace.main(POLICY + cpool({ memoryGib: 256 }) + datastore() + machine({ memoryGib: 100, more: 'allow_power_cycle = true' }));
  expect((await workspace.apply()).code).toBe(1);
  expect((await workspace.destroy()).code).toBe(0);
  expect(await standing(workspace, 'cpool')).toEqual([]);
});

test('a datastore in use is not replaced under its users, whom the refusal names, unless allow_destroy stands on it', async () => {
  const changed = (more: string): string => POLICY + cpool() + datastore({ storageClass: 'premium', more }) + machine();
  await applied(GROUND + machine());

  workspace.main(changed(''));
  expect(codesOf(await workspace.plan('-json'))).toEqual([`CHANGE-002 ${DATASTORE}`]);
  const refused = await workspace.apply();
  expect(refused.code).toBe(1);
  expect(wordsOf(refused)).toMatch(/Error: CHANGE-002 tenants\/main\/datastores\/data: .* it is used by tenants\/main\/virtual-machines\/a/);

  await applied(POLICY + cpool() + datastore({ more: 'allow_destroy = true' }) + machine());
  await applied(changed('allow_destroy = true'));
  expect(await workspace.hasNoChange()).toBe(true);
  expect((await workspace.destroy()).code).toBe(0);
});

test('a Cpool that the user asks to replace is refused as well', async () => {
  await applied(GROUND + machine());
  const refused = await workspace.apply('-json', `-replace=socle_cpool.prod`);
  expect(codesOf(refused)).toEqual([`CHANGE-002 ${CPOOL}`, `CHANGE-002 ${CPOOL}!`]);
  expect(await workspace.hasNoChange()).toBe(true);
});

test('a datastore removed in the plan that only updates its VM is warned of, refused, and goes in a second apply', async () => {
  const other = datastore({ label: 'other' });
  const onOther = machine({ on: 'socle_datastore.other.id' });
  await applied(GROUND + machine());

  workspace.main(POLICY + cpool() + other + onOther);
  expect(codesOf(await workspace.plan('-json'))).toEqual([`CHANGE-004 ${DATASTORE}`]);
  expect(codesOf(await workspace.apply('-json'))).toContain(`IN-USE-001 ${DATASTORE}!`);

  await applied(GROUND + other + onOther);
  await applied(POLICY + cpool() + other + onOther);
  expect(await standing(workspace, 'datastore')).toEqual(['tenants/main/datastores/other']);
});

test('create_before_destroy with a name that stays is refused, and nothing is lost', async () => {
  await applied(GROUND + machine());
  workspace.main(POLICY + cpool() + datastore({ storageClass: 'premium', more: 'lifecycle {\n    create_before_destroy = true\n  }' }) + machine());
  const refused = await workspace.apply();
  expect(refused.code).toBe(1);
  expect(wordsOf(refused)).toMatch(/Error: IDENTITY-002 tenants\/main\/datastores\/data: .*create_before_destroy replaces one that keeps its name/);
  workspace.main(GROUND + machine());
  expect(await workspace.hasNoChange()).toBe(true);
});

test('warnings that Terraform would fold carry the ids of what they are about', async () => {
  const single = (name: string): string =>
    `resource "socle_cpool" "${name}" {\n  name = "${name}"\n  availability_zone = "par7s"\n  blade_class = "eco-v3"\n  host_count = 1\n}\n`;
  workspace.main(['x', 'y', 'z'].map(single).join(''));
  const { stdout } = await workspace.plan();
  for (const name of ['x', 'y', 'z']) expect(stdout).toContain(`COMPUTE-003 tenants/main/cpools/${name}`);
  expect(stdout).not.toContain('similar warnings elsewhere');
});
