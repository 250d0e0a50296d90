/** gRPC's framing: a flag, four bytes of length, the message. A unary request holds exactly one frame. */
import { GrpcError, STATUS } from './status';

const HEADER_BYTES = 5;
/** As Terraform's own client bounds it. */
export const MESSAGE_MAX_BYTES = 256 * 1024 * 1024;

export function framed(message: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** Collects one frame and refuses, as early as it can be known, what is no such frame. */
export class FrameReader {
  readonly #chunks: Buffer[] = [];
  #received = 0;
  #wanted: number | undefined;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    this.#wanted ??= this.#received < HEADER_BYTES ? undefined : this.#wantedBytes();
    if (this.#wanted !== undefined && this.#received > this.#wanted) throw new GrpcError(STATUS.internal, 'more than one message in a unary request');
  }

  message(): Uint8Array {
    if (this.#wanted === undefined || this.#received < this.#wanted) throw new GrpcError(STATUS.internal, 'the request ends inside a message');
    return Buffer.concat(this.#chunks).subarray(HEADER_BYTES);
  }

  #wantedBytes(): number {
    const header = Buffer.concat(this.#chunks);
    this.#chunks.splice(0, this.#chunks.length, header);
    // The answer names identity as the only encoding, so a caller that compresses has not listened.
    if (header.readUInt8(0) !== 0) throw new GrpcError(STATUS.unimplemented, 'compressed messages are not supported');
    const length = header.readUInt32BE(1);
    if (length > MESSAGE_MAX_BYTES)
      throw new GrpcError(STATUS.resourceExhausted, `the message has ${length} bytes; ${MESSAGE_MAX_BYTES} are allowed`);
    return HEADER_BYTES + length;
  }
}
