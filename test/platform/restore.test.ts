/** Restores, single files and exports: what is got back from a backup, how long it takes, and what keeps it from being got back. */
import { datastore, disk, POLICY, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { keyProvider, PROVIDER, subscription } from '../../lib/catalogue/facts/example-replication';
import type { Activity } from '../../lib/core/activity';
import type { Values } from '../../lib/core/unknown';
import { MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openStage, type Stage } from './backup-stage';
import { change, refusalOf, remove, said } from './open-platform';

let stage: Stage;
let platform: Platform;
beforeEach(async () => {
  stage = await openStage();
  platform = stage.platform;
});
afterEach(() => platform.close());

/** 1,000 GiB: 89.5 minutes at 200 MB/s. */
const large = (values: Values = {}) => vm('a', { disks: [disk({ size_gib: 1000 })], ...values });
const WHOLE_MINUTES = 89;

async function backedUp(values: Values = {}): Promise<string> {
  await stage.create(policy(), large(values));
  await stage.days(1);
  return String((await stage.backups())[0]?.['id']);
}

const restore = (backup: string, input: Values): Promise<Activity> => stage.act('restore', { backup, ...input });
const vms = async (): Promise<string[]> => (await platform.list('virtual_machine')).map(({ id }) => id);
const minutesOf = ({ started_at, ends_at }: Activity): number => Math.floor((ends_at - started_at) / MINUTE_MS);
const again = async ({ id }: Activity): Promise<Activity | undefined> => platform.activity(id);

describe('a restore in place', () => {
  test('stops the VM for as long as its disks are copied back, and changes nothing that a user wrote', async () => {
    const backup = await backedUp();
    const before = await platform.get(vmId('a'));
    await platform.setClock('manual');
    const activity = await restore(backup, { mode: 'production' });
    expect([activity.state, minutesOf(activity), await stage.state()]).toEqual(['running', WHOLE_MINUTES, 'down']);
    expect(await platform.observe(vmId('a'))).toMatchObject({ state_reason: expect.stringMatching(/1000 GiB/) });
    await platform.advance(WHOLE_MINUTES * MINUTE_MS);
    expect(await stage.state()).toBe('down');
    await platform.advance(MINUTE_MS);
    expect([await stage.state(), (await again(activity))?.state]).toEqual(['running', 'completed']);
    expect(await platform.get(vmId('a'))).toEqual(before);
  });

  test('that starts from the backup runs after five minutes, and ends when its disks have moved', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    const activity = await restore(backup, { mode: 'production', start_from_backup: true });
    await platform.advance(5 * MINUTE_MS);
    expect([await stage.state(), (await again(activity))?.state]).toEqual(['running', 'running']);
    await platform.advance((WHOLE_MINUTES + 1) * MINUTE_MS);
    expect((await again(activity))?.state).toBe('completed');
  });

  test('is all new to the next backup', async () => {
    const backup = await backedUp();
    await restore(backup, { mode: 'production' });
    await platform.setClock('manual');
    await stage.days(1);
    expect(minutesOf(await stage.last('backup'))).toBe(WHOLE_MINUTES);
    await stage.days(1);
    expect(minutesOf(await stage.last('backup'))).toBe(4);
  });

  test('that loses its source on the way leaves the VM the disks that it had', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    const activity = await restore(backup, { mode: 'production' });
    await platform.strike({ kind: 'zone', target: { zone: 'th3s' } });
    await platform.advance(2 * WHOLE_MINUTES * MINUTE_MS);
    expect(await again(activity)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/zone th3s, which keeps its copies, is lost/) });
    expect(await stage.state()).toBe('running');
  });

  test('settles at once with the automatic clock', async () => {
    expect(await restore(await backedUp(), { mode: 'production' })).toMatchObject({ state: 'completed', items: [{ what: vmId('a') }] });
    expect(await stage.state()).toBe('running');
  });

  test('does not bring back a disk that has left the VM: a clone does', async () => {
    const backup = await backedUp({ allow_destroy: true, disks: [disk(), disk({ name: 'd1' })] });
    await change(platform, vmId('a'), { disks: [disk()] });
    expect(await restore(backup, { mode: 'production' })).toMatchObject({ state: 'failed', reason: expect.stringMatching(/no longer has d1/) });
    expect(await restore(backup, { mode: 'clone', name: 'b' })).toMatchObject({ state: 'completed' });
    expect((await platform.get(vmId('b')))?.values['disks']).toMatchObject([{ name: 'd0' }, { name: 'd1', size_gib: 20 }]);
  });
});

