/** What this run creates, replaces and destroys, and what is odd about it: findings that no single resource shows. */
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import type { Definition } from '../core/resource';

type About = Pick<Resource, 'id' | 'type'>;

const SOURCE = 'Socle, identity';

export class Turnover {
  /** What is created, with the object that it takes the place of: a replacement is planned in two calls. */
  readonly #created = new Map<string, string | undefined>();
  readonly #replaced = new Set<string>();
  readonly #updated = new Set<string>();
  /** Planned to go, and not gone yet. */
  readonly #leaving = new Map<string, About>();
  /** Ids by incarnation, as they stood before. */
  readonly #standing = new Map<string, string>();

  isCreated = (id: string): boolean => this.#created.has(id);
  isReplaced = (id: string): boolean => this.#replaced.has(id);
  isUpdated = (id: string): boolean => this.#updated.has(id);
  leaving = (id: string): About | undefined => this.#leaving.get(id);

  stands(id: string, incarnation: string): void {
    this.#standing.set(incarnation, id);
  }

  create(resource: About, inPlaceOf?: string): Finding[] {
    const findings: Finding[] = [];
    if (this.#created.has(resource.id) && (inPlaceOf === undefined || this.#created.get(resource.id) !== inPlaceOf))
      findings.push(createdTwice(resource));
    if (this.#leaving.has(resource.id)) findings.push(movedElsewhere(resource));
    this.#created.set(resource.id, inPlaceOf);
    return findings;
  }

  /** A replacement under the same id, or under another one: then it is a creation, and what had the earlier id leaves. */
  replace(resource: About, incarnation: string): { readonly sameId: boolean; readonly findings: readonly Finding[] } {
    const before = this.#standing.get(incarnation);
    if (before !== undefined && before !== resource.id) {
      this.#leaving.set(before, { id: before, type: resource.type });
      return { sameId: false, findings: this.create(resource, incarnation) };
    }
    this.#replaced.add(resource.id);
    return { sameId: true, findings: [] };
  }

  destroy(resource: About): Finding[] {
    this.#leaving.set(resource.id, resource);
    return this.#created.has(resource.id) ? [movedElsewhere(resource)] : [];
  }

  /** A deletion was carried out: what is planned under this id from now on comes after it. */
  gone(id: string): void {
    this.#leaving.delete(id);
  }

  /** An update was carried out: what this resource used before it uses no more. */
  updated(id: string): void {
    this.#updated.add(id);
  }
}

const createdTwice = ({ id, type }: About): Finding => ({
  code: 'IDENTITY-002',
  class: 'refused',
  severity: 'error',
  resource: id,
  type,
  path: 'name',
  title: 'Two resources have one id',
  message: `this configuration creates ${id} twice`,
  fix: 'give one of them another name; a resource that moved needs a `moved` block',
  source: SOURCE,
});

const movedElsewhere = ({ id, type }: About): Finding => ({
  code: 'IDENTITY-001',
  class: 'advice',
  severity: 'warning',
  resource: id,
  type,
  path: '',
  title: 'It is destroyed at one address and created at another',
  message: `this plan destroys ${id} and creates it anew under another address, without what it held`,
  fix: 'where it only moved in the configuration, write a `moved` block',
  source: SOURCE,
});

/** The tenant that a resource has is not the one that the provider gives to new ones. */
export const otherTenant = ({ id, type }: About, tenants: { readonly own: string; readonly given: string }): Finding => ({
  code: 'IDENTITY-003',
  class: 'advice',
  severity: 'warning',
  resource: id,
  type,
  path: 'tenant',
  title: 'It stays in the tenant that it has',
  message: `the provider's tenant is ${tenants.given}; this resource belongs to tenant ${tenants.own} and stays there`,
  fix: `write tenant = "${tenants.own}" to say so, or tenant = "${tenants.given}" to replace it there`,
  source: SOURCE,
});

/** Terraform destroys before it updates the users of what it destroys. */
export const leavesBeforeItsUsers = (leaving: About, users: readonly string[]): Finding => ({
  code: 'CHANGE-004',
  class: 'advice',
  severity: 'warning',
  resource: leaving.id,
  type: leaving.type,
  path: '',
  title: 'It is destroyed before its users let go of it',
  message: `unless create_before_destroy stands on it, Terraform destroys it before it updates ${listed(users)}, which still use it then`,
  fix: 'keep it, apply, and remove it in a second apply; or create_before_destroy on it; or apply its users first with -target',
  source: 'Socle, order of operations',
});

/** The replacement of what holds data or is in use, as the platform sees it now. */
export const losesWhatItHolds = (replaced: About, { attrs }: Pick<Definition, 'attrs'>, refusal: Finding): Finding => ({
  code: 'CHANGE-002',
  class: 'advice',
  severity: 'warning',
  resource: replaced.id,
  type: replaced.type,
  path: '',
  title: 'It is replaced while it holds data or is in use',
  message: `${refusal.message}; what replaces it is new and empty, and the data that it holds is lost`,
  fix: [
    'give the replacement another name, with create_before_destroy, and move its users to it',
    'let its users use something else first, in an apply of their own',
    ...('allow_destroy' in attrs ? ['where its data may be lost for good, set allow_destroy = true on it, apply, and then replace it'] : []),
  ].join('; or '),
  source: 'Socle, order of operations',
});

/** The same, at apply: the platform, which sees a deletion only, has refused it. */
export const refusedAsReplacement = (replaced: About, definition: Pick<Definition, 'attrs'>, refusal: Finding): Finding => ({
  ...losesWhatItHolds(replaced, definition, refusal),
  class: 'refused',
  severity: 'error',
});

/** The deletion that makes place for an object of another name: Terraform can do it after its users have moved. */
export const refusedAsMove = (refusal: Finding): Finding => ({
  ...refusal,
  fix: `set create_before_destroy = true in its lifecycle block, so that its users move first; or ${refusal.fix}`,
});

const NAMED_MAX = 5;
const listed = (ids: readonly string[]): string =>
  ids.length <= NAMED_MAX ? ids.join(', ') : `${ids.slice(0, NAMED_MAX).join(', ')} and ${ids.length - NAMED_MAX} more`;
