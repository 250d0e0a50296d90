/** The server: HTTP in front of a platform. Who asks, what may be asked and how much of it is decided here; what happens, by the platform. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { openApiOf } from '../../core/project/openapi';
import { addTokenRoute, askWhoItIs } from './auth';
import {
  BODY_BYTES_MAX,
  CONNECTIONS_MAX,
  ENDING_MS_MAX,
  HEADERS_MS_MAX,
  KEEP_ALIVE_MS,
  PARAMETER_MAX,
  REQUEST_MS_MAX,
  SILENCE_MS_MAX,
} from './bounds';
import { followCallers } from './caller-gone';
import { addActionRoutes, addCommandRoutes, addPlanRoutes } from './command-routes';
import { Copies } from './copies';
import { problemOf } from './errors';
import { addEventRoutes } from './event-routes';
import { readJsonBodies } from './json-body';
import { logRequests } from './log';
import type { ServerOptions } from './options';
import { addPlatformRoutes, addSimulationRoutes } from './platform-routes';
import { PROBLEM_TYPE, Problem } from './problem';
import { boundTheRate } from './rate';
import { addResourceRoutes } from './resource-routes';
import { noteRoutes, type Route, unrouted } from './routing';

export interface Server {
  readonly http: FastifyInstance;
  /** Every route, for whoever compares them with their description. */
  readonly routes: readonly Route[];
}

/** Bytes of the reference under which a defect is logged. */
const REFERENCE_BYTES = 6;
const RETRY = { 'retry-after': '1' } as const;

/** Makes a server that is ready to listen. Closing it ends what it runs; the platform stays open. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const http = frame(options);
  const routes = noteRoutes(http);
  http.setErrorHandler((error, request, reply) => answerError(options, error, request, reply));
  http.setNotFoundHandler((request, reply) => send(reply, unrouted(routes, request.method, request.url)));
  readJsonBodies(http);
  logRequests(http, options);
  guardAnswers(http);
  followCallers(http, options);
  await askWhoItIs(http, options);
  await boundTheRate(http, options);
  addTokenRoute(http, options);
  addResourceRoutes(http, options);
  addCommandRoutes(http, options);
  addActionRoutes(http, options);
  const copies = new Copies();
  addPlanRoutes(http, options, copies);
  addEventRoutes(http, options);
  addPlatformRoutes(http, options);
  addSimulationRoutes(http, options, copies);
  const description = JSON.stringify(openApiOf(options.catalogue));
  http.get('/healthz', { config: { open: true } }, async () => ({ status: 'ok' }));
  http.get('/openapi.json', { config: { open: true } }, async (_request, reply) => reply.type('application/json').send(description));
  await http.ready();
  return { http, routes };
}

function frame(options: ServerOptions): FastifyInstance {
  const { tls } = options;
  const bounds = {
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    handlerTimeout: REQUEST_MS_MAX + ENDING_MS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: SILENCE_MS_MAX,
    // A connection that rests is no request that runs.
    forceCloseConnections: 'idle' as const,
    routerOptions: { maxParamLength: PARAMETER_MAX },
  };
  const strict = { exposeHeadRoutes: false, requestIdHeader: false as const, logger: false, return503OnClosing: false };
  const ajv = { customOptions: { coerceTypes: false as const, useDefaults: false, removeAdditional: false, allErrors: false, discriminator: true } };
  const frameworkErrors = (error: Error, request: FastifyRequest, reply: FastifyReply): void => void answerError(options, error, request, reply);
  const given = { ...bounds, ...strict, ajv, frameworkErrors, clientErrorHandler };
  const http = (tls ? fastify({ ...given, https: { ...tls, minVersion: 'TLSv1.2' } }) : fastify(given)) as FastifyInstance;
  http.server.headersTimeout = HEADERS_MS_MAX;
  http.server.maxConnections = CONNECTIONS_MAX;
  return http;
}

/** No answer is kept on the way or taken for something else, and a server that closes takes nothing more. */
function guardAnswers(http: FastifyInstance): void {
  let isClosing = false;
  http.addHook('preClose', async () => {
    isClosing = true;
  });
  http.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    if (isClosing) throw new Problem('unavailable', 'the server is closing', { fix: 'try again in a moment', retryable: true, headers: RETRY });
  });
}

function answerError(options: ServerOptions, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = problemOf(error, request.caller?.sight);
  const at = new Date(options.clock.now()).toISOString();
  if (known) {
    if (known.kind === 'unavailable') options.log({ at, level: 'error', event: 'unavailable', request: request.id, reason: messageOf(error) });
    return send(reply, known);
  }
  const reference = options.random(REFERENCE_BYTES).toString('hex');
  options.log({
    at,
    level: 'error',
    event: 'defect',
    request: request.id,
    reference,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return send(
    reply,
    new Problem('defect', `this is a mistake of Socle itself; it is noted as ${reference}`, {
      fix: `report ${reference} to whoever runs this server`,
    }),
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.more.headers ?? {})
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problem.body));
}

/** What is no HTTP gets the same answer, without a request to answer to. */
function clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = unread(error.code);
  const body = JSON.stringify(problem.body);
  const head = [`content-type: ${PROBLEM_TYPE}`, `content-length: ${Buffer.byteLength(body)}`, 'connection: close'].join('\r\n');
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head}\r\n\r\n${body}`);
}

function unread(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('head_too_large', 'the headers are larger than this server reads');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('late', `a request has ${REQUEST_MS_MAX / 1000} seconds to arrive`);
  return new Problem('malformed', 'this is no HTTP request that this server can read');
}
