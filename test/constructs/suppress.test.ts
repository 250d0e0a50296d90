/** Findings that an app accepts: where they are written, what they silence, and what cannot be accepted. */
import { type App, type TerraformStack, Testing } from 'cdktf';
import {
  BackupPolicy,
  BladeClass,
  Cpool,
  Datastore,
  Size,
  SocleProvider,
  StorageClass,
  Suppress,
  Tenant,
  VirtualMachine,
  Zone,
} from '../../constructs';
import { annotationsIn, codeOf, newApp, newStack } from './stacks';

const UNTIL = { reason: 'The second blade comes in March', expires: '2026-03-31' };
const AS_OF = 'socle:as_of';

afterEach(() => {
  delete process.env['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS'];
  jest.restoreAllMocks();
});

const onDay = (day: string): App => newApp({ context: { [AS_OF]: day } });
const singleHost = (stack: TerraformStack, id = 'prod', more = {}): Cpool =>
  new Cpool(stack, id, { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 1, ...more });
const suppressIn = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)).provider.socle[0].suppress;

function codesOf(app: App): string[] {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  app.synth();
  return annotationsIn(app.outdir).map(codeOf);
}

test('an accepted finding is silent until its last day, and fires again on the next', () => {
  const codesOn = (day: string) => {
    const app = onDay(day);
    Suppress.finding(singleHost(newStack(app, 'stack')), { code: 'COMPUTE-003', ...UNTIL });
    return codesOf(app);
  };
  expect(codesOn('2026-03-31')).toEqual([]);
  expect(codesOn('2026-04-01')).toEqual(['COMPUTE-003']);
});

test('it silences its own construct and no other', () => {
  const app = onDay('2026-03-31');
  const stack = newStack(app, 'stack');
  Suppress.finding(singleHost(stack), { code: 'COMPUTE-003', ...UNTIL });
  singleHost(stack, 'other');
  expect(codesOf(app)).toEqual(['COMPUTE-003']);
  expect(annotationsIn(app.outdir)[0]?.constructPath).toBe('stack/other');
});

test('it stands in the provider block, with the id of the resource as far as the app knows it', () => {
  const app = newApp();
  const stack = newStack(app, 'stack', { suppress: [{ code: 'BACKUP-007', resource: 'tenants/main/backup-policies/*', ...UNTIL }] });
  const tenant = new Tenant(stack, 'bank', { organization: 'group', owners: [{ email: 'owner@bank.example' }] });
  for (const cpool of [singleHost(stack), singleHost(stack, 'named', { tenant: 'other' }), singleHost(stack, 'referred', { tenant })])
    Suppress.finding(cpool, { code: 'COMPUTE-003', ...UNTIL });
  expect(suppressIn(stack)).toEqual([
    { code: 'BACKUP-007', resource: 'tenants/main/backup-policies/*', ...UNTIL },
    { code: 'COMPUTE-003', resource: 'tenants/*/cpools/prod', ...UNTIL },
    { code: 'COMPUTE-003', resource: 'tenants/other/cpools/named', ...UNTIL },
    { code: 'COMPUTE-003', resource: 'tenants/*/cpools/referred', ...UNTIL },
  ]);
});

test('the tenant is the one of the provider that orders the resource', () => {
  const stack = newStack(newApp(), 'stack', { tenant: 'bank' });
  const group = new SocleProvider(stack, 'group', { alias: 'group', tenant: 'group' });
  Suppress.finding(singleHost(stack), { code: 'COMPUTE-003', ...UNTIL });
  Suppress.finding(singleHost(stack, 'far', { provider: group }), { code: 'COMPUTE-003', ...UNTIL });
  const [own, other] = JSON.parse(Testing.synth(stack)).provider.socle;
  expect(own.suppress).toEqual([{ code: 'COMPUTE-003', resource: 'tenants/bank/cpools/prod', ...UNTIL }]);
  expect(other.suppress).toEqual([{ code: 'COMPUTE-003', resource: 'tenants/group/cpools/far', ...UNTIL }]);
});

test('on a stack it means the resources of the stack that the rule is about', () => {
  const stack = newStack(newApp(), 'stack');
  Suppress.finding(stack, { code: 'BACKUP-007', ...UNTIL });
  singleHost(stack);
  new BackupPolicy(stack, 'daily', { availabilityZone: Zone.TH3S, contact: { name: 'n', email: 'e', phone: 'p' } });
  expect(suppressIn(stack)).toEqual([{ code: 'BACKUP-007', resource: 'tenants/*/backup-policies/daily', ...UNTIL }]);
});

test('a provider block that accepts nothing does not mention it', () => {
  expect(suppressIn(newStack(newApp(), 'stack'))).toBeUndefined();
});

const refusals: readonly (readonly [why: string, suppression: { code?: string; reason?: string; expires?: string }, says: string])[] = [
  ['what the offer refuses', { code: 'STORAGE-006' }, 'STORAGE-006 is refused by the offer: it cannot be suppressed'],
  ['a shape', { code: 'SHAPE' }, 'SHAPE is refused by the offer'],
  ['a code that no rule has', { code: 'COMPUTE-999' }, 'no rule has the code COMPUTE-999'],
  ['a rule about something else', { code: 'COMPUTE-003' }, 'COMPUTE-003 is never found on it, but on cpool'],
  ['no reason', { reason: ' ' }, 'reason is " "'],
  ['a day that does not exist', { expires: '2026-02-30' }, 'expires is "2026-02-30"'],
];
test.each(refusals)('%s cannot be accepted', (_, suppression, says) => {
  const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.PREMIUM, size: Size.gib(500) };
  const datastore = new Datastore(newStack(newApp(), 'stack'), 'ds', lun);
  expect(() => Suppress.finding(datastore, { code: 'STORAGE-007', ...UNTIL, ...suppression })).toThrow(`Suppress.finding on "stack/ds": ${says}`);
});

test('a code that refuses in some cases and advises in others is accepted where it advises, and only there', () => {
  const codesWith = (names: readonly string[]) => {
    const app = onDay('2026-03-31');
    const stack = newStack(app, 'stack');
    const cpool = singleHost(stack, 'prod', { hostCount: 2 });
    const vms = names.map((id) => new VirtualMachine(stack, id, { cpool, vcpus: 1, memory: Size.gib(1), disks: [] }));
    Suppress.finding(cpool.keepApart('apart', vms), { code: 'PLACEMENT-004', ...UNTIL });
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    process.env['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS'] = 'true';
    app.synth();
    return annotationsIn(app.outdir).filter(({ message }) => message.includes('PLACEMENT-004'));
  };
  expect(codesWith(['a', 'b'])).toEqual([]);
  const findings = codesWith(['a', 'b', 'c']);
  expect(findings.map((each) => [codeOf(each), each.constructPath])).toEqual([
    ['PLACEMENT-004', 'stack/apart'],
    ['SHAPE', 'stack'],
  ]);
  expect(findings[1]?.message).toContain('PLACEMENT-004 on tenants/main/affinity-rules/apart is refused by the offer: it cannot be suppressed');
});
