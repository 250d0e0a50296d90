/** Configurations that cannot be: each is refused with its code, its place, what was given, what is allowed, and what to do. */
import { codeAndSubject, expectClearRefusal, toldBy } from './diagnostics';
import { edited, MAIN_TYPES } from './every-type';
import { onPlatform, standing } from './out-of-band';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);
let empty: Workspace;
beforeAll(async () => {
  empty = await workspaces.of('provider "socle" {}\n');
});

type Written = Readonly<Record<string, string>>;
const CPOOL: Written = { name: '"prod"', availability_zone: '"par7s"', blade_class: '"standard-v3"', host_count: '3' };
const VM: Written = {
  name: '"vm"',
  cpool_id: '"tenants/main/cpools/prod"',
  vcpus: '1',
  memory_gib: '1',
  power_state: '"off"',
  disks: '[{ name = "system", size_gib = 1, datastore_id = "tenants/main/datastores/ds" }]',
};
const NETWORK: Written = { name: '"lan"', availability_zones: '["par7s"]' };
const block = (type: string, written: Written, label = 'x'): string =>
  `resource "socle_${type}" "${label}" {\n${Object.entries(written)
    .map(([key, value]) => `  ${key} = ${value}\n`)
    .join('')}}\n`;
const disk = (written: string): Written => ({ ...VM, disks: `[{ name = "system", datastore_id = "tenants/main/datastores/ds", ${written} }]` });
const LONG = 'x'.repeat(1024 * 1024);

type Refused = readonly [fact: string, configuration: string, words: readonly (string | RegExp)[]];
const SHAPE = (subject: string): string => `SHAPE socle_${subject}: `;

describe('validation refuses', () => {
  const refused: readonly Refused[] = [
    ['a text for a number', block('cpool', { ...CPOOL, host_count: '"many"' }), ['Incorrect attribute value type', 'a number is required']],
    [
      'a text for a set',
      block('network', { ...NETWORK, availability_zones: '"par7s"' }),
      ['Incorrect attribute value type', 'set of string required'],
    ],
    [
      'an attribute that no type has',
      block('cpool', { ...CPOOL, hosts: '3' }),
      ['Unsupported argument', 'An argument named "hosts" is not expected here'],
    ],
    ['a missing attribute', block('cpool', { name: '"prod"' }), ['Missing required argument', 'The argument "host_count" is required']],
    [
      'a missing attribute of a disk',
      block('virtual_machine', disk('size = 1')),
      ['Incorrect attribute value type', 'attribute "size_gib" is required'],
    ],
    ['a type that does not exist', block('pool', CPOOL), ['Invalid resource type', 'Did you mean "socle_cpool"?']],
    [
      'a setting that the provider lacks',
      `provider "socle" {\n  tennant = "main"\n}\n${block('cpool', CPOOL)}`,
      ['Unsupported argument', '"tennant"'],
    ],
    ['a value for what is computed', block('cpool', { ...CPOOL, cores: '3' }), [SHAPE('cpool "prod"'), 'cores is computed', 'Fix: leave it out']],
    [
      'a 33rd host',
      block('cpool', { ...CPOOL, host_count: '33' }),
      [SHAPE('cpool "prod"'), 'host_count is 33; allowed: 1 to 32', 'Fix: create a second Cpool', 'Source:'],
    ],
    ['no host', block('cpool', { ...CPOOL, host_count: '0' }), ['host_count is 0; allowed: 1 to 32']],
    ['half a host', block('cpool', { ...CPOOL, host_count: '3.5' }), ['host_count is 3.5; it must be a whole number']],
    ['a number of thirty digits', block('cpool', { ...CPOOL, host_count: '123456789012345678901234567890' }), ['host_count has more digits than']],
    ['a class that is not sold', block('cpool', { ...CPOOL, blade_class: '"huge"' }), ['blade_class is "huge"; allowed: eco-v3, standard-v3']],
    ['a name with a space', block('cpool', { ...CPOOL, name: '"a b"' }), ['name is "a b"; allowed: letters, digits']],
    ['an empty name', block('cpool', { ...CPOOL, name: '""' }), ['name is ""; allowed: letters, digits']],
    ['no disk', block('virtual_machine', { ...VM, disks: '[]' }), ['disks has 0 elements; allowed: 1 to 64']],
    ['null in a set', block('network', { ...NETWORK, availability_zones: '[null]' }), ['availability_zones[0] is null; it must be a text']],
    [
      'a duration without a unit',
      block('cpool', { ...CPOOL, timeouts: '{ create = "soon" }' }),
      ['timeouts.create is "soon"', 'Fix: write it as 90s'],
    ],
    ['a disk of no size', block('virtual_machine', disk('size_gib = 0')), ['disks["system"].size_gib is 0; allowed: 1 to 63488']],
    [
      'two disks of one name',
      block('virtual_machine', {
        ...VM,
        disks: '[for size in [1, 2] : { name = "system", size_gib = size, datastore_id = "tenants/main/datastores/ds" }]',
      }),
      ['two elements of disks have the name "system"'],
    ],
  ];

  test.each(refused)('%s', async (_, configuration, words) => {
    empty.main(configuration);
    expectClearRefusal(await empty.run(['validate']), ...words);
  });
});

