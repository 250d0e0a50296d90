/** Data sources, functions, the provider block and its schema. */
import { catalogue } from '../../lib/catalogue/complete';
import { factSources } from '../../lib/catalogue/fact-sources';
import { functions } from '../../lib/catalogue/functions';
import { providerSchemaJson, resourceSchema } from '../../lib/core/project/terraform-schema';
import { attributesOf } from '../../lib/core/resource';
import { readSettings } from '../../lib/provider/settings';
import { BigNumber, FunctionError, type TfObject, type TfValue, UnknownValue } from '../../lib/tfplugin/types';
import { Driver, world } from './driver';
import { ID, nouns, vm } from './estate';

const read = (driver: Driver, type: string, config: TfObject) => {
  const source = driver.provider.dataSources[`socle_${type}`];
  if (!source) throw new Error(`no data source ${type}`);
  const whole = Object.fromEntries(source.schema.attributes.map(({ name }) => [name, config[name] ?? null]));
  return { validate: () => source.validate({ config: whole }, driver.context), read: () => source.read({ config: whole }, driver.context) };
};

async function standing(): Promise<Driver> {
  const driver = await Driver.open();
  for (const [type, written] of Object.entries(nouns)) await driver.create(type, written);
  await driver.create('virtual_machine', vm('web'));
  await driver.configure();
  return driver;
}

describe('a noun', () => {
  test.each<[string, TfObject]>([
    ['id', { id: ID.datastore }],
    ["name, in the provider's tenant", { name: 'ds1' }],
    ['name and tenant', { name: 'ds1', tenant: 'main' }],
  ])('is found by %s, with what changes by itself', async (_, config) => {
    const { state, diagnostics } = await read(await standing(), 'datastore', config).read();
    expect(diagnostics).toBeUndefined();
    expect(state).toMatchObject({ id: ID.datastore, name: 'ds1', size_gib: 1024, swap_gib: 16, free_gib: 1024 - 50 - 16, iops_limit: 1500 });
    expect(state).not.toHaveProperty('timeouts');
  });

  test('every noun is read with every attribute of its schema', async () => {
    const driver = await standing();
    for (const [type, id] of Object.entries({ ...ID, vm: ID.vm('web') }).map(([, id]) => [
      catalogue.byCollection.get(String(id).split('/')[2] ?? '')?.type ?? '',
      String(id),
    ])) {
      const { state } = await read(driver, type ?? '', { id: id ?? '' }).read();
      const source = driver.provider.dataSources[`socle_${type}`];
      expect(Object.keys(state ?? {}).sort()).toEqual(source?.schema.attributes.map(({ name }) => name).sort());
    }
  });

  test('a tenant is found by name and organisation, not by name alone', async () => {
    const driver = await standing();
    expect((await read(driver, 'tenant', { name: 'second', organization: 'acme' }).read()).state).toMatchObject({
      id: 'organizations/acme/tenants/second',
    });
    expect((await read(driver, 'tenant', { name: 'second' }).read()).diagnostics).toMatchObject([{ summary: 'organization is missing' }]);
  });

  test('what does not exist: the error says depends_on', async () => {
    const driver = await Driver.open();
    await driver.plan('datastore', nouns.datastore);
    const { diagnostics, state } = await read(driver, 'datastore', { id: ID.datastore }).read();
    expect(state).toBeNull();
    expect(diagnostics?.[0]?.detail).toMatch(/This plan creates it.*depends_on/s);
  });

  test.each<[string, TfObject, number]>([
    ['neither id nor name', {}, 1],
    ['both', { id: ID.datastore, name: 'ds1' }, 1],
    ['an unknown id', { id: new UnknownValue() }, 0],
    ['a name', { name: 'ds1' }, 0],
  ])('%s', async (_, config, problems) => {
    expect((await read(await Driver.open(), 'datastore', config).validate()).diagnostics).toHaveLength(problems);
  });

  test('an id of another type', async () => {
    const { diagnostics } = await read(await Driver.open(), 'datastore', { id: ID.cpool }).read();
    expect(diagnostics).toMatchObject([{ severity: 'error', path: [{ attribute: 'id' }] }]);
  });
});

test.each([
  ['blade_classes', 7, { name: 'eco-v3', ram_gib: 384, gpu_model: null }],
  ['storage_classes', 6, { name: 'essential', iops_per_tb: 500 }],
  ['availability_zones', 5, { name: 'par7s', region: 'fr1' }],
  ['templates', world.templates.length, { name: 'alma-9' }],
  ['skus', 18, { sku: 'csp:fr1:iaas:vmware:eco:v3', unit: '1 blade' }],
])('the table %s', async (name, rows, first) => {
  const { state } = await read(await Driver.open(), name, {}).read();
  const table = state?.[name] as readonly TfObject[];
  expect(table).toHaveLength(rows);
  expect(table[0]).toMatchObject(first);
});

describe('the table of backups', () => {
  test('is that of one VM', async () => {
    const driver = await standing();
    expect((await read(driver, 'backups', { virtual_machine_id: ID.vm('web') }).read()).state).toEqual({
      virtual_machine_id: ID.vm('web'),
      backups: [],
    });
    await driver.platform.act({ type: 'virtual_machine', id: ID.vm('web'), action: 'run_backup', input: {} });
    const { state } = await read(driver, 'backups', { virtual_machine_id: ID.vm('web') }).read();
    expect(state?.['backups']).toMatchObject([{ kind: 'daily', usable: true, encrypted: false, consistent: true }]);
  });

  test.each([
    ['another type', ID.datastore],
    ['a VM that is not there', ID.vm('none')],
  ])('of %s is an error at its attribute', async (_, virtual_machine_id) => {
    const { state, diagnostics } = await read(await standing(), 'backups', { virtual_machine_id }).read();
    expect([state, diagnostics]).toMatchObject([null, [{ severity: 'error', path: [{ attribute: 'virtual_machine_id' }] }]]);
  });
});

