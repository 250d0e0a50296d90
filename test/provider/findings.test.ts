/** What a plan says is wrong: once, at the right place, an error only where this plan has a part in it. */

import { BigNumber, UnknownValue } from '../../lib/tfplugin/types';
import type { Written } from './configurations';
import { codes, Driver, type Kept } from './driver';
import { disk, ID, nouns, vm } from './estate';
import { standing } from './standing';

const foundation = async (driver: Driver): Promise<void> => {
  for (const [type, written] of Object.entries(nouns)) await driver.plan(type, written);
};

const again = async (driver: Driver, kept: Record<string, Kept>, changes: Record<string, Written> = {}): Promise<string[]> => {
  const found: string[] = [];
  for (const [type, written] of Object.entries(nouns))
    found.push(...codes((await driver.plan(type, { ...written, ...changes[type] }, kept[type])).diagnostics));
  return found;
};

describe('shape', () => {
  test('validation names type and name, and the place of the value', async () => {
    const driver = await Driver.open();
    const [diagnostic, ...rest] = await driver.validate('cpool', { ...nouns.cpool, host_count: 33 });
    expect(rest).toEqual([]);
    expect(diagnostic).toMatchObject({ severity: 'error', path: [{ attribute: 'host_count' }] });
    expect(diagnostic?.summary).toMatch(/^SHAPE socle_cpool "prod": /);
    expect(diagnostic?.detail).toMatch(/host_count is 33.*\n\nFix: .*\nSource: /s);
  });

  test('a list element is found by its position, and named by its key', async () => {
    const driver = await Driver.open();
    const [diagnostic] = await driver.validate('virtual_machine', vm('web', { disks: [disk('a'), { ...disk('b'), size_gib: 0 }] }));
    expect(diagnostic).toMatchObject({ path: [{ attribute: 'disks' }, { index: 1 }, { attribute: 'size_gib' }] });
    expect(diagnostic?.detail).toContain('disks["b"].size_gib');
  });

  test('inside a set Terraform is shown the set, and the text tells the rest', async () => {
    const driver = await Driver.open();
    const [diagnostic] = await driver.validate('tenant', { ...nouns.tenant, owners: [{ email: 'nobody' }] });
    expect(diagnostic).toMatchObject({ path: [{ attribute: 'owners' }] });
    expect(diagnostic?.detail).toContain('owners[0].email');
  });

  // Terraform leaves read-only attributes to the provider: `cores = 3` was accepted, and dropped without a word.
  test('a value for what is computed is refused, an unknown one too', async () => {
    const driver = await Driver.open();
    for (const written of [{ cores: 3 }, { cores: new UnknownValue() }]) {
      const diagnostics = await driver.validate('cpool', { ...nouns.cpool, ...written });
      expect(diagnostics).toMatchObject([{ severity: 'error', path: [{ attribute: 'cores' }] }]);
      expect(diagnostics[0]?.detail).toMatch(/cores is computed.*Fix: leave it out/s);
    }
    expect(await driver.validate('cpool', { ...nouns.cpool, id: 'tenants/main/cpools/prod' })).toMatchObject([{ path: [{ attribute: 'id' }] }]);
  });

  test('what is unknown breaks nothing', async () => {
    const driver = await Driver.open();
    const unknown = new UnknownValue();
    expect(await driver.validate('cpool', { ...nouns.cpool, host_count: unknown, name: unknown })).toEqual([]);
    expect(await driver.validate('virtual_machine', vm('web', { disks: unknown, backup_policy_ids: unknown, tags: unknown }))).toEqual([]);
  });

  test('what becomes known at plan is judged there', async () => {
    const driver = await Driver.open();
    expect(codes((await driver.plan('cpool', { ...nouns.cpool, host_count: 33 })).diagnostics)).toEqual([`SHAPE ${ID.cpool}!`]);
  });

  test('a number of more digits than are kept', async () => {
    const driver = await Driver.open();
    const [diagnostic] = await driver.validate('virtual_machine', vm('web', { memory_gib: new BigNumber('123456789012345678901234567890') }));
    expect(diagnostic).toMatchObject({ path: [{ attribute: 'memory_gib' }] });
  });

  test.each(['5 minutes', '10', '', '25h', `${'1s'.repeat(40)}`])('a duration %p', async (create) => {
    const driver = await Driver.open();
    const diagnostics = await driver.validate('network', { ...nouns.network, timeouts: { create, update: null, delete: null } });
    expect(diagnostics).toMatchObject([{ path: [{ attribute: 'timeouts' }, { attribute: 'create' }] }]);
  });

  test.each(['5m', '90s', '1h30m', '500ms', '1.5h', '24h'])('a duration %p is one', async (create) => {
    const driver = await Driver.open();
    expect(await driver.validate('network', { ...nouns.network, timeouts: { create, update: null, delete: null } })).toEqual([]);
  });
});

