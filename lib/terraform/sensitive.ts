/** What Terraform marks as sensitive: noted where a plan is read, and taken out of whatever is said about it. */
import type { Attributes } from '../core/attribute';
import type { Finding, Undecided } from '../core/finding';
import type { Shape } from '../core/shape';
import type { Suppressing } from '../core/suppress';
import { shown } from '../core/validate';
import { isJsonObject, type Json, own } from './json';

const INSTEAD = '(sensitive)';
/** Characters after which a place cuts a name. */
const PLACE_MAX = 80;

/** Forms in which sensitive values could be written into a sentence. */
export interface Sensitive {
  readonly texts: Set<string>;
  /** Apart from texts, since a number such as 0 stands in places and names without being told there. */
  readonly numbers: Set<string>;
}

export const nothingSensitive = (): Sensitive => ({ texts: new Set(), numbers: new Set() });

/** Notes what is marked in the values of one resource. True or false is not noted: the finding itself would tell it. */
export const noteSensitive = (attrs: Attributes, values: Json, marks: Json | undefined, into: Sensitive): void =>
  void note({ kind: 'object', attrs }, values, marks, into);

/** Whether anything inside is marked: the value as a whole is then written out nowhere either. */
function note(shape: Shape | undefined, value: Json | undefined, marks: Json | undefined, into: Sensitive): boolean {
  if (value === undefined || value === null || marks === undefined || marks === false) return false;
  const marked = (inner: Json | undefined): Json | undefined => (marks === true ? true : inner);
  let found = marks === true;
  if (Array.isArray(value)) {
    const of = shape?.kind === 'list' || shape?.kind === 'set' ? shape.of : undefined;
    for (const [index, element] of (value as readonly Json[]).entries()) {
      const mark = marked(Array.isArray(marks) ? (marks as readonly Json[])[index] : undefined);
      found = note(of, element, mark, into) || found;
    }
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      if (marks === true && shape?.kind !== 'object') into.texts.add(key);
      found = note(shape?.kind === 'object' ? shape.attrs[key]?.shape : undefined, own(value, key), marked(own(marks, key)), into) || found;
    }
  } else if (found && typeof value === 'string') for (const text of [value, value.slice(0, PLACE_MAX)]) into.texts.add(text);
  if (found && typeof value === 'number') into.numbers.add(String(value));
  else if (found && typeof value !== 'boolean') into.texts.add(shown(value));
  return found;
}

/** Replaces each of these wherever it stands as a word of its own, the longest first, so that no part of one is left. */
function replacing(texts: ReadonlySet<string>, numbers: ReadonlySet<string> = new Set()): (text: string) => string {
  const words = [...texts].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  const patterns = [...words.map(wholeWord), ...[...numbers].map((number) => `(?<![\\w.[-])${escaped(number)}(?![\\w\\]-]|\\.\\d)`)];
  if (patterns.length === 0) return (text) => text;
  const any = new RegExp(patterns.join('|'), 'gu');
  return (text) => text.replace(any, INSTEAD);
}

const wholeWord = (text: string): string => `${/^\w/.test(text) ? '(?<!\\w)' : ''}${escaped(text)}${/\w$/.test(text) ? '(?!\\w)' : ''}`;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The judgement with "(sensitive)" in place of every such value. */
export function withoutSensitive(judged: Suppressing, { texts, numbers }: Sensitive): Suppressing {
  if (texts.size + numbers.size === 0) return judged;
  const inPlaces = replacing(texts);
  const inSentences = replacing(texts, numbers);
  const finding = (each: Finding): Finding => ({
    ...each,
    resource: inPlaces(each.resource),
    path: inPlaces(each.path),
    message: inSentences(each.message),
    fix: inSentences(each.fix),
  });
  return {
    ...judged,
    findings: judged.findings.map(finding),
    undecided: judged.undecided.map((each: Undecided) => ({ ...each, resource: inPlaces(each.resource), because: each.because.map(inPlaces) })),
    suppressed: judged.suppressed.map((each) => ({ ...each, finding: finding(each.finding) })),
  };
}
