/** Schemas that operations share: findings, problems, activities, faults, events. */
import type { Catalogue } from '../catalogue';
import { attrsSchema, type JsonSchema } from './json-schema';
import { reference } from './openapi-operation';
import { resourceSchemas } from './openapi-resources';

const text: JsonSchema = { type: 'string' };
const time: JsonSchema = { type: 'string', format: 'date-time' };
const state: JsonSchema = { type: 'string', enum: ['waiting', 'running', 'completed', 'failed'] };
const orNull = (schema: JsonSchema): JsonSchema => ({ ...schema, type: [schema['type'], 'null'] });

const all = (properties: Readonly<Record<string, JsonSchema>>, optional: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  properties: { ...properties, ...optional },
});

const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const finding = all({
  code: text,
  class: { type: 'string', enum: ['refused', 'promise', 'advice'] },
  severity: { type: 'string', enum: ['error', 'warning'] },
  resource: text,
  type: text,
  path: text,
  title: text,
  message: text,
  fix: text,
  source: text,
});

const problem = all(
  { type: text, title: text, status: { type: 'integer' }, detail: text },
  { fix: text, findings: list(reference('Finding')), retryable: { type: 'boolean', description: 'Another operation, or time, may cure it.' } },
);

const activity = all({
  id: text,
  what: text,
  type: text,
  subject: text,
  state,
  progress: { type: 'number', minimum: 0, maximum: 100 },
  reason: orNull(text),
  items: list(all({ what: text, state, reason: orNull(text) })),
  started_at: time,
  ends_at: time,
});

/** What a fault of each kind names. */
const targets = (catalogue: Catalogue): JsonSchema[] =>
  [...catalogue.faultKinds.values()].map(({ kind, doc, attrs }) => ({ ...attrsSchema(attrs, 'input'), title: kind, description: doc }));

const fault = (catalogue: Catalogue): JsonSchema =>
  all({
    id: text,
    kind: { type: 'string', enum: [...catalogue.faultKinds.keys()] },
    target: { type: 'object', description: 'As for the order that made it.', anyOf: targets(catalogue) },
    from: time,
    until: orNull(time),
    active: { type: 'boolean', description: 'It has struck, and is not mended.' },
  });

const key = all({ type: text, id: text });
const event = all({ revision: { type: 'integer' }, at: time, principal: text, kind: text, type: text, id: text, touched: list(key) }, { what: text });
const clock = { mode: { type: 'string', enum: ['automatic', 'manual'] }, now: time } as const;
const change = all({ action: { type: 'string', enum: ['create', 'update', 'replace', 'delete'] }, type: text, id: text });

export const schemas = (catalogue: Catalogue): Readonly<Record<string, JsonSchema>> => ({
  ...resourceSchemas(catalogue),
  Finding: finding,
  Undecided: all({ code: text, resource: text, because: list(text) }),
  Problem: problem,
  Activity: activity,
  Fault: fault(catalogue),
  Event: event,
  Clock: all(clock),
  Advanced: all({ ...clock, done: { type: 'integer', description: 'Pieces of work that fell due on the way.' } }),
  Change: change,
  Resource: all({ id: text, type: text, incarnation: text, revision: { type: 'integer' }, values: { type: 'object' } }),
});