describe('over what is planned so far', () => {
  test('the VM that overfills a datastore carries the finding about it, without a path, once', async () => {
    const driver = await Driver.open();
    await foundation(driver);
    expect((await driver.plan('virtual_machine', vm('a', { disks: [disk('system', 600)] }))).diagnostics).toEqual([]);
    const { diagnostics } = await driver.plan('virtual_machine', vm('b', { disks: [disk('system', 600)] }));
    const found = diagnostics.filter(({ summary }) => summary.startsWith('STORAGE-006'));
    expect(codes(found)).toEqual([`STORAGE-006 ${ID.datastore}!`]);
    expect(found[0]).not.toHaveProperty('path');
    expect(found[0]?.detail).toContain('at least');
    const third = await driver.plan('virtual_machine', vm('c', { disks: [disk('system', 600)] }));
    expect(codes(third.diagnostics)).not.toContain(`STORAGE-006 ${ID.datastore}!`);
  });

  test('a finding about the resource itself has its path', async () => {
    const driver = await Driver.open();
    await foundation(driver);
    const { diagnostics } = await driver.plan('virtual_machine', vm('a', { disks: [disk('system'), { ...disk('tape'), constant_writes: true }] }));
    const found = diagnostics.find(({ summary }) => summary.startsWith('BACKUP-004'));
    expect(found?.path?.slice(0, 2)).toEqual([{ attribute: 'disks' }, { index: 1 }]);
  });

  test('what is not planned in this run is not decided, and logged', async () => {
    const { driver } = await standing();
    expect((await driver.plan('virtual_machine', vm('a', { disks: [disk('system', 5000)] }))).diagnostics).toEqual([]);
    expect(driver.infos.join('\n')).toContain('not decidable yet');
  });

  test('a standing violation is a warning for a plan that changes none of it', async () => {
    const thin = { ...disk('system', 2000), provisioning: 'thin' };
    const { driver, kept } = await standing([vm('a', { disks: [thin] })]);
    await again(driver, kept);
    expect(codes((await driver.plan('virtual_machine', vm('a', { disks: [thin] }), kept['a'])).diagnostics)).toEqual([`STORAGE-008 ${ID.datastore}`]);
  });

  test('a broken promise that stands is a warning, and an error once the plan takes part in it', async () => {
    const greedy = vm('a', { disks: [{ ...disk('system'), reserved_iops: 2000 }] });
    const { driver, kept } = await standing();
    // Planned where its datastore is not: the platform accepts a broken promise.
    const vmKept = await driver.create('virtual_machine', greedy);
    await driver.configure();
    await again(driver, kept);
    expect(codes((await driver.plan('virtual_machine', greedy, vmKept)).diagnostics)).toEqual([`STORAGE-003 ${ID.datastore}`]);
    await driver.configure();
    await again(driver, kept);
    expect(codes((await driver.plan('virtual_machine', { ...greedy, tags: { a: 'b' } }, vmKept)).diagnostics)).toEqual([
      `STORAGE-003 ${ID.datastore}!`,
    ]);
  });
});

