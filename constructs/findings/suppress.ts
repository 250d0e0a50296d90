/** Findings that an app accepts: collected from its constructs, written into the provider blocks that order them. */
import { type TerraformProvider, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { catalogue } from '../../lib/catalogue/complete';
import { type GenericRule, genericRules } from '../../lib/core/generic/described';
import type { Rule } from '../../lib/core/rule';
import { applySuppressions } from '../../lib/core/suppress';
import { SocleResource } from '../socle-resource';

/** A finding that is accepted. */
export interface AcceptedFinding {
  /** Code of the rule, as `COMPUTE-006`. */
  readonly code: string;
  /** Why it is accepted; every report repeats it. */
  readonly reason: string;
  /** Last day on which it is accepted, as `2026-12-31`; from then on the finding fires again. */
  readonly expires: string;
}

/** A finding that is accepted on resources named by id. */
export interface Suppression extends AcceptedFinding {
  /** Id of the resource, or a pattern in which `*` stands for any characters. */
  readonly resource: string;
}

interface Accepted extends AcceptedFinding {
  readonly scope: IConstruct;
}

const acceptedIn = new WeakMap<TerraformStack, Accepted[]>();

/** Accepts findings, with a reason and until a day. What the offer refuses cannot be accepted. */
export class Suppress {
  private constructor() {}

  /**
   * Accepts a finding on a construct: on the resource that it is, or on those inside it that the rule is about. It goes into the
   * provider block of the stack, so that `terraform plan` and `socle check` accept it too.
   * @throws Error where no rule has the code, the offer itself refuses, the construct holds nothing that the rule is about, or reason or day are no good.
   */
  static finding(scope: IConstruct, accepted: AcceptedFinding): void {
    const where = `Suppress.finding on "${scope.node.path}"`;
    const complaint =
      complaintAbout(accepted) ?? (scope instanceof SocleResource && !isAbout(accepted.code, scope) ? notAbout(accepted.code) : undefined);
    if (complaint !== undefined) throw new Error(`${where}: ${complaint}`);
    const stack = TerraformStack.of(scope);
    const known = acceptedIn.get(stack) ?? [];
    if (known.length === 0) acceptedIn.set(stack, known);
    known.push({ ...accepted, scope });
  }
}

/** What is wrong with a suppression, whatever it stands on. */
function complaintAbout({ code, reason, expires }: AcceptedFinding): string | undefined {
  const { problems } = applySuppressions({ findings: [], undecided: [] }, [{ code, reason, expires, resource: '*' }], undefined);
  const [problem] = problems;
  if (problem) return `${problem.message}; ${problem.fix}`;
  const rules = rulesOf(code);
  if (rules.length === 0) return `no rule has the code ${code}; \`npx socle explain\` lists them`;
  if (!rules.some(mayAdvise)) return `${code} is refused by the offer: it cannot be suppressed; correct the resource instead`;
  return undefined;
}

/** A rule of the offer may only advise in some cases: its examples then show one. */
const mayAdvise = (rule: Rule | GenericRule): boolean =>
  rule.class !== 'refused' ||
  ('on' in rule && rule.examples.some(({ fires }) => fires.some((each) => typeof each === 'object' && each.severity === 'warning')));

const rulesOf = (code: string): (Rule | GenericRule)[] => [...catalogue.rules, ...genericRules].filter((rule) => rule.code === code);
const typeOf = ({ resource }: SocleResource): string => resource.terraformResourceType.replace(/^socle_/, '');

/** Whether a code can be found on a resource: rules name a type, codes for every type name none. */
const isAbout = (code: string, resource: SocleResource): boolean => rulesOf(code).some((rule) => !('on' in rule) || rule.on === typeOf(resource));

const notAbout = (code: string): string => {
  const types = [...new Set(rulesOf(code).flatMap((rule) => ('on' in rule ? [rule.on] : [])))].sort();
  return `${code} is never found on it, but on ${types.join(', ')}`;
};

/** What a provider block accepts of the constructs that it orders. `orders` tells which they are, `tenant` where those stand that name none. */
export function suppressionsOf(
  stack: TerraformStack,
  orders: (provider: TerraformProvider | undefined) => boolean,
  tenant: string | undefined,
): Suppression[] {
  return (acceptedIn.get(stack) ?? []).flatMap(({ scope, code, reason, expires }) =>
    scope.node
      .findAll()
      .filter((each) => each instanceof SocleResource)
      .filter((each) => orders(each.resource.provider) && isAbout(code, each))
      .map((each) => ({ code, resource: patternOf(each, tenant), reason, expires })),
  );
}

/**
 * The id of a resource. A provider block cannot refer to what it orders, so it is written out; a tenant that only Terraform or its
 * environment tells stays open.
 */
function patternOf(resource: SocleResource, tenantOfProvider: string | undefined): string {
  const definition = catalogue.definitions.get(typeOf(resource));
  if (!definition) throw new Error(`${resource.node.path} is of no type that the catalogue knows`);
  const tenant = resource.tenantGiven ?? tenantOfProvider;
  const parent = definition.parent.attribute === 'tenant' && tenant !== undefined && !Token.isUnresolved(tenant) ? tenant : '*';
  if (Token.isUnresolved(resource.name))
    throw new Error(
      `the name of ${resource.node.path} is known to Terraform only: accept its findings by a pattern in \`suppress\` of SocleProvider`,
    );
  return `${definition.parent.collection}/${parent}/${definition.collection}/${resource.name}`;
}
