/** One operation of the HTTP API, as OpenAPI writes it. */
import type { JsonSchema } from './json-schema';

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  /** What the caller must be allowed. */
  readonly needs?: string;
  readonly parameters?: readonly object[];
  readonly body?: JsonSchema;
  /** Whether the body may be left out. */
  readonly bodyIs?: 'optional';
  /** Good answers by status. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** Statuses of problems that this operation adds to those that all have. */
  readonly problems?: readonly number[];
  /** Nobody is asked who they are. */
  readonly open?: true;
}

export interface Answer {
  readonly description: string;
  readonly schema?: JsonSchema;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another form in which it may be asked for. */
  readonly stream?: string;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'Who asks is not known.',
  403: 'A permission is missing; its name is said.',
  404: 'There is nothing of that kind.',
  409: 'The platform refuses, and says why.',
  410: 'It is no longer kept.',
  412: 'It is not as last seen.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'Values do not have the form they need.',
  428: 'The request must say what it expects.',
  429: 'There were too many requests.',
  501: 'This server does not offer it.',
  503: 'The platform cannot be asked now, and nothing was done.',
  504: 'The answer did not come in time: how much was done is not known.',
};

export const reference = (schema: string): JsonSchema => ({ $ref: `#/components/schemas/${schema}` });

export const listOf = (items: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['items', 'next'],
  properties: {
    items: { type: 'array', items },
    next: { type: ['string', 'null'], description: 'Where the next page begins; null where this is the last.' },
  },
});

export const pathParameter = (name: string, description: string): object => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});
export const queryParameter = (name: string, description: string, schema: JsonSchema): object => ({ name, in: 'query', description, schema });
export const headerParameter = (name: string, description: string): object => ({ name, in: 'header', description, schema: { type: 'string' } });

const problemAnswer = (status: number): readonly [string, object] => [
  String(status),
  { description: TITLES[status] ?? 'A problem.', content: { 'application/problem+json': { schema: reference('Problem') } } },
];

function answerOf({ description, schema, headers, stream }: Answer): object {
  const content = schema && {
    'application/json': { schema },
    ...(stream === undefined ? {} : { 'text/event-stream': { schema: { type: 'string', description: stream } } }),
  };
  const described = Object.entries(headers ?? {}).map(([name, says]) => [name, { description: says, schema: { type: 'string' } }]);
  return { description, ...(content ? { content } : {}), ...(headers ? { headers: Object.fromEntries(described) } : {}) };
}

export function operation({ operationId, summary, tags, needs, parameters, body, bodyIs, answers, problems = [], open }: Operation): object {
  const always = open ? [400, 429, 503, 504] : [400, 401, 403, 429, 503, 504];
  const statuses = [...new Set([...always, ...(body ? [413, 415] : []), ...problems])].sort((a, b) => a - b);
  return {
    operationId,
    summary,
    tags,
    ...(needs === undefined ? {} : { description: `Needs the permission \`${needs}\`.` }),
    ...(open ? { security: [] } : {}),
    ...(parameters ? { parameters } : {}),
    ...(body ? { requestBody: { required: bodyIs !== 'optional', content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)])),
      ...Object.fromEntries(statuses.map(problemAnswer)),
    },
  };
}