describe('about changes', () => {
  const shrunk = { ...nouns.datastore, size_gib: 900 };

  // It was a warning, for the sake of -replace, which a provider cannot see: a plan that could only fail was shown as good.
  test('what the platform refuses of a change is an error, and tells what a replacement needs', async () => {
    const { driver, kept } = await standing();
    const { diagnostics } = await driver.plan('datastore', shrunk, kept['datastore']);
    expect(codes(diagnostics)).toEqual([`STORAGE-009 ${ID.datastore}!`]);
    expect(diagnostics[0]).toMatchObject({ path: [{ attribute: 'size_gib' }] });
    expect(diagnostics[0]?.detail).toMatch(/-replace does not show here.*allow_destroy = true/);
  });

  test('with allow_destroy it is a warning, since a replacement may be meant', async () => {
    const { driver, kept } = await standing();
    const { diagnostics } = await driver.plan('datastore', { ...shrunk, allow_destroy: true }, kept['datastore']);
    expect(codes(diagnostics)).toEqual([`STORAGE-009 ${ID.datastore}`]);
    expect(diagnostics[0]?.detail).toMatch(/At apply the platform refuses it, unless Terraform replaces/);
  });

  test('what allows a replacement and is not known yet may allow it', async () => {
    const { driver, kept } = await standing();
    const { diagnostics } = await driver.plan('datastore', { ...shrunk, allow_destroy: new UnknownValue() }, kept['datastore']);
    expect(codes(diagnostics)).toEqual([`STORAGE-009 ${ID.datastore}`]);
  });

  test.each([
    ['COMPUTE-014', { vcpus: 1 }],
    ['STORAGE-013', { disks: [disk('other')] }],
    ['BACKUP-001', { backup_policy_ids: [] }],
  ])('%s is refused at plan', async (code, changes) => {
    const { driver, kept } = await standing([vm('a')]);
    const { diagnostics } = await driver.plan('virtual_machine', vm('a', changes), kept['a']);
    expect(codes(diagnostics)).toEqual([`${code} ${ID.vm('a')}!`]);
  });

  test('a replacement is judged as what it becomes, and no change rule is about it', async () => {
    const { driver, kept } = await standing();
    const { diagnostics, action } = await driver.plan(
      'datastore',
      { ...nouns.datastore, availability_zone: 'th3s', size_gib: 900, cpool_ids: null },
      kept['datastore'],
    );
    expect({ action, codes: codes(diagnostics) }).toEqual({ action: 'replace', codes: [] });
  });

  test('replacing what is in use is a warning that names the users', async () => {
    const { driver, kept } = await standing([vm('a')]);
    const { diagnostics } = await driver.plan('datastore', { ...nouns.datastore, storage_class: 'premium' }, kept['datastore']);
    expect(codes(diagnostics)).toEqual([`CHANGE-002 ${ID.datastore}`]);
    expect(diagnostics[0]?.detail).toContain(ID.vm('a'));
    // allow_destroy stood first, as if it were the usual way, and nothing said what it costs.
    expect(diagnostics[0]?.detail).toMatch(
      /data that it holds is lost.*Fix: .*another name.*lost for good, set allow_destroy = true.*replace it\nSource/s,
    );
  });

  test('Terraform drops warnings of a forced replacement, so the next resource carries them', async () => {
    const { driver, kept } = await standing([vm('a')]);
    expect((await driver.plan('datastore', nouns.datastore, kept['datastore'], 'replace')).diagnostics).toEqual([]);
    const { diagnostics } = await driver.plan('virtual_machine', vm('a'), kept['a']);
    expect(codes(diagnostics)).toContain(`CHANGE-002 ${ID.datastore}`);
    expect(diagnostics[0]).not.toHaveProperty('path');
  });

  test('an update that its users do not bear as they stand is a warning', async () => {
    const { driver, kept } = await standing([vm('a')]);
    const { diagnostics } = await driver.plan('datastore', { ...nouns.datastore, cpool_ids: [] }, kept['datastore']);
    expect(codes(diagnostics)).toContain(`CHANGE-001 ${ID.datastore}`);
  });

  test.each(['the destroyed first', 'the user first'])('what leaves while its user only changes: %s', async (order) => {
    const { driver, kept } = await standing([vm('a')]);
    const other = { ...nouns.datastore, name: 'ds2' };
    const plans = [
      () => driver.planDestroy(kept['datastore'] as Kept),
      async () => {
        await driver.plan('cpool', nouns.cpool, kept['cpool']);
        await driver.plan('datastore', other);
        return driver.plan('virtual_machine', vm('a', { disks: [disk('system', 50, 'tenants/main/datastores/ds2')] }), kept['a']);
      },
    ];
    if (order === 'the user first') plans.reverse();
    const found: string[] = [];
    for (const plan of plans) found.push(...codes((await plan()).diagnostics));
    expect(found).toEqual([`CHANGE-004 ${ID.datastore}`]);
  });

  test('destroying all together says nothing', async () => {
    const { driver, kept } = await standing([vm('a')]);
    for (const each of Object.values(kept).reverse()) expect((await driver.planDestroy(each)).diagnostics).toEqual([]);
  });
});
