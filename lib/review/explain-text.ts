/** A code explained as text. */
import type { Catalogue } from '../core/catalogue';
import type { Finding, FindingClass } from '../core/finding';
import { type GenericRule, genericRules } from '../core/generic/described';
import { sourceText } from '../core/judge';
import type { Example, Rule } from '../core/rule';
import { codesOf, type Explained, readsOf } from './explain';
import type { Paint } from './paint';

/** What a class means for whoever meets it. */
export const CLASSES: Readonly<Record<FindingClass, string>> = {
  refused: 'refused (an error: the platform refuses it; cannot be suppressed)',
  promise: 'promise (an error: the configuration contradicts what it declares itself)',
  advice: 'advice (a warning)',
};
/** What a rule needs beside the configuration. */
export const NEEDS: Readonly<Record<NonNullable<Rule['needs']>[number], string>> = {
  world: 'the stock (--world or --platform)',
  as_of: 'the date (--as-of, today unless given)',
  platform: 'a platform: nothing else sees it',
};
/** Column at which what is said of a heading begins. */
const COLUMN = 10;

export const explainedText = ({ rules, generic }: Explained, paint: Paint): string =>
  [...(generic ? [genericText(generic, paint)] : []), ...rules.map((rule) => ruleText(rule, paint))].join('\n');

function ruleText(rule: Rule, paint: Paint): string {
  const own = rule.source.seed === 'Socle' ? "  (Socle's own: no document of the offer says so)" : '';
  const needs = [...(rule.needs ?? []).map((need) => NEEDS[need]), ...(rule.change ? ['the state before the change (a plan, or --platform)'] : [])];
  return [
    `${paint.bold(`${rule.code}  ${rule.title}`)}\n`,
    entry('on', [rule.on]),
    entry('class', [CLASSES[rule.class]]),
    entry('why', [rule.why]),
    entry('source', [`${sourceText(rule)}${own}`]),
    entry('reads', readsOf(rule)),
    entry('needs', needs),
    entry('silent', rule.silentWhere ? [`where ${rule.silentWhere.codes.join(', ')} already names the cause`] : []),
    entry('examples', rule.examples.map(exampleLine)),
  ].join('');
}

const genericText = (rule: GenericRule, paint: Paint): string =>
  [
    `${paint.bold(`${rule.code}  ${rule.title}`)}\n`,
    entry('on', ['every type']),
    entry('class', [CLASSES[rule.class]]),
    entry('why', [rule.why]),
    entry('source', [rule.source]),
    entry('reads', [rule.reads]),
  ].join('');

function entry(heading: string, lines: readonly string[]): string {
  return lines.map((line, index) => `  ${(index === 0 ? heading : '').padEnd(COLUMN)}${line}\n`).join('');
}

function exampleLine(example: Example): string {
  const named = example.fires.map((each) => (typeof each === 'string' ? each : `${each.resource} (${each.severity})`));
  return named.length === 0 ? `holds: ${example.says}` : `fires: ${example.says}: ${named.join(', ')}`;
}

/** All codes, a line each. */
export function codesText(catalogue: Catalogue, paint: Paint): string {
  const titles = new Map<string, Pick<Finding, 'title' | 'class'>>([...genericRules, ...catalogue.rules].reverse().map((rule) => [rule.code, rule]));
  const codes = codesOf(catalogue);
  const width = Math.max(...codes.map((code) => code.length)) + 2;
  return codes
    .map((code) => `${paint.bold(code.padEnd(width))}${(titles.get(code)?.class ?? '').padEnd(9)}${titles.get(code)?.title ?? ''}\n`)
    .join('');
}
