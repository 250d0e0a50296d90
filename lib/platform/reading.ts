/** Reads plain JSON into what a type says it is, and notes every place where it is something else. */
import { shown } from '../core/validate';

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export class Reading {
  readonly problems: string[] = [];

  problem(path: string, what: string): void {
    this.problems.push(`${path === '' ? 'the file' : path} ${what}`);
  }

  /** An object with exactly these keys. */
  object(value: unknown, path: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
    if (!isPlain(value)) {
      this.wrong(value, path, `an object with ${keys.join(', ')}`);
      return Object.fromEntries(keys.map((key) => [key, SKIPPED]));
    }
    for (const key of Object.keys(value)) if (!keys.includes(key)) this.problem(inside(path, key), `is not known here; known: ${keys.join(', ')}`);
    return value;
  }

  /** An object whose keys are free. */
  map<T>(value: unknown, path: string, read: (value: unknown, path: string) => T): Readonly<Record<string, T>> {
    if (!isPlain(value)) {
      this.wrong(value, path, 'an object');
      return {};
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, read(each, inside(path, key))]));
  }

  list<T>(value: unknown, path: string, read: (value: unknown, path: string) => T): T[] {
    if (Array.isArray(value)) return value.map((each: unknown, index) => read(each, `${path}[${index}]`));
    this.wrong(value, path, 'a list');
    return [];
  }

  // These are handed over as functions, so they keep their `this`.
  readonly text = (value: unknown, path: string): string => this.matching(value, path, /^.{1,255}$/, 'a text of 1 to 255 characters');
  readonly name = (value: unknown, path: string): string =>
    this.matching(value, path, NAME, 'a name (letters, digits, ".", "_" and "-", 63 characters at most)');
  readonly date = (value: unknown, path: string): string => this.matching(value, path, DATE, 'a date as 2026-01-31');

  count(value: unknown, path: string, least: number): number {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    return this.wrong(value, path, `a whole number, ${least} or more`, least);
  }

  positive(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    return this.wrong(value, path, 'a number above 0', 1);
  }

  oneOf<const T extends readonly [string, ...string[]]>(value: unknown, path: string, names: T): T[number] {
    const found = names.find((name) => name === value);
    return found ?? this.wrong(value, path, names.join(' or '), names[0]);
  }

  private matching(value: unknown, path: string, pattern: RegExp, what: string): string {
    if (typeof value === 'string' && pattern.test(value)) return value;
    return this.wrong(value, path, what, '');
  }

  private wrong<T>(value: unknown, path: string, what: string, instead: T): T;
  private wrong(value: unknown, path: string, what: string): undefined;
  private wrong(value: unknown, path: string, what: string, instead?: unknown): unknown {
    if (value !== SKIPPED) this.problem(path, value === undefined ? `is missing; it must be ${what}` : `is ${shown(value)}; it must be ${what}`);
    return instead;
  }
}

/** Stands for what lies inside something that is wrong as a whole: nothing more is said about it. */
const SKIPPED = Symbol('skipped');

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const inside = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
