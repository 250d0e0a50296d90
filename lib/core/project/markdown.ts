/** Projection: the catalogue as pages of the Terraform registry, and as a reference for constructs. */
import type { Action } from '../action';
import type { Attribute } from '../attribute';
import type { FactSource } from '../fact-source';
import type { FunctionDefinition } from '../function';
import type { Definition } from '../resource';
import {
  dataSourceSchema,
  factSourceSchema,
  providerSchema,
  resourceSchema,
  type Schema,
  type SchemaAttribute,
  type SchemaType,
  typeName,
  typeOf,
} from './terraform-schema';

/** Where examples of what stands under no tenant stand. */
const ORGANISATION = 'acme';

/** The head of a page, as the registry reads it. */
const head = (title: string, description: string): string =>
  `---\npage_title: "${title} - socle"\nsubcategory: ""\ndescription: |-\n  ${description}\n---\n\n`;

const example = (hcl: string): string => `## Example Usage\n\n\`\`\`terraform\n${hcl.trim()}\n\`\`\`\n\n`;

/** What may follow a page's schema: the rules that judge the type. */
export interface RuleLink {
  readonly code: string;
  readonly title: string;
}

/** Where the page of rules has a code. */
export const anchorOf = (code: string): string => code.toLowerCase();

interface Beside {
  readonly hcl: string;
  readonly rules: readonly RuleLink[];
  readonly actions: readonly Action[];
}

export function resourcePage(definition: Definition, given: Beside): string {
  const name = typeName(definition.type);
  const { collection, attribute } = definition.parent;
  const id = `${collection}/${attribute === 'tenant' ? 'main' : ORGANISATION}/${definition.collection}/example`;
  return [
    head(`${name} Resource`, definition.doc),
    `# ${name} (Resource)\n\n${definition.doc}\n\n`,
    example(given.hcl),
    schemaText(resourceSchema(definition)),
    given.actions.length === 0 ? '' : actionsText(id, given.actions),
    given.rules.length === 0 ? '' : `## Rules\n\n${given.rules.map(ruleLine).join('')}\n`,
    `## Import\n\n\`\`\`shell\nterraform import ${name}.example ${id}\n\`\`\`\n`,
  ].join('');
}

/** What is asked of a resource on its platform, since Terraform has no word for it. */
function actionsText(id: string, actions: readonly Action[]): string {
  const lines = actions.map(({ action, doc, attrs }) => `- \`${action}\`: ${doc}\n${Object.entries(attrs).map(inputLine).join('')}`);
  return `## Actions\n\nAsked of the platform: \`socle platform do ACTION ${id} KEY=VALUE…\`, or \`POST …/actions/ACTION\`.\n\n${lines.join('')}\n`;
}

const inputLine = ([key, { doc, mode, shape }]: readonly [string, Attribute]): string =>
  `  - \`${key}\` (${typeWords(typeOf(shape))}, ${GIVEN[mode]}) ${doc}\n`;

const ruleLine = ({ code, title }: RuleLink): string => `- [${code}](../rules.md#${anchorOf(code)}): ${title}\n`;

export function dataSourcePage(definition: Definition): string {
  const name = typeName(definition.type);
  const { description } = dataSourceSchema(definition);
  return `${head(`${name} Data Source`, description)}# ${name} (Data Source)\n\n${description}\n\n${example(dataSourceExample(definition))}${schemaText(dataSourceSchema(definition))}`;
}

/** A data source found by its name. */
export function dataSourceExample({ type, parent }: Definition): string {
  const where = parent.attribute === 'tenant' ? [] : [[parent.attribute, ORGANISATION] as const];
  const lines = [...where, ['name', 'example'] as const].map(([key, value]) => `  ${key} = "${value}"`);
  const width = Math.max(...lines.map((line) => line.indexOf('=')));
  return `data "${typeName(type)}" "example" {\n${lines.map((line) => line.replace(/ *=/, (sign) => sign.padStart(sign.length + width - line.indexOf('=')))).join('\n')}\n}`;
}

export const factSourceExample = (source: FactSource): string =>
  `data "${typeName(source.name)}" "all" {${'shownBy' in source ? `\n  ${source.shownBy.attribute} = "${source.shownBy.example}"\n` : ''}}`;

export function factSourcePage(source: FactSource): string {
  const name = typeName(source.name);
  return `${head(`${name} Data Source`, source.doc)}# ${name} (Data Source)\n\n${source.doc}\n\n${example(factSourceExample(source))}${schemaText(factSourceSchema(source))}`;
}

