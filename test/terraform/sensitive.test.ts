/**
 * A plan with `sensitive = true` on the contact of a backup policy was reviewed in a pull request, and the review wrote the
 * e-mail address into a public comment: Terraform had marked it, and nothing had read the marks.
 */
import { catalogue } from '../../lib/catalogue/complete';
import { plain } from '../../lib/review/paint';
import { reportOn } from '../../lib/review/report';
import { reportJson } from '../../lib/review/report-json';
import { reportText } from '../../lib/review/report-text';
import type { Json } from '../../lib/terraform/json';
import { estatesOfPlan } from '../../lib/terraform/plan';
import { cpoolBody, datastoreBody } from './stacks';

const policy = (contact: { readonly [key: string]: Json }): Json => ({
  name: 'daily',
  tenant: 'main',
  availability_zone: 'th3s',
  contact,
  keep_daily: 1,
});

interface Marked {
  readonly type: string;
  readonly before?: Json;
  readonly after: Json;
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
}

function said(changes: readonly Marked[], more: { readonly [key: string]: Json } = {}): string {
  const resource_changes = changes.map(
    ({ type, ...change }, index): Json => ({
      address: `${type}.r${index}`,
      mode: 'managed',
      type,
      change: { actions: ['create'], before: null, after_unknown: {}, ...change },
    }),
  );
  const json = { format_version: '1.2', resource_changes, ...more };
  const estates = estatesOfPlan({ catalogue, edition: 'seeds', complete: 'if-nothing-dangles', name: 'p.json', folder: '/srv/bank', json });
  const report = reportOn(estates, {});
  return `${reportText(report, plain)}\n${reportJson(report)}`;
}

const broken = { name: 'Desk', email: 'not "an" address', phone: '1' };
const type = 'socle_backup_policy';

test('an ill-formed address is told where nothing marks it, and not where its leaf, its object or the whole resource is marked', () => {
  expect(said([{ type, after: policy(broken), after_sensitive: {} }])).toContain('contact.email is "not \\"an\\" address"');
  for (const after_sensitive of [{ contact: { email: true } }, { contact: true }, true]) {
    const text = said([{ type, after: policy(broken), after_sensitive }]);
    expect(text).toContain('email is (sensitive); it must be an email address');
    expect(text).not.toMatch(/not .*an.* address"/);
  }
});

test('of a long value not even the part is told that a message would repeat', () => {
  const email = 'swordfish'.repeat(30);
  const text = said([{ type, after: policy({ ...broken, email }), after_sensitive: { contact: { email: true } } }]);
  expect(text).toContain('(sensitive)');
  expect(text).not.toContain('swordfish');
});

test('a number that was marked before is told on neither side of a change', () => {
  const store = (size_gib: number): Json => ({ ...datastoreBody, tenant: 'main', size_gib });
  const change = { type: 'socle_datastore', before: store(2048), after: store(1024) };
  expect(said([change])).toMatch(/1024.*2048|2048.*1024/);
  const marked = said([{ ...change, before_sensitive: { size_gib: true }, after_sensitive: { size_gib: true } }]);
  expect(marked).toContain('size_gib goes from (sensitive) to (sensitive)');
  expect(marked).not.toMatch(/\b(1024|2048)\b/);
  expect(said([{ ...change, before_sensitive: { size_gib: true } }])).toContain('size_gib goes from (sensitive) to 1024');
});

test('a marked name is told neither by its id nor by what waits for it', () => {
  const cpool = { type: 'socle_cpool', after: { ...cpoolBody, name: 'swordfish', tenant: 'main', host_count: 33 }, after_sensitive: { name: true } };
  expect(said([cpool])).toContain('tenants/main/cpools/(sensitive)');
  const cpool_ids = ['tenants/main/cpools/swordfish'];
  const datastore = { type: 'socle_datastore', after: { ...datastoreBody, tenant: 'main', cpool_ids }, after_sensitive: { cpool_ids: true } };
  const waiting = said([datastore]);
  expect(waiting).toContain('waits for');
  for (const text of [said([cpool]), waiting]) expect(text).not.toContain('swordfish');
});

test('what a plan leaves untouched carries its marks in the state', () => {
  const resource = { address: 'socle_backup_policy.p', mode: 'managed', type, values: policy(broken) };
  const state = (marks: Json): { readonly [key: string]: Json } => ({
    prior_state: { values: { root_module: { resources: [{ ...resource, sensitive_values: marks }] } } },
  });
  expect(said([], state({}))).toContain('an\\" address');
  expect(said([], state({ contact: { email: true } }))).not.toContain('an\\" address');
});
