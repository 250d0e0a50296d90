/** Writes msgpack into one growing buffer, always in the shortest form. */

const CAPACITY_FIRST_BYTES = 1024;

export class MsgpackWriter {
  #bytes = Buffer.allocUnsafe(CAPACITY_FIRST_BYTES);
  #length = 0;

  /** What was written; the writer is not used afterwards. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  nil(): void {
    this.#code(0xc0);
  }

  bool(value: boolean): void {
    this.#code(value ? 0xc3 : 0xc2);
  }

  /** A safe integer. */
  int(value: number): void {
    if (value >= 0) this.#positive(value);
    else if (value >= -0x20) this.#code(0x100 + value);
    else if (value >= -0x80) this.#sized(0xd0, 1, value + 0x100);
    else if (value >= -0x8000) this.#sized(0xd1, 2, value + 0x10000);
    else if (value >= -0x80000000) this.#sized(0xd2, 4, value + 0x100000000);
    else {
      this.#code(0xd3);
      this.#length = this.#reserve(8).writeBigInt64BE(BigInt(value), this.#length);
    }
  }

  string(value: string): void {
    const length = Buffer.byteLength(value);
    if (length < 0x20) this.#code(0xa0 | length);
    else this.#header(0xd9, length);
    this.#reserve(length).write(value, this.#length, 'utf8');
    this.#length += length;
  }

  bytes(value: Uint8Array): void {
    this.#header(0xc4, value.length);
    this.raw(value);
  }

  array(length: number): void {
    if (length < 0x10) this.#code(0x90 | length);
    else if (length <= 0xffff) this.#sized(0xdc, 2, length);
    else this.#sized(0xdd, 4, length);
  }

  map(length: number): void {
    if (length < 0x10) this.#code(0x80 | length);
    else if (length <= 0xffff) this.#sized(0xde, 2, length);
    else this.#sized(0xdf, 4, length);
  }

  extension(code: number, body: Uint8Array): void {
    const fixed = [1, 2, 4, 8, 16].indexOf(body.length);
    if (fixed >= 0) this.#code(0xd4 + fixed);
    else this.#header(0xc7, body.length);
    this.#code(code);
    this.raw(body);
  }

  /** Bytes that are msgpack already. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length).set(value, this.#length);
    this.#length += value.length;
  }

  #positive(value: number): void {
    if (value <= 0x7f) this.#code(value);
    else if (value <= 0xffffffff) this.#header(0xcc, value);
    else {
      this.#code(0xcf);
      this.#length = this.#reserve(8).writeBigUInt64BE(BigInt(value), this.#length);
    }
  }

  /** A code followed by a number of 1, 2 or 4 bytes; the codes of the three widths are neighbours. */
  #header(code: number, value: number): void {
    if (value <= 0xff) this.#sized(code, 1, value);
    else if (value <= 0xffff) this.#sized(code + 1, 2, value);
    else this.#sized(code + 2, 4, value);
  }

  #sized(code: number, width: number, value: number): void {
    this.#code(code);
    this.#length = this.#reserve(width).writeUIntBE(value, this.#length, width);
  }

  #code(code: number): void {
    this.#length = this.#reserve(1).writeUInt8(code, this.#length);
  }

  #reserve(more: number): Buffer {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    return this.#bytes;
  }
}