describe('a clone', () => {
  test('is another VM under its own name, with addresses of its own and the disks as large as they were', async () => {
    const network_interfaces = [{ name: 'eth0', network_id: 'tenants/main/networks/lan' }];
    await stage.create({ type: 'network', values: { name: 'lan', availability_zones: ['par7s'] } });
    const backup = await backedUp({ network_interfaces });
    await change(platform, vmId('a'), { disks: [disk({ size_gib: 1200 })] });
    expect(await restore(backup, { mode: 'clone', name: 'b' })).toMatchObject({ state: 'completed', items: [{ what: vmId('b') }] });
    const clone = (await platform.get(vmId('b')))?.values ?? {};
    expect(clone).toMatchObject({ power_state: 'on', disks: [{ size_gib: 1000 }], backup_policy_ids: [POLICY] });
    const addressOf = (values: Values): unknown => (values['network_interfaces'] as readonly Values[])[0]?.['mac_address'];
    expect(addressOf(clone)).not.toBe(addressOf((await platform.get(vmId('a')))?.values ?? {}));
    expect([await stage.state('b'), await stage.backups('b')]).toEqual(['running', []]);
  });

  test('takes its room at the start, on the datastore that was named, and runs when it is copied', async () => {
    const other = datastore({ name: 'ds2', size_gib: 2048 });
    await stage.create(other);
    const backup = await backedUp();
    await platform.setClock('manual');
    const activity = await restore(backup, { mode: 'clone', name: 'b', datastore: 'tenants/main/datastores/ds2' });
    expect([minutesOf(activity), await stage.state('b')]).toEqual([WHOLE_MINUTES, 'stopped']);
    expect(await platform.observe('tenants/main/datastores/ds2')).toMatchObject({ free_gib: 1048 });
    await platform.advance((WHOLE_MINUTES + 1) * MINUTE_MS);
    expect([await stage.state('b'), (await again(activity))?.state]).toEqual(['running', 'completed']);
  });

  test('is refused by the rules that every VM is under', async () => {
    await stage.create(datastore({ name: 'small', size_gib: 500 }));
    const backup = await backedUp();
    const clone = (input: Values) => refusalOf(restore(backup, { mode: 'clone', ...input }));
    expect(said(await clone({ name: 'b', datastore: 'tenants/main/datastores/small' }))).toContain('STORAGE-006 tenants/main/datastores/small');
    expect(said(await clone({ name: 'a' }))).toEqual([`IDENTITY-002 ${vmId('a')}`]);
    expect(said(await clone({ name: 'b', datastore: 'tenants/main/datastores/none' }))).toEqual([`REFERENCE-001 ${vmId('b')}`]);
    expect(await vms()).toEqual([vmId('a')]);
    expect(await restore(backup, { mode: 'clone' })).toMatchObject({ state: 'failed', reason: expect.stringMatching(/needs a name/) });
  });

  test('that finds no memory is restored, stays off and says why', async () => {
    const backup = await backedUp({ memory_gib: 200 });
    expect(await restore(backup, { mode: 'clone', name: 'b' })).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/stays off: COMPUTE-\d+/),
    });
    expect(await stage.state('b')).toBe('stopped');
  });

  test('that loses its source on the way is removed', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    const activity = await restore(backup, { mode: 'clone', name: 'b' });
    await platform.strike({ kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } });
    await platform.advance(2 * WHOLE_MINUTES * MINUTE_MS);
    expect([(await again(activity))?.state, await vms()]).toEqual(['failed', [vmId('a')]]);
  });

  test('of an encrypted VM is encrypted', async () => {
    await stage.create(subscription(), keyProvider());
    const backup = await backedUp({ key_provider_id: PROVIDER });
    expect(await stage.backups()).toMatchObject([{ encrypted: true }]);
    await restore(backup, { mode: 'clone', name: 'b' });
    expect(await platform.observe(vmId('b'))).toMatchObject({ encryption_status: 'encrypted' });
  });
});

describe('a restore test', () => {
  test('starts a copy without networks, leaves the VM alone, and removes the copy', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    const activity = await restore(backup, { mode: 'test', start_from_backup: true });
    const copy = (await vms()).find((id) => id !== vmId('a')) ?? '';
    await platform.advance(5 * MINUTE_MS);
    expect((await platform.get(copy))?.values).toMatchObject({ power_state: 'on', network_interfaces: null });
    expect([await stage.state(copy.split('/').at(-1)), await stage.state()]).toEqual(['running', 'running']);
    await platform.advance(15 * MINUTE_MS);
    expect([await vms(), await again(activity)]).toMatchObject([[vmId('a')], { state: 'completed', items: [{ what: copy }] }]);
  });

  test('that finds no memory says why, and leaves nothing behind', async () => {
    const backup = await backedUp({ memory_gib: 200 });
    expect(await restore(backup, { mode: 'test' })).toMatchObject({ state: 'failed', reason: expect.stringMatching(/COMPUTE-\d+/) });
    expect(await vms()).toEqual([vmId('a')]);
  });
});

