/** One line for each request: who asked for what, and how it ended. Never a query, a body or a header. */
import type { FastifyInstance } from 'fastify';
import type { ServerOptions } from './options';

/** Longest path of a line, in characters. */
const PATH_MAX = 200;

export function logRequests(server: FastifyInstance, { clock, log }: ServerOptions): void {
  server.addHook('onResponse', async (request, reply) => {
    log({
      at: new Date(clock.now()).toISOString(),
      level: 'info',
      event: 'request',
      request: request.id,
      client: request.caller?.name ?? null,
      method: request.method,
      path: (request.url.split('?')[0] ?? '').slice(0, PATH_MAX),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
  });
}
