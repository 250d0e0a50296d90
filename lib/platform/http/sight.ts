/** Sight: what of a platform a caller sees. Tenants are isolated: what is somebody else's is not there, nor in any sentence. */
import { type Catalogue, definitionOfId } from '../../core/catalogue';
import type { Finding, Judgement } from '../../core/finding';
import { parseId } from '../../core/resource';

/** Where tenants' resources stand, and under which name tenants themselves. */
const TENANTS = 'tenants';
/** Ids inside a sentence. */
const IDS = /\b(?:tenants|organizations)\/[A-Za-z0-9._-]{1,63}\/[a-z0-9-]{1,63}\/[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?/g;
const SOMEBODY_ELSES = 'a resource of another tenant';

/** The tenant that an id belongs to; that of a tenant is itself. Undefined where the text is no id. */
export function tenantOfId(catalogue: Catalogue, id: string): string | undefined {
  const definition = definitionOfId(catalogue, id);
  const parts = parseId(id);
  if (!definition || !parts) return undefined;
  return definition.parent.collection === TENANTS ? parts.parent : definition.collection === TENANTS ? parts.name : undefined;
}

export class Sight {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly tenants: 'all' | ReadonlySet<string>,
  ) {}

  /** Nothing is hidden. */
  get isWhole(): boolean {
    return this.tenants === 'all';
  }

  has(tenant: string): boolean {
    return this.tenants === 'all' || this.tenants.has(tenant);
  }

  /** Whether a resource of this id is, or would be, the caller's. */
  sees(id: string): boolean {
    if (this.tenants === 'all') return true;
    const tenant = tenantOfId(this.catalogue, id);
    return tenant !== undefined && this.tenants.has(tenant);
  }

  /** A sentence without the ids of others. */
  text(text: string): string {
    return this.isWhole ? text : text.replace(IDS, (id) => (this.sees(id) ? id : SOMEBODY_ELSES));
  }

  /** Any JSON without the ids of others in its texts. */
  json(value: unknown): unknown {
    if (this.isWhole) return value;
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((each: unknown) => this.json(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [this.text(key), this.json(each)]));
  }

  /** Ids of others that stand, whole, anywhere in what a caller gives. */
  foreignIn(value: unknown): readonly string[] {
    if (this.isWhole) return [];
    if (typeof value === 'string') return definitionOfId(this.catalogue, value) && !this.sees(value) ? [value] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.values(value).flatMap((each) => this.foreignIn(each));
  }

  /** Findings of a refusal: one about somebody else's resource still refuses, and says no more than that. */
  refusal(findings: readonly Finding[]): Finding[] {
    return findings.map((finding) => (this.isWhole || this.concerns(finding) ? this.finding(finding) : this.hidden(finding)));
  }

  /** Findings about what is the caller's own. */
  findings(findings: readonly Finding[]): Finding[] {
    return this.isWhole ? [...findings] : findings.filter((finding) => this.concerns(finding)).map((finding) => this.finding(finding));
  }

  judgement({ findings, undecided }: Judgement): Judgement {
    const own = this.isWhole ? undecided : undecided.filter(({ resource }) => this.sees(resource));
    return {
      findings: this.findings(findings),
      undecided: own.map((each) => ({ ...each, because: each.because.map((because) => this.text(because)) })),
    };
  }

  /** What names no resource at all, as a form, is about the caller's own request. */
  private concerns({ resource }: Finding): boolean {
    return definitionOfId(this.catalogue, resource) === undefined || this.sees(resource);
  }

  private finding(finding: Finding): Finding {
    if (this.isWhole) return finding;
    // This one lists the tenants that there are.
    const fix = finding.code === 'TENANCY-001' ? 'create it, or use one of your own' : this.text(finding.fix);
    return { ...finding, message: this.text(finding.message), fix };
  }

  private hidden({ code, class: finds, severity, type, title, source }: Finding): Finding {
    const message = 'it would break a rule of a resource of another tenant';
    return { code, class: finds, severity, resource: '', type, path: '', title, message, fix: 'ask whoever keeps this platform', source };
  }
}