export function functionPage(definition: FunctionDefinition, hcl: string): string {
  const { name, doc, parameters, returns } = definition;
  const entries = Object.entries(parameters);
  const signature = `${name}(${entries.map(([key, { shape }]) => `${key} ${typeWords(typeOf(shape)).toLowerCase()}`).join(', ')}) ${typeWords(typeOf(returns)).toLowerCase()}`;
  const lines = entries.map(([key, { shape, doc: says }], index) => `${index + 1}. \`${key}\` (${typeWords(typeOf(shape))}) ${says}\n`);
  return [
    head(`${name} Function`, doc),
    `# function: ${name}\n\n${doc}\n\n`,
    example(hcl),
    `## Signature\n\n\`\`\`text\n${signature}\n\`\`\`\n\n## Arguments\n\n${lines.join('')}`,
  ].join('');
}

export const indexPage = (hcl: string): string =>
  `${head('Provider: Socle', providerSchema.description)}# Socle Provider\n\n${providerSchema.description}\n\nEvery plan is judged by the rules of the offer: what each code means stands in [the reference of rules](rules.md).\n\n${example(hcl)}${schemaText(providerSchema)}`;

/** The attributes of all types as constructs name them. */
export function constructsPage(definitions: readonly Definition[]): string {
  const intro = [
    'Constructs take the attributes of their resource in camelCase: sizes as a `Size` and times as a `Duration`, without the unit in',
    'the name (`size: Size.tib(1)`), and other constructs in the place of their ids (`cpool` for `cpool_id`). Whatever a construct',
    'sets stands on its `resource`, the generated one, under the property below.',
  ].join('\n');
  const sections = [...definitions]
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map((definition) => {
      const rows = Object.entries(definition.attrs)
        .filter(([key, { volatile }]) => key !== 'id' && !volatile)
        .map(([key, attribute]) => constructRow(key, attribute));
      return `## ${capital(camel(definition.type))}\n\n${definition.doc}\n\n| property of \`resource\` | attribute | type | given | what it is |\n|---|---|---|---|---|\n${rows.join('')}`;
    });
  return `# Attributes of the constructs\n\n${intro}\n\n${sections.join('\n')}`;
}

const GIVEN: Readonly<Record<Attribute['mode'], string>> = {
  required: 'required',
  optional: 'optional',
  defaulted: 'has a default',
  kept: 'chosen by the platform unless given',
  computed: 'computed',
};

const constructRow = (key: string, attribute: Attribute): string =>
  `| \`${camel(key)}\` | \`${key}\` | ${typeWords(typeOf(attribute.shape))} | ${GIVEN[attribute.mode]} | ${attribute.doc.replace(/\|/g, '\\|')} |\n`;

const camel = (snake: string): string => snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A type in the registry's words: `List of String`. */
export function typeWords(type: SchemaType): string {
  if (typeof type === 'string') return type === 'bool' ? 'Boolean' : capital(type);
  if ('list' in type) return `List of ${typeWords(type.list)}`;
  if ('set' in type) return `Set of ${typeWords(type.set)}`;
  return 'map' in type ? `Map of ${typeWords(type.map)}` : 'Object';
}

/** The schema as the registry lays it out: required, optional, read-only, then what is nested. */
function schemaText({ attributes }: Pick<Schema, 'attributes'>): string {
  return `## Schema\n\n${groups(attributes, [])}${nestedTexts(attributes, []).join('')}`;
}

function groups(attributes: readonly SchemaAttribute[], path: readonly string[]): string {
  const sorted = [...attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const group = (title: string, belongs: (each: SchemaAttribute) => boolean): string => {
    const lines = sorted.filter(belongs).map((each) => attributeLine(each, path));
    return lines.length === 0 ? '' : `### ${title}\n\n${lines.join('')}\n`;
  };
  return [
    group('Required', ({ required }) => required === true),
    group('Optional', ({ optional }) => optional === true),
    group('Read-Only', ({ required, optional }) => required !== true && optional !== true),
  ].join('');
}

const nestingAnchor = (path: readonly string[]): string => `nestedatt--${path.join('--')}`;

function attributeLine({ name, type, nested, sensitive, writeOnly, description }: SchemaAttribute, path: readonly string[]): string {
  const words = nested ? `Attributes${nested.nesting === 'single' ? '' : ` ${capital(nested.nesting)}`}` : type === undefined ? '' : typeWords(type);
  const marks = [words, ...(sensitive ? ['Sensitive'] : []), ...(writeOnly ? ['Write-only'] : [])].join(', ');
  const below = nested ? ` (see [below for nested schema](#${nestingAnchor([...path, name])}))` : '';
  return `- \`${name}\` (${marks}) ${description}${below}\n`;
}

function nestedTexts(attributes: readonly SchemaAttribute[], path: readonly string[]): string[] {
  return attributes.flatMap(({ name, nested }) => {
    if (!nested) return [];
    const inner = [...path, name];
    const text = `<a id="${nestingAnchor(inner)}"></a>\n### Nested Schema for \`${inner.join('.')}\`\n\n`;
    const body = groups(nested.attributes, inner).replace(/^### (.*)$/gm, '$1:');
    return [`${text}${body}`, ...nestedTexts(nested.attributes, inner)];
  });
}
