/** What stands is taken over by its id: import blocks, `terraform import`, and generated configuration. Then there is no change. */
import { expectClearRefusal } from './diagnostics';
import { EVERY_COUNT, EVERY_ID, EVERY_TYPE } from './every-type';
import { changeBeside } from './out-of-band';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

let standing: Workspace;
let provider = '';
beforeAll(async () => {
  standing = await workspaces.of(EVERY_TYPE);
  expect((await standing.apply()).code).toBe(0);
  provider = await standing.shared();
});

const blocks = (address: (own: string) => string): string =>
  Object.entries(EVERY_ID)
    .map(([own, id]) => `import {\n  to = ${address(own)}\n  id = ${JSON.stringify(id)}\n}\n`)
    .join('');

test('import blocks take over every type, and the plan after them has no change', async () => {
  const workspace = await workspaces.of(provider + EVERY_TYPE, { 'import.tf': blocks((own) => own) });
  expect((await workspace.plan()).text).toContain(`Plan: ${EVERY_COUNT} to import, 0 to add, 0 to change, 0 to destroy.`);
  expect((await workspace.apply()).text).toContain(`Resources: ${EVERY_COUNT} imported, 0 added, 0 changed, 0 destroyed.`);
  expect(await workspace.hasNoChange()).toBe(true);
});

test('terraform import takes over every type, and the plan after it has no change', async () => {
  const workspace = await workspaces.of(provider + EVERY_TYPE);
  for (const [address, id] of Object.entries(EVERY_ID))
    expect((await workspace.run(['import', '-input=false', address, id])).text).toContain('Import successful!');
  expect(await workspace.hasNoChange()).toBe(true);
});

test('an import shows what differs from the configuration, defaults too', async () => {
  const workspace = await workspaces.of(provider + EVERY_TYPE.replace('keep_daily = 7', 'keep_daily = 14'), { 'import.tf': blocks((own) => own) });
  const plan = await workspace.plan();
  expect(plan.text).toContain(`Plan: ${EVERY_COUNT} to import, 0 to add, 1 to change, 0 to destroy.`);
  expect(plan.text).toMatch(/keep_daily\s+= 7 -> 14/);
});

describe('generated configuration', () => {
  const labelled = (own: string): string => own.replace(/\["(\w+)"\]/, '_$1');

  test('has no change against what it was generated from', async () => {
    const workspace = await workspaces.of(provider, { 'import.tf': blocks(labelled) });
    const generated = await workspace.plan('-generate-config-out=generated.tf');
    expect(generated.text).toContain(`Plan: ${EVERY_COUNT} to import, 0 to add, 0 to change, 0 to destroy.`);
    expect((await workspace.apply()).text).toContain(`${EVERY_COUNT} imported, 0 added, 0 changed, 0 destroyed`);
    expect(await workspace.hasNoChange()).toBe(true);
  });

  test('with its literal ids builds the same on another platform, though nothing tells Terraform the order', async () => {
    const first = await workspaces.of(provider, { 'import.tf': blocks(labelled) });
    await first.plan('-generate-config-out=generated.tf');
    const second = await workspaces.of('provider "socle" {}\n', { 'generated.tf': first.read('generated.tf') });
    // Those that wait for others each hold one of Terraform's slots, ten unless there are more.
    expect((await second.apply('-parallelism=30')).text).toContain(`${EVERY_COUNT} added, 0 changed, 0 destroyed`);
    expect(await second.hasNoChange()).toBe(true);
    expect((await second.destroy('-parallelism=30')).text).toContain(`${EVERY_COUNT} destroyed`);
  });
});

describe('what cannot be imported is refused with the reason', () => {
  const refusals: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'what does not stand',
      'tenants/main/cpools/nothing',
      ['There is nothing to import', 'tenants/main/cpools/nothing does not exist on this platform', 'Fix:'],
    ],
    ['the id of another type', 'tenants/main/datastores/ds', ['The id belongs to another type', 'socle_datastore', 'tenants/<tenant>/cpools/<name>']],
    ['what is no id', 'prod', ['This is not the id of a resource', '"prod" was given', 'tenants/<tenant>/cpools/<name>']],
    ['a path out of the tenant', 'tenants/main/cpools/../cpools/prod', ['This is not the id of a resource']],
    ['a name of objects', 'tenants/main/__proto__/prod', ['This is not the id of a resource']],
  ];

  test.each(refusals)('%s', async (_, id, words) => {
    const workspace = await workspaces.of(
      `${provider}resource "socle_cpool" "other" {\n  name = "other"\n  availability_zone = "par7s"\n  blade_class = "eco-v3"\n  host_count = 2\n}\n`,
    );
    expectClearRefusal(await workspace.run(['import', '-input=false', 'socle_cpool.other', id]), ...words);
    expect((await workspace.run(['state', 'list'])).stdout).toBe('');
  });
});

test('what the platform chose is kept after an import, and what was reset beside is shown', async () => {
  const workspace = await workspaces.of(provider + EVERY_TYPE, { 'import.tf': blocks((own) => own) });
  expect((await workspace.apply()).code).toBe(0);
  await changeBeside(standing, 'tenants/main/cpools/prod', { ha_enabled: false });
  expect((await workspace.plan()).text).toMatch(/ha_enabled\s+= false -> true/);
});
