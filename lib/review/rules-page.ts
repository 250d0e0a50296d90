/** Every code with what it means, where it comes from and its examples: the reference of rules, as Markdown. */
import type { Catalogue } from '../core/catalogue';
import type { GenericRule } from '../core/generic/described';
import { sourceText } from '../core/judge';
import type { Example, Rule } from '../core/rule';
import { codesOf, type Explained, explained, readsOf } from './explain';
import { CLASSES, NEEDS } from './explain-text';

const INTRO = `# Rules

Every plan, every synthesis and every command of the platform is judged by these rules. A finding names its code; \`socle
explain CODE\` tells the same as this page. What is *refused* cannot be ordered and cannot be suppressed. A broken *promise*
and an *advice* can be accepted with \`suppress\` in the provider block: for a reason, and until a day.

`;

export function rulesPage(catalogue: Catalogue): string {
  const known = codesOf(catalogue).flatMap((code) => explained(catalogue, code) ?? []);
  const list = known.map((each) => `- [${each.code}](#${each.code.toLowerCase()}): ${titleOf(each)}\n`).join('');
  return `${INTRO}${list}\n${known.map(sectionOf).join('\n')}`;
}

const titleOf = ({ rules: [first], generic }: Explained): string => first?.title ?? generic?.title ?? '';

const sectionOf = ({ code, rules, generic }: Explained): string =>
  `## ${code}\n\n${[...(generic ? [genericText(generic)] : []), ...rules.map(ruleText)].join('\n')}`;

const genericText = ({ title, why, reads, source, class: findingClass }: GenericRule): string =>
  `**${title}.** ${why}\n\n${table([
    ['on', 'every type'],
    ['class', CLASSES[findingClass]],
    ['reads', reads],
    ['source', source],
  ])}`;

function ruleText(rule: Rule): string {
  const needs = [...(rule.needs ?? []).map((need) => NEEDS[need]), ...(rule.change ? ['the state before the change'] : [])];
  const rows: (readonly [string, string])[] = [
    ['on', `[${rule.on}](resources/${rule.on}.md)`],
    ['class', CLASSES[rule.class]],
    [
      'reads',
      readsOf(rule)
        .map((line) => line.trim())
        .join('; '),
    ],
    ...(needs.length > 0 ? [['needs', needs.join('; ')] as const] : []),
    ...(rule.silentWhere ? [['silent', `where ${rule.silentWhere.codes.join(', ')} already names the cause`] as const] : []),
    ['source', rule.source.seed === 'Socle' ? `Socle's own: ${rule.source.heading}` : sourceText(rule)],
  ];
  return `**${rule.title}.** ${rule.why}\n\n${table(rows)}\n| example | |\n|---|---|\n${rule.examples.map(exampleRow).join('')}`;
}

const table = (rows: readonly (readonly [string, string])[]): string =>
  `| | |\n|---|---|\n${rows.map(([key, value]) => `| ${key} | ${inCell(value)} |\n`).join('')}`;

const exampleRow = ({ says, fires }: Example): string => `| ${inCell(says)} | ${fires.length > 0 ? 'fires' : 'holds'} |\n`;

const inCell = (text: string): string => text.replace(/\|/g, '\\|');
