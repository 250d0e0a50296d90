/** A platform that is served over HTTP: its file, its credentials and its certificate put together, and how it stops. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { readDrillOrder } from '../catalogue/protection/drill-order';
import type { Catalogue } from '../core/catalogue';
import { CLOSING_MS, RATE_DEFAULT } from '../platform/http/bounds';
import { type Credential, hashOfSecret, readCredentials, SECRET_MAX } from '../platform/http/credentials';
import type { After, LogLine } from '../platform/http/options';
import { createServer, type Server } from '../platform/http/server';
import { InputError } from '../terraform/input-error';
import { capacityOf } from './capacity';
import { editionNamed } from './cli-input';
import { statePathFor } from './cli-platform';
import { openEmbedded } from './embedded';
import { holdDrill } from './hold-drill';
import type { Terminal } from './terminal';

export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly credentials?: string;
  readonly world?: string;
  readonly edition?: string;
  readonly clock?: 'automatic' | 'manual';
  readonly rate?: string;
}

export interface Serving {
  readonly url: string;
  readonly statePath: string;
  /** What was made for this start, and is shown once; undefined where the user gave credentials. */
  readonly generated: Secret | undefined;
  /** Takes nothing more, ends what runs within a bound, and closes the platform. */
  readonly stop: () => Promise<void>;
}

interface Secret {
  readonly client_id: string;
  readonly secret_id: string;
}

const PORT_MAX = 65_535;
const RATE_MAX = 1_000_000;
const SECRET_BYTES = 32;
const TOKEN_KEY_BYTES = 32;
/** Shortest secret that a user may give, in characters. */
const SECRET_MIN = 12;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** Opens the platform and listens. Throws `InputError` and `Unavailable` where that cannot be, and then nothing stays open. */
export async function startServing(named: string | undefined, options: ServeOptions, terminal: Terminal): Promise<Serving> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const port = count('--port', options.port, 0, PORT_MAX);
  const perSecond = options.rate === undefined ? RATE_DEFAULT.perSecond : count('--rate', options.rate, 1, RATE_MAX);
  const tls = certificateOf(options);
  if (!tls && !LOOPBACK.test(options.host))
    throw new InputError(
      `--host ${options.host} can be reached by others, and without TLS they could read secrets on the way`,
      'give --tls-cert and --tls-key, or leave --host out',
    );
  const { credentials, generated } = await credentialsOf(options, catalogue, terminal);
  const { client, statePath } = await openEmbedded({
    statePath: statePathFor(named, terminal),
    world: options.world,
    ...editionNamed(options.edition, catalogue),
    cwd: '.',
  });
  try {
    if (options.clock !== undefined) await client.setClock(options.clock);
    const server = await createServer({
      platform: client,
      catalogue,
      credentials,
      tokenKey: randomBytes(TOKEN_KEY_BYTES),
      clock: { now: () => terminal.now().getTime() },
      after,
      random: randomBytes,
      log: (line) => terminal.err(`${JSON.stringify(line)}\n`),
      rate: { perSecond, burst: 2 * perSecond },
      ...(tls ? { tls } : {}),
      drill: (request) => holdDrill(client, readDrillOrder(request)),
      capacity: async () => capacityOf(await client.contents()),
    });
    await listen(server, options.host, port);
    const { port: taken } = server.http.server.address() as AddressInfo;
    const host = options.host.includes(':') ? `[${options.host}]` : options.host;
    const note = (event: string): void => terminal.err(`${JSON.stringify(lineOf(event, terminal))}\n`);
    const stop = async (): Promise<void> => {
      note('stopping');
      await closed(server);
      await client.close();
      note('stopped');
    };
    return { url: `${tls ? 'https' : 'http'}://${host}:${taken}`, statePath, generated, stop };
  } catch (error) {
    await client.close();
    throw error;
  }
}

const lineOf = (event: string, terminal: Terminal): LogLine => ({ at: terminal.now().toISOString(), level: 'info', event });

const after: After = (ms, action) => {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
};

function count(option: string, given: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new InputError(`${option} is ${JSON.stringify(given)}; allowed: ${least} to ${most}`, `give ${option} a whole number in that range`);
}

function read(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${option} ${path} cannot be read: ${reasonOf(error)}`, 'name a file that exists and may be read');
  }
}

/** What the system calls it. */
const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

function certificateOf({ tlsCert, tlsKey }: ServeOptions): { readonly cert: string; readonly key: string } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new InputError(
      `${tlsCert === undefined ? '--tls-key' : '--tls-cert'} is given alone`,
      'give --tls-cert and --tls-key together, both as PEM files',
    );
  const tls = { cert: read('--tls-cert', tlsCert), key: read('--tls-key', tlsKey) };
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new InputError(
      `${tlsCert} and ${tlsKey} are no certificate and its key: ${String(error)}`,
      'give the certificate (with those that lead to its authority) and its own private key, both as PEM',
    );
  }
  return tls;
}

/** Who may ask: a file, the environment, or somebody made for this start. */
async function credentialsOf(
  options: ServeOptions,
  catalogue: Catalogue,
  { env }: Terminal,
): Promise<{ readonly credentials: readonly Credential[]; readonly generated?: Secret }> {
  if (options.credentials !== undefined) {
    const { credentials, problems } = readCredentials(read('--credentials', options.credentials), catalogue);
    if (problems.length === 0) return { credentials };
    throw new InputError(`${options.credentials} cannot be used: ${problems.join('; ')}`, 'correct it; socle platform credential writes an entry');
  }
  const client_id = env['SOCLE_CLIENT_ID'] || undefined;
  const secret_id = env['SOCLE_SECRET_ID'] || undefined;
  if ((client_id === undefined) !== (secret_id === undefined))
    throw new InputError(
      `${client_id === undefined ? 'SOCLE_SECRET_ID' : 'SOCLE_CLIENT_ID'} is set alone`,
      'set SOCLE_CLIENT_ID and SOCLE_SECRET_ID, or neither',
    );
  if (client_id !== undefined && secret_id !== undefined) {
    if (secret_id.length < SECRET_MIN || secret_id.length > SECRET_MAX)
      throw new InputError(
        `SOCLE_SECRET_ID has ${secret_id.length} characters; allowed: ${SECRET_MIN} to ${SECRET_MAX}`,
        'give a longer secret, as openssl rand -hex 32 writes it',
      );
    return { credentials: [await ownerWith({ client_id, secret_id })] };
  }
  const generated = { client_id: 'owner', secret_id: randomBytes(SECRET_BYTES).toString('base64url') };
  return { credentials: [await ownerWith(generated)], generated };
}

const ownerWith = async ({ client_id, secret_id }: Secret): Promise<Credential> => ({
  client_id,
  secret_hash: await hashOfSecret(secret_id),
  tenants: ['*'],
  permissions: ['owner'],
});

async function listen({ http }: Server, host: string, port: number): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'EADDRINUSE')
      throw new InputError(`port ${port} of ${host} is taken`, 'stop what listens there, or give another --port (0 takes any that is free)');
    throw new InputError(`${host}:${port} cannot be listened on: ${reason}`, 'give a --host of this machine, and a --port that you may use');
  }
}

/** Closes a server; what still runs after a while is cut off. */
async function closed({ http }: Server): Promise<void> {
  const cancel = after(CLOSING_MS, () => 'closeAllConnections' in http.server && http.server.closeAllConnections());
  await http.close();
  cancel();
}
