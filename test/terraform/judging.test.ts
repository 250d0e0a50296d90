/** What a provider block says of judging: its edition, and the findings that it accepts. */
import { catalogue } from '../../lib/catalogue/complete';
import type { PlatformEstate } from '../../lib/terraform/estates';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { estatesOfPlan } from '../../lib/terraform/plan';
import { at, cpoolBody, read, readOne } from './stacks';

const accepted = { code: 'COMPUTE-003', resource: 'tenants/main/cpools/*', reason: 'a laboratory', expires: '2026-06-30' };
const alone = { socle_cpool: { lone: { ...cpoolBody, name: 'lone', host_count: 1 } } };
const ultra = { socle_datastore: { ds: { name: 'ds', availability_zone: 'par7s', storage_class: 'ultra', size_gib: 4096 } } };
const OWN = { edition: undefined } as const;
const configured = (provider: Json, resource: Json = alone): PlatformEstate => readOne({ provider: { socle: provider }, resource }, OWN as object);
const codes = (estate: PlatformEstate, asOf = '2026-06-30'): string[] => judgeEstate(estate, { asOf }).findings.map(({ code }) => code);

test('what the provider block accepts is listed, not found, until its last day is over', () => {
  const estate = configured({ suppress: [accepted] });
  expect(codes(configured({}))).toContain('COMPUTE-003');
  expect(codes(estate)).not.toContain('COMPUTE-003');
  expect(judgeEstate(estate, { asOf: '2026-06-30' }).suppressed).toMatchObject([{ finding: { code: 'COMPUTE-003' }, suppression: accepted }]);
  expect(codes(estate, '2026-07-01')).toContain('COMPUTE-003');
});

test('a suppression without a reason is an error beside the finding', () => {
  expect(codes(configured({ suppress: [{ ...accepted, reason: '' }] }))).toEqual(expect.arrayContaining(['COMPUTE-003', 'SHAPE']));
});

test('a day that a variable gives is undecided; a suppress of another form is an error', () => {
  const estate = configured({ suppress: [{ ...accepted, expires: '${var.until}' }] });
  expect(codes(estate)).toContain('COMPUTE-003');
  expect(judgeEstate(estate, { asOf: '2026-06-30' }).undecided).toContainEqual({ code: 'SHAPE', resource: 'provider', because: ['var.until'] });
  expect(codes(configured({ suppress: 'COMPUTE-003' }))).toContain('SHAPE');
  const whole = judgeEstate(configured({ suppress: '${var.accepted}' }), { asOf: '2026-06-30' });
  expect(whole.undecided).toContainEqual({ code: 'SHAPE', resource: 'provider', because: ['var.accepted'] });
});

test('the same suppression in two stacks of one platform counts once', () => {
  const stack = (name: string): Json => ({
    provider: { socle: { suppress: [accepted], state_path: '/p.db' } },
    resource: { socle_cpool: { it: { ...cpoolBody, name, host_count: 1 } } },
  });
  const [estate, ...others] = read({ a: stack('a'), b: stack('b') }, OWN as object);
  expect(others).toEqual([]);
  expect(estate?.suppressions).toEqual([accepted]);
  expect(judgeEstate(estate as PlatformEstate, {}).suppressed).toHaveLength(2);
});

test('the provider block chooses the edition: values follow from it, and rules judge by it', () => {
  expect(at(configured({}, ultra), 'socle_datastore.ds').values['iops_limit']).toBe(60_000);
  const capped = configured({ edition: '2026-08' }, ultra);
  expect(at(capped, 'socle_datastore.ds').values['iops_limit']).toBe(30_000);
  expect(codes(capped)).toContain('STORAGE-012');
});

test('a command that names an edition is heard instead of the provider block', () => {
  const estate = readOne({ provider: { socle: { edition: '2026-08' } }, resource: ultra }, { edition: 'seeds' });
  expect(estate.edition).toBe('seeds');
});

test('an edition that does not exist is an error, one that is not known yet is undecided, and both are judged by the first', () => {
  expect(judgeEstate(configured({ edition: '2031-01' }, ultra), {}).findings).toContainEqual(
    expect.objectContaining({ code: 'SHAPE', path: 'edition' }),
  );
  const open = configured({ edition: '${var.edition}' }, ultra);
  expect(open.edition).toBe('seeds');
  expect(open.undecided).toEqual([{ code: 'SHAPE', resource: 'provider', because: ['var.edition'] }]);
});

test('two editions on one platform are an error', () => {
  const stack = (edition: string): Json => ({ provider: { socle: { edition, state_path: '/p.db' } }, resource: ultra });
  const [one] = read({ a: stack('seeds'), b: stack('2026-08') }, OWN as object);
  expect(one?.findings).toContainEqual(expect.objectContaining({ code: 'SHAPE', path: 'edition' }));
});

const planOf = (expressions: Json): PlatformEstate => {
  const body = { ...cpoolBody, name: 'lone', host_count: 1, tenant: 'main' };
  const json: Json = {
    format_version: '1.2',
    resource_changes: [
      {
        address: 'socle_cpool.lone',
        mode: 'managed',
        type: 'socle_cpool',
        change: { actions: ['create'], before: null, after: body, after_unknown: {} },
      },
    ],
    configuration: {
      provider_config: { socle: { name: 'socle', expressions } },
      root_module: { resources: [{ address: 'socle_cpool.lone', provider_config_key: 'socle', expressions: {} }] },
    },
  };
  return estatesOfPlan({ catalogue, complete: 'all-given', name: 'p', folder: '/', json })[0] as PlatformEstate;
};

test('a plan tells the constants of the provider block, and not its variables', () => {
  const told = planOf({ suppress: { constant_value: [accepted] }, edition: { constant_value: '2026-08' } });
  expect({ edition: told.edition, suppressions: told.suppressions }).toEqual({ edition: '2026-08', suppressions: [accepted] });
  expect(codes(told)).not.toContain('COMPUTE-003');
  const untold = planOf({ suppress: { references: ['var.until'] } });
  expect(codes(untold)).toContain('COMPUTE-003');
  expect(judgeEstate(untold, { asOf: '2026-06-30' }).undecided).toContainEqual(expect.objectContaining({ code: 'SHAPE', resource: 'provider' }));
});
