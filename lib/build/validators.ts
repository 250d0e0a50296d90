/** Build step: compiles every definition's JSON Schema with ajv to standalone code, so that nothing is compiled at run time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import addFormats from 'ajv-formats';
import { actions, definitions } from '../catalogue';
import { faultKinds } from '../catalogue/facts/fault-kinds';
import { formsOf } from '../core/catalogue';
import { attrsSchema, jsonSchemaOf } from '../core/project/json-schema';

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, code: { source: true, optimize: 1 } });
addFormats(ajv, ['date', 'email']);
const names: Record<string, string> = {};
for (const definition of definitions) {
  const schema = { $id: definition.type, ...jsonSchemaOf(definition, 'input') };
  ajv.addSchema(schema);
  names[definition.type] = definition.type;
}
for (const [name, form] of formsOf(actions, faultKinds)) {
  ajv.addSchema({ $id: name, ...attrsSchema(form.attrs, 'input') });
  names[name] = name;
}
const folder = join(process.cwd(), 'lib/catalogue/generated');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'validators.js'), standaloneCode(ajv, names));
writeFileSync(
  join(folder, 'validators.d.ts'),
  "import type { Validator } from '../../core/validate';\ndeclare const validators: Readonly<Record<string, Validator>>;\nexport = validators;\n",
);
