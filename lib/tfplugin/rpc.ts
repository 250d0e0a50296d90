/** One remote procedure: bytes in, bytes out, and an answer with diagnostics whatever goes wrong between. */
import { defect, refusal } from './diagnostics';
import type { Log } from './log';
import { GrpcError, STATUS } from './status';
import type { Diagnostic, RpcContext, TfProvider } from './types';
import type { MessageType } from './wire';

export interface RpcCall {
  readonly provider: TfProvider;
  readonly context: RpcContext;
}

interface Rpc<Q, A> {
  readonly request: Pick<MessageType<Q>, 'decode'>;
  readonly response: Pick<MessageType<A>, 'encode'>;
  answer(request: Q, call: RpcCall): Promise<A> | A;
  /** The answer that carries this diagnostic, in the form the procedure has for it. */
  broken(diagnostic: Diagnostic, request: Q): A;
}

/** Loads the provider only when the request was understood. */
export type BoundRpc = (name: string, bytes: Uint8Array, open: () => Promise<RpcCall>, log: Log) => Promise<Uint8Array>;

/** The caller's mistake, told as a diagnostic. */
export class Refused extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.summary);
  }
}

export function rpc<Q, A>(definition: Rpc<Q, A>): BoundRpc {
  const { request: requestType, response, answer, broken } = definition;
  return async (name, bytes, open, log) => {
    const request = decodeRequest(requestType, name, bytes);
    try {
      return response.encode(await answer(request, await open())).finish();
    } catch (error) {
      return response.encode(broken(diagnosticOf(name, error, log), request)).finish();
    }
  };
}

function decodeRequest<Q>(type: Pick<MessageType<Q>, 'decode'>, name: string, bytes: Uint8Array): Q {
  try {
    return type.decode(bytes);
  } catch {
    throw new GrpcError(STATUS.internal, `${name}: the request is not a valid protobuf message`);
  }
}

function diagnosticOf(name: string, error: unknown, log: Log): Diagnostic {
  if (error instanceof Refused) return error.diagnostic;
  if (error instanceof Error && error.name === 'AbortError') return refusal('Cancelled', `${name} was stopped before it ended.`);
  log.error('defect', { rpc: name, stack: error instanceof Error ? error.stack : String(error) });
  return defect(name, error);
}
