/** `terraform plan` gives the answer of every conformance case: all resources new, one provider process for all. */
import { catalogue } from '../../lib/catalogue/complete';
import { asTerraform, idOfCase } from '../conformance/as-terraform';
import { type ConformanceCase, compared, expected, runnableCases } from '../conformance/cases';
import { type DebuggedProvider, debugProvider } from './debugged-provider';
import { type Told, toldBy } from './diagnostics';
import { Workspace } from './terraform';

const SURFACE = 'plan';
const workspace = new Workspace();
let provider: DebuggedProvider;
const REQUIRES = { terraform: { required_providers: { socle: { source: 'socle/socle' } } } };
beforeAll(async () => {
  workspace.write({ 'main.tf.json': JSON.stringify(REQUIRES) });
  expect((await workspace.init()).code).toBe(0);
  provider = await debugProvider(workspace);
});
afterAll(async () => {
  await provider.stop();
  await workspace.close();
});

/** The case's configuration. A value that is not known comes from a resource that is still to be created. */
function configuration(each: ConformanceCase, ids: 'as literals' | 'as references'): string {
  const { variable = {}, resource, ...rest } = asTerraform(each, ids) as { variable?: Record<string, object>; resource: Record<string, object> };
  const later = Object.keys(variable).length > 0 ? { terraform_data: variable } : {};
  const text = JSON.stringify({ ...rest, resource: { ...resource, ...later }, ...REQUIRES });
  return text.replace(/\$\{var\.(\w+)\}/g, (_, name: string) => `\${terraform_data.${name}.id}`);
}

interface Found {
  readonly code: string;
  readonly resource: string;
  readonly severity: string;
}

/** A finding about a shape comes before Terraform has told the provider its tenant, so it names type and name. */
function foundIn({ summary, severity }: Told, each: ConformanceCase): Found {
  const [, code = '', type, name, id] = /^([A-Z]+(?:-[A-Z]+)*(?:-\d+)?) (?:socle_(\w+) "([^"]*)"|(\S+)):/.exec(summary) ?? [];
  if (code === '') throw new Error(`a diagnostic that is no finding: ${summary}`);
  const named = each.estate.find((resource) => resource.type === type && resource.values['name'] === name);
  return { code, severity, resource: id ?? (named && idOfCase(named)) ?? '' };
}

/** Codes whose finding may stand beside the one that silences it, since Terraform tells of resources one by one. */
const silencedBy = (codes: ReadonlySet<string>): Set<string> =>
  new Set(catalogue.rules.flatMap((rule) => (rule.silentWhere?.codes.some((code) => codes.has(code)) ? [rule.code] : [])));

/** A rule among resources of one type names the last id: of those heard so far, so an earlier one may stand beside it. */
const amongPeers = new Set(
  catalogue.rules.filter(({ on, gathers = {} }) => Object.values(gathers).some(({ of }) => of === on)).map(({ code }) => code),
);

/** Findings without those that what was heard later has overtaken. */
function lasting(findings: readonly Found[]): Found[] {
  const silenced = silencedBy(new Set(findings.map(({ code }) => code)));
  const isOvertaken = ({ code, resource }: Found): boolean =>
    amongPeers.has(code) && findings.some((later) => later.code === code && later.resource > resource);
  return findings.filter((finding) => !silenced.has(finding.code) && !isOvertaken(finding));
}

describe.each(['as literals', 'as references'] as const)('ids %s', (ids) => {
  test.each(runnableCases.map((each) => ({ each, name: `${each.file}: ${each.name}` })))('$name', async ({ each }) => {
    workspace.write({ 'main.tf.json': configuration(each, ids) });
    const told = toldBy(await workspace.run(['plan', '-input=false', '-json', '-refresh=false', '-lock=false'], provider));
    const findings = told.map((one) => foundIn(one, each));
    expect(compared(each, SURFACE, lasting(findings))).toEqual(expected(each, SURFACE));
  });
});
