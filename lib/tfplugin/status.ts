/** gRPC's status codes and the headers that carry them. */

export const STATUS = {
  ok: 0,
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

export type StatusCode = (typeof STATUS)[keyof typeof STATUS];

const MESSAGE_MAX_CHARS = 1000;
const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** A call that ends with a status instead of a message. */
export class GrpcError extends Error {
  constructor(
    readonly code: StatusCode,
    message: string,
  ) {
    super(message);
  }
}

export function statusTrailers(code: StatusCode, message = ''): Record<string, string> {
  const trailers = { 'grpc-status': String(code) };
  return message === '' ? trailers : { ...trailers, 'grpc-message': percentEncoded(message.slice(0, MESSAGE_MAX_CHARS)) };
}

/** Printable ASCII stays, but for the percent sign; everything else is escaped byte by byte. */
function percentEncoded(message: string): string {
  const escaped = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const isPlain = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
  return [...Buffer.from(message)].map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : escaped(byte))).join('');
}

/** The time a caller grants, in milliseconds; undefined where there is no (valid) `grpc-timeout`. */
export function timeoutMs(header: string | undefined): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(header ?? '');
  const unit = UNIT_MS[match?.[2] ?? ''];
  return match && unit !== undefined ? Math.ceil(Number(match[1]) * unit) : undefined;
}
