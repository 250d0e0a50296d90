/** Operations that are the same for every catalogue: commands, plans, the log, the clock, faults, access. */
import type { Catalogue } from '../catalogue';
import { apiBodies } from './api-bodies';
import type { JsonSchema } from './json-schema';
import { type Answer, headerParameter, listOf, operation, pathParameter, queryParameter, reference } from './openapi-operation';
import { limitParameter } from './openapi-resources';

type Paths = Readonly<Record<string, object>>;

const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({ type: 'object', required: Object.keys(properties), properties });
const good = (description: string, schema: JsonSchema): Readonly<Record<string, Answer>> => ({ 200: { description, schema } });
const findings = list(reference('Finding'));
const anything: JsonSchema = { type: 'object' };

export const fixedPaths = (catalogue: Catalogue): Paths => ({
  ...accessPaths,
  ...commandPaths([...catalogue.definitions.keys()]),
  ...platformPaths,
  ...simulationPaths(catalogue),
});

const accessPaths: Paths = {
  '/healthz': {
    get: operation({
      operationId: 'health',
      summary: 'Whether the server answers.',
      tags: ['access'],
      answers: good('It does.', object({ status: { type: 'string', const: 'ok' } })),
      open: true,
    }),
  },
  '/openapi.json': {
    get: operation({ operationId: 'describe', summary: 'This description.', tags: ['access'], answers: good('OpenAPI 3.1.', anything), open: true }),
  },
  '/v1/auth/token': {
    post: operation({
      operationId: 'token',
      summary: 'A token for a credential.',
      tags: ['access'],
      body: apiBodies.token,
      answers: good(
        'A bearer token.',
        object({
          access_token: { type: 'string' },
          token_type: { type: 'string', const: 'Bearer' },
          expires_in: { type: 'integer', description: 'Seconds for which it serves.' },
        }),
      ),
      problems: [401],
      open: true,
    }),
  },
};

const commandPaths = (types: readonly string[]): Paths => ({
  '/v1/commands': {
    post: operation({
      operationId: 'command',
      summary: 'Carries out commands one after another in one durable step: all of them, or none. Needs the write permission of each area.',
      tags: ['platform'],
      body: apiBodies.commands(types),
      answers: good('What came of each.', object({ results: list({ anyOf: [reference('Resource'), { type: 'null' }] }) })),
      problems: [404, 409, 412, 422],
    }),
  },
  '/v1/preview': {
    post: operation({
      operationId: 'preview',
      summary: 'What commands would meet if they were given now. Changes nothing. Needs the read permission of each area.',
      tags: ['platform'],
      body: apiBodies.commands(types),
      answers: good('What would be refused, and what is not advised.', object({ findings })),
      problems: [404],
    }),
  },
  '/v1/plans': {
    post: operation({
      operationId: 'plan',
      summary: 'What leads to an estate that is wanted, tried on a copy. Needs the read permission of each area.',
      tags: ['platform'],
      body: apiBodies.plan(types),
      answers: good(
        'The plan; it is kept for an hour.',
        object({
          id: { type: 'string' },
          revision: { type: 'integer' },
          changes: list(reference('Change')),
          findings,
          applicable: { type: 'boolean' },
        }),
      ),
      problems: [404],
    }),
  },
  '/v1/plans/{id}/apply': {
    post: operation({
      operationId: 'applyPlan',
      summary: 'Carries out a plan: all of it, or nothing. Needs the write permission of each area that it changes.',
      tags: ['platform'],
      parameters: [pathParameter('id', 'Id of the plan.')],
      answers: good('It is carried out.', object({ id: { type: 'string' }, changes: list(reference('Change')) })),
      problems: [404, 409, 410, 412, 422],
    }),
  },
});