describe('a text of a megabyte is refused without repeating it', () => {
  const places: readonly (readonly [string, string])[] = [
    ['as a name', block('cpool', { ...CPOOL, name: 'local.long' })],
    ['as a description', block('network', { ...NETWORK, description: 'local.long' })],
    ['in a set', block('network', { ...NETWORK, availability_zones: '[local.long]' })],
    ['as a reference', block('virtual_machine', { ...VM, cpool_id: 'local.long' })],
    ['in a map', block('virtual_machine', { ...VM, tags: '{ long = local.long }' })],
    ['as a key', block('virtual_machine', { ...VM, tags: '{ (local.long) = "short" }' })],
    ['as a key and in the map', block('virtual_machine', { ...VM, tags: '{ (local.long) = local.long }' })],
    ['as the name of a disk', block('virtual_machine', { ...VM, disks: '[{ name = local.long, size_gib = 1, datastore_id = "x" }]' })],
  ];

  test.each(places)('%s', async (_, configuration) => {
    empty.main(`locals {\n  long = "${LONG}"\n}\n${configuration}`);
    const refused = await empty.run(['validate', '-json']);
    const { diagnostics } = refused.json() as { diagnostics: readonly { summary: string; detail: string }[] };
    expect(refused.code).toBe(1);
    for (const { summary, detail } of diagnostics) {
      expect(summary).toMatch(/^SHAPE /);
      expect(detail).toMatch(/characters/);
      expect(summary.length + detail.length).toBeLessThan(2000);
    }
  });
});

describe('a plan refuses', () => {
  const refused: readonly Refused[] = [
    [
      'a zone that does not exist',
      block('cpool', { ...CPOOL, availability_zone: '"mars"' }),
      ['SHAPE tenants/main/cpools/prod', 'mars', 'az07, fr2-a'],
    ],
    [
      'a tenant that is no name',
      `provider "socle" {\n  tenant = "a b"\n}\n${block('cpool', CPOOL)}`,
      ['This is not the name of a tenant', 'tenant is "a b"; allowed: letters, digits', 'Fix:'],
    ],
    ['one id twice', block('cpool', CPOOL) + block('cpool', CPOOL, 'y'), ['IDENTITY-002 tenants/main/cpools/prod', 'twice', 'Fix:']],
    [
      'names that differ in case only',
      block('cpool', CPOOL) + block('cpool', { ...CPOOL, name: '"Prod"' }, 'y'),
      ['DUPLICATE-001 tenants/main/cpools/prod', 'in case only', 'Fix: choose another name'],
    ],
    [
      'a reference to another type',
      block('cpool', CPOOL) + block('virtual_machine', { ...VM, disks: '[{ name = "system", size_gib = 1, datastore_id = socle_cpool.x.id }]' }, 'y'),
      ['REFERENCE-002 tenants/main/virtual-machines/vm', 'disks["system"].datastore_id', 'a datastore is needed'],
    ],
    [
      'a reference that is no id',
      block('virtual_machine', { ...VM, cpool_id: '"prod"' }),
      ['REFERENCE-001 tenants/main/virtual-machines/vm', '"prod"'],
    ],
    ['a data source of nothing', 'data "socle_cpool" "x" {}\n', ['socle_cpool is looked up by id or by name', 'Fix: give exactly one of them']],
    [
      'a data source that is read before what it shows',
      `${block('cpool', CPOOL)}locals {\n  id = "tenants/main/cpools/prod"\n}\ndata "socle_cpool" "y" {\n  id = local.id\n}\n`,
      ['tenants/main/cpools/prod does not exist', 'add depends_on'],
    ],
    [
      'a function of what is not sold',
      'output "x" {\n  value = provider::socle::iops_limit("gold", 512)\n}\n',
      ['storage_class is "gold"; allowed: essential'],
    ],
    [
      'a function out of its range',
      'output "x" {\n  value = provider::socle::iops_limit("standard", 1)\n}\n',
      ['size_gib is 1; allowed: 500 to 65536'],
    ],
  ];

  test.each(refused)('%s', async (_, configuration, words) => {
    empty.main(configuration);
    expectClearRefusal(await empty.plan(), ...words);
  });
});

describe('an apply refuses, and changes nothing', () => {
  const refused: readonly Refused[] = [
    [
      'references to what does not exist',
      block('virtual_machine', VM),
      [
        'REFERENCE-001 tenants/main/virtual-machines/vm',
        'no such cpool exists',
        'no such datastore exists',
        'Fix: create it, or correct the reference',
      ],
    ],
    ['a tenant that does not exist', block('cpool', { ...CPOOL, tenant: '"nobody"' }), ['TENANCY-001 tenants/nobody/cpools/prod', 'Fix: create it']],
  ];

  test.each(refused)('%s', async (_, configuration, words) => {
    empty.main(configuration);
    expectClearRefusal(await empty.apply(), ...words);
    expect(await standing(empty, 'cpool')).toEqual([]);
    expect(await standing(empty, 'virtual_machine')).toEqual([]);
    expect((await empty.run(['state', 'list'])).stdout).toBe('');
  });
});

