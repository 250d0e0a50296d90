/** Paths of the HTTP API that follow from definitions, as a router writes them (`:name`) and as OpenAPI does (`{name}`). */
import type { Action } from '../action';
import type { Definition } from '../resource';

type Notation = 'route' | 'openapi';

const parameter = (name: string, notation: Notation): string => (notation === 'route' ? `:${name}` : `{${name}}`);

export const collectionPath = ({ parent, collection }: Definition, notation: Notation): string =>
  `/v1/${parent.collection}/${parameter(parent.attribute, notation)}/${collection}`;

export const itemPath = (definition: Definition, notation: Notation): string =>
  `${collectionPath(definition, notation)}/${parameter('name', notation)}`;

export const actionPath = (definition: Definition, { action }: Pick<Action, 'action'>, notation: Notation): string =>
  `${itemPath(definition, notation)}/actions/${action}`;
