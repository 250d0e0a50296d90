/** The conformance cases, for every surface that must give their answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../lib/catalogue/complete';
import { attributesOf } from '../../lib/core/resource';

export interface CaseResource {
  readonly type: string;
  /** `{"unknown": true}` stands for a value that is not known. */
  readonly values: { readonly [attribute: string]: unknown };
}

export interface ConformanceCase {
  readonly file: string;
  readonly name: string;
  /** Prefixes of the codes that are compared. */
  readonly about: readonly string[];
  readonly estate: readonly CaseResource[];
  readonly expect: readonly { readonly code: string; readonly resource: string; readonly severity: string }[];
  readonly undecided?: readonly string[];
  /** Codes that are not compared, by surface. */
  readonly silent?: { readonly [surface: string]: readonly string[] };
  readonly as_of?: string;
}

export const casesFolder = join(__dirname, 'cases');

/** Every case, in the order of the files. */
export const conformanceCases: readonly ConformanceCase[] = readdirSync(casesFolder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .flatMap((file) =>
    (JSON.parse(readFileSync(join(casesFolder, file), 'utf8')) as { cases: ConformanceCase[] }).cases.map((each) => ({ ...each, file })),
  );

/** What a case needs that the catalogue does not have yet: types, and attributes of the types it has. */
export function lacking(each: ConformanceCase): string[] {
  const missing = new Set<string>();
  for (const { type, values } of each.estate) {
    const definition = catalogue.definitions.get(type);
    const known = new Set(definition ? [...attributesOf(definition.attrs)].map(({ path }) => path) : []);
    if (!definition) missing.add(type);
    else for (const attribute of Object.keys(values)) if (!known.has(attribute)) missing.add(`${type}.${attribute}`);
  }
  return [...missing].sort();
}

/** Cases that can be judged now. */
export const runnableCases = conformanceCases.filter((each) => lacking(each).length === 0);
/** Cases that wait for nouns of later releases, each with what it waits for. */
export const pendingCases = conformanceCases
  .filter((each) => lacking(each).length > 0)
  .map((each) => `${each.file}: ${each.name} (${lacking(each).join(', ')})`);

/** Whether a finding of this code is compared in a case on a surface. */
export const isCompared = (each: ConformanceCase, surface: string, code: string): boolean =>
  each.about.some((prefix) => code.startsWith(prefix)) && !(each.silent?.[surface] ?? []).includes(code);

interface Named {
  readonly code: string;
  readonly resource: string;
  readonly severity: string;
}

/** What a surface found, in the form of `expect`: compared codes only, each once, sorted. */
export const compared = (each: ConformanceCase, surface: string, findings: readonly Named[]): string[] =>
  [
    ...new Set(
      findings.filter(({ code }) => isCompared(each, surface, code)).map(({ code, resource, severity }) => `${code} ${resource} ${severity}`),
    ),
  ].sort();

/** What a case expects of a surface. */
export const expected = (each: ConformanceCase, surface: string): string[] => compared(each, surface, each.expect);
