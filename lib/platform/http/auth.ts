/** Who asks: tokens for credentials, and the caller that a token stands for. */
import jwt from '@fastify/jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { apiBodies } from '../../core/project/api-bodies';
import { TOKEN_SECONDS, TOKENS_PER_MINUTE_MAX } from './bounds';
import { type Credential, isSecretOf } from './credentials';
import type { ServerOptions } from './options';
import { Caller, grantOf, type Permission } from './permissions';
import { nothing, Problem } from './problem';
import { rateByAddress } from './rate';

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined where a route asks nobody who they are. */
    caller: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** Nobody is asked who they are. */
    open?: boolean;
    /** What whoever asks must be allowed. Left out where it depends on the body, or where any caller may ask. */
    permission?: Permission;
  }
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { readonly sub: string; readonly iat: number; readonly exp: number };
  }
}

const ALGORITHM = 'HS256';

const byClient = ({ credentials }: ServerOptions): ReadonlyMap<string, Credential> =>
  new Map(credentials.map((credential) => [credential.client_id, credential]));

/** The caller of a route that asks who it is. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('a route that asks nobody who they are wants to know');
  return request.caller;
}

/** Lets a server give tokens, and ask for them on every route that is not open. */
export async function askWhoItIs(server: FastifyInstance, options: ServerOptions): Promise<void> {
  await server.register(jwt, {
    secret: options.tokenKey,
    sign: { algorithm: ALGORITHM },
    // The clock is ours: whether a token has ended is asked of it.
    verify: { algorithms: [ALGORITHM], ignoreExpiration: true, cache: true },
  });
  const grants = new Map(options.credentials.map((credential) => [credential.client_id, grantOf(options.catalogue, credential)]));
  server.decorateRequest('caller', undefined);
  server.addHook('onRequest', async (request) => {
    const { open, permission } = request.routeOptions.config;
    if (open || request.is404) return;
    request.caller = await callerWith(request);
    const { tenant } = request.params as { readonly tenant?: string };
    // What is another's is not there: this comes before what is not allowed.
    if (tenant !== undefined && !request.caller.sight.has(tenant)) throw nothing('such tenant');
    if (permission) request.caller.need(permission);
  });

  async function callerWith(request: FastifyRequest): Promise<Caller> {
    const { sub, exp } = await request.jwtVerify<{ readonly sub: string; readonly exp: number }>().catch(() => {
      throw unauthenticated('a token of this server is needed');
    });
    const grant = grants.get(sub);
    if (!grant) throw unauthenticated('a token of this server is needed');
    if (options.clock.now() >= exp * 1000) throw unauthenticated('the token has ended');
    return new Caller(grant, exp * 1000);
  }
}

/** `POST /v1/auth/token`. */
export function addTokenRoute(server: FastifyInstance, options: ServerOptions): void {
  const known = byClient(options);
  server.post<{ Body: { readonly client_id: string; readonly secret_id: string } }>(
    '/v1/auth/token',
    { config: { open: true, rateLimit: rateByAddress(TOKENS_PER_MINUTE_MAX, 60) }, schema: { body: apiBodies.token } },
    async ({ body: { client_id, secret_id } }) => {
      const credential = known.get(client_id);
      if (!(await isSecretOf(credential, secret_id)))
        throw new Problem('unauthenticated', 'client_id or secret_id is wrong', {
          fix: 'correct them, or ask whoever keeps the credentials',
          retryable: false,
        });
      const iat = Math.floor(options.clock.now() / 1000);
      const access_token = server.jwt.sign({ sub: client_id, iat, exp: iat + TOKEN_SECONDS });
      return { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
    },
  );
}

const unauthenticated = (detail: string): Problem =>
  new Problem('unauthenticated', detail, {
    fix: 'ask POST /v1/auth/token for one, and send it as authorization: Bearer',
    headers: { 'www-authenticate': 'Bearer realm="socle"' },
  });
