/** Which routes a server has, so that a path with the wrong method is told which one is right. */
import type { FastifyInstance } from 'fastify';
import { nothing, Problem } from './problem';

export interface Route {
  readonly method: string;
  /** As the router writes it: `/v1/tenants/:tenant/…`. */
  readonly path: string;
}

/** Notes every route that is added from now on. */
export function noteRoutes(server: FastifyInstance): readonly Route[] {
  const routes: Route[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of Array.isArray(method) ? method : [method]) routes.push({ method: each, path: url });
  });
  return routes;
}

/** What is said of a path and method without a route. */
export function unrouted(routes: readonly Route[], method: string, url: string): Problem {
  const parts = (url.split('?')[0] ?? '').split('/');
  const matching = routes.filter(({ path }) => isPathOf(path.split('/'), parts));
  const allowed = [...new Set(matching.map((route) => route.method))].sort();
  if (allowed.length === 0) return nothing('such path');
  const allow = allowed.join(', ');
  return new Problem('method_not_allowed', `${method} is not allowed here`, { fix: `use ${allow}`, headers: { allow } });
}

const isPathOf = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]));
