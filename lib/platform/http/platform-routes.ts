/** Routes of the platform as a whole: what is wrong, under way, in stock; its clock, what is broken, and drills. */
import type { FastifyInstance } from 'fastify';
import type { FaultOrder } from '../../core/fault';
import { apiBodies } from '../../core/project/api-bodies';
import type { Values } from '../../core/unknown';
import { type ClockMode, SECOND_MS } from '../../core/virtual-time';
import { callerOf } from './auth';
import type { Copies } from './copies';
import { partly } from './errors';
import { refuseForeign } from './foreign';
import type { ServerOptions } from './options';
import { type Permission, permissionFor } from './permissions';
import { principalOf } from './principal';
import { nothing, Problem } from './problem';
import { activityBody, clockBody, faultBody } from './representation';

export function addPlatformRoutes(server: FastifyInstance, { platform, catalogue, capacity }: ServerOptions): void {
  server.get('/v1/findings', { config: { permission: 'findings_read' } }, async (request) =>
    callerOf(request).sight.judgement(await platform.findings()),
  );
  server.get('/v1/world', async (request) => {
    const world = await platform.world();
    const { sight } = callerOf(request);
    return { ...world, tenants: world.tenants.filter(({ name }) => sight.has(name)) };
  });
  server.get('/v1/edition', async () => ({ edition: await platform.edition() }));
  server.get('/v1/capacity', async () => {
    if (!capacity) throw new Problem('not_offered', 'this server does not count what is free', { fix: 'GET /v1/world tells the whole stock' });
    return capacity();
  });
  server.get('/v1/activities', async (request) => {
    const caller = callerOf(request);
    const own = (await platform.activities()).filter(({ type, subject }) => caller.sight.sees(subject) && caller.may(permissionToWatch(type)));
    return { items: own.map((activity) => caller.sight.json(activityBody(activity))), next: null };
  });
  server.get<{ Params: { readonly id: string } }>('/v1/activities/:id', async (request) => {
    const caller = callerOf(request);
    const activity = await platform.activity(request.params.id);
    if (!activity || !caller.sight.sees(activity.subject)) throw nothing('such activity');
    caller.need(permissionToWatch(activity.type));
    return caller.sight.json(activityBody(activity));
  });
  const permissionToWatch = (type: string): Permission => (catalogue.areaOf.has(type) ? permissionFor(catalogue, type, 'read') : 'simulation_read');
}

export function addSimulationRoutes(server: FastifyInstance, { platform, catalogue, drill }: ServerOptions, copies: Copies): void {
  const read = { config: { permission: 'simulation_read' } } as const;
  const write = { config: { permission: 'simulation_write' } } as const;
  const by = (request: Parameters<typeof callerOf>[0]) => ({ signal: request.signal, principal: principalOf(catalogue, callerOf(request)) });
  server.get('/v1/simulation/clock', read, async () => clockBody(await platform.clock()));
  server.put<{ Body: { readonly mode: ClockMode } }>('/v1/simulation/clock', { ...write, schema: { body: apiBodies.clock } }, async (request) =>
    clockBody(await platform.setClock(request.body.mode, by(request))),
  );
  server.post<{ Body: { readonly seconds: number } }>(
    '/v1/simulation/clock/advance',
    { ...write, schema: { body: apiBodies.advance } },
    async (request) => {
      const ms = Math.round(request.body.seconds * SECOND_MS);
      const advanced = platform.advance(ms, by(request)).catch((error: unknown) => {
        throw partly(error);
      });
      return clockBody(await advanced);
    },
  );
  server.get('/v1/simulation/faults', read, async (request) => ({
    items: (await platform.faults()).map((fault) => callerOf(request).sight.json(faultBody(fault))),
    next: null,
  }));
  server.post<{ Body: FaultOrder }>(
    '/v1/simulation/faults',
    { ...write, schema: { body: apiBodies.fault(catalogue.faultKinds.keys()) } },
    async (request, reply) => {
      const fault = await platform.strike(request.body, by(request));
      reply.code(201).header('location', `/v1/simulation/faults/${fault.id}`);
      return faultBody(fault);
    },
  );
  server.delete<{ Params: { readonly id: string } }>('/v1/simulation/faults/:id', write, async (request, reply) => {
    await platform.mend(request.params.id, by(request));
    reply.code(204).send();
  });
  server.post<{ Body: Values }>('/v1/simulation/drills', { ...read, schema: { body: apiBodies.drill } }, async (request) => {
    if (!drill) throw new Problem('not_offered', 'this server runs no drills', { fix: 'run socle drill beside the platform' });
    const { sight } = callerOf(request);
    refuseForeign(sight, { id: 'drill', type: '' }, request.body);
    return sight.json(await copies.work(() => drill(request.body)));
  });
}
