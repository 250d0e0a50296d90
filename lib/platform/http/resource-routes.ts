/** Routes of resources: lists, and one by its name. Each definition of the catalogue has its own, so that a path says what may be there. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, type Stored } from '../../core/command';
import { apiBodies } from '../../core/project/api-bodies';
import { collectionPath, itemPath } from '../../core/project/api-paths';
import type { Definition } from '../../core/resource';
import type { Value, Values } from '../../core/unknown';
import { callerOf } from './auth';
import { foreignReferences } from './foreign';
import type { ServerOptions } from './options';
import { type ListQuery, listQuery, pageOf } from './paging';
import { permissionFor } from './permissions';
import { expectedBy, unconditional } from './preconditions';
import { principalOf } from './principal';
import { nothing, Problem } from './problem';
import { resourceBody, tagOf } from './representation';

type Names = Readonly<Record<string, string>>;

/** Routes of all resources. */
export function addResourceRoutes(server: FastifyInstance, options: ServerOptions): void {
  for (const definition of options.catalogue.definitions.values()) {
    const routes = new ResourceRoutes(definition, options);
    const read = { config: { permission: permissionFor(options.catalogue, definition.type, 'read') } };
    const write = { config: { permission: permissionFor(options.catalogue, definition.type, 'write') } };
    const list = { ...read, schema: { querystring: listQuery } };
    const item = itemPath(definition, 'route');
    server.get<{ Querystring: ListQuery }>(collectionPath(definition, 'route'), list, (request) => routes.list(request));
    server.get<{ Querystring: ListQuery }>(`/v1/collections/${definition.collection}`, list, (request) => routes.list(request));
    server.get(item, read, (request, reply) => routes.get(request, reply));
    server.put<{ Body: { readonly values: Values } }>(item, { ...write, schema: { body: apiBodies.replacement } }, (request, reply) =>
      routes.put(request, request.body.values, reply),
    );
    server.delete(item, write, (request, reply) => routes.delete(request, reply));
  }
}

class ResourceRoutes {
  constructor(
    private readonly definition: Definition,
    private readonly options: ServerOptions,
  ) {}

  async list(request: FastifyRequest<{ Querystring: ListQuery }>): Promise<object> {
    const { platform, catalogue } = this.options;
    const { sight } = callerOf(request);
    const { type, parent, attrs } = this.definition;
    const within = (request.params as Names)[parent.attribute];
    const tenant = parent.attribute === 'tenant' ? within : undefined;
    const all = await platform.list(type, { signal: request.signal, ...(tenant === undefined ? {} : { tenant }) });
    const own = all.filter(({ id, values }) => sight.sees(id) && (within === undefined || values[parent.attribute] === within));
    // What is observed changes by itself, and no list is kept of it.
    const kept = Object.keys(attrs).filter((key) => !attrs[key]?.volatile && !attrs[key]?.writeOnly);
    const page = pageOf(own, request.query, kept);
    const items: object[] = [];
    for (const stored of page.items)
      items.push(resourceBody(catalogue, stored, request.query.observe === 'true' ? await this.observed(request, stored) : undefined));
    return { items, next: page.next };
  }

  async get(request: FastifyRequest, reply: FastifyReply): Promise<object> {
    const stored = await this.options.platform.get(this.own(request), { signal: request.signal });
    if (!stored) throw nothing(`such ${this.noun}`);
    reply.header('etag', tagOf(stored));
    return resourceBody(this.options.catalogue, stored, await this.observed(request, stored));
  }

  async put(request: FastifyRequest, written: Values, reply: FastifyReply): Promise<object> {
    const { platform, catalogue } = this.options;
    const id = this.own(request);
    const expected = expectedBy(request.headers);
    if (expected.kind === 'anything') throw unconditional();
    const { type } = this.definition;
    const values = this.named(request.params as Names, written);
    const { kind: _, ...seen } = expected;
    const command =
      expected.kind === 'nothing' ? ({ kind: 'create', type, values } as const) : ({ kind: 'update', type, id, values, ...seen } as const);
    const caller = callerOf(request);
    const foreign = await foreignReferences(this.options, caller, [command]);
    if (foreign.length > 0) throw new Refusal(foreign, true);
    const stored = await platform.dispatch(command, { signal: request.signal, principal: principalOf(catalogue, caller) });
    if (!stored) throw new Error(`nothing came of a ${command.kind}`);
    if (command.kind === 'create') reply.code(201).header('location', `/v1/${stored.id}`);
    reply.header('etag', tagOf(stored));
    return resourceBody(catalogue, stored);
  }

  async delete(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { platform, catalogue } = this.options;
    const id = this.own(request);
    const expected = expectedBy(request.headers);
    if (expected.kind === 'nothing')
      throw new Problem('malformed', 'If-None-Match does not go with DELETE', { fix: 'send If-Match, or no condition' });
    const { type } = this.definition;
    const removal = { kind: 'delete', type, id, ...(expected.incarnation === undefined ? {} : { incarnation: expected.incarnation }) } as const;
    const by = { signal: request.signal, principal: principalOf(catalogue, callerOf(request)) };
    const stored = expected.kind === 'revision' ? await platform.get(id, by) : undefined;
    // An update to what it is already says nothing but whether it is as last seen, in the same step as the deletion.
    if (expected.kind === 'revision' && stored && (expected.incarnation ?? stored.incarnation) === stored.incarnation)
      await platform.dispatchAll([{ ...removal, kind: 'update', values: stored.values, revision: expected.revision }, removal], by);
    else if (expected.kind === 'anything') await platform.dispatch(removal, by);
    reply.code(204).send();
  }

  private get noun(): string {
    return this.definition.type.replaceAll('_', ' ');
  }

  /** The id that a path means. Throws where it would be another's. */
  private own(request: FastifyRequest): string {
    const names = request.params as Names;
    const { parent, collection } = this.definition;
    const id = `${parent.collection}/${names[parent.attribute]}/${collection}/${names['name']}`;
    if (!callerOf(request).sight.sees(id)) throw nothing(`such ${this.noun}`);
    return id;
  }

  /** The values with the names of the path, which they may repeat. */
  private named(names: Names, written: Values): Values {
    const own: Record<string, Value> = {};
    for (const key of [this.definition.parent.attribute, 'name']) {
      own[key] = names[key] ?? null;
      const given = written[key] ?? null;
      if (given !== null && given !== own[key])
        throw new Problem('malformed', `${key} is one thing in the path and another in the body`, {
          fix: `leave ${key} out of the body: a name is for life`,
        });
    }
    return { ...written, ...own };
  }

  private async observed(request: FastifyRequest, { id }: Stored): Promise<Values> {
    return callerOf(request).sight.json(await this.options.platform.observe(id)) as Values;
  }
}
