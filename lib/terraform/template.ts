/** Template strings: literal text with `${…}` between. `$${` and `%%{` write the marks themselves. */

export type Part = { readonly text: string } | { readonly expression: string };

/** The parts of a template in order. What cannot be taken apart (a directive, an open brace) is one expression that nothing can read. */
export function partsOf(template: string): readonly Part[] {
  if (!template.includes('{')) return [{ text: template }];
  const parts: Part[] = [];
  let text = '';
  for (let at = 0; at < template.length; ) {
    const two = template.slice(at, at + 2);
    const escaped = two === '$$' || two === '%%' ? template[at + 2] === '{' : false;
    if (escaped) {
      text += two.charAt(0);
      text += '{';
      at += 3;
    } else if (two === '${') {
      const end = closingBrace(template, at + 2);
      if (end === undefined) return [{ expression: template }];
      if (text !== '') parts.push({ text });
      text = '';
      // `${~ … ~}` trims the white space around it, which no id or number has.
      parts.push({
        expression: template
          .slice(at + 2, end)
          .replace(/^~|~$/g, '')
          .trim(),
      });
      at = end + 1;
    } else if (two === '%{') {
      return [{ expression: template }];
    } else {
      text += template.charAt(at);
      at += 1;
    }
  }
  if (text !== '' || parts.length === 0) parts.push({ text });
  return parts;
}

/** Index of the brace that closes an expression; strings and inner braces are stepped over. */
function closingBrace(text: string, from: number): number | undefined {
  const open: ('brace' | 'quote')[] = ['brace'];
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (open[open.length - 1] === 'quote') {
      if (char === '\\') at += 1;
      else if (char === '"') open.pop();
      else if (text.startsWith('${', at) && text[at - 1] !== '$') {
        open.push('brace');
        at += 1;
      }
    } else if (char === '"') open.push('quote');
    else if (char === '{') open.push('brace');
    else if (char === '}') {
      open.pop();
      if (open.length === 0) return at;
    }
  }
  return undefined;
}

/** Index of the quote that closes a string begun before `from`; undefined where none does. */
export function closingQuote(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
    else if (text.startsWith('${', at) && text[at - 1] !== '$') {
      const end = closingBrace(text, at + 2);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The text that a quoted string of an expression means. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, short?: string, long?: string, char = '') => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    return Number.isNaN(code) || code > 0x10ffff ? (ESCAPES[char] ?? char) : String.fromCodePoint(code);
  });
