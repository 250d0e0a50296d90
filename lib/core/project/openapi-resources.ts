/** Operations on resources: what each definition of the catalogue adds to the description. */
import type { Action } from '../action';
import type { Catalogue } from '../catalogue';
import type { Definition } from '../resource';
import { actionPath, collectionPath, itemPath } from './api-paths';
import { attrsSchema, type JsonSchema, jsonSchemaOf } from './json-schema';
import { headerParameter, listOf, operation, pathParameter, queryParameter, reference } from './openapi-operation';

/** Resources of a page at most, and unless asked otherwise. */
const PAGE = { minimum: 1, maximum: 500, default: 100 } as const;

export const limitParameter = queryParameter('limit', 'How many to give at most.', { type: 'integer', ...PAGE });

const listParameters = [
  limitParameter,
  queryParameter('cursor', '`next` of the page before.', { type: 'string' }),
  queryParameter('filter', 'Conditions, as `name eq "web" and tenant eq "main"`.', { type: 'string' }),
  queryParameter('observe', 'Whether to tell what time and others change about each.', { type: 'string', enum: ['true', 'false'] }),
];

const incarnation = headerParameter('Socle-Incarnation', 'Only that very object; another one under the same id is left alone.');
const ETAG = { ETag: 'Its revision, in quotes.' } as const;

/** `virtual_machine` as `VirtualMachine`: how names of schemas and operations are written. */
const titled = (type: string): string => type.replace(/(^|_)([a-z])/g, (_whole, _separator, letter: string) => letter.toUpperCase());

const spoken = (type: string): string => type.replaceAll('_', ' ');

export function resourcePaths(catalogue: Catalogue): Readonly<Record<string, object>> {
  const paths: Record<string, object> = {};
  for (const definition of catalogue.definitions.values()) {
    const area = catalogue.areaOf.get(definition.type) ?? '';
    paths[collectionPath(definition, 'openapi')] = { get: list(definition, area, 'inParent') };
    paths[`/v1/collections/${definition.collection}`] = { get: list(definition, area, 'everywhere') };
    paths[itemPath(definition, 'openapi')] = { get: one(definition, area), put: put(definition, area), delete: removal(definition, area) };
    for (const action of catalogue.actions.get(definition.type) ?? [])
      paths[actionPath(definition, action, 'openapi')] = { post: act(definition, area, action) };
  }
  return paths;
}

/** Resources as they are written, and as they are shown. */
export function resourceSchemas(catalogue: Catalogue): Readonly<Record<string, JsonSchema>> {
  const all = [...catalogue.definitions.values()];
  return Object.fromEntries(
    all.flatMap((definition) => [
      [titled(definition.type), shown(definition)],
      [`${titled(definition.type)}Values`, writtenValues(definition)],
    ]),
  );
}

/** What a PUT takes: its names stand in the path already. */
function writtenValues(definition: Definition): JsonSchema {
  const { required, ...schema } = jsonSchemaOf(definition, 'input');
  const named = ['name', definition.parent.attribute];
  return { ...schema, required: (required as readonly string[]).filter((key) => !named.includes(key)) };
}

function shown(definition: Definition): JsonSchema {
  const attributes = Object.entries(definition.attrs);
  const volatile = attributes.filter(([, attribute]) => attribute.volatile);
  const rest = attributes.filter(([, attribute]) => !attribute.volatile);
  return {
    type: 'object',
    description: definition.doc,
    required: ['id', 'type', 'incarnation', 'revision', 'values'],
    properties: {
      id: { type: 'string', description: 'Identity, known before it is created.' },
      type: { type: 'string', const: definition.type },
      incarnation: { type: 'string', description: 'Told apart from an earlier or later object of the same id.' },
      revision: { type: 'integer' },
      values: shownAttributes(rest),
      observed: {
        ...shownAttributes(volatile),
        description: 'What time and others change about it; only where one is asked for, or with `observe=true`.',
      },
    },
  };
}

/** Whoever reads a page of today's may meet an attribute of tomorrow's, or miss what cannot be told. */
function shownAttributes(attributes: readonly (readonly [string, Definition['attrs'][string]])[]): JsonSchema {
  const { required: _required, additionalProperties: _closed, ...schema } = attrsSchema(Object.fromEntries(attributes), 'output');
  return schema;
}

const parentParameter = ({ parent }: Definition): object =>
  pathParameter(parent.attribute, parent.attribute === 'tenant' ? 'Name of the tenant.' : `Name of the ${spoken(parent.attribute)}.`);

const itemParameters = (definition: Definition): readonly object[] => [parentParameter(definition), pathParameter('name', 'Name of the resource.')];

function list(definition: Definition, area: string, where: 'inParent' | 'everywhere'): object {
  const { type, parent } = definition;
  const everywhere = where === 'everywhere';
  return operation({
    operationId: `list${titled(type)}${everywhere ? 'Everywhere' : ''}`,
    summary: everywhere
      ? `Every ${spoken(type)} that the caller may see, by id.`
      : `Every ${spoken(type)} of one ${spoken(parent.attribute)}, by id.`,
    tags: [area],
    needs: `${area}_read`,
    parameters: [...(everywhere ? [] : [parentParameter(definition)]), ...listParameters],
    answers: { 200: { description: 'A page.', schema: listOf(reference(titled(type))) } },
    problems: [404],
  });
}

function one(definition: Definition, area: string): object {
  return operation({
    operationId: `get${titled(definition.type)}`,
    summary: `One ${spoken(definition.type)}, with what can be observed of it.`,
    tags: [area],
    needs: `${area}_read`,
    parameters: itemParameters(definition),
    answers: { 200: { description: 'The resource.', schema: reference(titled(definition.type)), headers: ETAG } },
    problems: [404],
  });
}

function put(definition: Definition, area: string): object {
  const { type } = definition;
  const schema = reference(titled(type));
  return operation({
    operationId: `put${titled(type)}`,
    summary: `Creates a ${spoken(type)}, or replaces its values.`,
    tags: [area],
    needs: `${area}_write`,
    parameters: [
      ...itemParameters(definition),
      headerParameter('If-None-Match', '`*`: create it; it must not exist.'),
      headerParameter('If-Match', 'Its etag, as it was read: replace its values, if it is still so.'),
      incarnation,
    ],
    body: { type: 'object', additionalProperties: false, required: ['values'], properties: { values: reference(`${titled(type)}Values`) } },
    answers: {
      200: { description: 'It is replaced.', schema, headers: ETAG },
      201: { description: 'It is created.', schema, headers: { ...ETAG, Location: 'Its path.' } },
    },
    problems: [404, 409, 412, 422, 428],
  });
}

function removal(definition: Definition, area: string): object {
  return operation({
    operationId: `delete${titled(definition.type)}`,
    summary: `Deletes a ${spoken(definition.type)}. What is gone already, or another object by now, is left alone.`,
    tags: [area],
    needs: `${area}_write`,
    parameters: [...itemParameters(definition), headerParameter('If-Match', 'Its etag: only as it was read.'), incarnation],
    answers: { 204: { description: 'It is gone.' } },
    problems: [404, 409, 412],
  });
}

function act(definition: Definition, area: string, action: Action): object {
  return operation({
    operationId: `${action.action}${titled(definition.type)}`.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase()),
    summary: action.doc,
    tags: [area],
    needs: `${area}_write`,
    parameters: itemParameters(definition),
    body: attrsSchema(action.attrs, 'input'),
    bodyIs: 'optional',
    answers: { 202: { description: 'It is under way.', schema: reference('Activity'), headers: { Location: 'Where to watch it.' } } },
    problems: [404, 409, 412, 422],
  });
}
