/** Routes of commands: several in one durable step, what they would meet, actions, and whole estates that are wanted. */
import type { FastifyInstance } from 'fastify';
import { definitionOf } from '../../core/catalogue';
import { type Command, Refusal } from '../../core/command';
import { apiBodies } from '../../core/project/api-bodies';
import { actionPath } from '../../core/project/api-paths';
import { isObject, type Values } from '../../core/unknown';
import { type Desired, type DesiredPlan, planDesired } from '../desired';
import { callerOf } from './auth';
import type { Copies } from './copies';
import { foreignReferences, refuseForeign } from './foreign';
import type { ServerOptions } from './options';
import { type Caller, permissionFor } from './permissions';
import { PlanBook } from './plan-book';
import { checkCommands, principalOf } from './principal';
import { nothing, Problem } from './problem';
import { activityBody, resourceBody } from './representation';

type Commands = { readonly Body: { readonly commands: readonly Command[] } };
type Plan = { readonly Body: { readonly tenant: string; readonly resources: readonly Desired[]; readonly prune?: boolean } };

/** Bytes of a plan's id. */
const PLAN_ID_BYTES = 16;

export function addCommandRoutes(server: FastifyInstance, options: ServerOptions): void {
  const { platform, catalogue } = options;
  const schema = { body: apiBodies.commands([...catalogue.definitions.keys()]) };
  server.post<Commands>('/v1/commands', { schema }, async (request) => {
    const caller = callerOf(request);
    const { commands } = request.body;
    checkCommands(catalogue, caller, commands, 'write');
    const foreign = await foreignReferences(options, caller, commands);
    if (foreign.length > 0) throw new Refusal(foreign, true);
    const results = await platform.dispatchAll(commands, { signal: request.signal, principal: principalOf(catalogue, caller) });
    return { results: results.map((stored) => (stored ? resourceBody(catalogue, stored) : null)) };
  });
  server.post<Commands>('/v1/preview', { schema }, async (request) => {
    const caller = callerOf(request);
    const { commands } = request.body;
    checkCommands(catalogue, caller, commands, 'read');
    const foreign = await foreignReferences(options, caller, commands);
    return { findings: foreign.length > 0 ? foreign : previewed(caller, await platform.preview(commands)) };
  });
}

/** What is refused is said even where it is about others; advice about others is theirs. */
function previewed(caller: Caller, findings: DesiredPlan['findings']): DesiredPlan['findings'] {
  const refused = caller.sight.refusal(findings.filter((finding) => finding.class === 'refused'));
  return [...refused, ...caller.sight.findings(findings.filter((finding) => finding.class !== 'refused'))];
}

export function addActionRoutes(server: FastifyInstance, { platform, catalogue }: ServerOptions): void {
  for (const [type, actions] of catalogue.actions) {
    if (actions.length === 0) continue;
    const definition = definitionOf(catalogue, type);
    const { parent, collection } = definition;
    const config = { permission: permissionFor(catalogue, type, 'write') };
    // Whether there is such an action is for the platform to say: it knows what was meant.
    server.post<{ Params: Record<string, string>; Body: unknown }>(
      actionPath(definition, { action: ':action' }, 'route'),
      { config },
      async (request, reply) => {
        const { name, action = '', [parent.attribute]: within } = request.params;
        const id = `${parent.collection}/${within}/${collection}/${name}`;
        const { sight } = callerOf(request);
        if (!sight.sees(id)) throw nothing('such resource');
        const input = inputOf(request.body);
        refuseForeign(sight, { id, type }, input);
        const activity = await platform.act(
          { type, id, action, input },
          { signal: request.signal, principal: principalOf(catalogue, callerOf(request)) },
        );
        reply.code(202).header('location', `/v1/activities/${activity.id}`);
        return sight.json(activityBody(activity));
      },
    );
  }
}

/** The input of an action; one that needs none may leave it out. */
function inputOf(body: unknown): Values {
  if (body === undefined) return {};
  if (isObject(body)) return body;
  throw new Problem('malformed', 'the body is the input of the action, which is an object', { fix: 'send {} where the action needs no input' });
}

export function addPlanRoutes(server: FastifyInstance, options: ServerOptions, copies: Copies): void {
  const { platform, catalogue, clock, random } = options;
  const book = new PlanBook(clock.now);
  server.post<Plan>('/v1/plans', { schema: { body: apiBodies.plan([...catalogue.definitions.keys()]) } }, async (request) => {
    const caller = callerOf(request);
    const { tenant, resources, prune = false } = request.body;
    if (!caller.sight.has(tenant)) throw nothing('such tenant');
    const creations = creationsOf(options, tenant, resources);
    checkCommands(catalogue, caller, creations, 'read');
    if (prune) for (const type of catalogue.definitions.keys()) caller.need(permissionFor(catalogue, type, 'read'));
    const foreign = await foreignReferences(options, caller, creations);
    const wanted = { tenant, resources, unwanted: prune ? 'delete' : 'keep' } as const;
    const plan =
      foreign.length > 0
        ? { revision: (await platform.contents()).revision, commands: [], changes: [], findings: foreign, applicable: false }
        : await copies.work(() => planDesired(catalogue, platform, wanted, request.signal));
    const id = random(PLAN_ID_BYTES).toString('hex');
    book.keep(id, caller.name, plan);
    return { id, revision: plan.revision, changes: plan.changes, findings: previewed(caller, plan.findings), applicable: plan.applicable };
  });
  server.post<{ Params: { readonly id: string } }>('/v1/plans/:id/apply', async (request) => {
    const caller = callerOf(request);
    const { id } = request.params;
    const { commands, changes, findings, applicable, revision } = book.plan(id, caller.name);
    checkCommands(catalogue, caller, commands, 'write');
    const refused = findings.filter((finding) => finding.class === 'refused');
    if (!applicable) throw new Refusal(refused, false);
    if ((await platform.contents()).revision !== revision)
      throw new Problem('conflict', 'the platform has moved on since the plan was made', { fix: 'plan again', retryable: false });
    await platform.dispatchAll(commands, { signal: request.signal, principal: principalOf(catalogue, caller) });
    book.forget(id);
    return { id, changes };
  });
}

/** What is wanted, as if all of it were to be created: what a caller must be allowed to look at. Throws where another tenant is named. */
function creationsOf({ catalogue }: ServerOptions, tenant: string, resources: readonly Desired[]): Command[] {
  return resources.map(({ type, values }): Command => {
    const { parent } = definitionOf(catalogue, type);
    if (parent.attribute !== 'tenant') return { kind: 'create', type, values };
    if ((values['tenant'] ?? tenant) !== tenant)
      throw new Problem('malformed', 'a resource of the plan is of another tenant than the plan', { fix: 'plan each tenant by itself' });
    return { kind: 'create', type, values: { ...values, tenant } };
  });
}
