/** Terraform may create before it deletes: what is refused for now waits for what frees the place, and never for ever. */
import { wordsOf } from './diagnostics';
import { onPlatform, standing } from './out-of-band';
import { cpool, datastore, GROUND, MACHINE_IDS, machine, POLICY } from './small-estate';
import { Workspace } from './terraform';

/** With every slot of Terraform's taken by what waits, one waiting operation fails each 400 ms; an apply of these sizes ends well within. */
const APPLY_MS_MAX = 30_000;
const ADVICE = /apply again, or raise -parallelism/;

let workspace: Workspace;
beforeEach(async () => {
  workspace = new Workspace();
  workspace.main('');
  expect(await workspace.init()).toMatchObject({ code: 0 });
});
afterEach(() => workspace.close());

const five = (prefix: string): string => [1, 2, 3, 4, 5].map((n) => machine({ label: `${prefix}${n}`, memoryGib: 100 })).join('');

test('five VMs out and five others in, which together would not fit: five upgrades of five succeed', async () => {
  workspace.main(GROUND + five('v0-'));
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  for (const version of ['v1-', 'v2-', 'v3-', 'v4-', 'v5-']) {
    workspace.main(GROUND + five(version));
    const run = await workspace.apply();
    expect(run.text).toContain('5 added, 0 changed, 5 destroyed');
    expect(await standing(workspace, 'virtual_machine')).toEqual([1, 2, 3, 4, 5].map((n) => `${MACHINE_IDS}${version}${n}`));
  }
  expect(await workspace.hasNoChange()).toBe(true);
});

test('what no operation of the apply cures is given up with advice, in bounded time, and is applied once there is room', async () => {
  workspace.main(GROUND + machine({ label: 'mine', memoryGib: 300 }));
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  const beside = `${MACHINE_IDS}beside`;
  await onPlatform(workspace, async (platform) => {
    const mine = await platform.get(`${MACHINE_IDS}mine`);
    await platform.dispatch({ kind: 'create', type: 'virtual_machine', values: { ...mine?.values, name: 'beside', memory_gib: 200 } });
  });

  workspace.main(GROUND + machine({ label: 'mine', memoryGib: 300 }) + machine({ label: 'late', memoryGib: 100 }));
  const refused = await workspace.apply();
  expect(refused.code).toBe(1);
  expect(wordsOf(refused)).toMatch(/Error: COMPUTE-007 tenants\/main\/cpools\/prod/);
  expect(wordsOf(refused)).toMatch(ADVICE);
  expect(refused.ms).toBeLessThan(APPLY_MS_MAX);

  await onPlatform(workspace, (platform) => platform.dispatch({ kind: 'delete', type: 'virtual_machine', id: beside }));
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
});

/** The same estate with ids written out: Terraform sees no edge between its resources. */
const withoutEdges = (text: string): string =>
  text
    .replaceAll('socle_cpool.prod.id', '"tenants/main/cpools/prod"')
    .replaceAll('socle_datastore.data.id', '"tenants/main/datastores/data"')
    .replaceAll('socle_backup_policy.daily.id', '"tenants/main/backup-policies/daily"');

const LABELS = ['a', 'b', 'c', 'd', 'e', 'f'];

test('siblings without an edge come and go in any order', async () => {
  workspace.main(withoutEdges(GROUND + LABELS.map((label) => machine({ label })).join('')));
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
  expect(await workspace.destroy()).toMatchObject({ code: 0 });
  expect(await standing(workspace, 'cpool')).toEqual([]);
});

test('where waiting operations fill every slot, one is given up at a time, and applying again converges', async () => {
  const many = [...LABELS, 'g', 'h', 'i', 'j', 'k', 'l'].map((label) => machine({ label })).join('');
  workspace.main(withoutEdges(POLICY + cpool() + datastore() + many));
  let run = await workspace.apply('-parallelism=2');
  for (let again = 0; run.code !== 0 && again < 3; again += 1) {
    expect(wordsOf(run)).toMatch(ADVICE);
    expect(run.ms).toBeLessThan(APPLY_MS_MAX);
    run = await workspace.apply('-parallelism=2');
  }
  expect(run).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('an operation that waits ends at its timeout', async () => {
  workspace.main(GROUND);
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  workspace.main(GROUND + machine({ memoryGib: 300, on: '"tenants/main/datastores/nowhere"', more: 'timeouts = { create = "100ms" }' }));
  const run = await workspace.apply();
  expect(wordsOf(run)).toMatch(/Error: REFERENCE-001 tenants\/main\/virtual-machines\/a: .* It waited 0\.1 s .*raise timeouts\.create/);
  expect(run.code).toBe(1);
});
