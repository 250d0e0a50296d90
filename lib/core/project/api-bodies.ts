/** Bodies that requests of the HTTP API have, whatever the catalogue: the server checks them and the description shows them. */
import { ADVANCE_MAX_MS, SECOND_MS } from '../virtual-time';
import type { JsonSchema } from './json-schema';

/** Commands of one request, and resources of one plan. */
export const COMMANDS_MAX = 5000;
/** Characters of the longest name of a client, and of the longest secret. */
const CLIENT_MAX = 255;
const SECRET_MAX = 512;
/** Characters of the longest id, and of an incarnation. */
const ID_MAX = 512;
const INCARNATION_MAX = 64;
const ADVANCE_MAX_SECONDS = ADVANCE_MAX_MS / SECOND_MS;
const REVISION_MAX = Number.MAX_SAFE_INTEGER;

/** An object with exactly these properties; those with a question mark may be left out. */
export function exactly(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const entries = Object.entries(properties).map(([key, schema]) => ({ key: key.replace(/\?$/, ''), schema, required: !key.endsWith('?') }));
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.filter(({ required }) => required).map(({ key }) => key),
    properties: Object.fromEntries(entries.map(({ key, schema }) => [key, schema])),
  };
}

/** Values of a resource, an action or a target: the platform judges them, attribute by attribute. */
const values: JsonSchema = { type: 'object' };
const type = (types: Iterable<string>): JsonSchema => ({ type: 'string', enum: [...types] });
const id: JsonSchema = { type: 'string', minLength: 1, maxLength: ID_MAX };
const incarnation: JsonSchema = { type: 'string', minLength: 1, maxLength: INCARNATION_MAX };
const revision: JsonSchema = { type: 'integer', minimum: 0, maximum: REVISION_MAX };
const kind = (name: string): JsonSchema => ({ type: 'string', const: name });

export const apiBodies = {
  token: exactly({
    client_id: { type: 'string', minLength: 1, maxLength: CLIENT_MAX },
    secret_id: { type: 'string', minLength: 1, maxLength: SECRET_MAX },
  }),
  replacement: exactly({ values }),
  clock: exactly({ mode: { type: 'string', enum: ['automatic', 'manual'] } }),
  advance: exactly({ seconds: { type: 'number', minimum: 0, maximum: ADVANCE_MAX_SECONDS } }),
  fault: (kinds: Iterable<string>): JsonSchema =>
    exactly({
      kind: type(kinds),
      target: values,
      'after_seconds?': { type: 'number', minimum: 0, maximum: ADVANCE_MAX_SECONDS },
      'for_seconds?': { type: 'number', minimum: 0, maximum: ADVANCE_MAX_SECONDS },
    }),
  drill: exactly({
    plan: id,
    'lose?': exactly({ kind: { type: 'string', minLength: 1, maxLength: CLIENT_MAX }, target: values }),
    'at?': { type: 'string', minLength: 1, maxLength: CLIENT_MAX },
    'after_seconds?': { type: 'number', minimum: 0, maximum: ADVANCE_MAX_SECONDS },
    'seed?': { type: 'string', minLength: 1, maxLength: CLIENT_MAX },
  }),
  commands: (types: readonly string[]): JsonSchema =>
    exactly({ commands: { type: 'array', minItems: 1, maxItems: COMMANDS_MAX, items: command(types) } }),
  plan: (types: readonly string[]): JsonSchema =>
    exactly({
      tenant: { type: 'string', minLength: 1, maxLength: CLIENT_MAX },
      resources: { type: 'array', maxItems: COMMANDS_MAX, items: exactly({ type: type(types), values }) },
      'prune?': { type: 'boolean' },
    }),
} as const;

const command = (types: readonly string[]): JsonSchema => ({
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    exactly({ kind: kind('create'), type: type(types), values }),
    exactly({ kind: kind('update'), type: type(types), id, values, 'revision?': revision, 'incarnation?': incarnation }),
    exactly({ kind: kind('delete'), type: type(types), id, 'incarnation?': incarnation }),
  ],
});