describe('functions', () => {
  const call = async (name: string, ...args: readonly TfValue[]) => (await Driver.open()).provider.functions[name]?.call(args);

  test.each<[string, readonly TfValue[], TfValue]>([
    ['iops_limit', ['standard', 512], 750],
    ['iops_limit', ['ultra', 10_240], 150_000],
    ['iops_limit', ['mass', 1024], null],
    ['cpool_memory_range', ['standard-v3', 3], { min_gib: 384, max_gib: 1152 }],
    ['swap_gib', [[64, 64, 16.5]], 144.5],
    ['swap_gib', [[]], 0],
  ])('%s%j is %j', async (name, args, result) => {
    expect(await call(name, ...args)).toEqual(result);
  });

  test.each<[string, readonly TfValue[], number]>([
    ['iops_limit', ['gold', 512], 0],
    ['iops_limit', ['standard', 499], 1],
    ['iops_limit', ['standard', 512.5], 1],
    ['iops_limit', ['standard', new BigNumber('123456789012345678901234567890')], 1],
    ['cpool_memory_range', ['standard-v3', 33], 1],
    ['swap_gib', [[1, -1]], 0],
    ['swap_gib', [[1, null]], 0],
  ])('%s%j is a mistake in argument %i', async (name, args, argument) => {
    const error = await call(name, ...args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FunctionError);
    expect(error).toMatchObject({ argument });
  });
});

describe('the provider block', () => {
  const read = (config: TfObject, env: Readonly<Record<string, string>>) => readSettings(config, env, catalogue.editions);

  test('the block wins over the environment, and that over the default', () => {
    expect(read({ tenant: 'a' }, { SOCLE_TENANT: 'b' })).toMatchObject({ tenant: 'a' });
    expect(read({ tenant: null }, { SOCLE_TENANT: 'b', SOCLE_WORLD: 'w.json', SOCLE_STATE_PATH: '' })).toEqual({
      tenant: 'b',
      connection: { world: 'w.json', edition: 'seeds' },
      suppressions: [],
    });
    expect(read({}, {})).toEqual({ tenant: 'main', connection: { edition: 'seeds' }, suppressions: [] });
  });

  // A tenant that cannot be was planned, into every id, and refused in the middle of the apply.
  test('a tenant that is no name is refused, from the block and from the environment', () => {
    for (const tenant of ['', 'a b', '../x', '__proto__', 'main/networks/lan', 'x'.repeat(64)]) {
      expect(read({ tenant }, {})).toMatchObject([{ summary: 'This is not the name of a tenant', path: [{ attribute: 'tenant' }] }]);
    }
    expect(read({}, { SOCLE_TENANT: 'a b' })).toMatchObject([{ summary: 'This is not the name of a tenant' }]);
    expect(read({ tenant: 'x'.repeat(63) }, {})).toMatchObject({ tenant: 'x'.repeat(63) });
  });

  test('an unknown tenant leaves ids unknown; any other unknown setting is an error', async () => {
    const driver = await Driver.open({ tenant: new UnknownValue() });
    expect((await driver.plan('network', nouns.network)).planned).toMatchObject({ id: expect.any(UnknownValue), tenant: expect.any(UnknownValue) });
    expect(await driver.configure({ state_path: new UnknownValue() })).toMatchObject({ diagnostics: [{ summary: 'state_path is not known yet' }] });
  });

  test('an RPC before configure is an error in words', async () => {
    const driver = await Driver.open();
    await driver.provider.close();
    expect((await driver.plan('network', nouns.network)).diagnostics).toMatchObject([{ detail: 'The provider is not configured yet.' }]);
  });
});

describe('the schema', () => {
  test('every lasting attribute is in it, volatile ones in the data source alone', async () => {
    const { provider } = await Driver.open();
    for (const definition of catalogue.definitions.values()) {
      const names = resourceSchema(definition).attributes.map(({ name }) => name);
      const top = [...attributesOf(definition.attrs)].filter(({ path }) => !/[.[]/.test(path));
      expect(names).toEqual([...top.filter(({ attribute }) => !attribute.volatile).map(({ path }) => path), 'timeouts']);
      expect(provider.dataSources[`socle_${definition.type}`]?.schema.attributes.map(({ name }) => name)).toEqual(
        top.filter(({ attribute }) => !attribute.writeOnly).map(({ path }) => path),
      );
    }
  });

  test('as JSON it has the form of `terraform providers schema -json`', () => {
    const json = providerSchemaJson({ definitions: catalogue.definitions.values(), factSources, functions }, 'registry.terraform.io/socle/socle');
    expect(json).toMatchObject({
      format_version: '1.0',
      provider_schemas: {
        'registry.terraform.io/socle/socle': {
          provider: { block: { attributes: { secret_id: { type: 'string', optional: true, sensitive: true } } } },
          resource_schemas: {
            socle_virtual_machine: {
              block: {
                attributes: {
                  tags: { type: ['map', 'string'], optional: true },
                  vcpus: { type: 'number', required: true },
                  disks: { nested_type: { nesting_mode: 'list', attributes: { provisioning: { optional: true, computed: true } } } },
                },
              },
            },
          },
          functions: { cpool_memory_range: { return_type: ['object', { min_gib: 'number', max_gib: 'number' }] } },
        },
      },
    });
  });
});
