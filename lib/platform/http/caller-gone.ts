/** The signal of a request: it aborts when whoever asked has gone, or when the time for an answer is over. */
import type { FastifyInstance } from 'fastify';
import { REQUEST_MS_MAX } from './bounds';
import type { ServerOptions } from './options';

/** Takes the place of the framework's own signal, which follows the request's stream: that closes as soon as its body is read. */
export function followCallers(server: FastifyInstance, { after }: Pick<ServerOptions, 'after'>): void {
  server.addHook('onRequest', async (request, reply) => {
    const gone = new AbortController();
    const cancel = after(REQUEST_MS_MAX, () => gone.abort());
    reply.raw.once('close', () => {
      cancel();
      if (!reply.raw.writableFinished) gone.abort();
    });
    Object.defineProperty(request, 'signal', { value: gone.signal });
  });
}
