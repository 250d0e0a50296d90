/**
 * A cursor over msgpack bytes. Our own, since the reading is driven by the type: @msgpack/msgpack refuses the key `__proto__`,
 * cannot tell a float from an integer once read, and builds the whole tree before anything can be bounded.
 */
import { isUtf8 } from 'node:buffer';

/** What comes next; containers carry their length, the elements follow. */
export type Token =
  | { readonly kind: 'nil' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Buffer }
  | { readonly kind: 'array'; readonly length: number }
  | { readonly kind: 'map'; readonly length: number }
  | { readonly kind: 'extension'; readonly code: number; readonly body: Buffer };

export class MsgpackError extends Error {}

const NIL: Token = { kind: 'nil' };

export class MsgpackReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  next(): Token {
    const code = this.#uint(1);
    if (code <= 0x7f) return { kind: 'int', value: code };
    if (code <= 0x8f) return { kind: 'map', length: code & 0x0f };
    if (code <= 0x9f) return { kind: 'array', length: code & 0x0f };
    if (code <= 0xbf) return this.#string(code & 0x1f);
    if (code >= 0xe0) return { kind: 'int', value: code - 0x100 };
    return this.#coded(code);
  }

  #coded(code: number): Token {
    switch (code) {
      case 0xc0:
        return NIL;
      case 0xc2:
      case 0xc3:
        return { kind: 'bool', value: code === 0xc3 };
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return { kind: 'bytes', value: this.#take(this.#uint(1 << (code - 0xc4))) };
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#uint(1 << (code - 0xc7)));
      case 0xca:
        return { kind: 'float', value: this.#take(4).readFloatBE() };
      case 0xcb:
        return { kind: 'float', value: this.#take(8).readDoubleBE() };
      case 0xcc:
      case 0xcd:
      case 0xce:
        return { kind: 'int', value: this.#uint(1 << (code - 0xcc)) };
      case 0xcf:
        return { kind: 'int', value: this.#take(8).readBigUInt64BE() };
      case 0xd0:
      case 0xd1:
      case 0xd2: {
        const width = 1 << (code - 0xd0);
        return { kind: 'int', value: this.#take(width).readIntBE(0, width) };
      }
      case 0xd3:
        return { kind: 'int', value: this.#take(8).readBigInt64BE() };
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(this.#uint(1 << (code - 0xd9)));
      case 0xdc:
      case 0xdd:
        return { kind: 'array', length: this.#uint(code === 0xdc ? 2 : 4) };
      case 0xde:
      case 0xdf:
        return { kind: 'map', length: this.#uint(code === 0xde ? 2 : 4) };
      default:
        if (code >= 0xd4 && code <= 0xd8) return this.#extension(1 << (code - 0xd4));
        throw new MsgpackError(`0x${code.toString(16)} is no msgpack code`);
    }
  }

  #string(length: number): Token {
    const bytes = this.#take(length);
    const value = bytes.toString('utf8');
    // Only a replaced sequence leaves U+FFFD, so most strings need no second look.
    if (value.includes('\ufffd') && !isUtf8(bytes)) throw new MsgpackError('a string is not valid UTF-8');
    return { kind: 'string', value };
  }

  #extension(length: number): Token {
    const code = this.#uint(1);
    return { kind: 'extension', code, body: this.#take(length) };
  }

  #uint(width: number): number {
    return this.#take(width).readUIntBE(0, width);
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MsgpackError('the bytes end too early');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}
