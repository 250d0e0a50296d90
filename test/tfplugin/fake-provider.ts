/** A provider in memory that uses every corner of the protocol. Its state is what Terraform keeps. */
import { valueFromJson } from '../../lib/tfplugin/json-value';
import { impliedType } from '../../lib/tfplugin/schema';
import {
  FunctionError,
  type TfDataSource,
  type TfObject,
  type TfProvider,
  type TfResource,
  type TfSchema,
  type TfValue,
  UnknownValue,
} from '../../lib/tfplugin/types';

export const thingSchema: TfSchema = {
  version: 1,
  description: 'A thing.',
  attributes: [
    { name: 'id', type: 'string', computed: true, description: 'Known only after apply.' },
    { name: 'name', type: 'string', required: true },
    { name: 'big', type: 'number', optional: true },
    { name: 'secret', type: 'string', optional: true, sensitive: true },
    { name: 'password', type: 'string', optional: true, writeOnly: true },
    { name: 'password_length', type: 'number', computed: true },
    { name: 'tags', type: { map: 'string' }, optional: true },
    { name: 'anything', type: 'dynamic', optional: true },
    {
      name: 'disks',
      optional: true,
      nested: {
        nesting: 'map',
        attributes: [
          { name: 'size_gib', type: 'number', required: true },
          { name: 'serial', type: 'string', computed: true },
        ],
      },
    },
    { name: 'owners', optional: true, nested: { nesting: 'set', attributes: [{ name: 'email', type: 'string', required: true }] } },
  ],
};

const providerSchema: TfSchema = { version: 0, attributes: [{ name: 'greeting', type: 'string', optional: true }] };

const thing: TfResource = {
  schema: thingSchema,
  async validate({ config }) {
    if (config.name !== 'forbidden') return {};
    return { diagnostics: [{ severity: 'error', summary: 'Name forbidden', detail: 'Choose another.', path: [{ attribute: 'name' }] }] };
  },
  async upgrade({ raw }) {
    return { state: asObject(valueFromJson(raw, impliedType(thingSchema), 'drop')) };
  },
  async read({ state }) {
    return { state };
  },
  async plan({ prior, proposed, config }) {
    if (proposed === null) return { planned: null };
    if (config?.name === 'defective') throw new TypeError('the plan is broken\nand says so on two lines');
    const known = prior !== null && prior.name === proposed.name;
    const planned = {
      ...proposed,
      id: known ? (prior.id ?? null) : new UnknownValue({ notNull: true, stringPrefix: 'thing-' }),
      password: null,
      password_length: typeof config?.password === 'string' ? config.password.length : null,
      disks: withSerials(proposed.disks ?? null, () => new UnknownValue({ notNull: true })),
    };
    return { planned, requiresReplace: known || prior === null ? [] : [[{ attribute: 'name' }]], priv: Buffer.from('planned') };
  },
  async apply({ planned, priv }, { signal }) {
    if (planned === null) return { state: null };
    if (planned.name === 'slow') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { state: null, diagnostics: [{ severity: 'error', summary: 'Stopped as asked' }] };
    }
    const disks = withSerials(planned.disks ?? null, (name) => `serial-${name}`);
    const id = typeof planned.id === 'string' ? planned.id : `thing-${String(planned.name)}`;
    return { state: { ...planned, id, disks }, priv: Buffer.concat([priv, Buffer.from(' and applied')]) };
  },
  async import({ id }) {
    return { imported: [{ type: 'smoke_thing', state: { id, name: id.replace('thing-', '') } }] };
  },
};

const echo: TfDataSource = {
  schema: {
    version: 0,
    attributes: [
      { name: 'given', type: 'dynamic', required: true },
      { name: 'greeting', type: 'string', computed: true },
    ],
  },
  async validate() {
    return {};
  },
  async read({ config }) {
    return { state: { ...config, greeting: 'hello' } };
  },
};

export interface FakeProvider extends TfProvider {
  readonly events: string[];
}

export function fakeProvider(): FakeProvider {
  const events: string[] = [];
  return {
    events,
    schema: providerSchema,
    resources: { smoke_thing: thing },
    dataSources: { smoke_echo: echo },
    functions: {
      join: {
        parameters: [{ name: 'separator', type: 'string' }],
        variadic: { name: 'parts', type: 'string' },
        returns: 'string',
        summary: 'Joins.',
        call([separator, ...parts]) {
          if (parts.length === 0) throw new FunctionError('at least one part', 1);
          return parts.map(String).join(String(separator));
        },
      },
    },
    async validateConfig() {
      return {};
    },
    async configure({ terraformVersion }) {
      events.push(`configure ${terraformVersion}`);
      return {};
    },
    async stop() {
      events.push('stop');
    },
    async close() {
      events.push('close');
    },
  };
}

function withSerials(disks: TfValue, serial: (name: string) => TfValue): TfValue {
  if (typeof disks !== 'object' || disks === null || disks instanceof UnknownValue) return disks;
  return Object.fromEntries(
    Object.entries(disks).map(([name, disk]) => {
      const { serial: present, ...rest } = asObject(disk);
      return [name, { ...rest, serial: present === null || present instanceof UnknownValue ? serial(name) : (present ?? serial(name)) }];
    }),
  );
}

function asObject(value: TfValue): TfObject {
  return value as TfObject;
}
