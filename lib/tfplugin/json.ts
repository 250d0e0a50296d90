/**
 * Reads JSON without losing a digit: `JSON.parse` rounds numbers, and Node 20 cannot tell a reviver the source text.
 * Objects have no prototype, so `__proto__` is a key like any other.
 */
import { numberFromDecimal } from './decimal';

const DEPTH_MAX = 200;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;

export class JsonError extends Error {}

/** Numbers come as JS numbers where those are exact, as `BigNumber`s otherwise. */
export function parseJson(text: string): unknown {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class JsonReader {
  #at = 0;

  constructor(readonly text: string) {}

  value(depth: number): unknown {
    if (depth > DEPTH_MAX) throw new JsonError(`nested deeper than ${DEPTH_MAX}`);
    this.#match(SPACE);
    const char = this.text[this.#at];
    let value: unknown;
    if (char === '{') value = this.#object(depth);
    else if (char === '[') value = this.#array(depth);
    else if (char === '"') value = this.#string();
    else if (char === 't') value = this.#word('true', true);
    else if (char === 'f') value = this.#word('false', false);
    else if (char === 'n') value = this.#word('null', null);
    else value = this.#number();
    this.#match(SPACE);
    return value;
  }

  end(): void {
    if (this.#at < this.text.length) this.#fail();
  }

  #object(depth: number): object {
    const object: Record<string, unknown> = Object.create(null);
    this.#at += 1;
    this.#match(SPACE);
    if (this.#take('}')) return object;
    do {
      this.#match(SPACE);
      const key = this.#string();
      this.#match(SPACE);
      if (!this.#take(':')) this.#fail();
      object[key] = this.value(depth + 1);
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
    return object;
  }

  #array(depth: number): unknown[] {
    const array: unknown[] = [];
    this.#at += 1;
    this.#match(SPACE);
    if (this.#take(']')) return array;
    do array.push(this.value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) this.#fail();
    return array;
  }

  #string(): string {
    if (this.text[this.#at] !== '"') this.#fail();
    const end = this.#endOfString();
    const source = this.text.slice(this.#at, end);
    try {
      const value: unknown = JSON.parse(source);
      this.#at = end;
      return String(value);
    } catch {
      return this.#fail();
    }
  }

  /** By hand: a regular expression runs out of stack on strings of some megabytes. */
  #endOfString(): number {
    for (let at = this.#at + 1; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) return at + 1;
      if (code === 0x5c) at += 1;
    }
    return this.#fail();
  }

  #number(): unknown {
    const source = this.#match(NUMBER);
    const value = source === '' ? undefined : numberFromDecimal(source);
    return value === undefined ? this.#fail() : value;
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #take(char: string): boolean {
    if (this.text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  // The text itself may hold secrets, so the error says only where.
  #fail(): never {
    throw new JsonError(`malformed JSON at character ${this.#at}`);
  }
}
