/** The life of a stack with every type: init without a network, validate, plan, apply, no change, update, replace, destroy. */
import { catalogue } from '../../lib/catalogue/complete';
import { PROTECTION_CHANGES } from './every-protection';
import { EVERY_COUNT, EVERY_ID, EVERY_SOURCE, EVERY_TYPE, edited } from './every-type';
import { changeBeside, onPlatform, standing } from './out-of-band';
import { Workspace } from './terraform';

const STACK = EVERY_TYPE + EVERY_SOURCE;
/** What the platform lets nobody shrink. */
const GROWN = { 'size_gib = 1024': 'size_gib = 2048', 'size_gib = 100': 'size_gib = 200' };
const workspace = new Workspace();
afterAll(() => workspace.close());

const outputs = async (): Promise<Record<string, { value: unknown }>> =>
  (await workspace.run(['output', '-json'])).json() as Record<string, { value: unknown }>;

test('the stack has a resource and a data source of every type', () => {
  for (const type of catalogue.definitions.keys()) {
    expect(STACK).toContain(`resource "socle_${type}" `);
    expect(STACK).toContain(`data "socle_${type}" `);
  }
});

test('it is initialised from the mirror, without a network', async () => {
  workspace.main(STACK);
  const nowhere = 'http://127.0.0.1:9';
  const init = await workspace.run(['init', '-input=false'], { env: { HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, NO_PROXY: '' } });
  expect(init).toMatchObject({ code: 0, stderr: '' });
  expect(init.stdout).toContain('Installed socle/socle');
});

test('it is valid, and its plan creates every resource under the id of its name', async () => {
  expect((await workspace.run(['validate'])).text).toContain('The configuration is valid');
  expect((await workspace.plan('-out=plan')).code).toBe(0);
  const plan = (await workspace.run(['show', '-json', 'plan'])).json() as {
    resource_changes: { address: string; mode: string; change: { actions: string[]; after: { id?: string } } }[];
  };
  const created = plan.resource_changes.filter(({ mode }) => mode === 'managed');
  expect(Object.fromEntries(created.map(({ address, change }) => [address, change.after.id]))).toEqual(EVERY_ID);
  expect(new Set(created.flatMap(({ change }) => change.actions))).toEqual(new Set(['create']));
});

test('the saved plan applies, and data sources and functions answer', async () => {
  const applied = await workspace.apply('plan');
  expect(applied.text).toContain(`Apply complete! Resources: ${EVERY_COUNT} added, 0 changed, 0 destroyed.`);
  const { sources, functions, protection } = await outputs();
  expect(protection?.value).toEqual({
    mirror: ['consistent_synchronized', 1],
    quota: 0,
    service: 'advanced_protection',
    keys: [true, true, 1],
    endpoint: 'eu-west-rbx.okms.ovh.net:5696',
    credential: 'ready',
    operations: 4,
    taken: true,
    pushes: 'active',
    plan: [240, 71],
    request: 'closed',
  });
  expect(sources?.value).toEqual({
    owners: 2,
    vlan: true,
    used: 32,
    hosts: 3,
    policy: 7,
    state: 'running',
    apart: 2,
    capacity: 1024,
    blades: 7,
    classes: 6,
    zones: 5,
    listed: true,
  });
  expect(functions?.value).toEqual({ limit: 750, mass: true, range: { min_gib: 384, max_gib: 1152 }, swap: 32 });
});

test('the plan after an apply has no change, with a refresh, without one, and as a refresh alone', async () => {
  expect(await workspace.hasNoChange()).toBe(true);
  expect((await workspace.plan('-detailed-exitcode', '-refresh=false')).code).toBe(0);
  expect((await workspace.plan('-refresh-only')).text).toContain('found no differences');
});

