/** `GET /v1/events`: the log, by the page or as it grows. */
import type { FastifyInstance } from 'fastify';
import { callerOf } from './auth';
import { EventStream } from './event-stream';
import type { ServerOptions } from './options';
import { limitOf, listQuery } from './paging';
import { Problem } from './problem';
import { eventBody } from './representation';
import { seenEvents } from './seen-events';

const REVISION = '^[0-9]{1,15}$';
const eventsQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { after: { type: 'string', pattern: REVISION }, limit: listQuery.properties.limit },
} as const;

type Query = { readonly Querystring: { readonly after?: string; readonly limit?: string } };

export function addEventRoutes(server: FastifyInstance, options: ServerOptions): void {
  const stream = new EventStream(options);
  server.addHook('preClose', async () => stream.close());
  server.get<Query>('/v1/events', { config: { permission: 'events_read' }, schema: { querystring: eventsQuery } }, async (request, reply) => {
    const caller = callerOf(request);
    const limit = limitOf(request.query);
    if (request.headers.accept?.includes('text/event-stream')) {
      stream.add(reply, caller, revisionOf(request.headers['last-event-id'] ?? request.query.after));
      return reply;
    }
    const { events, upTo, rest } = await seenEvents(options, caller.sight, { after: revisionOf(request.query.after), limit });
    return { items: events.map(eventBody), next: rest === 'more' ? String(upTo) : null };
  });
}

function revisionOf(text: string | string[] | undefined): number {
  if (text === undefined || text === '') return 0;
  if (typeof text === 'string' && new RegExp(REVISION).test(text)) return Number(text);
  throw new Problem('malformed', 'Last-Event-ID is no revision', { fix: 'send the id of the last event that was heard, or leave it out' });
}