/** A stack whose advice about backups is accepted, so that only what a test brings about is told. */
const STACK = `provider "socle" {
  suppress = [for code in ["BACKUP-007", "BACKUP-011"] : { code = code, resource = "*", reason = "a test", expires = "2999-12-31" }]
}
${MAIN_TYPES}`;

describe('of a stack that stands', () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await workspaces.of(STACK);
    expect((await stack.apply()).code).toBe(0);
  });

  interface Change {
    readonly fact: string;
    readonly changes: Readonly<Record<string, string>>;
    /** What the plan says, its exit code (it warned only of what no apply could do), and what the apply refuses. */
    readonly planned: readonly string[];
    readonly code: 0 | 1;
    readonly refused: readonly string[];
  }
  const changes: readonly Change[] = [
    {
      fact: 'a datastore does not shrink',
      changes: { 'size_gib = 1024': 'size_gib = 512' },
      planned: ['STORAGE-009 tenants/main/datastores/ds'],
      code: 1,
      refused: ['STORAGE-009 tenants/main/datastores/ds', 'size_gib goes from 1024 to 512', 'Fix: keep 1024'],
    },
    {
      fact: 'a disk does not shrink',
      changes: { 'size_gib = 100': 'size_gib = 50' },
      planned: ['STORAGE-009 tenants/main/virtual-machines/vm-a', 'STORAGE-009 tenants/main/virtual-machines/vm-b'],
      code: 1,
      refused: ['STORAGE-009 tenants/main/virtual-machines/vm-a', 'disk data goes from 100 to 50', 'Fix: keep 100'],
    },
    {
      fact: 'a disk of another name is another disk, and the first one does not leave',
      changes: { 'name = "data"': 'name = "logs"' },
      planned: ['STORAGE-013 tenants/main/virtual-machines/vm-a', 'STORAGE-013 tenants/main/virtual-machines/vm-b'],
      code: 1,
      refused: ['STORAGE-013 tenants/main/virtual-machines/vm-a', 'disk data (100 GiB) leaves the VM', 'allow_destroy = true'],
    },
    {
      fact: 'a datastore in use takes no other name',
      changes: { 'name = "ds"': 'name = "ds2"' },
      planned: ['CHANGE-004 tenants/main/datastores/ds'],
      code: 0,
      refused: ['IN-USE-001 tenants/main/datastores/ds', 'create_before_destroy = true'],
    },
    {
      fact: 'a Cpool in use takes no other class',
      changes: { 'blade_class = "standard-v3"': 'blade_class = "eco-v3"' },
      planned: ['CHANGE-002 tenants/main/cpools/prod'],
      code: 0,
      refused: ['CHANGE-002 tenants/main/cpools/prod', 'tenants/main/virtual-machines/vm-a', 'allow_destroy = true'],
    },
  ];

  test.each(changes)('$fact', async ({ changes: written, planned, code, refused }) => {
    const before = await onPlatform(stack, (platform) => platform.hash());
    stack.main(edited(STACK, written));
    const plan = await stack.plan('-json');
    expect(plan.code).toBe(code);
    expect([...new Set(toldBy(plan).map(codeAndSubject))].sort()).toEqual(planned);
    expectClearRefusal(await stack.apply(), ...refused);
    expect(await onPlatform(stack, (platform) => platform.hash())).toBe(before);
    stack.main(STACK);
    expect(await stack.hasNoChange()).toBe(true);
  });

  test('a datastore in use takes another name where the new one is created before the old one goes', async () => {
    const lifecycle = 'size_gib = 1024\n  lifecycle {\n    create_before_destroy = true\n  }';
    stack.main(edited(STACK, { 'name = "ds"': 'name = "ds2"', 'size_gib = 1024': lifecycle }));
    expect((await stack.apply()).text).toContain('Resources: 1 added, 2 changed, 1 destroyed.');
    expect(await standing(stack, 'datastore')).toEqual(['tenants/main/datastores/ds2']);
    expect(await stack.hasNoChange()).toBe(true);
    stack.main(edited(STACK, { 'size_gib = 1024': lifecycle }));
    expect((await stack.apply()).code).toBe(0);
  });

  test('names of objects are names like others, as keys and as text', async () => {
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', ''];
    const tags = keys.map((key) => `"${key}" = "of ${key}"`).join(', ');
    stack.main(edited(STACK, { 'tags = { role = each.key, "__proto__" = "kept" }': `tags = { ${tags} }` }));
    expect((await stack.apply()).code).toBe(0);
    const vm = await onPlatform(stack, (platform) => platform.get('tenants/main/virtual-machines/vm-a'));
    expect(Object.entries(vm?.values['tags'] ?? {}).sort()).toEqual(keys.map((key) => [key, `of ${key}`]).sort());
    expect(await stack.hasNoChange()).toBe(true);
  });
});