describe('what is asked in vain', () => {
  test('is a backup that is not there, or cannot be read now', async () => {
    const backup = await backedUp();
    expect((await restore('none', { mode: 'test' })).reason).toMatch(new RegExp(`none is no backup of it; it has 1, the newest is ${backup}`));
    const { id } = await platform.strike({ kind: 'region', target: { region: 'fr1' } });
    for (const [action, input] of [
      ['restore', { mode: 'test' }],
      ['restore_files', { paths: ['/etc'] }],
      ['export', {}],
    ] as const)
      expect((await stage.act(action, { backup, ...input })).reason).toMatch(/cannot be read: zone th3s/);
    await platform.mend(id);
    expect((await restore(backup, { mode: 'test' })).state).toBe('completed');
  });

  test('is a second thing while one is under way', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    await restore(backup, { mode: 'production' });
    expect((await restore(backup, { mode: 'test' })).reason).toMatch(/^restore of it is under way/);
    expect((await stage.act('run_backup')).reason).toMatch(/^restore of it is under way/);
  });

  test.each([
    [{ mode: 'sideways' }, 'mode'],
    [{ mode: 'test', forse: true }, 'forse'],
    [{}, 'mode'],
  ])('is a form that is filled in wrongly: %p', async (input, path) => {
    const backup = await backedUp();
    const refusal = await refusalOf(restore(backup, input));
    expect(refusal.findings.map((finding) => [finding.code, finding.path])).toEqual([['SHAPE', path]]);
  });

  test.each([
    [{ mode: 'test', name: 'b' }, /only a clone has a name/],
    [{ mode: 'production', datastore: 'tenants/main/datastores/ds1' }, /keeps its datastores/],
  ])('is what the mode has no use for: %p', async (input, reason) => {
    expect((await restore(await backedUp(), input)).reason).toMatch(reason);
  });
});

describe('single files', () => {
  test('are back within ten minutes', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    const activity = await stage.act('restore_files', { backup, paths: ['/etc/hosts', '/var'] });
    await platform.advance(10 * MINUTE_MS);
    expect(await again(activity)).toMatchObject({ state: 'completed', items: [{ what: '/etc/hosts' }, { what: '/var' }] });
  });

  test('of an encrypted VM stay in it', async () => {
    await stage.create(subscription(), keyProvider());
    const backup = await backedUp({ key_provider_id: PROVIDER });
    expect((await stage.act('restore_files', { backup, paths: ['/etc'] })).reason).toMatch(/is encrypted/);
  });
});

describe('an export', () => {
  test('is of a VM that is off, or of a backup', async () => {
    const backup = await backedUp();
    expect((await stage.act('export')).reason).toMatch(/it is on/);
    expect(await stage.act('export', { backup, format: 'vmdk' })).toMatchObject({ state: 'completed', items: [{ what: 'a.vmdk (1000 GiB)' }] });
    await change(platform, vmId('a'), { power_state: 'off' });
    expect(await stage.act('export')).toMatchObject({ state: 'completed', items: [{ what: 'a.ova (1000 GiB)' }] });
  });

  test('takes its time: 1,000 GiB at 50 MB/s are almost six hours', async () => {
    const backup = await backedUp();
    await platform.setClock('manual');
    expect(minutesOf(await stage.act('export', { backup }))).toBe(357);
  });

  test('of an encrypted VM follows a procedure of its own', async () => {
    await stage.create(subscription(), keyProvider());
    const backup = await backedUp({ key_provider_id: PROVIDER });
    expect((await stage.act('export', { backup })).reason).toMatch(/procedure of its own/);
    await change(platform, vmId('a'), { power_state: 'off' });
    expect((await stage.act('export')).reason).toMatch(/procedure of its own/);
  });
});

test('what is under way ends with its VM', async () => {
  const backup = await backedUp();
  await platform.setClock('manual');
  const activity = await restore(backup, { mode: 'production' });
  await remove(platform, 'virtual_machine', vmId('a'));
  expect(await again(activity)).toMatchObject({ state: 'failed', reason: `${vmId('a')} was deleted` });
});

test('a VM stays as long as a copy is made of its backup', async () => {
  const backup = await backedUp();
  await platform.setClock('manual');
  await restore(backup, { mode: 'clone', name: 'b' });
  expect(said(await refusalOf(remove(platform, 'virtual_machine', vmId('a'))))).toEqual([`IN-USE-001 ${vmId('a')}`]);
  await platform.advance((WHOLE_MINUTES + 1) * MINUTE_MS);
  await remove(platform, 'virtual_machine', vmId('a'));
  expect(await vms()).toEqual([vmId('b')]);
});

test('a VM whose copy is deleted on the way may go at once', async () => {
  const backup = await backedUp();
  await platform.setClock('manual');
  await restore(backup, { mode: 'clone', name: 'b' });
  await remove(platform, 'virtual_machine', vmId('b'));
  await remove(platform, 'virtual_machine', vmId('a'));
  expect(await vms()).toEqual([]);
});