test('what may change in place does, for every type', async () => {
  workspace.main(
    edited(STACK, {
      ...GROWN,
      ...PROTECTION_CHANGES,
      'from_organization = false': 'from_organization = true',
      'description = "Servers"': 'description = "All servers"',
      'host_count = 3': 'host_count = 4',
      'keep_daily = 7': 'keep_daily = 14',
      'vcpus = 4': 'vcpus = 8',
      'kind = "anti_affinity"': 'kind = "anti_affinity"\n  enabled = false',
    }),
  );
  expect((await workspace.apply()).text).toContain('Resources: 0 added, 17 changed, 0 destroyed.');
  expect((await outputs())['sources']?.value).toMatchObject({ hosts: 4, policy: 14, capacity: 2048 });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('an attribute that is taken out of the configuration goes back to its default', async () => {
  workspace.main(edited(STACK, { ...GROWN, 'host_count = 3': 'host_count = 4', 'keep_daily = 7': 'keep_daily = 14', 'vcpus = 4': 'vcpus = 8' }));
  expect((await workspace.apply()).text).toContain('Resources: 0 added, 12 changed, 0 destroyed.');
  expect((await workspace.run(['state', 'show', 'socle_affinity_rule.apart'])).stdout).toMatch(/enabled\s+= true/);
  expect(await workspace.hasNoChange()).toBe(true);
});

describe('from the stack as it began', () => {
  const grown = edited(STACK, GROWN);
  const lasting = edited(grown, { 'vcpus = 4': 'vcpus = 4\n  allow_destroy = true\n  allow_power_cycle = true' });

  test('a change that stops a VM is carried out where the VM allows it', async () => {
    workspace.main(lasting);
    expect((await workspace.apply()).text).toContain('Resources: 0 added, 4 changed, 0 destroyed.');
    expect(await workspace.hasNoChange()).toBe(true);
  });

  test('what is for life is replaced under the same id, and the rule that mentions it is whole again', async () => {
    workspace.main(edited(lasting, { 'vcpus = 4': 'vcpus = 4\n  template = "debian-12"', 'kind = "anti_affinity"': 'kind = "affinity"' }));
    const before = await onPlatform(workspace, (platform) => platform.get('tenants/main/virtual-machines/vm-a'));
    const applied = await workspace.apply();
    expect(applied.text).toContain('Resources: 3 added, 0 changed, 3 destroyed.');
    const after = await onPlatform(workspace, (platform) => platform.get('tenants/main/virtual-machines/vm-a'));
    expect(after?.values['template']).toBe('debian-12');
    expect(after?.incarnation).not.toBe(before?.incarnation);
    expect(await workspace.hasNoChange()).toBe(true);
  });

  test('-replace replaces what it names', async () => {
    const applied = await workspace.apply('-replace=socle_affinity_rule.apart');
    expect(applied.text).toContain('Resources: 1 added, 0 changed, 1 destroyed.');
    expect(await workspace.hasNoChange()).toBe(true);
  });

  test('-target changes only what it names and what that needs', async () => {
    workspace.main(edited(STACK, { ...GROWN, 'keep_daily = 7': 'keep_daily = 21', 'description = "Servers"': 'description = "LAN"' }));
    expect((await workspace.apply('-target=socle_network.lan')).text).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
    expect((await onPlatform(workspace, (platform) => platform.get('tenants/main/backup-policies/nightly')))?.values['keep_daily']).toBe(7);
    expect((await onPlatform(workspace, (platform) => platform.get('tenants/main/networks/lan')))?.values['description']).toBe('LAN');
  });
});

test('a promise that is broken meanwhile does not block the destruction, and nothing is left', async () => {
  await changeBeside(workspace, 'tenants/main/cpools/prod', { max_vcpu_per_thread: 0.01 });
  const broken = await onPlatform(workspace, (platform) => platform.findings());
  expect(broken.findings.map(({ code }) => code)).toContain('COMPUTE-009');
  const destroyed = await workspace.destroy();
  expect(destroyed.text).toContain(`Destroy complete! Resources: ${EVERY_COUNT} destroyed.`);
  for (const type of catalogue.definitions.keys())
    expect(await standing(workspace, type)).toEqual(type === 'tenant' ? ['organizations/acme/tenants/main'] : []);
});
