/** The services that HashiCorp's go-plugin expects beside the provider's own. Their messages are too small to need protobuf. */
import type { Method } from './grpc-stream';
import { GrpcError, STATUS } from './status';

const EMPTY = new Uint8Array();
/** HealthCheckResponse { status: SERVING }. */
const SERVING = Uint8Array.of(0x08, 0x01);
/** HealthCheckRequest { service: "plugin" }, the name under which go-plugin asks. */
const PLUGIN = Buffer.concat([Uint8Array.of(0x0a, 6), Buffer.from('plugin')]);

export function pluginMethods(shutdown: () => void): Readonly<Record<string, Method>> {
  return {
    '/plugin.GRPCController/Shutdown': { kind: 'unary', answer: () => EMPTY, after: shutdown },
    '/plugin.GRPCBroker/StartStream': { kind: 'idle' },
    '/plugin.GRPCStdio/StreamStdio': { kind: 'idle' },
    '/grpc.health.v1.Health/Check': { kind: 'unary', answer: health },
  };
}

function health(request: Uint8Array): Uint8Array {
  if (request.length === 0 || PLUGIN.equals(request)) return SERVING;
  throw new GrpcError(STATUS.notFound, 'unknown service');
}
