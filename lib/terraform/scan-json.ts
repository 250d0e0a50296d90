/** Where a JSON text breaks, and where it writes a key twice: JSON.parse tells neither. */

export interface Blemish {
  readonly kind: 'broken' | 'written twice';
  /** The key that is written twice. */
  readonly key?: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

type State = 'value' | 'first value or end' | 'first key or end' | 'key' | 'colon' | 'comma or end' | 'done';

interface Open {
  readonly end: '}' | ']';
  readonly keys: Set<string>;
}

const SPACE = String.raw`[ \t\n\r]*`;
const PLAIN = String.raw`[^"\\\u0000-\u001f]*`;
const ESCAPE = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = `${SPACE}(?:("${PLAIN}(?:${ESCAPE}${PLAIN})*")|(${NUMBER}|true|false|null)|([{}[\\],:]))`;

/** The first blemish of a text; undefined where it is sound. Nesting costs no stack. */
export function blemishOf(text: string): Blemish | undefined {
  const open: Open[] = [];
  let state: State = 'value';
  const token = new RegExp(TOKEN, 'y');
  for (let at = 0; state !== 'done' || /[^ \t\n\r]/.test(text.slice(at)); at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) return blemish(text, at, 'broken');
    const [whole, string, literal, mark] = found;
    const start = at + whole.length - (string ?? literal ?? mark ?? '').length;
    const inside = open[open.length - 1];
    if ((state === 'key' || state === 'first key or end') && string !== undefined && inside) {
      const key = keyOf(string);
      if (inside.keys.has(key)) return blemish(text, start, 'written twice', key);
      inside.keys.add(key);
    }
    const next = after(state, string, literal, mark, open);
    if (!next) return blemish(text, start, 'broken');
    state = next;
  }
  return undefined;
}

function keyOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

/** The state after a token; undefined where it may not stand there. */
function after(state: State, string: string | undefined, literal: string | undefined, mark: string | undefined, open: Open[]): State | undefined {
  const ended = (): State => (open.length === 0 ? 'done' : 'comma or end');
  switch (state) {
    case 'value':
    case 'first value or end':
      if (mark === '{' || mark === '[') {
        open.push({ end: mark === '{' ? '}' : ']', keys: new Set() });
        return mark === '{' ? 'first key or end' : 'first value or end';
      }
      if (mark === ']' && state === 'first value or end') return open.pop() && ended();
      return string !== undefined || literal !== undefined ? ended() : undefined;
    case 'first key or end':
    case 'key':
      if (mark === '}' && state === 'first key or end') return open.pop() && ended();
      return string === undefined ? undefined : 'colon';
    case 'colon':
      return mark === ':' ? 'value' : undefined;
    case 'comma or end':
      if (mark === ',') return open[open.length - 1]?.end === '}' ? 'key' : 'value';
      return mark !== undefined && mark === open[open.length - 1]?.end ? open.pop() && ended() : undefined;
    case 'done':
      return undefined;
    default:
      return state satisfies never;
  }
}

function blemish(text: string, at: number, kind: Blemish['kind'], key?: string): Blemish {
  const start = at + (/[^ \t\n\r]/.exec(text.slice(at))?.index ?? 0);
  const before = text.slice(0, start).split('\n');
  return { kind, line: before.length, column: (before[before.length - 1] ?? '').length + 1, ...(key === undefined ? {} : { key }) };
}
