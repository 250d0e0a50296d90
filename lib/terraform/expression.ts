/**
 * The part of Terraform's expression language that names things: traversals, literals, and the collections `for_each` is
 * written with. Operators, conditionals and other functions are not read: their value is unknown.
 */
import { closingQuote } from './template';

export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number }
  | { readonly kind: 'template'; readonly quoted: string }
  | { readonly kind: 'traversal'; readonly root: string; readonly steps: readonly TraversalStep[] }
  | { readonly kind: 'list'; readonly elements: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
  /** A conversion that changes no element: toset, tolist, tomap. */
  | { readonly kind: 'conversion'; readonly of: Expression };

export type TraversalStep = { readonly attribute: string } | { readonly index: Expression } | { readonly splat: true };

/** Brackets and quotes inside each other before an expression counts as unreadable. */
const DEPTH_MAX = 32;

/** Reads an expression; undefined where it is more than a name or a literal. */
export function parseExpression(text: string): Expression | undefined {
  const reader = new Reader(text);
  const expression = reader.expression(0);
  return expression && reader.atEnd() ? expression : undefined;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  atEnd(): boolean {
    this.skip();
    return this.at === this.text.length;
  }

  private skip(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private take(mark: string): boolean {
    this.skip();
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  private next(mark: string): boolean {
    this.skip();
    return this.text.startsWith(mark, this.at);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  expression(depth: number): Expression | undefined {
    if (depth > DEPTH_MAX) return undefined;
    if (this.take('"')) return this.quoted();
    if (this.take('[')) return this.list(depth);
    if (this.take('{')) return this.object(depth);
    if (this.take('(')) {
      const inner = this.expression(depth + 1);
      return this.take(')') ? inner : undefined;
    }
    const digits = this.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?/y);
    if (digits !== undefined) return { kind: 'literal', value: Number(digits) };
    const word = this.identifier();
    if (word === undefined) return undefined;
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'null') return { kind: 'literal', value: null };
    if (this.take('(')) return this.conversion(word, depth);
    return this.traversal(word, depth);
  }

  private identifier(): string | undefined {
    return this.match(/[\p{L}_][\p{L}\p{N}_-]*/uy);
  }

  private quoted(): Expression | undefined {
    const end = closingQuote(this.text, this.at);
    if (end === undefined) return undefined;
    const quoted = this.text.slice(this.at, end);
    this.at = end + 1;
    return { kind: 'template', quoted };
  }

  private list(depth: number): Expression | undefined {
    const elements: Expression[] = [];
    while (!this.take(']')) {
      const element = this.expression(depth + 1);
      if (!element) return undefined;
      elements.push(element);
      if (!this.take(',') && !this.next(']')) return undefined;
    }
    return { kind: 'list', elements };
  }

  private object(depth: number): Expression | undefined {
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.take('}')) {
      this.skip();
      const bare = this.identifier();
      const key: Expression | undefined = bare === undefined ? this.expression(depth + 1) : { kind: 'template', quoted: bare };
      if (!key || !(this.take('=') || this.take(':'))) return undefined;
      const value = this.expression(depth + 1);
      if (!value) return undefined;
      entries.push({ key, value });
      if (!this.take(',') && !this.next('}')) return undefined;
    }
    return { kind: 'object', entries };
  }

  private conversion(name: string, depth: number): Expression | undefined {
    if (name !== 'toset' && name !== 'tolist' && name !== 'tomap') return undefined;
    const of = this.expression(depth + 1);
    return of && this.take(')') ? { kind: 'conversion', of } : undefined;
  }

  private traversal(root: string, depth: number): Expression | undefined {
    const steps: TraversalStep[] = [];
    for (;;) {
      if (this.text.startsWith('.', this.at)) {
        this.at += 1;
        const step = this.dotted();
        if (!step) return undefined;
        steps.push(step);
      } else if (this.text.startsWith('[', this.at)) {
        this.at += 1;
        const step = this.bracketed(depth);
        if (!step) return undefined;
        steps.push(step);
      } else return { kind: 'traversal', root, steps };
    }
  }

  private dotted(): TraversalStep | undefined {
    if (this.take('*')) return { splat: true };
    const index = this.match(/\d+/y);
    if (index !== undefined) return { index: { kind: 'literal', value: Number(index) } };
    const attribute = this.identifier();
    return attribute === undefined ? undefined : { attribute };
  }

  private bracketed(depth: number): TraversalStep | undefined {
    if (this.take('*')) return this.take(']') ? { splat: true } : undefined;
    const index = this.expression(depth + 1);
    return index && this.take(']') ? { index } : undefined;
  }
}
