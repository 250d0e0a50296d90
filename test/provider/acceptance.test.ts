/** Findings that the provider block accepts, and the edition that it names. */
import { catalogue } from '../../lib/catalogue/complete';
import { editions } from '../../lib/catalogue/facts/editions';
import type { Diagnostic } from '../../lib/tfplugin/types';
import { UnknownValue } from '../../lib/tfplugin/types';
import type { Written } from './configurations';
import { codes, Driver, type Kept, openPlatform } from './driver';
import { ID, nouns, rule, vm } from './estate';

/** A Cpool that COMPUTE-003 advises against. */
const alone = { ...nouns.cpool, host_count: 1 };
const accepting = (changes: Written = {}): Written => ({
  suppress: [{ code: 'COMPUTE-003', resource: ID.cpool, reason: 'a laboratory', expires: '2026-01-31', ...changes }],
});
const configured = async (config: Written): Promise<readonly Diagnostic[]> => {
  const driver = await Driver.open();
  return (await driver.configure(config)).diagnostics ?? [];
};

describe('a finding that is accepted', () => {
  test('is logged and not raised, until its day', async () => {
    const driver = await Driver.open(accepting());
    expect((await driver.plan('cpool', alone)).diagnostics).toEqual([]);
    expect(driver.infos).toContain(`COMPUTE-003 ${ID.cpool} is accepted until 2026-01-31`);
  });

  test('is raised without a suppression, and for others', async () => {
    expect(codes((await (await Driver.open()).plan('cpool', alone)).diagnostics)).toEqual([`COMPUTE-003 ${ID.cpool}`]);
    const driver = await Driver.open(accepting({ resource: 'tenants/main/cpools/lab' }));
    expect(codes((await driver.plan('cpool', alone)).diagnostics)).toEqual([`COMPUTE-003 ${ID.cpool}`]);
  });

  test('may be named by a pattern', async () => {
    const driver = await Driver.open(accepting({ resource: 'tenants/*/cpools/*' }));
    expect((await driver.plan('cpool', alone)).diagnostics).toEqual([]);
  });

  test('is raised again after its day, and says which day that was', async () => {
    const driver = await Driver.open(accepting({ expires: '2026-01-30' }));
    const [diagnostic, ...rest] = (await driver.plan('cpool', alone)).diagnostics;
    expect(rest).toEqual([]);
    expect(diagnostic).toMatchObject({ severity: 'warning', summary: expect.stringContaining('COMPUTE-003') });
    expect(diagnostic?.detail).toContain('accepted until 2026-01-30, which is over: a laboratory');
  });

  test('may be a promise that is broken: then the plan goes on, and so does the apply', async () => {
    const mirrored = { ...nouns.datastore, cpool_ids: null };
    const slow = { name: 'gm', datastore_id: ID.datastore, secondary_availability_zone: 'th3s', cycle_period_seconds: 451 };
    const suppress = ['REPLICATION-009', 'REPLICATION-013'].map((code) => ({
      code,
      resource: '*',
      reason: 'a copy at night',
      expires: '2026-12-31',
    }));
    const driver = await Driver.open({ suppress });
    await driver.create('datastore', mirrored);
    expect((await driver.create('global_mirror_lun', slow)).state).toMatchObject({ cycle_period_seconds: 451 });
    const strict = await Driver.open();
    await strict.create('datastore', mirrored);
    expect(codes((await strict.plan('global_mirror_lun', slow)).diagnostics)).toContain('REPLICATION-013 tenants/main/global-mirror-luns/gm!');
  });
});

describe('a suppression that cannot be', () => {
  test.each<[string, Written, string]>([
    ['without a reason', { reason: ' ' }, 'suppress[0].reason'],
    ['without a day', { expires: null }, 'suppress[0].expires'],
    ['until a day that is none', { expires: '2026-02-30' }, 'suppress[0].expires'],
    ['of no resource', { resource: '' }, 'suppress[0].resource'],
    ['of a code that is none', { code: 'compute' }, 'suppress[0].code'],
    ['of a code that there is not', { code: 'COMPUTE-999' }, 'suppress[0].code'],
    ['of what the offer refuses', { code: 'STORAGE-006' }, 'suppress[0].code'],
    ['of a form that every type refuses', { code: 'SHAPE' }, 'suppress[0].code'],
  ])('%s is an error when the provider is configured', async (_, changes, place) => {
    const [diagnostic, ...rest] = await configured(accepting(changes));
    expect(rest).toEqual([]);
    expect(diagnostic?.severity).toBe('error');
    expect(diagnostic?.detail).toContain(place.split('.')[1]);
    expect(diagnostic?.detail).toContain('Fix: ');
  });

  test('of a rule that warns and refuses is an error where it refuses', async () => {
    const suppress = [{ code: 'PLACEMENT-004', resource: '*', reason: 'few hosts', expires: '2026-12-31' }];
    const told = async (names: readonly string[]): Promise<readonly string[]> => {
      const driver = await Driver.open({ suppress });
      for (const [type, written] of Object.entries(nouns)) await driver.plan(type, written);
      for (const name of names) await driver.plan('virtual_machine', vm(name));
      return codes((await driver.plan('affinity_rule', rule('apart', names))).diagnostics);
    };
    expect(await told(['a', 'b', 'c'])).toEqual(['PLACEMENT-002 tenants/main/cpools/prod']);
    expect(await told(['a', 'b', 'c', 'd'])).toEqual(['PLACEMENT-004 tenants/main/affinity-rules/apart!', 'SHAPE provider!']);
  });

  test('that is not known yet is an error', async () => {
    expect(await configured(accepting({ reason: new UnknownValue() }))).toMatchObject([{ summary: 'suppress is not known yet' }]);
  });

  test.each(catalogue.rules.filter((rule) => rule.class === 'advice').map(({ code }) => code))('%s may be accepted', async (code) => {
    expect(await configured(accepting({ code }))).toEqual([]);
  });
});

describe.each(editions)('edition %s', (edition) => {
  const large = { ...nouns.datastore, storage_class: 'ultra', size_gib: 10_240, cpool_ids: null };
  const limit = edition === 'seeds' ? 150_000 : 30_000;

  test('sets the limit at plan and on the platform, and nothing changes then', async () => {
    const platform = await openPlatform({ edition });
    const driver = await Driver.open({ edition }, platform);
    const plan = await driver.plan('datastore', large);
    expect(plan.planned).toMatchObject({ iops_limit: limit });
    expect(codes(plan.diagnostics)).toEqual(edition === 'seeds' ? [] : [`STORAGE-012 ${ID.datastore}`]);
    const { kept } = await driver.apply(plan);
    expect((await platform.get(ID.datastore))?.values).toMatchObject({ iops_limit: limit });
    const refreshed = (await driver.refresh(kept as Kept)) as Kept;
    expect((await driver.plan('datastore', large, refreshed)).action).toBe('none');
  });
});

test('another edition changes limits in place', async () => {
  const large = { ...nouns.datastore, storage_class: 'ultra', size_gib: 10_240, cpool_ids: null };
  const driver = await Driver.open();
  const kept = await driver.create('datastore', large);
  await driver.configure({ edition: '2026-08' });
  expect(await driver.plan('datastore', large, kept)).toMatchObject({ action: 'update', planned: { iops_limit: 30_000 } });
});

test('an edition that there is not is an error', async () => {
  expect(await configured({ edition: '2027' })).toMatchObject([{ severity: 'error', detail: expect.stringContaining('allowed: seeds, 2026-08') }]);
});
