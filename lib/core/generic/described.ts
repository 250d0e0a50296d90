/** The codes that every type has, as data: what `explain` tells of them, and what each of their findings repeats. */
import { type Finding, type FindingClass, severityOf } from '../finding';

export interface GenericRule {
  readonly code: string;
  readonly class: FindingClass;
  readonly title: string;
  readonly why: string;
  /** What it is judged on, in words. */
  readonly reads: string;
  readonly source: string;
}

const IDENTITY = 'Socle, identity';
const ORDER = 'Socle, order of operations';

export const genericRules: readonly GenericRule[] = [
  {
    code: 'SHAPE',
    class: 'refused',
    title: 'The value does not have the form its attribute asks for',
    why: 'Types, ranges, patterns and names of attributes are part of the offer: what has another form cannot be ordered. Other rules take such a value for unknown.',
    reads: 'every attribute of the resource',
    source: 'Socle, resource definitions',
  },
  {
    code: 'REFERENCE-001',
    class: 'refused',
    title: 'A reference leads nowhere',
    why: 'What a resource names must exist. Undecided while the input is not complete: the other end may stand elsewhere.',
    reads: 'every attribute that holds an id, wherever it is nested',
    source: 'Socle, references',
  },
  {
    code: 'REFERENCE-002',
    class: 'refused',
    title: 'A reference leads to another type or tenant',
    why: 'A resource uses what its own tenant owns, or what is propagated to it.',
    reads: 'every attribute that holds an id, and the tenant of what it names',
    source: 'Socle, references',
  },
  {
    code: 'DUPLICATE-001',
    class: 'refused',
    title: 'A name is taken',
    why: 'Names are unique in a tenant and type without regard to case, so that a console, a file system and a person cannot confuse two resources.',
    reads: 'the names of all resources of the type',
    source: IDENTITY,
  },
  {
    code: 'IDENTITY-001',
    class: 'advice',
    title: 'A resource moves to another address',
    why: 'One id is destroyed at one address and created at another: the data goes with the first. A `moved` block keeps it.',
    reads: 'the ids of what a plan destroys and creates',
    source: IDENTITY,
  },
  {
    code: 'IDENTITY-002',
    class: 'refused',
    title: 'Two resources have one id',
    why: 'An id is a name in a tenant, and creating means that it must not exist yet: a second creation would take over the data of the first.',
    reads: 'the ids of all resources',
    source: IDENTITY,
  },
  {
    code: 'IDENTITY-003',
    class: 'advice',
    title: 'A resource keeps its tenant',
    why: "The provider's default tenant has changed. Resources that exist stay where they are; new ones go to the new tenant.",
    reads: "the resource's tenant and the provider's",
    source: IDENTITY,
  },
  {
    code: 'TENANCY-001',
    class: 'refused',
    title: 'The tenant does not exist',
    why: 'Every resource belongs to a tenant, and a tenant is created before what belongs to it.',
    reads: 'tenant, and the tenants of the platform',
    source: IDENTITY,
  },
  {
    code: 'IN-USE-001',
    class: 'refused',
    title: 'It is in use',
    why: 'Deleting it would lose data or stop a service: something still refers to it.',
    reads: 'everything that refers to the resource',
    source: ORDER,
  },
  {
    code: 'CHANGE-001',
    class: 'advice',
    title: 'The change breaks a rule for its users as they stand',
    why: 'Terraform updates a resource before those that refer to it. Change the users first, in an apply of their own. The platform refuses the update.',
    reads: 'the resource after the change, its users before it',
    source: ORDER,
  },
  {
    code: 'CHANGE-002',
    class: 'advice',
    title: 'Something in use is replaced under the same id',
    why: 'Its users see no change, since ids are names: it is destroyed under them. The platform refuses that unless they are gone by then, or allow_destroy stands on it.',
    reads: 'what the plan replaces, and who refers to it',
    source: ORDER,
  },
  {
    code: 'CHANGE-004',
    class: 'advice',
    title: 'It is destroyed before its users let go of it',
    why: 'Terraform destroys what disappears before it updates what referred to it. Keep it, apply, then remove it; or set create_before_destroy on it.',
    reads: 'what the plan destroys, and who refers to it',
    source: ORDER,
  },
  {
    code: 'STALE-001',
    class: 'refused',
    title: 'Somebody else has changed it',
    why: 'A command names the revision that it was decided on; a later one stands. Read it again, then decide again.',
    reads: "the resource's revision",
    source: 'Socle, platform',
  },
  {
    code: 'ACCESS-000',
    class: 'refused',
    title: 'The caller may not do it',
    why: 'Every command is checked against what its caller is allowed.',
    reads: 'the caller and the command',
    source: 'Socle, platform',
  },
];

/** What every finding of a generic code says alike. */
export function genericFinding(code: string): Pick<Finding, 'code' | 'class' | 'severity' | 'title' | 'source'> {
  const rule = genericRules.find((each) => each.code === code);
  if (!rule) throw new Error(`${code} is not described`);
  return { code, class: rule.class, severity: severityOf(rule.class), title: rule.title, source: rule.source };
}
