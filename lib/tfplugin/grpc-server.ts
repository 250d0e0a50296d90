/** gRPC over HTTP/2: sessions, who may open one, and a clean end. What a stream says is in `grpc-stream.ts`. */
import { X509Certificate } from 'node:crypto';
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { GrpcStream, type Methods } from './grpc-stream';
import type { Log } from './log';

const STREAM_WINDOW_BYTES = 4 * 1024 * 1024;
const SESSION_WINDOW_BYTES = 32 * 1024 * 1024;
/** Megabytes; Node's 10 are fewer than one big message and end the session. */
const SESSION_MEMORY_MB = 2048;
/** Terraform cancels calls in bursts at Ctrl-C; Node takes 1,000 resets for an attack and hangs up. The peer here is the one we pinned. */
const RESETS_PER_SECOND = 100_000;
const GOODBYE_MS = 500;

export interface Tls {
  readonly key: string;
  readonly cert: string;
  /** PEM of the only client that may connect. */
  readonly clientCert: string;
}

export interface GrpcServerOptions {
  readonly methods: Methods;
  readonly log: Log;
  readonly tls?: Tls | undefined;
  /** Told how many sessions are open, each time that changes. */
  readonly onSessions: (open: number) => void;
}

export class GrpcServer {
  readonly node: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #streams = new Set<GrpcStream>();
  readonly #options: GrpcServerOptions;

  constructor(options: GrpcServerOptions) {
    this.#options = options;
    const { tls, log } = options;
    const settings = {
      settings: { initialWindowSize: STREAM_WINDOW_BYTES, enablePush: false },
      maxSessionMemory: SESSION_MEMORY_MB,
      streamResetBurst: RESETS_PER_SECOND,
      streamResetRate: RESETS_PER_SECOND,
    };
    // No authority is trusted and none is needed: the session is admitted by comparing the certificate itself. With an empty list
    // Node also does not read its 140 root certificates, which would cost 20 ms before the handshake line.
    const pinning = { ca: [], requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' as const };
    this.node = tls ? createSecureServer({ ...settings, ...pinning, key: tls.key, cert: tls.cert }) : createServer(settings);
    const pinned = tls ? new X509Certificate(tls.clientCert).raw : undefined;
    this.node.on('session', (session) => this.#admit(session, pinned));
    this.node.on('stream', (stream, headers) => this.#serve(stream, headers));
    this.node.on('sessionError', (error) => log.debug('session ended badly', { error: error.message }));
    this.node.on('tlsClientError', (error) => log.debug('TLS handshake refused', { error: error.message }));
  }

  /** Every running call sees its signal abort. */
  abortCalls(): void {
    for (const stream of this.#streams) stream.abort();
  }

  /** Resolves when no call runs. */
  async idle(): Promise<void> {
    await Promise.all([...this.#streams].map((stream) => stream.answered));
  }

  /** Says goodbye on every session, then hangs up. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.node.close(() => resolve());
    });
    for (const stream of this.#streams) stream.endIdle();
    for (const session of this.#sessions) session.close();
    const hangUp = setTimeout(() => {
      for (const session of this.#sessions) session.destroy();
    }, GOODBYE_MS);
    await closed;
    clearTimeout(hangUp);
  }

  #admit(session: ServerHttp2Session, pinned: Buffer | undefined): void {
    if (pinned) {
      const peer: Partial<ReturnType<TLSSocket['getPeerCertificate']>> = (session.socket as TLSSocket).getPeerCertificate();
      if (!peer.raw?.equals(pinned)) {
        this.#options.log.warn('a client with another certificate was refused');
        session.destroy();
        return;
      }
    }
    this.#sessions.add(session);
    session.setLocalWindowSize(SESSION_WINDOW_BYTES);
    this.#options.onSessions(this.#sessions.size);
    session.on('close', () => {
      this.#sessions.delete(session);
      this.#options.onSessions(this.#sessions.size);
    });
  }

  #serve(stream: ServerHttp2Stream, headers: Parameters<typeof GrpcStream.serve>[1]): void {
    const served = GrpcStream.serve(stream, headers, this.#options);
    this.#streams.add(served);
    stream.on('close', () => this.#streams.delete(served));
  }
}
