/** The null provider in the little that runbooks use of it, since the real one cannot be downloaded offline: a program for Terraform. */
import { valueFromJson } from '../../lib/tfplugin/json-value';
import { impliedType } from '../../lib/tfplugin/schema';
import { serve } from '../../lib/tfplugin/serve';
import { type TfObject, type TfProvider, type TfResource, type TfSchema, UnknownValue } from '../../lib/tfplugin/types';

const schema: TfSchema = {
  version: 0,
  attributes: [
    { name: 'id', type: 'string', computed: true },
    { name: 'triggers', type: { map: 'string' }, optional: true },
  ],
};

const sameTriggers = (a: TfObject, b: TfObject): boolean => JSON.stringify(a['triggers']) === JSON.stringify(b['triggers']);

const nullResource: TfResource = {
  schema,
  validate: async () => ({}),
  upgrade: async ({ raw }) => ({ state: valueFromJson(raw, impliedType(schema), 'drop') as TfObject }),
  read: async ({ state }) => ({ state }),
  plan: async ({ prior, proposed }) => {
    if (proposed === null) return { planned: null };
    if (prior !== null && sameTriggers(prior, proposed)) return { planned: prior };
    return {
      planned: { ...proposed, id: new UnknownValue({ notNull: true }) },
      requiresReplace: prior === null ? [] : [[{ attribute: 'triggers' }]],
    };
  },
  apply: async ({ planned }) => ({ state: planned && { ...planned, id: String(process.hrtime.bigint()) } }),
  import: async ({ id }) => ({ imported: [{ type: 'null_resource', state: { id, triggers: null } }] }),
};

const provider = (): TfProvider => ({
  schema: { version: 0, attributes: [] },
  resources: { null_resource: nullResource },
  dataSources: {},
  functions: {},
  validateConfig: async () => ({}),
  configure: async () => ({}),
  stop: async () => {},
  close: async () => {},
});

void serve({ provider, address: 'registry.terraform.io/hashicorp/null' }).then((code) => process.exit(code));