const platformPaths: Paths = {
  '/v1/events': {
    get: operation({
      operationId: 'listEvents',
      summary: 'The log after a revision, oldest first; with `Accept: text/event-stream` as it grows.',
      tags: ['platform'],
      needs: 'events_read',
      parameters: [
        queryParameter('after', 'Revision after which it begins.', { type: 'integer', minimum: 0 }),
        limitParameter,
        headerParameter('Last-Event-ID', 'Where a stream goes on.'),
      ],
      answers: {
        200: {
          description: 'A page, or a stream.',
          schema: listOf(reference('Event')),
          stream: 'Server-sent events: `id` is the revision, `data` an event.',
        },
      },
    }),
  },
  '/v1/activities': {
    get: operation({
      operationId: 'listActivities',
      summary: 'What is under way, and what ended last; oldest first. Those of the areas that the caller may read.',
      tags: ['platform'],
      answers: good('All of them.', listOf(reference('Activity'))),
    }),
  },
  '/v1/activities/{id}': {
    get: operation({
      operationId: 'getActivity',
      summary: 'One activity. Needs the read permission of its area.',
      tags: ['platform'],
      parameters: [pathParameter('id', 'Id of the activity.')],
      answers: good('The activity.', reference('Activity')),
      problems: [404],
    }),
  },
  '/v1/findings': {
    get: operation({
      operationId: 'findings',
      summary: 'What is wrong with what stands.',
      tags: ['platform'],
      needs: 'findings_read',
      answers: good('All of it.', object({ findings, undecided: list(reference('Undecided')) })),
    }),
  },
  '/v1/world': {
    get: operation({
      operationId: 'world',
      summary: 'The stock that the platform hands out.',
      tags: ['platform'],
      answers: good('The stock.', anything),
    }),
  },
  '/v1/edition': {
    get: operation({
      operationId: 'edition',
      summary: 'The edition of the catalogue by which the platform judges: whoever plans for it follows the same.',
      tags: ['platform'],
      answers: good('Its name.', object({ edition: { type: 'string' } })),
    }),
  },
  '/v1/capacity': {
    get: operation({
      operationId: 'capacity',
      summary: 'What of the stock is free, by zone.',
      tags: ['platform'],
      answers: good('Blades by class, and space by array.', anything),
      problems: [501],
    }),
  },
};

const simulationPaths = (catalogue: Catalogue): Paths => ({
  '/v1/simulation/clock': {
    get: operation({
      operationId: 'clock',
      summary: 'What the clock shows, and who moves it.',
      tags: ['simulation'],
      needs: 'simulation_read',
      answers: good('The clock.', reference('Clock')),
    }),
    put: operation({
      operationId: 'setClock',
      summary: 'Sets who moves the clock.',
      tags: ['simulation'],
      needs: 'simulation_write',
      body: apiBodies.clock,
      answers: good('The clock.', reference('Clock')),
    }),
  },
  '/v1/simulation/clock/advance': {
    post: operation({
      operationId: 'advance',
      summary: 'Lets time pass: everything that falls due on the way is done, in its order.',
      tags: ['simulation'],
      needs: 'simulation_write',
      body: apiBodies.advance,
      answers: good('Where the clock is now.', reference('Advanced')),
    }),
  },
  '/v1/simulation/faults': {
    get: operation({
      operationId: 'listFaults',
      summary: 'What is broken, or will be.',
      tags: ['simulation'],
      needs: 'simulation_read',
      answers: good('All of it.', listOf(reference('Fault'))),
    }),
    post: operation({
      operationId: 'strike',
      summary: 'Breaks something, at once or later.',
      tags: ['simulation'],
      needs: 'simulation_write',
      body: apiBodies.fault(catalogue.faultKinds.keys()),
      answers: { 201: { description: 'The fault.', schema: reference('Fault'), headers: { Location: 'Its path.' } } },
      problems: [409, 422],
    }),
  },
  '/v1/simulation/faults/{id}': {
    delete: operation({
      operationId: 'mend',
      summary: 'Mends what a fault broke, or calls off what has not struck yet.',
      tags: ['simulation'],
      needs: 'simulation_write',
      parameters: [pathParameter('id', 'Id of the fault.')],
      answers: { 204: { description: 'It is mended.' } },
    }),
  },
  '/v1/simulation/drills': {
    post: operation({
      operationId: 'drill',
      summary: 'Rehearses a recovery on a copy. Changes nothing.',
      tags: ['simulation'],
      needs: 'simulation_read',
      body: apiBodies.drill,
      answers: good('What was recovered, and when.', anything),
      problems: [409, 422, 501],
    }),
  },
});
