/** One gRPC call on one HTTP/2 stream: headers in, one message in, one message out, a status at the end, whatever happens. */
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { FrameReader, framed } from './frames';
import type { Log } from './log';
import { GrpcError, STATUS, statusTrailers, timeoutMs } from './status';

export interface Call {
  readonly signal: AbortSignal;
}

export type Method =
  | {
      readonly kind: 'unary';
      answer(request: Uint8Array, call: Call): Promise<Uint8Array> | Uint8Array;
      /** Called once the answer is on its way. */
      after?(): void;
    }
  /** A stream that carries nothing and stays open as long as the server does. */
  | { readonly kind: 'idle' };

/** Undefined where there is no such method. */
export type Methods = (path: string) => Method | undefined;

interface Surroundings {
  readonly methods: Methods;
  readonly log: Log;
}

/** Longer delays make setTimeout fire at once. */
const DEADLINE_MAX_MS = 2 ** 31 - 1;
const HEADERS = { ':status': 200, 'content-type': 'application/grpc+proto', 'grpc-accept-encoding': 'identity' };

export class GrpcStream {
  readonly #stream: ServerHttp2Stream;
  readonly #abort = new AbortController();
  readonly #log: Log;
  #kind: Method['kind'] = 'unary';
  /** Resolves when the handler of a unary call has ended, heard or not. */
  answered: Promise<void> = Promise.resolve();

  static serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, surroundings: Surroundings): GrpcStream {
    const call = new GrpcStream(stream, surroundings.log);
    call.#start(headers, surroundings.methods);
    return call;
  }

  private constructor(stream: ServerHttp2Stream, log: Log) {
    this.#stream = stream;
    this.#log = log;
    stream.on('error', (error) => log.debug('stream ended badly', { error: error.message }));
    stream.on('close', () => this.abort());
  }

  abort(): void {
    this.#abort.abort();
  }

  endIdle(): void {
    if (this.#kind === 'idle') this.#end(STATUS.ok);
  }

  #start(headers: IncomingHttpHeaders, methods: Methods): void {
    const isGrpc = headers[':method'] === 'POST' && /^application\/grpc(\+proto)?($|;)/.test(headers['content-type'] ?? '');
    if (!isGrpc) {
      this.#stream.respond({ ':status': headers[':method'] === 'POST' ? 415 : 405 }, { endStream: true });
      this.#stream.resume();
      return;
    }
    const path = headers[':path'] ?? '';
    const method = methods(path);
    const encoding = headers['grpc-encoding'] ?? 'identity';
    if (!method) this.#end(STATUS.unimplemented, `unknown method ${path}`);
    else if (encoding !== 'identity') this.#end(STATUS.unimplemented, `unsupported encoding ${String(encoding)}`);
    else if (method.kind === 'idle') this.#idle();
    else this.#unary(method, path, timeoutMs(String(headers['grpc-timeout'] ?? '')));
  }

  #idle(): void {
    this.#kind = 'idle';
    this.#stream.resume();
    this.#stream.respond(HEADERS, { waitForTrailers: true });
    this.#stream.on('wantTrailers', () => this.#stream.sendTrailers(statusTrailers(STATUS.ok)));
  }

  #unary(method: Extract<Method, { readonly kind: 'unary' }>, path: string, grantedMs: number | undefined): void {
    const reader = new FrameReader();
    const deadline = grantedMs === undefined ? undefined : setTimeout(() => this.#expire(), Math.min(grantedMs, DEADLINE_MAX_MS));
    this.#stream.on('close', () => clearTimeout(deadline));
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#stream.headersSent) return;
      this.#guard(path, () => reader.push(chunk));
    });
    this.#stream.on('end', () => {
      if (this.#stream.headersSent || this.#stream.destroyed) return;
      this.answered = this.#answer(method, path, reader);
    });
  }

  async #answer(method: Extract<Method, { readonly kind: 'unary' }>, path: string, reader: FrameReader): Promise<void> {
    try {
      const answer = await method.answer(reader.message(), { signal: this.#abort.signal });
      this.#send(answer);
    } catch (error) {
      this.#fail(path, error);
    }
    method.after?.();
  }

  #send(message: Uint8Array): void {
    if (this.#stream.headersSent || this.#stream.destroyed) return;
    this.#stream.respond(HEADERS, { waitForTrailers: true });
    this.#stream.on('wantTrailers', () => this.#stream.sendTrailers(statusTrailers(STATUS.ok)));
    this.#stream.end(framed(message));
  }

  #guard(path: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#fail(path, error);
    }
  }

  #fail(path: string, error: unknown): void {
    if (error instanceof GrpcError) {
      this.#end(error.code, error.message);
      return;
    }
    this.#log.error('defect', { rpc: path, stack: error instanceof Error ? error.stack : String(error) });
    this.#end(STATUS.internal, `${path} failed; the provider's log says why`);
  }

  #expire(): void {
    this.#end(STATUS.deadlineExceeded, 'the deadline has passed');
    this.abort();
  }

  #end(code: Parameters<typeof statusTrailers>[0], message?: string): void {
    if (this.#stream.destroyed) return;
    if (this.#stream.headersSent) {
      this.#stream.end();
      return;
    }
    this.#stream.respond({ ...HEADERS, ...statusTrailers(code, message) }, { endStream: true });
    // The caller may still be sending; nobody listens any more.
    this.#stream.resume();
    if (!this.#stream.readableEnded) this.#stream.close(constants.NGHTTP2_NO_ERROR);
  }
}
