/** Serves a provider to Terraform until Terraform, a signal, or the end of its parent ends it. */
import { createCertificate } from './certificate';
import { GrpcServer, type Tls } from './grpc-server';
import type { Method } from './grpc-stream';
import { explanation, handshakeLine, isSpoken, isStartedByHost, reattachText } from './handshake';
import { Lifetime } from './lifetime';
import { type Address, listen } from './listen';
import { createLog, type Log } from './log';
import { pluginMethods } from './plugin-services';
import type * as ServiceModule from './provider-service';
import { catchStrays } from './strays';
import type { TfProvider } from './types';

const PROVIDER_PATH = '/tfplugin6.Provider/';
/** How long running calls may take to notice that they are aborted. */
const RUNNING_CALLS_MS = 10_000;
/** go-plugin kills what is still there two seconds after Shutdown. */
const PROVIDER_CLOSE_MS = 1500;

interface Output {
  write(text: string): unknown;
}

export interface ServeOptions {
  /** Called after the handshake line, once a process. */
  readonly provider: () => Promise<TfProvider> | TfProvider;
  /** As in required_providers, with the registry's host: `registry.terraform.io/socle/socle`. */
  readonly address: string;
  readonly debug?: boolean;
  readonly stdout?: Output;
  readonly stderr?: Output;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Unix sockets unless the platform is Windows. */
  readonly network?: 'unix' | 'tcp';
  readonly signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly now?: () => Date;
}

/** Resolves with the exit code when everything is closed; the caller then exits. */
export async function serve(options: ServeOptions): Promise<number> {
  const { debug = false, stdout = process.stdout, stderr = process.stderr, env = process.env, now = () => new Date() } = options;
  if (!debug && !isStartedByHost(env)) {
    stderr.write(explanation(options.address));
    return 1;
  }
  // A Terraform that was killed closes our pipes; writing into them must not be what ends the process.
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  }
  const log = createLog({ stderr, env, now, module: `provider.${options.address.split('/').at(-1) ?? ''}` });
  if (!isSpoken(env)) log.warn('the caller does not speak protocol 6', { versions: env.PLUGIN_PROTOCOL_VERSIONS });
  const mode = debug ? 'debug' : 'plugin';
  const signals = options.signals ?? process;
  const lifetime = new Lifetime({ mode, signals, parent: () => process.ppid });
  let exitCode = 0;
  const release = catchStrays(signals, log, () => {
    exitCode = 1;
    lifetime.end('crashed');
  });
  // Debug mode has no secret to share with Terraform; the socket's directory keeps others out.
  const clientCert = debug ? undefined : env.PLUGIN_CLIENT_CERT;
  const certificate = clientCert ? createCertificate(now()) : undefined;
  const tls: Tls | undefined = certificate && clientCert ? { ...certificate, clientCert } : undefined;
  const service = lazily(() => createService(options, log));
  const plugin = pluginMethods(() => lifetime.end('shutdown'));
  const methods = (path: string): Method | undefined => (Object.hasOwn(plugin, path) ? plugin[path] : providerMethod(path, service));
  const server = new GrpcServer({ methods, log, tls, onSessions: (open) => lifetime.sessions(open) });
  const address = await listen(server.node, options.network ?? (process.platform === 'win32' ? 'tcp' : 'unix'), env);
  stdout.write(debug ? reattachText(options.address, address, process.pid) : handshakeLine(address, certificate?.handshake ?? ''));
  // While Terraform reads the line and connects, the provider loads.
  setImmediate(() => void service().warmUp());
  log.debug('ends', { reason: await lifetime.over });
  await close({ server, service, address, log });
  lifetime.release();
  release();
  return exitCode;
}

type ProviderService = ServiceModule.ProviderService;
type Service = () => ProviderService;

/** A `require` of its own, since protobuf and the schemas are not needed before the handshake line. */
function createService({ provider }: ServeOptions, log: Log): ProviderService {
  const { ProviderService } = require('./provider-service') as typeof ServiceModule;
  return new ProviderService(provider, log);
}

function providerMethod(path: string, service: Service): Method | undefined {
  if (!path.startsWith(PROVIDER_PATH)) return undefined;
  const name = path.slice(PROVIDER_PATH.length);
  return { kind: 'unary', answer: (request, { signal }) => service().answer(name, request, signal) };
}

interface Closing {
  readonly server: GrpcServer;
  readonly service: Service;
  readonly address: Address;
  readonly log: Log;
}

async function close({ server, service, address, log }: Closing): Promise<void> {
  address.remove();
  server.abortCalls();
  await within(RUNNING_CALLS_MS, server.idle());
  await within(PROVIDER_CLOSE_MS, closeProvider(service, log));
  await server.close();
}

async function closeProvider(service: Service, log: Log): Promise<void> {
  try {
    await service().close();
  } catch (error) {
    log.error('defect', { rpc: 'close', stack: error instanceof Error ? error.stack : String(error) });
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function ignore(): void {
  // Nobody is left to be told.
}
